//! The six-column incident log of an academy (domain.md 2).

use lanyard_access::{Action, Resource, ResourceKind, RoleSet, Scope};
use lanyard_events::{AcademyId, At, Role};
use lanyard_projections::incident_log::{Incident, IncidentFilter, incident_log};

use crate::app::App;
use crate::context::{Context, Page, paging};
use crate::error::AppError;

/// Which incidents to log.
#[derive(Debug, Clone, Default)]
pub struct IncidentQuery {
    /// Raised at this moment or later.
    pub from: Option<At>,
    /// Raised before this moment.
    pub to: Option<At>,
    /// Where the page starts.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: u32,
}

/// To whom concerns about pupils go (domain.md 1): whoever is none of them has no log to read.
const READERS: [Role; 4] = [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead];

impl App {
    /// Incidents of an academy, as far as the caller may see them, the oldest first.
    ///
    /// # Errors
    /// `Forbidden`, `BadCursor`, `Unavailable`.
    pub async fn incident_log(
        &self,
        context: &Context,
        academy: AcademyId,
        query: IncidentQuery,
    ) -> Result<Page<Incident>, AppError> {
        let mut any = Resource::at(ResourceKind::Concern, academy);
        any.routed_to = RoleSet::from_roles(READERS);
        self.permit(context, Action::ReadConcern, &any)?;
        let concerns = Scope::of(&context.caller, Action::ReadConcern);
        let cases = Scope::of(&context.caller, Action::ReadCase);
        let paging = paging(query.limit, query.cursor.as_deref())?;
        let filter = IncidentFilter {
            academy,
            from: query.from,
            to: query.to,
        };
        let page = self
            .query(move |views| incident_log(views, &concerns, &cases, &filter, paging))
            .await?;
        let shown = page.rows.iter().flat_map(|row| {
            let case = row.concern.concern.case.map(|case| case.stream());
            [row.concern.concern.concern.stream()]
                .into_iter()
                .chain(case)
        });
        self.looked(context, shown.collect()).await?;
        Ok(page.into())
    }
}
