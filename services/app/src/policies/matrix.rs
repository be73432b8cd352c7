//! The matrix by which a matter goes (domain.md 5).

use std::sync::Arc;

use lanyard_domain::policy::{DocumentId, InForce, Matrix};
use lanyard_domain::policy_document::PolicyDocument;
use lanyard_domain::steps::{MATRIX_ROW, Task};
use lanyard_events::{StreamId, StreamKind};
use lanyard_projections::playbook_steps::RunningPlaybook;

use crate::app::App;
use crate::command_id;
use crate::error::AppError;

impl App {
    /// The matrix for staff in an adult's matter, else that for pupils, in the edition that was in force
    /// when the matter began: it keeps it as it keeps its playbooks (domain.md 4).
    ///
    /// # Errors
    /// `NotShown` where there is no such matter, `Unavailable`.
    async fn matrix_of(&self, matter: StreamId) -> Result<Arc<Matrix>, AppError> {
        let id = if matter.kind == StreamKind::Allegation {
            "staff"
        } else {
            "pupil"
        };
        let begun = self.begun_at(matter).await?;
        let name = format!("matrix.{id}");
        let loaded = self
            .load_until::<PolicyDocument>(command_id::of_policy(&name), Some(begun))
            .await?;
        let record = loaded.state.record();
        let text = record.and_then(|record| record.text_in_force());
        // An edition that this release cannot read leaves the shipped one in force.
        let published = DocumentId::parse(&name).zip(text);
        let (in_force, _) = InForce::with(published);
        { in_force.matrices.into_iter() }
            .find(|matrix| matrix.id == id)
            .ok_or(AppError::Internal {
                what: "a matrix does not ship",
                source: None,
            })
    }

    /// The same where a step that is to be done asks for a kind of it.
    pub(crate) async fn matrix_for(
        &self,
        task: Option<&Task>,
        matter: StreamId,
    ) -> Result<Option<Arc<Matrix>>, AppError> {
        if task.is_some_and(Task::asks_matrix) {
            self.matrix_of(matter).await.map(Some)
        } else {
            Ok(None)
        }
    }

    /// The same where a step of what runs asks for a kind of it.
    pub(crate) async fn matrix_asked(
        &self,
        running: &[RunningPlaybook],
        matter: StreamId,
    ) -> Result<Option<Arc<Matrix>>, AppError> {
        let steps = running.iter().flat_map(|playbook| &playbook.steps);
        let mut fields = steps.flat_map(|shown| &shown.step.done.fields);
        if fields.any(|field| field == MATRIX_ROW) {
            Ok(Some(self.matrix_of(matter).await?))
        } else {
            Ok(None)
        }
    }
}
