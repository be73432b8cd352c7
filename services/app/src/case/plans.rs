//! The plans that children are on: early help, child in need, child protection, looked after.

use lanyard_access::{Action, Scope};
use lanyard_domain::case::{Case, EndPlan, SetPlan};
use lanyard_events::CaseId;
use lanyard_events::case::{CasePlanEnded, CasePlanSet};
use lanyard_projections::plans::{PlanFilter, PlanRow, plans};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done, Page, paging};
use crate::error::AppError;

impl App {
    /// Records that a child of a case is on a plan, and what is known of it now.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn set_plan(
        &self,
        context: &Context,
        id: CaseId,
        plan: CasePlanSet,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        self.change::<Case>(context, id.stream(), Precondition::Required, |_, _| {
            Ok(SetPlan(plan.clone()).into())
        })
        .await
    }

    /// Records that a child of a case is on no plan any more.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn end_plan(
        &self,
        context: &Context,
        id: CaseId,
        ended: CasePlanEnded,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        self.change::<Case>(context, id.stream(), Precondition::Required, |_, _| {
            Ok(EndPlan(ended.clone()).into())
        })
        .await
    }

    /// Children on plans, what is overdue first.
    ///
    /// # Errors
    /// `BadCursor`, `Unavailable`.
    pub async fn plans(
        &self,
        context: &Context,
        filter: PlanFilter,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Page<PlanRow>, AppError> {
        let scope = Scope::of(&context.caller, Action::ListCases);
        let paging = paging(limit, cursor.as_deref())?;
        let page = self
            .query(move |views| plans(views, &scope, &filter, paging))
            .await?;
        let shown = page.rows.iter().map(|row| row.case.stream()).collect();
        self.looked(context, shown).await?;
        Ok(page.into())
    }
}
