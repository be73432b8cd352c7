//! Reading cases and their timelines.

use lanyard_access::{Action, Scope};
use lanyard_events::{AcademyId, CaseId, StaffId};
use lanyard_projections::case_timeline::{Timeline, case_timeline};
use lanyard_projections::caseload::{
    CaseFilter, CasePage, CaseRow, CaseState, DueFilter, DueRow, case_page, cases, due,
};

use super::asked;
use crate::app::App;
use crate::context::{Context, Page, paging};
use crate::error::AppError;

/// Which cases to list.
#[derive(Debug, Clone, Default)]
pub struct CaseQuery {
    /// Only those in this state.
    pub state: Option<CaseState>,
    /// Only those of this owner.
    pub owner: Option<StaffId>,
    /// Only those of this academy.
    pub academy: Option<AcademyId>,
    /// Where the page starts.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: u32,
}

impl App {
    /// One case.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn case(&self, context: &Context, id: CaseId) -> Result<CasePage, AppError> {
        self.address(context, id.stream(), asked(Action::ReadCase))
            .await?;
        let scope = Scope::of(&context.caller, Action::ReadCase);
        self.query(move |views| case_page(views, &scope, id))
            .await?
            .ok_or(AppError::NotShown)
    }

    /// Everything that happened in a case and its concerns, in order.
    ///
    /// # Errors
    /// `NotShown`, `BadCursor`, `Unavailable`.
    pub async fn timeline(
        &self,
        context: &Context,
        id: CaseId,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Timeline, AppError> {
        self.address(context, id.stream(), asked(Action::ReadCase))
            .await?;
        let scope = Scope::of(&context.caller, Action::ReadCase);
        let paging = paging(limit, cursor.as_deref())?;
        self.query(move |views| case_timeline(views, &scope, id, paging))
            .await?
            .ok_or(AppError::NotShown)
    }

    /// Cases, the newest last.
    ///
    /// # Errors
    /// `BadCursor`, `Unavailable`.
    pub async fn cases(
        &self,
        context: &Context,
        query: CaseQuery,
    ) -> Result<Page<CaseRow>, AppError> {
        let scope = Scope::of(&context.caller, Action::ListCases);
        let paging = paging(query.limit, query.cursor.as_deref())?;
        let filter = CaseFilter {
            state: query.state,
            owner: query.owner,
            academy: query.academy,
        };
        let page = self
            .query(move |views| cases(views, &scope, &filter, paging))
            .await?;
        let shown = page.rows.iter().map(|row| row.case.stream()).collect();
        self.looked(context, shown).await?;
        Ok(page.into())
    }

    /// What is due in the matters that the caller reads, the most pressing first.
    ///
    /// # Errors
    /// `BadCursor`, `Unavailable`.
    pub async fn due(
        &self,
        context: &Context,
        filter: DueFilter,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Page<DueRow>, AppError> {
        let scope = Scope::of(&context.caller, Action::ListDue);
        let paging = paging(limit, cursor.as_deref())?;
        let page = self
            .query(move |views| due(views, &scope, &filter, paging))
            .await?;
        let shown = page.rows.iter().map(|row| row.matter).collect();
        self.looked(context, shown).await?;
        Ok(page.into())
    }

    /// What the caller has to do, by due time: planned actions and reviews.
    ///
    /// # Errors
    /// `BadCursor`, `Unavailable`.
    pub async fn my_actions(
        &self,
        context: &Context,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Page<DueRow>, AppError> {
        let Some(staff) = context.staff() else {
            return Err(AppError::Forbidden);
        };
        let scope = Scope::of(&context.caller, Action::ListMyActions);
        let paging = paging(limit, cursor.as_deref())?;
        let filter = DueFilter {
            owner: Some(staff),
            academy: None,
            before: None,
        };
        let page = self
            .query(move |views| due(views, &scope, &filter, paging))
            .await?;
        let shown = page.rows.iter().map(|row| row.matter).collect();
        self.looked(context, shown).await?;
        Ok(page.into())
    }
}
