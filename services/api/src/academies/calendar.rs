//! PUT /v1/academies/{academy}/calendar

use lanyard_events::AcademyId;
use lanyard_http::Recorded;
use lanyard_http::academy::SetCalendar;

use crate::answers::{Answer, replaced};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Set the term dates of an academy, all of them.
#[utoipa::path(put, path = "/v1/academies/{academy}/calendar", request_body = SetCalendar,
    responses((status = 200, description = "Recorded.", body = Recorded)))]
pub(crate) async fn put_calendar(
    state: ApiState,
    asked: Change<SetCalendar>,
    Id(id): Id<AcademyId>,
) -> Answer {
    let SetCalendar { terms, closed } = asked.body;
    let done = state
        .app()
        .set_calendar(&asked.context, id, terms, closed)
        .await?;
    Ok(replaced(&done))
}
