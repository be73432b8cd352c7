//! GET /log/checkpoint and GET /log/tile/{path}, for anyone

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpResponse, web};

use crate::answers::Answer;
use crate::problems::ApiError;
use crate::state::ApiState;

/// Get the newest checkpoint of the log.
#[utoipa::path(get, path = "/log/checkpoint",
    responses((status = 200, description = "A signed note.", body = String, content_type = "text/plain")))]
pub(crate) async fn show_checkpoint(state: ApiState) -> Answer {
    let checkpoint = state
        .app()
        .log_checkpoint()
        .ok_or_else(ApiError::not_found)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .body(checkpoint))
}

/// Get a hash tile of the log, never beyond the checkpoint.
#[utoipa::path(get, path = "/log/tile/{path}",
    responses((status = 200, description = "Hashes.", body = Vec<u8>, content_type = "application/octet-stream")))]
pub(crate) async fn show_tile(state: ApiState, path: web::Path<String>) -> Answer {
    let tile = state.app().log_tile(&format!("tile/{path}"))?;
    tile_answer(tile, "public, max-age=604800, immutable")
}

/// A tile never changes (tlog-tiles); a partial one may be gone later.
pub(super) fn tile_answer(tile: Option<Vec<u8>>, cached: &'static str) -> Answer {
    let tile = tile.ok_or_else(ApiError::not_found)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/octet-stream"))
        .insert_header((CACHE_CONTROL, cached))
        .body(tile))
}
