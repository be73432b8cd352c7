//! What goes over many matters: the trust's figures, search, who looked.

use jiff::ToSpan;
use lanyard_access::{Action, Resource, ResourceKind, Scope};
use lanyard_domain::clock::london_day;
use lanyard_events::{Actor, Day, Sensitive, StreamId};
use lanyard_projections::looks::{LookFilter, LookRow, looks};
use lanyard_projections::search::{
    FoundMatter, FoundPerson, FoundText, search_matters_by_name, search_people, search_texts,
};
use lanyard_projections::trust_overview::{TrustOverview, trust_overview};
use uuid::Uuid;

use crate::app::App;
use crate::context::{Context, Page, paging};
use crate::error::AppError;

/// Weeks that the overview counts back: a term.
const WEEKS: i64 = 13;

/// Which looks are wanted.
#[derive(Debug, Clone, Default)]
pub struct AccessQuery {
    /// Only by this actor.
    pub actor: Option<Actor>,
    /// Only at this record, of whatever kind.
    pub stream: Option<Uuid>,
    /// Where the page starts.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: u32,
}

/// What a search has found, as far as the caller may read it.
#[derive(Debug, Clone)]
pub struct Found {
    /// Texts of concerns and cases with all the words.
    pub texts: Page<FoundText>,
    /// Matters that link somebody whose name has all the words; on the first page only.
    pub matters: Vec<FoundMatter>,
    /// People whose name has all the words; on the first page only.
    pub people: Vec<FoundPerson>,
}

impl App {
    /// Figures of all academies, computed under what the caller may see.
    ///
    /// # Errors
    /// `Forbidden`, `Unavailable`.
    pub async fn trust_overview(&self, context: &Context) -> Result<TrustOverview, AppError> {
        self.permit(
            context,
            Action::ReadTrustOverview,
            &Resource::new(ResourceKind::Overview),
        )?;
        let scope = Scope::of(&context.caller, Action::ReadTrustOverview);
        let now = self.now();
        let today = london_day(now);
        let since = today.date().checked_sub(WEEKS.weeks());
        let since = since.map_or(today, Day::new);
        self.query(move |views| trust_overview(views, &scope, now, since))
            .await
    }

    /// Searches texts and names.
    ///
    /// # Errors
    /// `BadCursor`, `Unavailable`.
    pub async fn search(
        &self,
        context: &Context,
        text: Sensitive<String>,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Found, AppError> {
        let scope = Scope::of(&context.caller, Action::Search);
        let is_first_page = cursor.is_none();
        let paging = paging(limit, cursor.as_deref())?;
        let found = self
            .query(move |views| {
                let texts = search_texts(views, &scope, &text, paging)?;
                let (matters, people) = if is_first_page {
                    let first = lanyard_projections::Paging::first(limit);
                    (
                        search_matters_by_name(views, &scope, &text, first)?.rows,
                        search_people(views, &scope, &text, limit)?,
                    )
                } else {
                    (Vec::new(), Vec::new())
                };
                Ok(Found {
                    texts: texts.into(),
                    matters,
                    people,
                })
            })
            .await?;
        let texts = found.texts.rows.iter().map(|text| text.matter.matter);
        let matters = found.matters.iter().map(|matter| matter.matter);
        let people = found.people.iter().map(|found| stream_of(found.person));
        let mut shown: Vec<StreamId> = texts.chain(matters).chain(people).collect();
        shown.sort_unstable();
        shown.dedup();
        self.looked(context, shown).await?;
        Ok(found)
    }

    /// Who looked at what, by ids only.
    ///
    /// # Errors
    /// `Forbidden`, `BadCursor`, `Unavailable`.
    pub async fn access_log(
        &self,
        context: &Context,
        query: AccessQuery,
    ) -> Result<Page<LookRow>, AppError> {
        self.permit(
            context,
            Action::ReadAccessLog,
            &Resource::new(ResourceKind::AccessLog),
        )?;
        let scope = Scope::of(&context.caller, Action::ReadAccessLog);
        let paging = paging(query.limit, query.cursor.as_deref())?;
        let filter = LookFilter {
            actor: query.actor,
            stream: query.stream,
        };
        let page = self
            .query(move |views| looks(views, &scope, &filter, paging))
            .await?;
        Ok(page.into())
    }
}

fn stream_of(person: lanyard_access::PersonKey) -> StreamId {
    match person {
        lanyard_access::PersonKey::Pupil(id) => id.stream(),
        lanyard_access::PersonKey::Staff(id) => id.stream(),
    }
}
