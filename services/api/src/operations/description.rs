//! GET /openapi.json

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_TYPE;

use crate::answers::Answer;
use crate::openapi;

static DESCRIPTION: LazyLock<String> = LazyLock::new(|| {
    serde_json::to_string(&openapi::openapi()).expect("the description is JSON by its types")
});

/// Get the description of this API, OpenAPI 3.1.
#[utoipa::path(get, path = "/openapi.json",
    responses((status = 200, description = "The description.", body = Object)))]
pub(crate) async fn show_description() -> Answer {
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .body(DESCRIPTION.as_str()))
}
