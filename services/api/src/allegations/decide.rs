//! POST /v1/allegations/{allegation}/threshold, …/telling, …/interim-measures, …/support-person

use lanyard_app::AllegationWork;
use lanyard_events::AllegationId;
use lanyard_http::Recorded;
use lanyard_http::allegation::{
    DecideInterimMeasure, DecideTelling, DecideThreshold, NameSupportPerson,
};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Decide whether the harm threshold may be met: four limbs, a decision, the reasons.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/threshold", request_body = DecideThreshold,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn decide_threshold(
    state: ApiState,
    asked: Change<DecideThreshold>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let DecideThreshold {
        limbs,
        decision,
        reasons,
    } = asked.body;
    let work = lanyard_app::DecideThreshold {
        limbs,
        decision,
        reasons,
    };
    let done = state
        .app()
        .work_on_allegation(&asked.context, id, AllegationWork::Threshold(work))
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Decide when the adult, parents, the chair or the board are told.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/telling", request_body = DecideTelling,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn decide_telling(
    state: ApiState,
    asked: Change<DecideTelling>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let DecideTelling {
        whom,
        when,
        advised_by,
        reason,
    } = asked.body;
    let work = lanyard_app::DecideTelling {
        whom,
        when,
        advised_by,
        reason,
    };
    let done = state
        .app()
        .work_on_allegation(&asked.context, id, AllegationWork::Telling(work))
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Decide what is done while the matter is looked into; a suspension is a neutral act.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/interim-measures", request_body = DecideInterimMeasure,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn decide_interim_measure(
    state: ApiState,
    asked: Change<DecideInterimMeasure>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let DecideInterimMeasure {
        measure,
        alternatives,
        reason,
        review_on,
        ends_on,
    } = asked.body;
    let work = lanyard_app::DecideInterimMeasure {
        measure,
        alternatives,
        reason,
        review_on,
        ends_on,
    };
    let done = state
        .app()
        .work_on_allegation(&asked.context, id, AllegationWork::InterimMeasure(work))
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Name somebody to support the adult.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/support-person", request_body = NameSupportPerson,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn name_support_person(
    state: ApiState,
    asked: Change<NameSupportPerson>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let NameSupportPerson { person, note } = asked.body;
    let work = lanyard_app::NameSupportPerson { person, note };
    let done = state
        .app()
        .work_on_allegation(&asked.context, id, AllegationWork::SupportPerson(work))
        .await?;
    Ok(changed(&done, &path(id)))
}
