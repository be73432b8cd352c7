//! POST /v1/cases/{case}/playbooks/{playbook}/steps/{step}/…

use lanyard_app::{StepDone, StepSkipped};
use lanyard_events::CaseId;
use lanyard_events::step::StepName;
use lanyard_http::Recorded;
use lanyard_http::case::{DoStep, GiveStep, SkipStep};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::referrals::filled;
use crate::state::ApiState;

/// Do a step, or decide it anew. A "no" to a desk may take a second person (R7, R8).
#[utoipa::path(post, path = "/v1/cases/{case}/playbooks/{playbook}/steps/{step}/done",
    request_body = DoStep,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn do_step(
    state: ApiState,
    asked: Change<DoStep>,
    Id((case, name)): Id<(CaseId, StepName)>,
) -> Answer {
    let step = step_done(name, asked.body);
    let done = state.app().do_step(&asked.context, case, step).await?;
    Ok(changed(&done, &path(case)))
}

/// Leave a step out, where its playbook allows it.
#[utoipa::path(post, path = "/v1/cases/{case}/playbooks/{playbook}/steps/{step}/skipped",
    request_body = SkipStep,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn skip_step(
    state: ApiState,
    asked: Change<SkipStep>,
    Id((case, name)): Id<(CaseId, StepName)>,
) -> Answer {
    let step = step_skipped(name, asked.body);
    let done = state.app().skip_step(&asked.context, case, step).await?;
    Ok(changed(&done, &path(case)))
}

/// Give a step to somebody else.
#[utoipa::path(post, path = "/v1/cases/{case}/playbooks/{playbook}/steps/{step}/owner",
    request_body = GiveStep,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn give_step(
    state: ApiState,
    asked: Change<GiveStep>,
    Id((case, name)): Id<(CaseId, StepName)>,
) -> Answer {
    let GiveStep { owner, reason } = asked.body;
    let done = state
        .app()
        .give_step(&asked.context, case, name, owner, reason)
        .await?;
    Ok(changed(&done, &path(case)))
}

/// What was done in a step of a matter of either kind.
pub(crate) fn step_done(name: StepName, step: DoStep) -> StepDone {
    StepDone {
        name,
        child: step.child,
        answer: step.answer,
        text: step.text,
        reference: step.reference,
        fields: filled(step.fields),
        agencies: step.agencies,
        second: step.second,
    }
}

/// How a step of a matter of either kind is left out.
pub(crate) fn step_skipped(name: StepName, step: SkipStep) -> StepSkipped {
    StepSkipped {
        name,
        said: step.said,
        reason: step.reason,
        second: step.second,
    }
}
