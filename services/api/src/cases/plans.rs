//! /v1/cases/{case}/plans/{pupil}, and GET /v1/plans

use actix_web::HttpRequest;
use lanyard_app::views::plans::{PlanFilter, PlanRow};
use lanyard_events::case::{CasePlanEnded, CasePlanSet, PlanKind};
use lanyard_events::{At, CaseId, PupilId};
use lanyard_http::case::{EndPlan, ListPlans, Plan, SetPlan};
use lanyard_http::{Page, Recorded};

use super::path;
use crate::answers::{Answer, changed, replaced};
use crate::asked::{Change, Id, Limit, Look, optional_id, optional_moment};
use crate::problems::ApiError;
use crate::state::ApiState;

/// Record that a child of a case is on a plan, and what is known of it now.
#[utoipa::path(put, path = "/v1/cases/{case}/plans/{pupil}", request_body = SetPlan,
    responses((status = 200, description = "Recorded.", body = Recorded)))]
pub(crate) async fn put_plan(
    state: ApiState,
    asked: Change<SetPlan>,
    Id((case, pupil)): Id<(CaseId, PupilId)>,
) -> Answer {
    let body = asked.body;
    let plan = CasePlanSet {
        pupil,
        kind: body.kind,
        since: body.since,
        social_worker: body.social_worker,
        conference_on: body.conference_on,
        core_group_on: body.core_group_on,
        review_on: body.review_on,
        note: body.note,
    };
    let done = state.app().set_plan(&asked.context, case, plan).await?;
    Ok(replaced(&done))
}

/// Record that a child of a case is on no plan any more.
#[utoipa::path(post, path = "/v1/cases/{case}/plans/{pupil}/end", request_body = EndPlan,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn end_plan(
    state: ApiState,
    asked: Change<EndPlan>,
    Id((case, pupil)): Id<(CaseId, PupilId)>,
) -> Answer {
    let EndPlan { on, reason } = asked.body;
    let ended = CasePlanEnded { pupil, on, reason };
    let done = state.app().end_plan(&asked.context, case, ended).await?;
    Ok(changed(&done, &path(case)))
}

/// List the children who are on a plan: what is overdue first, then what comes next, then what has no
/// date. Plans in closed cases are not among them.
#[utoipa::path(get, path = "/v1/plans", params(ListPlans),
    responses((status = 200, description = "A page.", body = Page<Plan>)))]
pub(crate) async fn list_plans(
    state: ApiState,
    look: Look<ListPlans>,
    request: HttpRequest,
) -> Answer {
    let filter = PlanFilter {
        academy: optional_id("academy", look.query.academy.as_deref())?,
        kind: look.query.kind.as_deref().map(kind).transpose()?,
        case: optional_id("case", look.query.case.as_deref())?,
        due_before: optional_moment("due_before", look.query.due_before.as_deref())?,
    };
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = state
        .app()
        .plans(&look.context, filter, look.query.cursor, limit)
        .await?;
    let now = state.app().time();
    let page = Page {
        items: page.rows.into_iter().map(|row| shown(row, now)).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn kind(word: &str) -> Result<PlanKind, ApiError> {
    match word {
        "early_help" => Ok(PlanKind::EarlyHelp),
        "child_in_need" => Ok(PlanKind::ChildInNeed),
        "child_protection" => Ok(PlanKind::ChildProtection),
        "looked_after" => Ok(PlanKind::LookedAfter),
        _ => Err(ApiError::query(
            "kind",
            "Plans are `early_help`, `child_in_need`, `child_protection` or `looked_after`.",
        )),
    }
}

fn shown(row: PlanRow, now: At) -> Plan {
    Plan {
        case: row.case,
        reference: row.reference,
        academy: row.academy,
        pupil: row.pupil,
        pupil_name: row.pupil_name,
        kind: row.kind,
        since: row.since,
        social_worker: row.social_worker,
        conference_on: row.conference_on,
        core_group_on: row.core_group_on,
        review_on: row.review_on,
        overdue: row.next_at.is_some_and(|next| next < now),
        owner: row.owner,
        owner_name: row.owner_name,
    }
}
