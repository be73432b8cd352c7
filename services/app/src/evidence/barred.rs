//! Whether anything may be attached to a matter (R6): not where the matter, or one that belongs together with it, is
//! about an image that is illegal to hold, or somebody has said that what is attached may be.
//!
//! It is asked of the store, never of a view, at every upload and every reading: so nothing is readable from the moment of
//! the fact on, also while the events that say so of each file are still on their way.

use lanyard_domain::allegation::Allegation;
use lanyard_domain::case::Case;
use lanyard_domain::concern::{Concern, Stage, State as ConcernState};
use lanyard_domain::evidence::{Evidence, takes_no_files, takes_no_files_while};
use lanyard_events::evidence::UnreadableWhy;
use lanyard_events::{CaseId, ConcernId, StreamId, StreamKind};

use crate::app::App;
use crate::command_id;
use crate::error::AppError;

/// A matter with all that belongs together with it: a case with its concerns, an adult's matter with its
/// concerns and the children's cases.
#[derive(Debug, Default)]
pub(crate) struct Together {
    /// The matters.
    pub(crate) matters: Vec<StreamId>,
    /// Of these, the children's cases of an adult's matter: they do not know it (ADR 14).
    pub(crate) child_cases: Vec<CaseId>,
    takes_no_files: bool,
    suspects_image: bool,
}

impl Together {
    fn concern(&mut self, concern: StreamId, state: &ConcernState) {
        self.matters.push(concern);
        let category = state.matter().map(|matter| &matter.category);
        self.takes_no_files |= category.is_some_and(takes_no_files);
    }
}

impl App {
    /// Why nothing may be attached to a matter; none where it may.
    pub(crate) async fn barred(&self, matter: StreamId) -> Result<Option<UnreadableWhy>, AppError> {
        let together = self.together(matter).await?;
        self.barred_together(&together).await
    }

    /// The same of matters that belong together.
    pub(crate) async fn barred_together(
        &self,
        together: &Together,
    ) -> Result<Option<UnreadableWhy>, AppError> {
        if together.takes_no_files {
            return Ok(Some(UnreadableWhy::Category));
        }
        if together.suspects_image {
            return Ok(Some(UnreadableWhy::MatterReported));
        }
        for matter in &together.matters {
            let mark = command_id::of_report(*matter);
            if self.load::<Evidence>(mark).await?.state.reports_matter() {
                return Ok(Some(UnreadableWhy::MatterReported));
            }
        }
        Ok(None)
    }

    /// What belongs together with a matter, and the matter itself.
    pub(crate) async fn together(&self, matter: StreamId) -> Result<Together, AppError> {
        let mut together = Together::default();
        let head = if matter.kind == StreamKind::Concern {
            let loaded = self.load::<Concern>(matter).await?;
            together.concern(matter, &loaded.state);
            match loaded.state.matter().map(|concern| &concern.stage) {
                Some(Stage::InCase(case)) => case.stream(),
                Some(Stage::InAllegation(allegation)) => allegation.stream(),
                Some(Stage::Untriaged | Stage::Assessed(_)) | None => return Ok(together),
            }
        } else {
            matter
        };
        let concerns = if head.kind == StreamKind::Allegation {
            self.join_allegation(&mut together, head).await?
        } else {
            self.join_case(&mut together, head).await?
        };
        for concern in concerns.into_iter().map(ConcernId::stream) {
            if concern != matter {
                let loaded = self.load::<Concern>(concern).await?;
                together.concern(concern, &loaded.state);
            }
        }
        Ok(together)
    }

    async fn join_case(
        &self,
        together: &mut Together,
        case: StreamId,
    ) -> Result<Vec<ConcernId>, AppError> {
        together.matters.push(case);
        let loaded = self.load::<Case>(case).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(Vec::new());
        };
        together.suspects_image |= record.investigations.suspect_image();
        let mut running = record.playbooks.running().iter();
        together.takes_no_files |= takes_no_files(&record.category)
            || running.any(|running| takes_no_files_while(&running.playbook));
        Ok(record.concerns.iter().copied().collect())
    }

    async fn join_allegation(
        &self,
        together: &mut Together,
        allegation: StreamId,
    ) -> Result<Vec<ConcernId>, AppError> {
        together.matters.push(allegation);
        let loaded = self.load::<Allegation>(allegation).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(Vec::new());
        };
        together.suspects_image |= record.investigations.suspect_image();
        let mut running = record.playbooks.running().iter();
        together.takes_no_files |= takes_no_files(&record.category)
            || running.any(|running| takes_no_files_while(&running.playbook));
        let mut concerns: Vec<ConcernId> = record.concerns.iter().copied().collect();
        for case in record.child_cases.keys() {
            concerns.extend(self.join_case(together, case.stream()).await?);
            together.child_cases.push(*case);
        }
        Ok(concerns)
    }
}
