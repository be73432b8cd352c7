//! GET /v1/desks

use lanyard_app::policy::Desk;
use lanyard_http::Page;
use lanyard_http::referral::DeskListed;

use crate::answers::Answer;
use crate::asked::Look;
use crate::state::ApiState;

/// List the desks outside the trust, all of them on one page.
#[utoipa::path(get, path = "/v1/desks",
    responses((status = 200, description = "All desks.", body = Page<DeskListed>)))]
pub(crate) async fn list_desks(state: ApiState, _look: Look) -> Answer {
    let listed = state.app().desks().iter().map(listed);
    Ok(state.shown(&Page {
        items: listed.collect(),
        next: None,
    }))
}

pub(super) fn listed(desk: &Desk) -> DeskListed {
    DeskListed {
        id: desk.id.to_string(),
        title: desk.title.clone(),
        what_for: desk.what_for.clone(),
        due: desk.clock.due.to_string(),
        rule: desk.clock.rule.clone(),
        ways: desk.ways.clone(),
        about_adults: desk.about_adults,
    }
}
