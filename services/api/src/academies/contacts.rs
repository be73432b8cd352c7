//! PUT /v1/academies/{academy}/contacts

use lanyard_events::AcademyId;
use lanyard_http::Recorded;
use lanyard_http::academy::SetContacts;

use crate::answers::{Answer, replaced};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Set how the desks of the local authority are reached, all of them.
#[utoipa::path(put, path = "/v1/academies/{academy}/contacts", request_body = SetContacts,
    responses((status = 200, description = "Recorded.", body = Recorded)))]
pub(crate) async fn put_contacts(
    state: ApiState,
    asked: Change<SetContacts>,
    Id(id): Id<AcademyId>,
) -> Answer {
    let done = state
        .app()
        .set_contacts(&asked.context, id, asked.body.contacts)
        .await?;
    Ok(replaced(&done))
}
