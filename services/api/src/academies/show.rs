//! GET /v1/academies and GET /v1/academies/{academy}

use lanyard_app::views::directory::AcademyRow;
use lanyard_events::AcademyId;
use lanyard_http::Page;
use lanyard_http::academy::Academy;

use crate::answers::Answer;
use crate::asked::{Id, Look};
use crate::state::ApiState;

/// List the academies of the trust, all of them on one page.
#[utoipa::path(get, path = "/v1/academies",
    responses((status = 200, description = "All academies.", body = Page<Academy>)))]
pub(crate) async fn list_academies(state: ApiState, look: Look) -> Answer {
    let rows = state.app().academies(&look.context).await?;
    Ok(state.shown(&Page {
        items: rows.into_iter().map(shown).collect(),
        next: None,
    }))
}

/// Show an academy and its term dates.
#[utoipa::path(get, path = "/v1/academies/{academy}",
    responses((status = 200, description = "The academy.", body = Academy)))]
pub(crate) async fn show_academy(state: ApiState, look: Look, Id(id): Id<AcademyId>) -> Answer {
    let row = state.app().academy(&look.context, id).await?;
    Ok(state.shown_at(row.revision, &shown(row)))
}

fn shown(row: AcademyRow) -> Academy {
    Academy {
        id: row.academy,
        revision: row.revision.0,
        name: row.name,
        urn: row.urn,
        local_authority: row.local_authority,
        phase: row.phase,
        day_ends: row.day_ends,
        terms: row.terms,
        closed: row.closed,
        contacts: row.contacts,
    }
}
