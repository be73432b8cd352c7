//! /v1/pupils/{pupil}/contacts, and how the child communicates.

use lanyard_app::{Around, Contact as Found, ContactKnown, Mark};
use lanyard_events::{ContactId, PupilId};
use lanyard_http::Recorded;
use lanyard_http::pupil::{
    Communication, Contact, ContactAdded, ContactBody, DoNotContactMark, EndContact, PupilContacts,
};

use super::path;
use crate::answers::{Answer, changed, receipt_path, recorded, replaced};
use crate::asked::{Change, Id, Look};
use crate::state::ApiState;

/// Show who is around a pupil, and whom nobody may contact.
#[utoipa::path(get, path = "/v1/pupils/{pupil}/contacts",
    responses((status = 200, description = "The contacts of today.", body = PupilContacts)))]
pub(crate) async fn list_pupil_contacts(
    state: ApiState,
    look: Look,
    Id(id): Id<PupilId>,
) -> Answer {
    let found = state.app().around_pupil(&look.context, id).await?;
    let around = &found.around;
    let body = PupilContacts {
        revision: found.revision.0,
        contacts: around.contacts().map(|it| contact(around, it)).collect(),
        do_not_contact: around.family().map(mark),
        communication: around.communication().cloned(),
    };
    Ok(state.shown_at(found.revision, &body))
}

/// Record somebody around a pupil.
#[utoipa::path(post, path = "/v1/pupils/{pupil}/contacts", request_body = ContactBody,
    responses((status = 201, description = "Recorded.", body = ContactAdded)))]
pub(crate) async fn add_pupil_contact(
    state: ApiState,
    asked: Change<ContactBody>,
    Id(pupil): Id<PupilId>,
) -> Answer {
    let known = known(asked.body);
    let (done, id) = state
        .app()
        .record_contact(&asked.context, pupil, known)
        .await?;
    let body = ContactAdded {
        id,
        pupil,
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(&done, &path(pupil), &body))
}

/// Put what is known of a contact now in the place of what was known.
#[utoipa::path(put, path = "/v1/pupils/{pupil}/contacts/{contact}", request_body = ContactBody,
    responses((status = 200, description = "Recorded.", body = Recorded)))]
pub(crate) async fn put_pupil_contact(
    state: ApiState,
    asked: Change<ContactBody>,
    Id((pupil, contact)): Id<(PupilId, ContactId)>,
) -> Answer {
    let known = known(asked.body);
    let done = state
        .app()
        .change_contact(&asked.context, pupil, contact, known)
        .await?;
    Ok(replaced(&done))
}

/// Record that somebody is no contact of a pupil any more. A mark "do not contact" stays with them.
#[utoipa::path(post, path = "/v1/pupils/{pupil}/contacts/{contact}/end", request_body = EndContact,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn end_pupil_contact(
    state: ApiState,
    asked: Change<EndContact>,
    Id((pupil, contact)): Id<(PupilId, ContactId)>,
) -> Answer {
    let done = state
        .app()
        .end_contact(&asked.context, pupil, contact, asked.body.reason)
        .await?;
    Ok(changed(&done, &path(pupil)))
}

/// Record how a pupil communicates.
#[utoipa::path(put, path = "/v1/pupils/{pupil}/communication", request_body = Communication,
    responses((status = 200, description = "Recorded.", body = Recorded)))]
pub(crate) async fn put_pupil_communication(
    state: ApiState,
    asked: Change<Communication>,
    Id(pupil): Id<PupilId>,
) -> Answer {
    let done = state
        .app()
        .record_communication(&asked.context, pupil, asked.body.how)
        .await?;
    Ok(replaced(&done))
}

fn known(body: ContactBody) -> ContactKnown {
    ContactKnown {
        name: body.name,
        relation: body.relation,
        reach: body.reach,
        responsibility: body.responsibility,
        may_be_told: body.may_be_told,
        mis_id: body.mis_id,
    }
}

fn contact(around: &Around, found: &Found) -> Contact {
    let known = found.known.clone();
    Contact {
        id: found.id,
        name: known.name,
        relation: known.relation,
        reach: known.reach,
        responsibility: known.responsibility,
        may_be_told: known.may_be_told,
        mis_id: known.mis_id,
        do_not_contact: around.mark_on(found).map(mark),
    }
}

fn mark(mark: &Mark) -> DoNotContactMark {
    DoNotContactMark {
        reason: mark.reason.clone(),
        set_by: if mark.by_rule { "rule" } else { "person" },
    }
}
