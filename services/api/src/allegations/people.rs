//! POST /v1/allegations/{allegation}/people, …/corrections, …/match

use lanyard_app::Match;
use lanyard_events::{AllegationId, LinkedPerson};
use lanyard_http::Recorded;
use lanyard_http::allegation::{
    CorrectAllegationPerson, LinkAllegationPerson, MatchAllegationPerson,
};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Link a person to a matter about an adult, with their part.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/people", request_body = LinkAllegationPerson,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn link_allegation_person(
    state: ApiState,
    asked: Change<LinkAllegationPerson>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let LinkAllegationPerson {
        person,
        role,
        part,
        reason,
    } = asked.body;
    let person = LinkedPerson { person, role, part };
    let done = { state.app() }
        .link_allegation_person(&asked.context, id, person, reason)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Put the right person in the place of one named wrongly; the old name stays, struck.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/corrections", request_body = CorrectAllegationPerson,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn correct_allegation_person(
    state: ApiState,
    asked: Change<CorrectAllegationPerson>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let CorrectAllegationPerson { from, to, reason } = asked.body;
    let done = state
        .app()
        .correct_allegation_person(&asked.context, id, from, to, reason)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Find an adult who was only described on the staff register: the matter goes where it would have gone.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/match", request_body = MatchAllegationPerson,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn match_allegation_person(
    state: ApiState,
    asked: Change<MatchAllegationPerson>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let MatchAllegationPerson {
        description,
        staff,
        reason,
        owner,
    } = asked.body;
    let found = Match {
        description,
        staff,
        reason,
        owner,
    };
    let done = state
        .app()
        .match_allegation_person(&asked.context, id, found)
        .await?;
    Ok(changed(&done, &path(id)))
}
