//! POST /v1/concerns/{concern}/corrections

use lanyard_events::ConcernId;
use lanyard_http::Recorded;
use lanyard_http::concern::CorrectConcern;

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Correct a concern: the old name or text stays, struck.
#[utoipa::path(post, path = "/v1/concerns/{concern}/corrections", request_body = CorrectConcern,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn correct_concern(
    state: ApiState,
    asked: Change<CorrectConcern>,
    Id(id): Id<ConcernId>,
) -> Answer {
    let (app, context) = (state.app(), &asked.context);
    let done = match asked.body {
        CorrectConcern::Person { from, to, reason } => {
            app.correct_concern_person(context, id, from, to, reason)
                .await?
        }
        CorrectConcern::Text {
            field,
            text,
            reason,
        } => {
            app.correct_concern_text(context, id, field, text, reason)
                .await?
        }
    };
    Ok(changed(&done, &path(id)))
}
