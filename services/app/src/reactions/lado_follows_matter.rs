//! R3 starts by itself: once the harm threshold may be met the LADO is to be told, and of a headteacher,
//! trust lead, trustee or governor from the opening on (domain.md 1 rule 1: "trust lead **and** LADO"; S03,
//! S17). An outcome to which the duty to refer applies puts the DBS and the TRA into their queues.
//!
//! The decision stands first; its referral has the matter's own name, so that a second run, or a step that
//! says the same, makes no second one.

use lanyard_domain::allegation::{Allegation, Record, State};
use lanyard_domain::concern::Matter;
use lanyard_domain::policy::{Agency, Desk, Shipped};
use lanyard_domain::reference;
use lanyard_domain::referral::{Need, Referral, Stage};
use lanyard_events::allegation::{
    AllegationOutcomeRecorded, AllegationThresholdDecided, ThresholdDecision,
};
use lanyard_events::concern::Due;
use lanyard_events::{At, Envelope, Sensitive};

use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::referral::{Standing, stream_of_decision, stream_of_matter};
use crate::submit::Cause;

/// The one category that says itself that the threshold is not met (KCSIE Part 4, section two): then it is
/// decided first.
const LOW_LEVEL: &str = "low_level_concern_about_an_adult";

/// Why a desk is to be told, where it follows from what was decided.
const MAY_BE_MET: &str = "It was decided that the harm threshold may be met.";
const OF_A_SENIOR: &str = "It is about a headteacher, the trust's safeguarding lead, a trustee or a \
                           governor: such a matter goes to the LADO too, from its opening on.";
const DUTY_APPLIES: &str = "The outcome says that the duty to refer applies.";

/// How often a desk is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Once {
    /// Once in a matter.
    Ever,
    /// Again once what it was told of is closed.
    AtATime,
}

impl App {
    /// Of a senior the LADO is told without waiting for anybody's decision.
    pub(super) async fn lado_follows_opening(
        &self,
        envelope: &Envelope,
        cause: Cause,
        record: &Record,
    ) -> Result<Option<Done>, AppError> {
        let decided = record.threshold.as_ref().map(|decided| decided.decision);
        let may_be_met = matches!(decided, None | Some(ThresholdDecision::MayMeetThreshold));
        if record.category.as_str() == LOW_LEVEL
            || !may_be_met
            || !self.is_about_a_senior(envelope, record).await?
        {
            return Ok(None);
        }
        self.desk_follows(
            envelope,
            cause,
            record,
            (Agency::Lado, OF_A_SENIOR, Once::Ever),
        )
        .await
    }

    pub(super) async fn lado_follows_threshold(
        &self,
        envelope: &Envelope,
        cause: Cause,
        record: &Record,
        decided: &AllegationThresholdDecided,
    ) -> Result<Option<Done>, AppError> {
        // What was decided since then counts, not what a second run comes across.
        if decided.decision != ThresholdDecision::MayMeetThreshold
            || record.threshold.as_ref() != Some(decided)
        {
            return Ok(None);
        }
        self.desk_follows(
            envelope,
            cause,
            record,
            (Agency::Lado, MAY_BE_MET, Once::AtATime),
        )
        .await
    }

    pub(super) async fn desks_follow_outcome(
        &self,
        envelope: &Envelope,
        cause: Cause,
        record: &Record,
        recorded: &AllegationOutcomeRecorded,
    ) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        if record.outcome.as_ref() != Some(recorded) {
            return Ok(done);
        }
        for (duty, agency) in [(&recorded.dbs, Agency::Dbs), (&recorded.tra, Agency::Tra)] {
            if duty.applies {
                let why = (agency, DUTY_APPLIES, Once::Ever);
                done.extend(self.desk_follows(envelope, cause, record, why).await?);
            }
        }
        Ok(done)
    }

    /// Puts the desk's referral into its queue, unless there is one. One that was decided against comes back
    /// with a decision that was made after that. Where a decision may be about more than the desk was told, one
    /// that was closed before it stands in nothing's way.
    async fn desk_follows(
        &self,
        envelope: &Envelope,
        cause: Cause,
        record: &Record,
        (agency, why, once): (Agency, &str, Once),
    ) -> Result<Option<Done>, AppError> {
        let matter = envelope.stream;
        let Some(desk) = Shipped::get().desk(agency) else {
            return Ok(None);
        };
        let mut all = self.referrals_to(matter, &record.playbooks, agency).await?;
        let before = all.len();
        all.retain(|it| {
            once == Once::Ever || it.stage != Stage::Closed || it.newest_at > envelope.proposed_at
        });
        let decided_before =
            |it: &&Standing| it.stage == Stage::NotMade && it.newest_at <= envelope.proposed_at;
        let stream = match all.iter().find(decided_before) {
            None if before == 0 => stream_of_matter(matter, agency),
            None if all.is_empty() => stream_of_decision(matter, agency, envelope.id),
            Some(again) if all.iter().all(|it| it.stage == Stage::NotMade) => again.stream,
            None | Some(_) => return Ok(None),
        };
        let reaction = Reaction {
            stream,
            academy: envelope.academy,
            actor: envelope.actor,
            occurred_at: envelope.occurred_at,
            cause,
            id: command_id::of_reaction(envelope.id, agency.name()),
        };
        let need = Need {
            desk,
            matter,
            category: record.category.clone(),
            authority: self.authority_of(envelope.academy)?,
            step: None,
            settled: true,
            reason: Some(Sensitive::from(why)),
            owner: record.owner,
            counts_from: match once {
                Once::Ever => self.known_of(record).await?,
                Once::AtATime => self.first_known(record.under_r3()).await?,
            },
            step_due: with_the_decision(desk, envelope.proposed_at),
            calendar: self.calendar_at(envelope.academy).await?,
            reference: reference::of_command(&reaction.id),
        };
        let done = self
            .react::<Referral>(reaction, |_, _| need.clone().into())
            .await?;
        Ok(Some(done))
    }

    async fn is_about_a_senior(
        &self,
        envelope: &Envelope,
        record: &Record,
    ) -> Result<bool, AppError> {
        let Some(academy) = envelope.academy else {
            return Ok(false);
        };
        let people = record.people();
        let subjects = Matter::subjects(&people);
        let stream = Some(envelope.stream);
        let routing = self.routing_in(stream, academy, &people).await?;
        Ok({ routing.staff.iter() }
            .filter(|facts| subjects.contains(&facts.staff))
            .any(|facts| {
                facts.holds_head_here || facts.is_trust_lead || facts.is_elt_or_governor_or_trustee
            }))
    }

    /// The matter of which an event is, while it is open.
    pub(super) async fn open_record_of(
        &self,
        envelope: &Envelope,
    ) -> Result<Option<Record>, AppError> {
        let loaded = self.load::<Allegation>(envelope.stream).await?;
        Ok(match loaded.state {
            State::Open(record) => Some(*record),
            State::Absent | State::Closed(..) | State::Erased => None,
        })
    }
}

/// A desk that is told with the outcome is told now that there is one; the LADO has a clock.
fn with_the_decision(desk: &Desk, at: At) -> Option<Due> {
    (desk.id != Agency::Lado).then(|| Due {
        rule: desk
            .clock
            .rule
            .as_deref()
            .unwrap_or(desk.id.name())
            .to_owned(),
        at,
        reason: "with the outcome".to_owned(),
    })
}
