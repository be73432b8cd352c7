//! The child's side of an adult's matter (S16, ADR 14): the child's case is opened, gets the
//! adult's name once it is shared, follows a corrected pupil, and is closed to everybody to whom the
//! matter is. What the safeguarding team reads of it says "an adult in school" and no more.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_domain::allegation::{Allegation, Record};
use lanyard_domain::case::{Case, CorrectPerson, LinkPerson, Open};
use lanyard_domain::policy::Shipped;
use lanyard_domain::routing::{RoutingFacts, route};
use lanyard_domain::steps::{Owners, StartPlaybook};
use lanyard_domain::{Senior, reference};
use lanyard_events::allegation::{
    AllegationChildCaseLinked, AllegationNameShared, AllegationPersonCorrected,
};
use lanyard_events::concern::AboutAdult;
use lanyard_events::{CaseId, ConcernId, Envelope, LinkRole, LinkedPerson, PersonRef, Sensitive};

use super::matter_keeps_owner::unless_refused;
use super::shut_out::ShutOut;
use crate::app::App;
use crate::caller::key_of;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// Why the case is there, in words that name nobody.
const WHY: &str = "Welfare of the pupil: an adult in school is concerned. What is said of the adult \
                   is kept elsewhere; ask the headteacher.";
/// Why a pupil is another one now.
const CORRECTED: &str = "The pupil was named wrongly where this case comes from.";

/// A child's case comes from no concern that its readers may see, so the concern it names is none: the
/// one with the case's own id (ADR 14).
pub(crate) const fn no_concern(case: CaseId) -> ConcernId {
    ConcernId::new(case.uuid())
}

impl App {
    pub(super) async fn child_case_opens(
        &self,
        envelope: &Envelope,
        cause: Cause,
        linked: AllegationChildCaseLinked,
    ) -> Result<Vec<Done>, AppError> {
        let Some(record) = self.record_of(envelope).await? else {
            return Ok(Vec::new());
        };
        let closed = self.close_child_case(envelope, cause, &record, linked.case);
        let mut done = closed.await?;
        let playbook = self.childs_side(envelope, &linked).await?;
        let open = opening(envelope, &record, linked, playbook);
        let reaction = reaction(envelope, cause, open.0);
        let opened = self.react::<Case>(reaction, |_, _| open.1.clone().into());
        done.push(opened.await?);
        Ok(done)
    }

    /// The playbooks for such a category ask whether an adult did it and lead to the LADO: that is the adult's
    /// matter. What runs here asks about social care (R4), the parents (R9) and the child, and the
    /// safeguarding lead starts what else the child needs.
    async fn childs_side(
        &self,
        envelope: &Envelope,
        linked: &AllegationChildCaseLinked,
    ) -> Result<StartPlaybook, AppError> {
        let pupils: Vec<_> = { linked.pupils.iter() }
            .filter_map(|id| key_of(&PersonRef::Pupil { id: *id }))
            .collect();
        let playbook = Arc::clone(&Shipped::get().childs_side);
        let case = Some(linked.case.stream());
        let start = self.start_of(playbook, envelope.academy, linked.owner, &pupils, case);
        let start = start.await?;
        Ok(StartPlaybook {
            // Whoever owns the case has its steps, not the first of the team: only they were chosen.
            owners: Owners {
                by_role: BTreeMap::new(),
                // Nobody has a part in it by having raised the matter (ADR 14).
                raiser: None,
                otherwise: linked.owner,
            },
            ..start
        })
    }

    /// The name goes into the case as a link, so that it is found, corrected and kept from whoever is
    /// close to them like any other. The part is `other`: what the adult is said to have done is not
    /// for the child's case.
    pub(super) async fn child_case_gets_the_name(
        &self,
        envelope: &Envelope,
        cause: Cause,
        shared: AllegationNameShared,
    ) -> Result<Vec<Done>, AppError> {
        let mut named = Vec::new();
        for case in &shared.cases {
            let reason = format!(
                "The adult's name was shared with the readers of this case: {}",
                shared.reason.expose()
            );
            let link = LinkPerson {
                person: LinkedPerson::new(shared.person.clone(), LinkRole::Other),
                reason: Some(Sensitive::from(reason)),
                taxonomy: self.taxonomy()?,
            };
            let reaction = reaction(envelope, cause, *case);
            let linked = self.react::<Case>(reaction, |_, _| link.clone().into());
            // Also where another one refused it: it may be closed by then.
            let linked = unless_refused(envelope.event_type.as_str(), linked.await)?;
            named.extend(linked);
        }
        Ok(named)
    }

    /// A pupil corrected in the matter is corrected in their case.
    pub(super) async fn child_case_follows_correction(
        &self,
        envelope: &Envelope,
        cause: Cause,
        record: &Record,
        corrected: &AllegationPersonCorrected,
    ) -> Result<Vec<Done>, AppError> {
        let mut followed = Vec::new();
        let (Some(from), Some(to)) = (corrected.from.pupil(), corrected.to.pupil()) else {
            return Ok(followed);
        };
        for (case, pupils) in &record.child_cases {
            // The matter has the right one already.
            if !pupils.contains(&from) && !pupils.contains(&to) {
                continue;
            }
            let reaction = reaction(envelope, cause, *case);
            let done = self.react::<Case>(reaction, |_, _| {
                CorrectPerson {
                    from: corrected.from.clone(),
                    to: corrected.to.clone(),
                    reason: Sensitive::from(CORRECTED),
                    concern: Some(no_concern(*case)),
                }
                .into()
            });
            let done = unless_refused(envelope.event_type.as_str(), done.await)?;
            followed.extend(done);
        }
        Ok(followed)
    }

    /// Whoever has come to have a part in the matter sees nothing of the children's cases either.
    pub(super) async fn close_child_cases(
        &self,
        envelope: &Envelope,
        cause: Cause,
        record: &Record,
    ) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        for case in record.child_cases.keys() {
            let closed = self.close_child_case(envelope, cause, record, *case);
            done.extend(closed.await?);
        }
        Ok(done)
    }

    async fn close_child_case(
        &self,
        envelope: &Envelope,
        cause: Cause,
        record: &Record,
        case: CaseId,
    ) -> Result<Vec<Done>, AppError> {
        let concerns = { record.concerns.iter() }.map(|concern| concern.stream());
        let origins: Vec<_> = concerns.chain([envelope.stream]).collect();
        let what = ShutOut {
            matter: case.stream(),
            routed_to: &route(AboutAdult::No, &[], &RoutingFacts::default()),
            people: &record.people(),
            origins: &origins,
            keeps_lifted: false,
        };
        self.shut_out(envelope, cause, &what).await
    }

    /// The matter of which an event is.
    pub(super) async fn record_of(&self, envelope: &Envelope) -> Result<Option<Record>, AppError> {
        let loaded = self.load::<Allegation>(envelope.stream).await?;
        Ok(loaded.state.record().cloned())
    }
}

fn reaction(envelope: &Envelope, cause: Cause, case: CaseId) -> Reaction {
    Reaction {
        stream: case.stream(),
        academy: envelope.academy,
        actor: envelope.actor,
        occurred_at: envelope.occurred_at,
        cause,
        id: command_id::of_reaction(envelope.id, &format!("child's case {case}")),
    }
}

/// Pupils only, with their parts; routed like any pupil's matter.
fn opening(
    envelope: &Envelope,
    record: &Record,
    linked: AllegationChildCaseLinked,
    playbook: StartPlaybook,
) -> (CaseId, Open) {
    let people = linked.pupils.into_iter().map(|id| {
        let person = PersonRef::Pupil { id };
        let role = record.links.part_of(&person).unwrap_or(LinkRole::Affected);
        LinkedPerson::new(person, role)
    });
    let named = command_id::of_reaction(envelope.id, &linked.case.to_string());
    let open = Open {
        concern: no_concern(linked.case),
        category: linked.category,
        people: people.collect(),
        routed_to: route(AboutAdult::No, &[], &RoutingFacts::default()),
        owner: Senior::looked_up(linked.owner),
        reason: Sensitive::from(WHY),
        reference: reference::of_command(&named),
        playbook: Some(playbook),
    };
    (linked.case, open)
}
