//! GET /docs: Swagger UI out of the program itself; it works without a network

use std::sync::{Arc, LazyLock};

use actix_web::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use actix_web::{HttpResponse, web};
use utoipa_swagger_ui::Config;

use crate::answers::Answer;
use crate::problems::ApiError;

/// Its own scripts and styles, the API beside it, and nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

static CONFIG: LazyLock<Arc<Config<'static>>> =
    LazyLock::new(|| Arc::new(Config::from("/openapi.json").validator_url("none")));

/// Go to the pages about this API.
#[utoipa::path(get, path = "/docs",
    responses((status = 308, description = "To the pages.")))]
pub(crate) async fn show_docs() -> Answer {
    Ok(HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, "/docs/"))
        .finish())
}

/// Show the pages about this API.
#[utoipa::path(get, path = "/docs/{path}",
    responses((status = 200, description = "A page, script or style.")))]
pub(crate) async fn show_docs_file(path: web::Path<String>) -> Answer {
    let file = utoipa_swagger_ui::serve(&path, Arc::clone(&CONFIG))
        .map_err(|_| ApiError::fault("a page about the API could not be made"))?
        .ok_or_else(ApiError::not_found)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, file.content_type))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .body(file.bytes.into_owned()))
}
