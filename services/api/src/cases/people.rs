//! POST /v1/cases/{case}/people and …/corrections

use lanyard_events::{CaseId, LinkedPerson};
use lanyard_http::Recorded;
use lanyard_http::case::{CorrectPerson, LinkPerson};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Link a person to a case, with their part.
#[utoipa::path(post, path = "/v1/cases/{case}/people", request_body = LinkPerson,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn link_person(
    state: ApiState,
    asked: Change<LinkPerson>,
    Id(id): Id<CaseId>,
) -> Answer {
    let LinkPerson {
        person,
        role,
        part,
        reason,
    } = asked.body;
    let person = LinkedPerson { person, role, part };
    let done = { state.app() }
        .link_person(&asked.context, id, person, reason)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Put the right person in the place of one named wrongly; the old name stays, struck.
#[utoipa::path(post, path = "/v1/cases/{case}/corrections", request_body = CorrectPerson,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn correct_person(
    state: ApiState,
    asked: Change<CorrectPerson>,
    Id(id): Id<CaseId>,
) -> Answer {
    let CorrectPerson { from, to, reason } = asked.body;
    let done = state
        .app()
        .correct_case_person(&asked.context, id, from, to, reason)
        .await?;
    Ok(changed(&done, &path(id)))
}
