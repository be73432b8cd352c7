//! A person of a case was the wrong one, and had left with a referral: each desk that was told is told so, and
//! a breach is assessed (domain.md 1 rule 5, R10, S08).
//!
//! The correction stands first. Only what had left before it counts, so that running it again later finds
//! nothing else.

use std::collections::BTreeMap;
use std::ops::Range;

use lanyard_domain::case::{Case, PlanAction, State};
use lanyard_domain::policy::{Desk, Shipped};
use lanyard_domain::referral::Referral;
use lanyard_events::case::CasePersonCorrected;
use lanyard_events::{
    ActionId, At, Envelope, Position, Recorded, Revision, Sensitive, StaffId, StreamId,
};
use lanyard_projections::referral_queue;

use super::matter_keeps_owner::unless_refused;
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// R10: clock hours from knowing.
const BREACH_HOURS: i64 = 72;
/// By which a desk learns something of a matter.
const TELLS: [&str; 3] = [
    "referral.submitted",
    "referral.put_in_writing",
    "referral.chased",
];
/// Events read at once.
const BATCH: u32 = 200;

/// An action of a case that follows from the correction.
struct Follows {
    what: String,
    title: String,
    owner: StaffId,
    /// By when; never before it is planned.
    due_at: At,
}

impl App {
    /// The steps that follow where referrals had left, and the entry that a breach is assessed in.
    pub(super) async fn agencies_told_of_correction(
        &self,
        recorded: &Recorded,
        cause: Cause,
        corrected: &CasePersonCorrected,
    ) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        let before = recorded.position;
        let told = self
            .desks_told(envelope.stream, Position(0)..before)
            .await?;
        let loaded = self.load::<Case>(envelope.stream).await?;
        let Some(record) = loaded.state.record().filter(|_| !told.is_empty()) else {
            return Ok(Vec::new());
        };
        let event_type = envelope.event_type.as_str();
        let people = record.links.people().map(|linked| linked.person.clone());
        let breach = self.breach_assessed(envelope, cause, &corrected.from, people.collect());
        let Some((mut done, number)) = breach.await? else {
            return Ok(Vec::new());
        };
        // Nothing is planned in a closed case: it follows once that is opened again (`corrected_while_closed.rs`).
        if !matches!(loaded.state, State::Open(_)) {
            return Ok(done);
        }
        let assess = Follows {
            what: "assess a breach".to_owned(),
            title: format!(
                "Assess with the SIRO and the DPO whether this is a breach: the wrong name had left. Entry \
                 {number} of the register of breaches is open for it; the ICO within {BREACH_HOURS} hours \
                 where there is a risk (R10)."
            ),
            owner: record.owner,
            due_at: after_hours(envelope.proposed_at, BREACH_HOURS),
        };
        let tell = { told.iter() }.map(|(referral, desk)| Follows {
            what: format!("tell {referral}"),
            title: format!(
                "Tell them that the name in the referral was wrong, and who it is: {}. Ask them to strike \
                 what they hold about the wrong person.",
                desk.short
            ),
            owner: record.owner,
            due_at: envelope.proposed_at,
        });
        for follows in tell.chain([assess]) {
            let planned = self.planned(envelope, cause, &follows).await;
            done.extend(unless_refused(event_type, planned)?);
        }
        Ok(done)
    }

    /// Referrals of a case or an adult's matter whose desk was told something between two positions, with the desk.
    pub(super) async fn desks_told(
        &self,
        matter: StreamId,
        between: Range<Position>,
    ) -> Result<BTreeMap<StreamId, &'static Desk>, AppError> {
        // The views may not have the last referral yet.
        self.wait_for(self.head()).await?;
        let of_matter = self
            .reader
            .read(|views| referral_queue::told_of(views, matter))?;
        let mut told = BTreeMap::new();
        for referral in of_matter {
            let stream = referral.stream();
            let journal = &self.parts.journal;
            let events = journal.read_stream(stream, Revision(0), BATCH).await?;
            let had_left = { events.iter() }.any(|it| {
                between.contains(&it.position)
                    && TELLS.contains(&it.event.envelope.event_type.as_str())
            });
            let loaded = self.load::<Referral>(stream).await?;
            let record = loaded.state.record().filter(|_| had_left);
            let desk = record.and_then(|record| Shipped::get().desk_named(&record.agency));
            // To some desks no name ever goes.
            if let Some(desk) = desk.filter(|desk| desk.names_allowed) {
                told.insert(stream, desk);
            }
        }
        Ok(told)
    }

    async fn planned(
        &self,
        envelope: &Envelope,
        cause: Cause,
        follows: &Follows,
    ) -> Result<Done, AppError> {
        let reaction = of_correction(envelope, cause, &follows.what);
        let action = ActionId::new(reaction.id.new_aggregate());
        self.react::<Case>(reaction, |_, at| {
            PlanAction {
                action,
                title: Sensitive::from(follows.title.as_str()),
                owner: follows.owner,
                // The case has one unconflicted owner, whom the same event has found.
                owner_is_conflicted: false,
                due_at: follows.due_at.max(at),
            }
            .into()
        })
        .await
    }
}

/// In the case itself; `what` tells its several reactions apart.
pub(super) fn of_correction(envelope: &Envelope, cause: Cause, what: &str) -> Reaction {
    Reaction {
        stream: envelope.stream,
        academy: envelope.academy,
        actor: envelope.actor,
        occurred_at: envelope.occurred_at,
        cause,
        id: command_id::of_reaction(envelope.id, what),
    }
}

fn after_hours(from: At, hours: i64) -> At {
    At::from_millis(from.millis() + hours * 3_600_000)
}
