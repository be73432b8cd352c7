//! POST /public/{academy}/concerns/{reference}/additions and …/status

use actix_web::HttpResponse;
use lanyard_app::ReportSecret;
use lanyard_events::AcademyId;
use lanyard_http::public::{AddToReport, AskAfterReport, ReportState};

use super::concerns::RECEIVED;
use crate::answers::Answer;
use crate::asked::{FromPublic, Id};
use crate::state::ApiState;

/// Add to a report, by the secret that came with its reference.
#[utoipa::path(post, path = "/public/{academy}/concerns/{reference}/additions", request_body = AddToReport,
    responses((status = 201, description = "Received.", body = ReportState)))]
pub(crate) async fn add_to_report(
    state: ApiState,
    asked: FromPublic<AddToReport>,
    Id((academy, reference)): Id<(AcademyId, String)>,
) -> Answer {
    let AddToReport { secret, text } = asked.body;
    let secret = ReportSecret::read(secret.expose());
    let added = state
        .app()
        .add_to_report(&asked.context, academy, &reference, &secret, text);
    added.await?;
    Ok(HttpResponse::Created().json(ReportState { state: RECEIVED }))
}

/// Ask after a report. Nobody ever learns more than that what is sent here is received, whatever
/// reference and secret they ask with.
#[utoipa::path(post, path = "/public/{academy}/concerns/{reference}/status", request_body = AskAfterReport,
    responses((status = 200, description = "The same for every question.", body = ReportState)))]
pub(crate) async fn ask_after_report(
    state: ApiState,
    asked: FromPublic<AskAfterReport>,
    Id((academy, reference)): Id<(AcademyId, String)>,
) -> Answer {
    let secret = ReportSecret::read(asked.body.secret.expose());
    // What it comes to is not told: a yes would let a reference that was found be tried out.
    let _known = state.app().knows_report(academy, &reference, &secret);
    Ok(HttpResponse::Ok().json(ReportState { state: RECEIVED }))
}
