//! Reading concerns: whoever raised one sees its status, those it was routed to see all of it.

use lanyard_access::{Action, Scope};
use lanyard_events::{AcademyId, ConcernId, StreamId};
use lanyard_projections::concern_inbox::{
    ConcernFilter, ConcernState, ListedConcern, OwnConcern, concerns, own_concern, untriaged,
};
use lanyard_projections::concern_page::{ConcernPage, concern_page, same_children, siblings};

use super::asked;
use crate::address::Seen;
use crate::app::App;
use crate::case::linked::as_reading;
use crate::context::{Context, Page, paging};
use crate::error::AppError;

/// What a caller gets to see of a concern.
#[derive(Debug, Clone)]
pub enum ConcernShown {
    /// Received, being dealt with: for whoever raised it.
    Status(OwnConcern),
    /// All of it.
    Page(Box<ConcernPage>),
}

/// Which concerns to list.
#[derive(Debug, Clone, Default)]
pub struct ConcernQuery {
    /// Only those in this state.
    pub state: Option<ConcernState>,
    /// Only those of this academy.
    pub academy: Option<AcademyId>,
    /// Where the page starts.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: u32,
}

impl App {
    /// One concern.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn concern(
        &self,
        context: &Context,
        id: ConcernId,
    ) -> Result<ConcernShown, AppError> {
        let stream = id.stream();
        let seen = self
            .address(context, stream, asked(Action::ReadConcern))
            .await?;
        let caller = context.caller.clone();
        let shown = self.query(move |views| match seen {
            Seen::Content => {
                let scope = Scope::of(&caller, Action::ReadConcern);
                let mut page = concern_page(views, &scope, id)?;
                if let Some(page) = &mut page {
                    let of_children = Scope::of(&caller, Action::ReadPupilHistory);
                    page.same_children = same_children(views, &of_children, &page.concern)?;
                    page.siblings = siblings(views, &of_children, &page.concern)?;
                }
                Ok(page.map(|page| ConcernShown::Page(Box::new(page))))
            }
            Seen::Status => {
                let scope = Scope::of(&caller, Action::SeeConcernStatus);
                Ok(own_concern(views, &scope, id)?.map(ConcernShown::Status))
            }
        });
        let shown = shown.await?.ok_or(AppError::NotShown)?;
        if let ConcernShown::Page(page) = &shown {
            let others = { page.same_children.iter().chain(&page.siblings) }
                .flat_map(|child| child.others.iter().map(|row| row.matter));
            // As if each had been read: who may see another matter is not told by it that there is this concern.
            self.looked(&as_reading(context), others.collect()).await?;
        }
        Ok(shown)
    }

    /// Concerns: the inbox by its clocks, or any others, the newest first. Whoever may not read one
    /// that they raised gets its status.
    ///
    /// # Errors
    /// `BadCursor`, `Unavailable`.
    pub async fn concerns(
        &self,
        context: &Context,
        query: ConcernQuery,
    ) -> Result<Page<ListedConcern>, AppError> {
        let scope = Scope::of(&context.caller, Action::ListConcerns);
        let paging = paging(query.limit, query.cursor.as_deref())?;
        let page = self
            .query(move |views| {
                let is_inbox = query.state == Some(ConcernState::Untriaged);
                if is_inbox && !scope.by_role.is_empty() {
                    let inbox = untriaged(views, &scope, query.academy, paging)?;
                    return Ok(Page::from(inbox).map(|row| ListedConcern::Read(Box::new(row))));
                }
                let filter = ConcernFilter {
                    state: query.state,
                    academy: query.academy,
                };
                Ok(concerns(views, &scope, &filter, paging)?.into())
            })
            .await?;
        let shown = page.rows.iter().map(|row| match row {
            ListedConcern::Read(row) => row.concern.stream(),
            ListedConcern::Own(row) => row.concern.stream(),
        });
        self.looked(context, shown.collect()).await?;
        Ok(page)
    }

    /// Records that rows of a list were shown; an empty list showed nothing.
    pub(crate) async fn looked(
        &self,
        context: &Context,
        streams: Vec<StreamId>,
    ) -> Result<(), AppError> {
        if streams.is_empty() {
            return Ok(());
        }
        self.looks
            .record(
                context.caller.actor,
                streams,
                lanyard_events::access::LookResult::Opened,
                context.route,
            )
            .await
    }
}
