//! POST /v1/cases/{case}/governors

use lanyard_events::CaseId;
use lanyard_http::Recorded;
use lanyard_http::governors::TellGovernors;

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Tell the governors of a case that there is a serious incident. Each of them who has no conflict in it gets a
/// notice that says so and nothing else.
#[utoipa::path(post, path = "/v1/cases/{case}/governors", request_body = TellGovernors,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn tell_governors_of_case(
    state: ApiState,
    asked: Change<TellGovernors>,
    Id(id): Id<CaseId>,
) -> Answer {
    let done = { state.app() }
        .tell_governors_of_case(&asked.context, id, asked.body.reason)
        .await?;
    Ok(changed(&done, &path(id)))
}
