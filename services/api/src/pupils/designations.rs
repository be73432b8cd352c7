//! /v1/pupils/{pupil}/designations

use lanyard_app::{Designation as Found, DesignationGiven};
use lanyard_events::{Day, DesignationId, PupilId};
use lanyard_http::Recorded;
use lanyard_http::pupil::{
    Designation, DesignationAdded, Designations, EndDesignation, RecordDesignation,
};

use super::path;
use crate::answers::{Answer, changed, receipt_path, recorded};
use crate::asked::{Change, Id, Look};
use crate::state::ApiState;

/// Show what a pupil is entitled to, or is, with the days.
#[utoipa::path(get, path = "/v1/pupils/{pupil}/designations",
    responses((status = 200, description = "The designations.", body = Designations)))]
pub(crate) async fn list_designations(state: ApiState, look: Look, Id(id): Id<PupilId>) -> Answer {
    let found = state.app().around_pupil(&look.context, id).await?;
    let all = { found.around.designations().iter() }.map(|it| designation(it, found.today));
    let body = Designations {
        revision: found.revision.0,
        designations: all.collect(),
    };
    Ok(state.shown_at(found.revision, &body))
}

/// Record what a pupil is entitled to, or is, from a day on.
#[utoipa::path(post, path = "/v1/pupils/{pupil}/designations", request_body = RecordDesignation,
    responses((status = 201, description = "Recorded.", body = DesignationAdded)))]
pub(crate) async fn record_designation(
    state: ApiState,
    asked: Change<RecordDesignation>,
    Id(pupil): Id<PupilId>,
) -> Answer {
    let body = asked.body;
    let given = DesignationGiven {
        kind: body.kind,
        words: body.words,
        from: body.from,
        to: body.to,
    };
    let (done, id) = state
        .app()
        .record_designation(&asked.context, pupil, given)
        .await?;
    let body = DesignationAdded {
        id,
        pupil,
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(&done, &path(pupil), &body))
}

/// Record the last day of a designation.
#[utoipa::path(post, path = "/v1/pupils/{pupil}/designations/{designation}/end",
    request_body = EndDesignation,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn end_designation(
    state: ApiState,
    asked: Change<EndDesignation>,
    Id((pupil, designation)): Id<(PupilId, DesignationId)>,
) -> Answer {
    let done = state
        .app()
        .end_designation(&asked.context, pupil, designation, asked.body.to)
        .await?;
    Ok(changed(&done, &path(pupil)))
}

fn designation(found: &Found, today: Day) -> Designation {
    Designation {
        id: found.id,
        kind: found.kind,
        words: found.words.clone(),
        from: found.from,
        to: found.to,
        holds: found.holds_on(today),
    }
}
