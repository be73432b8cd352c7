//! GET /log/tile/entries/{path}, for the auditor

use actix_web::web;

use super::files::tile_answer;
use crate::answers::Answer;
use crate::asked::Look;
use crate::state::ApiState;

/// Get a tile of leaves. For the auditor: a leaf shows its minute, and minutes show daily counts.
#[utoipa::path(get, path = "/log/tile/entries/{path}",
    responses((status = 200, description = "Leaves.", body = Vec<u8>, content_type = "application/octet-stream")))]
pub(crate) async fn show_entries_tile(
    state: ApiState,
    look: Look,
    path: web::Path<String>,
) -> Answer {
    let tile = state
        .app()
        .log_entries_tile(&look.context, &format!("tile/entries/{path}"))?;
    tile_answer(tile, "no-store")
}
