//! /v1/cases/{case}/grants

use lanyard_events::CaseId;
use lanyard_http::grant::{CaseGrants, GiveGrant, GrantGiven};

use super::{path, shown};
use crate::answers::{Answer, recorded};
use crate::asked::{Change, Id, Look};
use crate::state::ApiState;

/// Let somebody on the staff register read a case until a set time.
#[utoipa::path(post, path = "/v1/cases/{case}/grants", request_body = GiveGrant,
    responses((status = 201, description = "Recorded.", body = GrantGiven)))]
pub(crate) async fn give_grant(
    state: ApiState,
    asked: Change<GiveGrant>,
    Id(case): Id<CaseId>,
) -> Answer {
    let GiveGrant { to, until, reason } = asked.body;
    let give = lanyard_app::GiveGrant { to, until, reason };
    let (done, id) = state.app().give_grant(&asked.context, case, give).await?;
    Ok(recorded(&done, &path(id), &GrantGiven { id, case }))
}

/// List who was given leave to read a case, or broke its glass, the newest first.
#[utoipa::path(get, path = "/v1/cases/{case}/grants",
    responses((status = 200, description = "All of them.", body = CaseGrants)))]
pub(crate) async fn list_case_grants(state: ApiState, look: Look, Id(case): Id<CaseId>) -> Answer {
    let grants = state.app().grants_of_case(&look.context, case).await?;
    Ok(state.shown(&CaseGrants {
        items: grants.into_iter().map(shown::grant).collect(),
    }))
}
