//! GET /v1/desks

use lanyard_app::policy::Desk;
use lanyard_events::At;
use lanyard_http::Page;
use lanyard_http::referral::DeskListed;

use crate::answers::Answer;
use crate::asked::Look;
use crate::state::ApiState;

/// List the desks outside the trust, all of them on one page.
#[utoipa::path(get, path = "/v1/desks",
    responses((status = 200, description = "All desks.", body = Page<DeskListed>)))]
pub(crate) async fn list_desks(state: ApiState, _look: Look) -> Answer {
    let now = state.app().time();
    let listed = { state.app().desks().iter() }.map(|desk| listed(desk, now));
    Ok(state.shown(&Page {
        items: listed.collect(),
        next: None,
    }))
}

/// A desk, with the clock that begins at a moment.
pub(super) fn listed(desk: &Desk, at: At) -> DeskListed {
    DeskListed {
        id: desk.id.to_string(),
        title: desk.title.clone(),
        what_for: desk.what_for.clone(),
        due: desk.clock.due.starting(at).to_string(),
        rule: desk.clock.rule.clone(),
        ways: desk.ways.clone(),
        about_adults: desk.about_adults,
    }
}
