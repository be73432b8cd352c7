//! POST /v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/…

use lanyard_events::AllegationId;
use lanyard_events::step::StepName;
use lanyard_http::Recorded;
use lanyard_http::case::{DoStep, GiveStep, SkipStep};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::cases::steps::{step_done, step_skipped};
use crate::state::ApiState;

/// Do a step of an adult's matter, or decide it anew. Looking into online misuse takes a second person (R19).
#[utoipa::path(post, path = "/v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/done",
    request_body = DoStep,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn do_allegation_step(
    state: ApiState,
    asked: Change<DoStep>,
    Id((matter, name)): Id<(AllegationId, StepName)>,
) -> Answer {
    let step = step_done(name, asked.body);
    let done = state
        .app()
        .do_allegation_step(&asked.context, matter, step)
        .await?;
    Ok(changed(&done, &path(matter)))
}

/// Leave a step of an adult's matter out, where its playbook allows it.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/skipped",
    request_body = SkipStep,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn skip_allegation_step(
    state: ApiState,
    asked: Change<SkipStep>,
    Id((matter, name)): Id<(AllegationId, StepName)>,
) -> Answer {
    let step = step_skipped(name, asked.body);
    let done = state
        .app()
        .skip_allegation_step(&asked.context, matter, step)
        .await?;
    Ok(changed(&done, &path(matter)))
}

/// Give a step of an adult's matter to somebody by name, who sees nothing else of it.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/owner",
    request_body = GiveStep,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn give_allegation_step(
    state: ApiState,
    asked: Change<GiveStep>,
    Id((matter, name)): Id<(AllegationId, StepName)>,
) -> Answer {
    let GiveStep { owner, reason } = asked.body;
    let done = state
        .app()
        .give_allegation_step(&asked.context, matter, name, owner, reason)
        .await?;
    Ok(changed(&done, &path(matter)))
}
