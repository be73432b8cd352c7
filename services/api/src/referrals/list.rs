//! GET /v1/referrals

use actix_web::HttpRequest;
use lanyard_app::ReferralQuery;
use lanyard_app::views::referral_queue::ReferralStage;
use lanyard_events::CaseId;
use lanyard_http::Page;
use lanyard_http::referral::{ListReferrals, ReferralSummary};

use super::shown;
use crate::answers::Answer;
use crate::asked::{Limit, Look, optional_id, optional_moment};
use crate::problems::ApiError;
use crate::state::ApiState;

/// List referrals, the most pressing first: the queue of one desk, or of all together.
#[utoipa::path(get, path = "/v1/referrals", params(ListReferrals),
    responses((status = 200, description = "A page.", body = Page<ReferralSummary>)))]
pub(crate) async fn list_referrals(
    state: ApiState,
    look: Look<ListReferrals>,
    request: HttpRequest,
) -> Answer {
    let asked = look.query;
    let case: Option<CaseId> = optional_id("case", asked.case.as_deref())?;
    let query = ReferralQuery {
        agency: asked
            .agency
            .map(|agency| known(&state, agency))
            .transpose()?,
        stage: asked.state.as_deref().map(parse_state).transpose()?,
        academy: optional_id("academy", asked.academy.as_deref())?,
        matter: case.map(CaseId::stream),
        due_before: optional_moment("due_before", asked.due_before.as_deref())?,
        disputed: asked.disputed.as_deref().map(parse_disputed).transpose()?,
        limit: Limit::parse(asked.limit.as_deref())?.0,
        cursor: asked.cursor,
    };
    let page = state.app().referrals(&look.context, query).await?;
    let now = state.app().time();
    let page = Page {
        items: { page.rows.into_iter() }
            .map(|row| shown::summary(row, now))
            .collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn known(state: &ApiState, agency: String) -> Result<String, ApiError> {
    match state.app().desk(&agency) {
        Ok(_) => Ok(agency),
        Err(_) => Err(ApiError::query(
            "agency",
            "There is no such desk: GET /v1/desks lists them.",
        )),
    }
}

fn parse_disputed(text: &str) -> Result<bool, ApiError> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(ApiError::query("disputed", "Disputed is true or false.")),
    }
}

fn parse_state(text: &str) -> Result<ReferralStage, ApiError> {
    match text {
        "needed" => Ok(ReferralStage::Needed),
        "not_made" => Ok(ReferralStage::NotMade),
        "submitted" => Ok(ReferralStage::Submitted),
        "acknowledged" => Ok(ReferralStage::Acknowledged),
        "answered" => Ok(ReferralStage::Answered),
        "closed" => Ok(ReferralStage::Closed),
        _ => Err(ApiError::query(
            "state",
            "A state is needed, not_made, submitted, acknowledged, answered or closed.",
        )),
    }
}
