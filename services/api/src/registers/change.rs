//! POST /v1/registers/{register}/entries and below it …/moves, …/fields, …/corrections

use actix_web::web;
use lanyard_events::EntryId;
use lanyard_http::Recorded;
use lanyard_http::register::{AddEntry, CorrectEntry, EntryAdded, FillEntry, MoveEntry};

use super::{path, sent};
use crate::answers::{Answer, changed, receipt_path, recorded};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Add an entry to a register.
#[utoipa::path(post, path = "/v1/registers/{register}/entries", request_body = AddEntry,
    responses((status = 201, description = "Recorded.", body = EntryAdded)))]
pub(crate) async fn add_entry(
    state: ApiState,
    asked: Change<AddEntry>,
    register: web::Path<String>,
) -> Answer {
    let AddEntry { academy, fields } = asked.body;
    let fields = sent::fields(fields);
    let (done, id, number) = state
        .app()
        .add_entry(&asked.context, &register, academy, fields)
        .await?;
    let body = EntryAdded {
        id,
        number,
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(&done, &path(&register, id), &body))
}

/// Move an entry on: approve, refuse, open, sign …
#[utoipa::path(post, path = "/v1/registers/{register}/entries/{entry}/moves",
    request_body = MoveEntry,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn move_entry(
    state: ApiState,
    asked: Change<MoveEntry>,
    Id((register, entry)): Id<(String, EntryId)>,
) -> Answer {
    let MoveEntry { made, fields } = asked.body;
    let fields = sent::fields(fields);
    let done = state
        .app()
        .move_entry(&asked.context, &register, entry, &made, fields)
        .await?;
    Ok(changed(&done, &path(&register, entry)))
}

/// Fill in what had been left empty.
#[utoipa::path(post, path = "/v1/registers/{register}/entries/{entry}/fields",
    request_body = FillEntry,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn fill_entry(
    state: ApiState,
    asked: Change<FillEntry>,
    Id((register, entry)): Id<(String, EntryId)>,
) -> Answer {
    let fields = sent::fields(asked.body.fields);
    let done = state
        .app()
        .fill_entry(&asked.context, &register, entry, fields)
        .await?;
    Ok(changed(&done, &path(&register, entry)))
}

/// Correct what stood there, with a reason: the wrong stays, struck.
#[utoipa::path(post, path = "/v1/registers/{register}/entries/{entry}/corrections",
    request_body = CorrectEntry,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn correct_entry(
    state: ApiState,
    asked: Change<CorrectEntry>,
    Id((register, entry)): Id<(String, EntryId)>,
) -> Answer {
    let CorrectEntry { fields, reason } = asked.body;
    let fields = sent::fields(fields);
    let done = state
        .app()
        .correct_entry(&asked.context, &register, entry, fields, reason)
        .await?;
    Ok(changed(&done, &path(&register, entry)))
}
