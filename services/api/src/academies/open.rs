//! POST /v1/academies

use lanyard_app::AcademyDetails;
use lanyard_http::Recorded;
use lanyard_http::academy::OpenAcademy;

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::Change;
use crate::state::ApiState;

/// Open an academy.
#[utoipa::path(post, path = "/v1/academies", request_body = OpenAcademy,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn open_academy(state: ApiState, asked: Change<OpenAcademy>) -> Answer {
    let body = asked.body;
    let details = AcademyDetails {
        name: body.name,
        urn: body.urn,
        local_authority: body.local_authority,
        phase: body.phase,
        day_ends: body.day_ends,
    };
    let (done, id) = state.app().open_academy(&asked.context, details).await?;
    Ok(changed(&done, &path(id)))
}
