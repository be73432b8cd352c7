//! POST /v1/cases/{case}/parents/…

use lanyard_app::ParentTold;
use lanyard_events::CaseId;
use lanyard_http::Recorded;
use lanyard_http::case::{DecideParentsNotTold, RecordParentsContact};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Record a contact with a parent or carer (R9).
#[utoipa::path(post, path = "/v1/cases/{case}/parents/contacts", request_body = RecordParentsContact,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn record_parents_contact(
    state: ApiState,
    asked: Change<RecordParentsContact>,
    Id(id): Id<CaseId>,
) -> Answer {
    let told = asked.body;
    let done = state
        .app()
        .record_parents_contact(
            &asked.context,
            id,
            told.pupil,
            ParentTold {
                person: told.person,
                contact: told.contact,
                asked_first: told.asked_first,
            },
            told.how,
            told.summary,
        )
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Record the reasoned decision not to tell a parent (R9). It comes back on the day of review.
#[utoipa::path(post, path = "/v1/cases/{case}/parents/not-told", request_body = DecideParentsNotTold,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn decide_parents_not_told(
    state: ApiState,
    asked: Change<DecideParentsNotTold>,
    Id(id): Id<CaseId>,
) -> Answer {
    let decided = asked.body;
    let done = state
        .app()
        .decide_parents_not_told(
            &asked.context,
            id,
            decided.pupil,
            decided.contact,
            decided.reason,
            decided.review_on,
        )
        .await?;
    Ok(changed(&done, &path(id)))
}
