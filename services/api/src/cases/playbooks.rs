//! GET and POST /v1/cases/{case}/playbooks

use lanyard_app::views::playbook_steps::{RunningPlaybook, ShownStep, StepState as State};
use lanyard_events::CaseId;
use lanyard_http::Recorded;
use lanyard_http::case::{
    CasePlaybook, CasePlaybooks, CaseStep, StartPlaybook, StepState, Verbatim,
};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id, Look};
use crate::playbooks::matrix;
use crate::problems::ApiError;
use crate::state::ApiState;

/// Show the playbooks that run in a case, with every step: whose, by when, done or not.
#[utoipa::path(get, path = "/v1/cases/{case}/playbooks",
    responses((status = 200, description = "The playbooks.", body = CasePlaybooks)))]
pub(crate) async fn show_case_playbooks(state: ApiState, look: Look, Id(id): Id<CaseId>) -> Answer {
    let (running, asked) = state.app().case_playbooks(&look.context, id).await?;
    let items: Result<_, ApiError> = running.into_iter().map(playbook).collect();
    Ok(state.shown(&CasePlaybooks {
        items: items?,
        matrix: asked.as_deref().map(matrix),
    }))
}

/// Start a playbook in a case. What it says stays as it is now, whatever edition is published later.
#[utoipa::path(post, path = "/v1/cases/{case}/playbooks", request_body = StartPlaybook,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn start_playbook(
    state: ApiState,
    asked: Change<StartPlaybook>,
    Id(id): Id<CaseId>,
) -> Answer {
    let StartPlaybook {
        playbook,
        reason,
        known_at,
    } = asked.body;
    let done = state
        .app()
        .start_playbook(&asked.context, id, &playbook, (reason, known_at))
        .await?;
    Ok(changed(&done, &format!("{}/playbooks", path(id))))
}

pub(crate) fn playbook(running: RunningPlaybook) -> Result<CasePlaybook, ApiError> {
    Ok(CasePlaybook {
        playbook: running.playbook,
        edition: running.edition,
        title: running.title,
        started_at: running.started_at,
        started_by: running.started_by,
        started_by_name: running.started_by_name,
        from: running.from,
        steps: running
            .steps
            .into_iter()
            .map(step)
            .collect::<Result<_, _>>()?,
    })
}

fn step(step: ShownStep) -> Result<CaseStep, ApiError> {
    let detail = step.detail.map(|detail| Verbatim::parse(detail.expose()));
    Ok(CaseStep {
        state: match step.state {
            State::Waiting => StepState::Waiting,
            State::Open => StepState::Open,
            State::Done => StepState::Done,
            State::Skipped => StepState::Skipped,
            State::NotApplicable => StepState::NotApplicable,
        },
        step: step.step,
        owner: step.owner,
        owner_name: step.owner_name,
        due: step.due,
        detail: detail
            .transpose()
            .map_err(|_| ApiError::fault("a stored step is not JSON"))?,
        ended_at: step.ended_at,
        ended_by: step.ended_by,
        ended_by_name: step.ended_by_name,
    })
}
