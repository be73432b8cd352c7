//! POST …/playbooks/{playbook}/steps/{step}/done, …/skipped and …/owner of cases and adults' matters

use lanyard_app::{Readable, StepDone, StepSkipped};
use lanyard_events::step::StepName;
use lanyard_events::{AllegationId, CaseId};
use lanyard_http::Recorded;
use lanyard_http::case::{DoStep, GiveStep, SkipStep};

use crate::answers::{Answer, changed, matter_path as path};
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
    done(&state, asked, Readable::Case(case), name).await
}

/// Do a step of an adult's matter, or decide it anew. Looking into online misuse takes a second person (R19).
#[utoipa::path(post, path = "/v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/done",
    request_body = DoStep,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn do_allegation_step(
    state: ApiState,
    asked: Change<DoStep>,
    Id((allegation, name)): Id<(AllegationId, StepName)>,
) -> Answer {
    done(&state, asked, Readable::Allegation(allegation), name).await
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
    skip(&state, asked, Readable::Case(case), name).await
}

/// Leave a step of an adult's matter out, where its playbook allows it.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/skipped",
    request_body = SkipStep,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn skip_allegation_step(
    state: ApiState,
    asked: Change<SkipStep>,
    Id((allegation, name)): Id<(AllegationId, StepName)>,
) -> Answer {
    skip(&state, asked, Readable::Allegation(allegation), name).await
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
    give(&state, asked, Readable::Case(case), name).await
}

/// Give a step of an adult's matter to somebody by name, who sees nothing else of it.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/owner",
    request_body = GiveStep,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn give_allegation_step(
    state: ApiState,
    asked: Change<GiveStep>,
    Id((allegation, name)): Id<(AllegationId, StepName)>,
) -> Answer {
    give(&state, asked, Readable::Allegation(allegation), name).await
}

async fn done(state: &ApiState, asked: Change<DoStep>, of: Readable, name: StepName) -> Answer {
    let step = step_done(name, asked.body);
    let done = state.app().do_step(&asked.context, of, step).await?;
    Ok(changed(&done, &path(of)))
}

async fn skip(state: &ApiState, asked: Change<SkipStep>, of: Readable, name: StepName) -> Answer {
    let step = step_skipped(name, asked.body);
    let done = state.app().skip_step(&asked.context, of, step).await?;
    Ok(changed(&done, &path(of)))
}

async fn give(state: &ApiState, asked: Change<GiveStep>, of: Readable, name: StepName) -> Answer {
    let GiveStep { owner, reason } = asked.body;
    let done = state
        .app()
        .give_step(&asked.context, of, name, (owner, reason))
        .await?;
    Ok(changed(&done, &path(of)))
}

/// What was done in a step of a matter of either kind.
fn step_done(name: StepName, step: DoStep) -> StepDone {
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
fn step_skipped(name: StepName, step: SkipStep) -> StepSkipped {
    StepSkipped {
        name,
        said: step.said,
        reason: step.reason,
        second: step.second,
    }
}
