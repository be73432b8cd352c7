//! GET /v1/receipts/pending/{number}

use actix_web::web;
use lanyard_http::ReceiptToCome;

use crate::answers::{Answer, receipt_path};
use crate::asked::Look;
use crate::state::ApiState;

/// Ask whether a concern that was answered by 202 is in the record. For whoever raised it.
#[utoipa::path(get, path = "/v1/receipts/pending/{number}",
    responses((status = 200, description = "On its way, or recorded.", body = ReceiptToCome)))]
pub(crate) async fn show_pending_receipt(
    state: ApiState,
    look: Look,
    number: web::Path<String>,
) -> Answer {
    let event = state
        .app()
        .receipt_of(&look.context, number.parse()?)
        .await?;
    Ok(state.shown(&match event {
        Some(event) => ReceiptToCome {
            state: "recorded",
            receipt: Some(receipt_path(event)),
        },
        None => ReceiptToCome {
            state: "pending",
            receipt: None,
        },
    }))
}
