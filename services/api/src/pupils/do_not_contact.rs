//! POST /v1/pupils/{pupil}/do-not-contact, of one contact too, and …/lift

use lanyard_events::{ContactId, PupilId};
use lanyard_http::Recorded;
use lanyard_http::pupil::{DoNotContact, LiftDoNotContact};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Mark a pupil's whole family, whoever is recorded later too.
#[utoipa::path(post, path = "/v1/pupils/{pupil}/do-not-contact", request_body = DoNotContact,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn mark_family_do_not_contact(
    state: ApiState,
    asked: Change<DoNotContact>,
    Id(pupil): Id<PupilId>,
) -> Answer {
    let done = state
        .app()
        .mark_do_not_contact(&asked.context, pupil, None, asked.body.reason)
        .await?;
    Ok(changed(&done, &path(pupil)))
}

/// Lift the mark on a pupil's family. A mark on one contact stays.
#[utoipa::path(post, path = "/v1/pupils/{pupil}/do-not-contact/lift", request_body = LiftDoNotContact,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn lift_family_do_not_contact(
    state: ApiState,
    asked: Change<LiftDoNotContact>,
    Id(pupil): Id<PupilId>,
) -> Answer {
    let done = state
        .app()
        .lift_do_not_contact(&asked.context, pupil, None, asked.body.reason)
        .await?;
    Ok(changed(&done, &path(pupil)))
}

/// Mark a contact: nobody may write to, call or ask them.
#[utoipa::path(post, path = "/v1/pupils/{pupil}/contacts/{contact}/do-not-contact",
    request_body = DoNotContact,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn mark_do_not_contact(
    state: ApiState,
    asked: Change<DoNotContact>,
    Id((pupil, contact)): Id<(PupilId, ContactId)>,
) -> Answer {
    let done = state
        .app()
        .mark_do_not_contact(&asked.context, pupil, Some(contact), asked.body.reason)
        .await?;
    Ok(changed(&done, &path(pupil)))
}

/// Lift the mark for one contact: their own, and that of the family as far as it covers them.
#[utoipa::path(post, path = "/v1/pupils/{pupil}/contacts/{contact}/do-not-contact/lift",
    request_body = LiftDoNotContact,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn lift_do_not_contact(
    state: ApiState,
    asked: Change<LiftDoNotContact>,
    Id((pupil, contact)): Id<(PupilId, ContactId)>,
) -> Answer {
    let done = state
        .app()
        .lift_do_not_contact(&asked.context, pupil, Some(contact), asked.body.reason)
        .await?;
    Ok(changed(&done, &path(pupil)))
}
