//! A concern about an adult triaged into a matter: the matter is opened, or takes the concern in. A
//! person corrected on such a concern: the matter is corrected too.

use lanyard_domain::allegation::{AddConcern, Allegation, CorrectPerson, Manager, Open};
use lanyard_domain::concern::{Concern, Matter, Stage};
use lanyard_domain::reference;
use lanyard_domain::routing::RoutingFacts;
use lanyard_events::concern::{ConcernPersonCorrected, ConcernTriaged, TriageDecision};
use lanyard_events::{Actor, AllegationId, ConcernId, Envelope, Role};

use super::shut_out::ShutOut;
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

impl App {
    pub(super) async fn allegation_follows_triage(
        &self,
        envelope: &Envelope,
        cause: Cause,
        triaged: ConcernTriaged,
    ) -> Result<Vec<Done>, AppError> {
        let (allegation, is_new) = match triaged.decision {
            TriageDecision::OpenAllegation { allegation } => (allegation, true),
            TriageDecision::AddToAllegation { allegation } => (allegation, false),
            TriageDecision::NoFurtherAction
            | TriageDecision::Monitor { .. }
            | TriageDecision::OpenCase { .. }
            | TriageDecision::AddToCase { .. } => return Ok(Vec::new()),
        };
        let loaded = self.load::<Concern>(envelope.stream).await?;
        let Some(matter) = loaded.state.matter() else {
            return Ok(Vec::new());
        };
        let reaction = reaction(envelope, cause, allegation);
        let mut done = Vec::new();
        let follows = if is_new {
            let routed_to = self.goes_to(envelope, matter).await?;
            let what = ShutOut {
                matter: allegation.stream(),
                routed_to: &routed_to,
                people: &matter.people,
                origins: &[envelope.stream],
                keeps_lifted: false,
            };
            done.extend(self.shut_out(envelope, cause, &what).await?);
            let open = opening(envelope, (allegation, routed_to), matter, &triaged)?;
            self.react::<Allegation>(reaction, |_, _| open.clone().into())
                .await?
        } else {
            let add = AddConcern {
                concern: ConcernId::new(envelope.stream.uuid),
                about_adult: matter.about_adult,
                people: matter.people.clone(),
            };
            self.react::<Allegation>(reaction, |_, _| add.clone().into())
                .await?
        };
        done.push(follows);
        Ok(done)
    }

    /// Where a matter goes that comes out of a concern: where that was sent. With those who were let in
    /// afterwards where it is one of them who decided: nobody manages what they may not read.
    async fn goes_to(&self, envelope: &Envelope, matter: &Matter) -> Result<Vec<Role>, AppError> {
        let sent_to = matter.sent_to();
        if sent_to == matter.routed_to {
            return Ok(sent_to);
        }
        for role in &sent_to {
            let holders = self.unconflicted_holders(*role, envelope.academy, &[], None);
            let mut holders = holders.await?.into_iter();
            if holders.any(|holder| envelope.actor == Actor::Staff(holder)) {
                return Ok(sent_to);
            }
        }
        Ok(matter.routed_to.clone())
    }

    pub(super) async fn allegation_follows_correction(
        &self,
        envelope: &Envelope,
        cause: Cause,
        corrected: ConcernPersonCorrected,
    ) -> Result<Option<Done>, AppError> {
        let loaded = self.load::<Concern>(envelope.stream).await?;
        let stage = loaded.state.matter().map(|matter| &matter.stage);
        let Some(Stage::InAllegation(allegation)) = stage else {
            return Ok(None);
        };
        let reaction = reaction(envelope, cause, *allegation);
        let done = self
            .react::<Allegation>(reaction, |_, _| {
                CorrectPerson {
                    from: corrected.from.clone(),
                    to: corrected.to.clone(),
                    reason: corrected.reason.clone(),
                    concern: Some(ConcernId::new(envelope.stream.uuid)),
                    // Where it goes was decided with the concern.
                    routing: RoutingFacts::default(),
                }
                .into()
            })
            .await?;
        Ok(Some(done))
    }
}

fn reaction(envelope: &Envelope, cause: Cause, allegation: AllegationId) -> Reaction {
    Reaction {
        stream: allegation.stream(),
        academy: envelope.academy,
        actor: envelope.actor,
        occurred_at: envelope.occurred_at,
        cause,
        id: command_id::of_reaction(envelope.id, "allegation"),
    }
}

/// Whoever triaged manages the matter; they were permitted to, so they are unconflicted and hold one
/// of the roles to which it went.
fn opening(
    envelope: &Envelope,
    (allegation, routed_to): (AllegationId, Vec<Role>),
    matter: &Matter,
    triaged: &ConcernTriaged,
) -> Result<Open, AppError> {
    let Actor::Staff(staff) = envelope.actor else {
        return Err(AppError::Internal {
            what: "a concern was triaged by nobody on the staff register",
            source: None,
        });
    };
    let named = command_id::of_reaction(envelope.id, &allegation.to_string());
    Ok(Open {
        concern: ConcernId::new(envelope.stream.uuid),
        about_adult: matter.about_adult,
        category: matter.category.clone(),
        people: matter.people.clone(),
        owner: Manager {
            staff,
            roles_here: routed_to.clone(),
            is_conflicted: false,
        },
        routed_to,
        reason: triaged.reason.clone(),
        reference: reference::of_command(&named),
    })
}
