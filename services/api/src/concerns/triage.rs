//! POST /v1/concerns/{concern}/triage

use lanyard_app::{PassOnWay as Way, Triage, TriageChoice};
use lanyard_events::ConcernId;
use lanyard_http::Triaged;
use lanyard_http::concern::{TriageConcern, TriageDecision};

use super::path;
use crate::answers::{Answer, receipt_path, recorded};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Decide what becomes of a concern, with the reason.
#[utoipa::path(post, path = "/v1/concerns/{concern}/triage", request_body = TriageConcern,
    responses((status = 201, description = "Recorded.", body = Triaged)))]
pub(crate) async fn triage_concern(
    state: ApiState,
    asked: Change<TriageConcern>,
    Id(id): Id<ConcernId>,
) -> Answer {
    let triage = Triage {
        decision: choice(asked.body.decision),
        reason: asked.body.reason,
        sub_risks: asked.body.sub_risks,
    };
    let triaged = state.app().triage(&asked.context, id, triage).await?;
    let body = Triaged {
        id,
        revision: triaged.done.revision.0,
        case: triaged.case,
        allegation: triaged.allegation,
        receipt: triaged.done.event.map(receipt_path),
    };
    Ok(recorded(&triaged.done, &path(id), &body))
}

fn choice(decision: TriageDecision) -> TriageChoice {
    match decision {
        TriageDecision::NoFurtherAction {} => TriageChoice::NoFurtherAction,
        TriageDecision::Monitor {
            review_on,
            review_in_school_days,
        } => TriageChoice::Monitor {
            review_on,
            review_in_school_days,
        },
        TriageDecision::OpenCase { owner } => TriageChoice::OpenCase { owner },
        TriageDecision::AddToCase { case } => TriageChoice::AddToCase { case },
        TriageDecision::PassToHead {} => TriageChoice::PassOn { to: Way::Head },
        TriageDecision::PassToDsl {} => TriageChoice::PassOn { to: Way::Dsl },
        TriageDecision::OpenAllegation {} => TriageChoice::OpenAllegation,
        TriageDecision::AddToAllegation { allegation } => {
            TriageChoice::AddToAllegation { allegation }
        }
    }
}
