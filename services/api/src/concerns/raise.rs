//! POST /v1/concerns

use lanyard_app::Received;
use lanyard_http::concern::RaiseConcern;
use lanyard_http::{ConcernKept, ConcernReceived};

use super::path;
use crate::answers::{Answer, kept, pending_path, receipt_path, recorded};
use crate::asked::Change;
use crate::state::ApiState;

/// Raise a concern.
///
/// The answer carries a reference to quote and where the receipt is, never the text that was sent.
/// Whoever raises a concern may not always read it afterwards.
#[utoipa::path(post, path = "/v1/concerns", request_body = RaiseConcern,
    responses((status = 201, description = "Recorded.", body = ConcernReceived),
              (status = 202, description = "Kept; it will be recorded when the recorder is back.", body = ConcernKept)))]
pub(crate) async fn raise_concern(state: ApiState, asked: Change<RaiseConcern>) -> Answer {
    let received = state
        .app()
        .raise_concern(&asked.context, command(asked.body))
        .await?;
    let raised = match received {
        Received::Recorded(raised) => raised,
        Received::Kept {
            id,
            reference,
            receipt,
        } => {
            return Ok(kept(&ConcernKept {
                id,
                reference,
                state: "pending",
                receipt: pending_path(&receipt),
            }));
        }
    };
    let body = ConcernReceived {
        id: raised.id,
        reference: raised.reference,
        revision: raised.done.revision.0,
        receipt: receipt_path(raised.receipt),
    };
    Ok(recorded(&raised.done, &path(raised.id), &body))
}

fn command(body: RaiseConcern) -> lanyard_app::RaiseConcern {
    lanyard_app::RaiseConcern {
        academy: body.academy,
        about_adult: body.about_adult,
        category: body.category,
        people: body.people,
        place: body.place,
        when_text: body.when_text,
        account: body.account,
        childs_words: body.childs_words,
        body_map: body.body_map,
        action_taken: body.action_taken,
        danger_now: body.danger_now,
        reporter: body.reporter,
        late_entry: body.late_entry,
        external_reference: body.external_reference,
        sub_risks: body.sub_risks,
    }
}
