//! POST /public/{academy}/concerns/{reference}/receipt

use actix_web::HttpResponse;
use lanyard_app::ReportSecret;
use lanyard_events::AcademyId;
use lanyard_http::public::{AskAfterReport, ReportState};

use super::concerns::RECEIVED;
use crate::answers::Answer;
use crate::asked::{FromPublic, Id};
use crate::state::ApiState;

/// Get the receipt of a report, by the secret that came with its reference: a `.tlog-proof` without personal
/// data, to be checked by anyone. It can be had from the next night on; until then the report is "received".
#[utoipa::path(post, path = "/public/{academy}/concerns/{reference}/receipt", request_body = AskAfterReport,
    responses((status = 200, description = "The receipt.", body = String, content_type = "text/plain"),
              (status = 202, description = "Received; the receipt can be had from the next night on.", body = ReportState)))]
pub(crate) async fn show_report_receipt(
    state: ApiState,
    asked: FromPublic<AskAfterReport>,
    Id((academy, reference)): Id<(AcademyId, String)>,
) -> Answer {
    let secret = ReportSecret::read(asked.body.secret.expose());
    let receipt = state
        .app()
        .receipt_of_report(academy, &reference, &secret)
        .await?;
    // Where the record has got to is nobody's business without log-in.
    Ok(match receipt {
        Some(receipt) => HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body(receipt),
        None => HttpResponse::Accepted().json(ReportState { state: RECEIVED }),
    })
}
