//! Working a case: notes, actions, owner.

use lanyard_access::Action;
use lanyard_domain::case::{AddNote, Case, ChangeOwner, CompleteAction, PlanAction};
use lanyard_events::case::NoteKind;
use lanyard_events::{ActionId, At, CaseId, Sensitive, StaffId};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

impl App {
    /// Adds a note.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn add_note(
        &self,
        context: &Context,
        id: CaseId,
        kind: NoteKind,
        text: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        self.change::<Case>(context, id.stream(), Precondition::Free, |_, _| {
            let text = text.clone();
            Ok(AddNote { kind, text }.into())
        })
        .await
    }

    /// Plans an action.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn plan_action(
        &self,
        context: &Context,
        id: CaseId,
        title: Sensitive<String>,
        owner: StaffId,
        due_at: At,
    ) -> Result<(Done, ActionId), AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        let (command, _) = context.command()?;
        let action = ActionId::new(command.new_aggregate());
        self.check_can_carry_out(owner, "/owner")?;
        let barred = self.bars(owner, id.stream()).await?;
        let done = self
            .change::<Case>(context, id.stream(), Precondition::Free, |_, _| {
                Ok(PlanAction {
                    action,
                    title: title.clone(),
                    owner,
                    owner_is_conflicted: barred,
                    due_at,
                }
                .into())
            })
            .await?;
        Ok((done, action))
    }

    /// Records that an action was done, by its owner or a senior.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn complete_action(
        &self,
        context: &Context,
        id: CaseId,
        action: ActionId,
        outcome: Sensitive<String>,
    ) -> Result<Done, AppError> {
        // The owner of an action may be somebody who sees nothing else of the case.
        let by_senior = self
            .address_of_item(context, id.stream(), asked(Action::WorkCase), |row| {
                row.action == Some(action)
            })
            .await?;
        let by = context.staff().ok_or(AppError::Forbidden)?;
        // Who cannot read the case has no ETag of it; the rules refuse to do an action twice.
        let precondition = if by_senior {
            Precondition::Required
        } else {
            Precondition::Free
        };
        self.change::<Case>(context, id.stream(), precondition, |_, _| {
            Ok(CompleteAction {
                action,
                outcome: outcome.clone(),
                by,
                by_senior,
            }
            .into())
        })
        .await
    }

    /// Gives the case to another owner.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn change_owner(
        &self,
        context: &Context,
        id: CaseId,
        owner: StaffId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::OwnCase))
            .await?;
        let owner = self.senior(owner, id.stream(), "/owner").await?;
        self.change::<Case>(context, id.stream(), Precondition::Required, |_, _| {
            Ok(ChangeOwner {
                owner,
                reason: reason.clone(),
            }
            .into())
        })
        .await
    }
}
