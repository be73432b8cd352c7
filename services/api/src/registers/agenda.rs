//! GET /v1/academies/{academy}/agenda

use actix_web::HttpRequest;
use lanyard_events::AcademyId;
use lanyard_http::register::AgendaItem;
use lanyard_http::{Page, Paging};

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Limit, Look};
use crate::state::ApiState;

/// List what the online safety group takes up at its next meeting, without anything personal: pupils
/// and parents sit on it.
#[utoipa::path(get, path = "/v1/academies/{academy}/agenda", params(Paging),
    responses((status = 200, description = "A page.", body = Page<AgendaItem>)))]
pub(crate) async fn show_agenda(
    state: ApiState,
    look: Look<Paging>,
    Id(academy): Id<AcademyId>,
    request: HttpRequest,
) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = state
        .app()
        .agenda(&look.context, academy, limit, look.query.cursor)
        .await?;
    let item = |row: lanyard_app::views::registers::EntryRow| {
        let register = state.app().register(&row.register).ok()?;
        Some(shown::agenda_item(&register, row))
    };
    let page = Page {
        items: page.rows.into_iter().filter_map(item).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}
