//! POST /v1/allegations/{allegation}/notes, …/consultations, …/enquiries

use lanyard_app::{AddAllegationNote as Note, AllegationWork, Consult, NoteEnquiry as Enquiry};
use lanyard_events::AllegationId;
use lanyard_http::Recorded;
use lanyard_http::allegation::{AddAllegationNote, NoteEnquiry, RecordConsultation};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Add a note to a matter about an adult.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/notes", request_body = AddAllegationNote,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn add_allegation_note(
    state: ApiState,
    asked: Change<AddAllegationNote>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let work = Note {
        text: asked.body.text,
    };
    let done = state
        .app()
        .work_on_allegation(&asked.context, id, AllegationWork::Note(work))
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Record that it was talked over with LADO or HR without names: advice, never a referral.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/consultations", request_body = RecordConsultation,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn record_consultation(
    state: ApiState,
    asked: Change<RecordConsultation>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let RecordConsultation {
        with,
        adviser,
        advice,
    } = asked.body;
    let work = Consult {
        with,
        adviser,
        advice,
    };
    let done = state
        .app()
        .work_on_allegation(&asked.context, id, AllegationWork::Consultation(work))
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Note what was found out without interviewing anybody.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/enquiries", request_body = NoteEnquiry,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn note_enquiry(
    state: ApiState,
    asked: Change<NoteEnquiry>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let NoteEnquiry { looked_at, found } = asked.body;
    let work = Enquiry { looked_at, found };
    let done = state
        .app()
        .work_on_allegation(&asked.context, id, AllegationWork::Enquiry(work))
        .await?;
    Ok(changed(&done, &path(id)))
}
