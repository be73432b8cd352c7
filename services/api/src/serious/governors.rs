//! POST /v1/cases/{case}/governors and /v1/allegations/{allegation}/governors

use lanyard_app::Readable;
use lanyard_events::{AllegationId, CaseId};
use lanyard_http::Recorded;
use lanyard_http::governors::TellGovernors;

use crate::answers::{Answer, changed, matter_path};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Tell the governors of a case that there is a serious incident. Each of them who has no conflict in it gets a
/// notice that says so and nothing else.
#[utoipa::path(post, path = "/v1/cases/{case}/governors", request_body = TellGovernors,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn tell_governors_of_case(
    state: ApiState,
    asked: Change<TellGovernors>,
    Id(case): Id<CaseId>,
) -> Answer {
    tell(&state, asked, Readable::Case(case)).await
}

/// Tell the governors of an adult's matter that there is a serious incident. Each of them who has no conflict in it gets a
/// notice that says so and nothing else.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/governors", request_body = TellGovernors,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn tell_governors_of_allegation(
    state: ApiState,
    asked: Change<TellGovernors>,
    Id(allegation): Id<AllegationId>,
) -> Answer {
    tell(&state, asked, Readable::Allegation(allegation)).await
}

async fn tell(state: &ApiState, asked: Change<TellGovernors>, of: Readable) -> Answer {
    let TellGovernors { reason } = asked.body;
    let done = { state.app() }
        .tell_governors(&asked.context, of, reason)
        .await?;
    Ok(changed(&done, &matter_path(of)))
}
