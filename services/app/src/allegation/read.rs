//! Reading adults' matters and their timelines.

use lanyard_access::{Action, Scope};
use lanyard_events::{AcademyId, AllegationId, StaffId};
use lanyard_projections::allegations::{
    AllegationFilter, AllegationPage, AllegationRow, AllegationState, allegation_page,
    allegation_timeline, allegations,
};
use lanyard_projections::case_timeline::Timeline;

use super::asked;
use crate::app::App;
use crate::context::{Context, Page, paging};
use crate::error::AppError;

/// Which matters to list.
#[derive(Debug, Clone, Default)]
pub struct AllegationQuery {
    /// Only those in this state.
    pub state: Option<AllegationState>,
    /// Only those of this case manager.
    pub owner: Option<StaffId>,
    /// Only those of this academy.
    pub academy: Option<AcademyId>,
    /// Where the page starts.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: u32,
}

impl App {
    /// One matter.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn allegation(
        &self,
        context: &Context,
        id: AllegationId,
    ) -> Result<AllegationPage, AppError> {
        self.address(context, id.stream(), asked(Action::ReadAllegation))
            .await?;
        let scope = Scope::of(&context.caller, Action::ReadAllegation);
        self.query(move |views| allegation_page(views, &scope, id))
            .await?
            .ok_or(AppError::NotShown)
    }

    /// Everything that happened in a matter and its concerns, in order.
    ///
    /// # Errors
    /// `NotShown`, `BadCursor`, `Unavailable`.
    pub async fn allegation_timeline(
        &self,
        context: &Context,
        id: AllegationId,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Timeline, AppError> {
        self.address(context, id.stream(), asked(Action::ReadAllegation))
            .await?;
        let scope = Scope::of(&context.caller, Action::ReadAllegation);
        let paging = paging(limit, cursor.as_deref())?;
        self.query(move |views| allegation_timeline(views, &scope, id, paging))
            .await?
            .ok_or(AppError::NotShown)
    }

    /// Matters about adults, the newest first.
    ///
    /// # Errors
    /// `BadCursor`, `Unavailable`.
    pub async fn allegations(
        &self,
        context: &Context,
        query: AllegationQuery,
    ) -> Result<Page<AllegationRow>, AppError> {
        let scope = Scope::of(&context.caller, Action::ListAllegations);
        let paging = paging(query.limit, query.cursor.as_deref())?;
        let filter = AllegationFilter {
            state: query.state,
            owner: query.owner,
            academy: query.academy,
        };
        let page = self
            .query(move |views| allegations(views, &scope, &filter, paging))
            .await?;
        let shown = { page.rows.iter() }.map(|row| row.allegation.stream());
        self.looked(context, shown.collect()).await?;
        Ok(page.into())
    }
}
