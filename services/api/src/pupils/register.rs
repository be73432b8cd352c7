//! POST /v1/pupils

use lanyard_app::PupilDetails;
use lanyard_http::Recorded;
use lanyard_http::pupil::RegisterPupil;

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::Change;
use crate::state::ApiState;

/// Put a pupil on the roster.
#[utoipa::path(post, path = "/v1/pupils", request_body = RegisterPupil,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn register_pupil(state: ApiState, asked: Change<RegisterPupil>) -> Answer {
    let body = asked.body;
    let details = PupilDetails {
        upn: body.upn,
        surname: body.surname,
        forename: body.forename,
        preferred_forename: body.preferred_forename,
        date_of_birth: body.date_of_birth,
        year_group: body.year_group,
        mis_id: body.mis_id,
    };
    let (done, id) = state
        .app()
        .register_pupil(&asked.context, body.academy, details)
        .await?;
    Ok(changed(&done, &path(id)))
}
