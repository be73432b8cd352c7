//! POST /v1/cases/{case}/actions and …/actions/{action}/done

use lanyard_events::{ActionId, CaseId};
use lanyard_http::case::{CompleteAction, PlanAction};
use lanyard_http::{ActionPlanned, Recorded};

use super::path;
use crate::answers::{Answer, changed, receipt_path, recorded};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Plan an action of a case.
#[utoipa::path(post, path = "/v1/cases/{case}/actions", request_body = PlanAction,
    responses((status = 201, description = "Recorded.", body = ActionPlanned)))]
pub(crate) async fn plan_action(
    state: ApiState,
    asked: Change<PlanAction>,
    Id(case): Id<CaseId>,
) -> Answer {
    let PlanAction {
        title,
        owner,
        due_at,
    } = asked.body;
    let (done, id) = state
        .app()
        .plan_action(&asked.context, case, title, owner, due_at)
        .await?;
    let body = ActionPlanned {
        id,
        case,
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(&done, &path(case), &body))
}

/// Say that a planned action was done.
#[utoipa::path(post, path = "/v1/cases/{case}/actions/{action}/done", request_body = CompleteAction,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn complete_action(
    state: ApiState,
    asked: Change<CompleteAction>,
    Id((case, action)): Id<(CaseId, ActionId)>,
) -> Answer {
    let done = state
        .app()
        .complete_action(&asked.context, case, action, asked.body.outcome)
        .await?;
    Ok(changed(&done, &path(case)))
}
