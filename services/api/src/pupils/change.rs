//! PUT /v1/pupils/{pupil}/details

use lanyard_events::PupilId;
use lanyard_http::Recorded;
use lanyard_http::pupil::PupilDetails;

use crate::answers::{Answer, replaced};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Put the details that the MIS has now in the place of a pupil's.
#[utoipa::path(put, path = "/v1/pupils/{pupil}/details", request_body = PupilDetails,
    responses((status = 200, description = "Recorded.", body = Recorded)))]
pub(crate) async fn put_pupil_details(
    state: ApiState,
    asked: Change<PupilDetails>,
    Id(id): Id<PupilId>,
) -> Answer {
    let details = lanyard_app::PupilDetails {
        upn: asked.body.upn,
        surname: asked.body.surname,
        forename: asked.body.forename,
        preferred_forename: asked.body.preferred_forename,
        date_of_birth: asked.body.date_of_birth,
        year_group: asked.body.year_group,
        mis_id: asked.body.mis_id,
    };
    let done = state
        .app()
        .change_pupil(&asked.context, id, details)
        .await?;
    Ok(replaced(&done))
}
