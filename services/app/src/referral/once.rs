//! The referrals of a matter to one desk, however they came about: by the decision on the threshold, by a step,
//! by hand. The LADO is told of a matter once (R3).

use std::collections::BTreeSet;

use lanyard_domain::allegation::Allegation;
use lanyard_domain::policy::Agency;
use lanyard_domain::referral::{Referral, Stage};
use lanyard_domain::steps::Playbooks;
use lanyard_events::{At, EventId, StreamId};
use lanyard_projections::referral_queue::referrals_of_matter;

use crate::app::App;
use crate::command_id;
use crate::error::AppError;
use crate::reactions::stream_of_step;

/// One referral, as its stream has made it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    /// Which.
    pub(crate) stream: StreamId,
    /// How far it has come.
    pub(crate) stage: Stage,
    /// When its newest event was recorded.
    pub(crate) newest_at: At,
}

impl Standing {
    /// Whether the desk is told, or is to be told, by it.
    pub(crate) fn is_live(&self) -> bool {
        !matches!(self.stage, Stage::NotMade | Stage::Closed)
    }
}

/// The referral of an adult's matter to a desk that is told once: always the same.
pub(crate) fn stream_of_matter(matter: StreamId, agency: Agency) -> StreamId {
    command_id::of_referral(matter, &[agency.name()])
}

/// That which follows from a later decision, when the one before it is closed.
pub(crate) fn stream_of_decision(matter: StreamId, agency: Agency, decision: EventId) -> StreamId {
    command_id::of_referral(matter, &[agency.name(), &decision.to_string()])
}

impl App {
    /// Every referral of a matter to a desk. What the views have not taken in yet is found by its name: a
    /// moment after a referral was made, another one must not be.
    pub(crate) async fn referrals_to(
        &self,
        matter: StreamId,
        playbooks: &Playbooks,
        agency: Agency,
    ) -> Result<Vec<Standing>, AppError> {
        let name = agency.name();
        let known = self
            .reader
            .read(|views| referrals_of_matter(views, matter, name))?;
        let of_steps = { playbooks.tasks() }
            .filter(|(_, task)| task.step.refers_to.iter().any(|desk| desk == name))
            .map(|(step, _)| stream_of_step(matter, &step, name));
        let streams: BTreeSet<StreamId> = { known.into_iter() }
            .chain(of_steps)
            .chain([stream_of_matter(matter, agency)])
            .collect();
        let mut found = Vec::new();
        for stream in streams {
            found.extend(self.standing(stream).await?);
        }
        Ok(found)
    }

    async fn standing(&self, stream: StreamId) -> Result<Option<Standing>, AppError> {
        let loaded = self.load::<Referral>(stream).await?;
        let (Some(record), Some(newest)) = (loaded.state.record(), loaded.newest) else {
            return Ok(None);
        };
        let newest = self.recorded(newest).await?;
        Ok(Some(Standing {
            stream,
            stage: record.stage,
            newest_at: newest.event.envelope.proposed_at,
        }))
    }

    /// How far the LADO's referral of a matter has come: one that waits is never hidden by another.
    pub(crate) async fn lado_of(&self, matter: StreamId) -> Result<Option<Stage>, AppError> {
        let loaded = self.load::<Allegation>(matter).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(None);
        };
        let all = self
            .referrals_to(matter, &record.playbooks, Agency::Lado)
            .await?;
        let waits = { all.iter() }.any(|it| it.stage == Stage::Needed);
        let furthest = all.iter().map(|it| it.stage).max();
        Ok(if waits { Some(Stage::Needed) } else { furthest })
    }
}
