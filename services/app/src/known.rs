//! When it was known: from then R3, R5, R10 and the steps of playbooks count (domain.md 3), however late somebody
//! comes to answer or to decide.

use std::collections::BTreeSet;

use lanyard_domain::allegation::Record;
use lanyard_domain::concern::Concern;
use lanyard_domain::policy::Playbook;
use lanyard_domain::steps::Playbooks;
use lanyard_events::step::StepName;
use lanyard_events::{At, ConcernId, StreamId};

use crate::app::App;
use crate::error::AppError;

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
    /// the first did not. None where nothing has.
    pub(crate) async fn known_since(
        &self,
        playbooks: Option<&Playbooks>,
        step: &StepName,
    ) -> Result<Option<At>, AppError> {
        let news = playbooks.map_or_else(BTreeSet::new, |it| it.joined_since(step));
        if news.is_empty() {
            return Ok(None);
        }
        self.first_known(&news).await.map(Some)
    }

    /// When that was known of what a playbook is for, which somebody starts by hand in a case: with the first of
    /// its concerns for which the playbook is proposed, or with the first of all. Too early is seen.
    pub(crate) async fn known_for(
        &self,
        concerns: &BTreeSet<ConcernId>,
        playbook: &Playbook,
    ) -> Result<At, AppError> {
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
        let meant = if meant.is_empty() { all } else { meant };
        if meant.is_empty() {
            return Ok(self.now());
        }
        self.first_known(&meant).await
    }
}
