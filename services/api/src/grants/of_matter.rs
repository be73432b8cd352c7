//! /v1/cases/{case}/grants and /v1/allegations/{allegation}/grants

use lanyard_app::Readable;
use lanyard_events::{AllegationId, CaseId};
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
    give(&state, asked, Readable::Case(case)).await
}

/// Let somebody on the staff register read an adult's matter until a set time: human resources, or a
/// chair.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/grants", request_body = GiveGrant,
    responses((status = 201, description = "Recorded.", body = GrantGiven)))]
pub(crate) async fn give_allegation_grant(
    state: ApiState,
    asked: Change<GiveGrant>,
    Id(allegation): Id<AllegationId>,
) -> Answer {
    give(&state, asked, Readable::Allegation(allegation)).await
}

/// List who was given leave to read a case, or broke its glass, the newest first.
#[utoipa::path(get, path = "/v1/cases/{case}/grants",
    responses((status = 200, description = "All of them.", body = CaseGrants)))]
pub(crate) async fn list_case_grants(state: ApiState, look: Look, Id(case): Id<CaseId>) -> Answer {
    list(&state, &look, Readable::Case(case)).await
}

/// List who was given leave to read an adult's matter, the newest first.
#[utoipa::path(get, path = "/v1/allegations/{allegation}/grants",
    responses((status = 200, description = "All of them.", body = CaseGrants)))]
pub(crate) async fn list_allegation_grants(
    state: ApiState,
    look: Look,
    Id(allegation): Id<AllegationId>,
) -> Answer {
    list(&state, &look, Readable::Allegation(allegation)).await
}

async fn give(state: &ApiState, asked: Change<GiveGrant>, of: Readable) -> Answer {
    let GiveGrant { to, until, reason } = asked.body;
    let give = lanyard_app::GiveGrant { to, until, reason };
    let (done, id) = state.app().give_grant(&asked.context, of, give).await?;
    let (case, allegation) = match of {
        Readable::Case(case) => (Some(case), None),
        Readable::Allegation(allegation) => (None, Some(allegation)),
    };
    let given = GrantGiven {
        id,
        case,
        allegation,
    };
    Ok(recorded(&done, &path(id), &given))
}

async fn list(state: &ApiState, look: &Look, of: Readable) -> Answer {
    let grants = state.app().grants_of_matter(&look.context, of).await?;
    Ok(state.shown(&CaseGrants {
        items: grants.into_iter().map(shown::grant).collect(),
    }))
}
