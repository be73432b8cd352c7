//! Whoever wants to do an action or a step of a matter: one of its readers, or whoever it was given to by
//! name, who may see nothing else of it (domain.md 1, row pastoral).

use lanyard_access::{Action, Scope};
use lanyard_domain::steps::Doer;
use lanyard_events::StreamId;
use lanyard_events::step::StepName;
use lanyard_projections::Paging;
use lanyard_projections::caseload::{DueFilter, DueRow, due};

use crate::address::Asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::Context;
use crate::error::AppError;

/// Open actions of one person that are looked through; nobody has more at once.
const MOST_ACTIONS: u32 = 1_000;

impl App {
    /// The look at a matter by whoever wants to do one of its actions or steps; answers whether they are
    /// one of the matter's readers.
    pub(crate) async fn address_of_item(
        &self,
        context: &Context,
        matter: StreamId,
        asked: Asked,
        is_it: impl Fn(&DueRow) -> bool,
    ) -> Result<bool, AppError> {
        match self.address(context, matter, asked).await {
            Ok(_) => Ok(true),
            Err(AppError::NotShown | AppError::Forbidden) => {
                if self.owns_item(context, matter, is_it).await? {
                    Ok(false)
                } else {
                    Err(AppError::NotShown)
                }
            }
            Err(error) => Err(error),
        }
    }

    /// Who does a step. Whoever it was given to by name has no ETag of the matter.
    pub(crate) async fn doer(
        &self,
        context: &Context,
        matter: StreamId,
        asked: Asked,
        name: &StepName,
    ) -> Result<(Doer, Precondition), AppError> {
        let is_senior = self
            .address_of_item(context, matter, asked, |row| {
                row.step.as_ref() == Some(name)
            })
            .await?;
        let precondition = if is_senior {
            Precondition::Required
        } else {
            Precondition::Free
        };
        let staff = context.staff().ok_or(AppError::Forbidden)?;
        Ok((Doer::Person { staff, is_senior }, precondition))
    }

    async fn owns_item(
        &self,
        context: &Context,
        matter: StreamId,
        is_it: impl Fn(&DueRow) -> bool,
    ) -> Result<bool, AppError> {
        let Some(staff) = context.staff() else {
            return Ok(false);
        };
        let scope = Scope::of(&context.caller, Action::ListMyActions);
        let filter = DueFilter {
            owner: Some(staff),
            academy: None,
            before: None,
        };
        let paging = Paging::first(MOST_ACTIONS);
        let mine = self
            .query(move |views| due(views, &scope, &filter, paging))
            .await?;
        Ok({ mine.rows.iter() }.any(|row| row.matter == matter && is_it(row)))
    }
}
