//! When it was known: from then R3, R5, R10 and the steps of playbooks count (domain.md 3), however late somebody
//! comes to answer or to decide.

use std::collections::BTreeSet;

use lanyard_domain::allegation::Record;
use lanyard_domain::concern::Concern;
use lanyard_domain::policy::{Agency, Playbook};
use lanyard_domain::steps::Playbooks;
use lanyard_domain::{Code, Refusal};
use lanyard_events::step::StepName;
use lanyard_events::{At, ConcernId, Sensitive, StreamId};

use crate::app::App;
use crate::error::AppError;

/// A playbook that somebody starts by hand.
#[derive(Debug, Clone)]
pub(crate) struct ByHand {
    /// Why.
    pub(crate) reason: Sensitive<String>,
    /// When it was known of what it is for, where they say so.
    pub(crate) known_at: Option<At>,
}

impl App {
    /// When the employer knew of a concern, from which R3 and playbooks count: when it was raised, or, of a
    /// late entry, when it had been written down. When the incident was is another matter, and is in words.
    pub(crate) async fn known_at(&self, concern: StreamId) -> Result<At, AppError> {
        let first = self.first_envelope(concern).await?;
        Ok(first.occurred_at.min(first.proposed_at))
    }

    /// When the employer knew of a matter (R3): with whichever of its concerns was known first.
    pub(crate) async fn known_of(&self, record: &Record) -> Result<At, AppError> {
        self.first_known(&record.concerns).await
    }

    /// When the first of these concerns was known; their ids say nothing of it.
    pub(crate) async fn first_known(&self, concerns: &BTreeSet<ConcernId>) -> Result<At, AppError> {
        let mut first: Option<At> = None;
        for concern in concerns {
            let known = self.known_at(concern.stream()).await?;
            first = Some(first.map_or(known, |first| first.min(known)));
        }
        first.ok_or(AppError::NotShown)
    }

    /// When that was known which has come to a matter since a step was answered: a further concern that says what
    /// the first did not. None where nothing has that the step's playbook is for: what else is said of the same
    /// people makes nothing known later.
    pub(crate) async fn known_since(
        &self,
        playbooks: Option<&Playbooks>,
        step: &StepName,
    ) -> Result<Option<At>, AppError> {
        let news = playbooks.map_or_else(BTreeSet::new, |it| it.joined_since(step));
        let Ok(playbook) = self.playbook(&step.playbook) else {
            return Ok(None);
        };
        let (_, meant) = self.meant_by(&news, &playbook).await?;
        if meant.is_empty() {
            return Ok(None);
        }
        self.first_known(&meant).await.map(Some)
    }

    /// When that was known of what a playbook is for: with the first of the concerns for which it is proposed. With
    /// none of these, one to which a step leads counts from the first of all: too early is seen. What somebody starts
    /// by hand is for something that no concern says; it was known when they say, or now. Nobody says later than a
    /// concern does.
    pub(crate) async fn known_for(
        &self,
        concerns: &BTreeSet<ConcernId>,
        playbook: &Playbook,
        by_hand: Option<&ByHand>,
    ) -> Result<At, AppError> {
        let (all, meant) = self.meant_by(concerns, playbook).await?;
        let said = self.said_to_be_known(by_hand)?;
        let first = if !meant.is_empty() {
            self.first_known(&meant).await?
        } else if by_hand.is_none() && !all.is_empty() {
            self.first_known(&all).await?
        } else {
            self.now()
        };
        Ok(said.map_or(first, |said| said.min(first)))
    }

    /// The same in an adult's matter. What is about the adult, or asks for the LADO, counts from when the employer
    /// knew of the matter itself, whoever starts it (R3).
    pub(crate) async fn known_for_adults(
        &self,
        record: &Record,
        playbook: &Playbook,
        by_hand: Option<&ByHand>,
    ) -> Result<At, AppError> {
        let mut steps = playbook.steps.iter();
        let is_of_matter =
            playbook.about_adults || steps.any(|step| step.refers_to.contains(&Agency::Lado));
        if !is_of_matter {
            return self.known_for(&record.concerns, playbook, by_hand).await;
        }
        let said = self.said_to_be_known(by_hand)?;
        let first = self.known_of(record).await?;
        Ok(said.map_or(first, |said| said.min(first)))
    }

    /// Nothing is known that is still to come.
    fn said_to_be_known(&self, by_hand: Option<&ByHand>) -> Result<Option<At>, AppError> {
        let said = by_hand.and_then(|it| it.known_at);
        if said.is_some_and(|said| said > self.now()) {
            let detail = "This time is still to come.";
            return Err(Refusal::of_field(Code::TimeAhead, "/known_at", detail).into());
        }
        Ok(said)
    }

    /// The concerns that there are, and those of them for whose category a playbook is proposed.
    async fn meant_by(
        &self,
        concerns: &BTreeSet<ConcernId>,
        playbook: &Playbook,
    ) -> Result<(BTreeSet<ConcernId>, BTreeSet<ConcernId>), AppError> {
        let (mut all, mut meant) = (BTreeSet::new(), BTreeSet::new());
        for concern in concerns {
            let loaded = self.load::<Concern>(concern.stream()).await?;
            // A case out of an adult's matter names a concern that there is not (ADR 14).
            if loaded.tip.is_none() {
                continue;
            }
            all.insert(*concern);
            let matter = loaded.state.matter();
            if matter.is_some_and(|matter| playbook.opens_for.contains(&matter.category)) {
                meant.insert(*concern);
            }
        }
        Ok((all, meant))
    }
}
