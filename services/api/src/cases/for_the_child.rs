//! /v1/cases/{case}/assessments, …/wishes and …/measures

use lanyard_app::Measure;
use lanyard_events::case::{CaseAssessed, CaseMeasureEnded, CaseWishesHeard};
use lanyard_events::{CaseId, MeasureId};
use lanyard_http::Recorded;
use lanyard_http::case::{Assess, EndMeasure, HearWishes, MeasureTaken, TakeMeasure};

use super::path;
use crate::answers::{Answer, changed, receipt_path, recorded};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Record risks and needs of a child, or their safety plan. It comes back on the day of review.
#[utoipa::path(post, path = "/v1/cases/{case}/assessments", request_body = Assess,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn assess(state: ApiState, asked: Change<Assess>, Id(case): Id<CaseId>) -> Answer {
    let Assess {
        pupil,
        kind,
        text,
        review_on,
    } = asked.body;
    let assessed = CaseAssessed {
        pupil,
        kind,
        text,
        review_on,
    };
    let done = state.app().assess(&asked.context, case, assessed).await?;
    Ok(changed(&done, &path(case)))
}

/// Record a child's wishes and feelings, and how the child made them known.
#[utoipa::path(post, path = "/v1/cases/{case}/wishes", request_body = HearWishes,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn hear_wishes(
    state: ApiState,
    asked: Change<HearWishes>,
    Id(case): Id<CaseId>,
) -> Answer {
    let HearWishes { pupil, how, text } = asked.body;
    let heard = CaseWishesHeard { pupil, how, text };
    let done = state.app().hear_wishes(&asked.context, case, heard).await?;
    Ok(changed(&done, &path(case)))
}

/// Record a sanction, or an interim measure: that is no sanction, and comes back on its last day.
#[utoipa::path(post, path = "/v1/cases/{case}/measures", request_body = TakeMeasure,
    responses((status = 201, description = "Recorded.", body = MeasureTaken)))]
pub(crate) async fn take_measure(
    state: ApiState,
    asked: Change<TakeMeasure>,
    Id(case): Id<CaseId>,
) -> Answer {
    let TakeMeasure {
        pupil,
        kind,
        text,
        from,
        until,
    } = asked.body;
    let measure = Measure {
        pupil,
        kind,
        text,
        from,
        until,
    };
    let (done, id) = state
        .app()
        .take_measure(&asked.context, case, measure)
        .await?;
    let body = MeasureTaken {
        id,
        case,
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(&done, &path(case), &body))
}

/// Record that a measure has ended.
#[utoipa::path(post, path = "/v1/cases/{case}/measures/{measure}/end", request_body = EndMeasure,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn end_measure(
    state: ApiState,
    asked: Change<EndMeasure>,
    Id((case, measure)): Id<(CaseId, MeasureId)>,
) -> Answer {
    let EndMeasure { on, reason } = asked.body;
    let ended = CaseMeasureEnded {
        measure,
        on,
        reason,
    };
    let done = state.app().end_measure(&asked.context, case, ended).await?;
    Ok(changed(&done, &path(case)))
}
