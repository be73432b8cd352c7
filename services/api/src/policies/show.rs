//! GET /v1/policies, /v1/policies/{document} and …/editions

use actix_web::web;
use lanyard_http::Page;
use lanyard_http::policy::{Edition, PolicyListed, PolicyShown};

use super::shown::{edition, listed, shown};
use crate::answers::Answer;
use crate::asked::Look;
use crate::state::ApiState;

/// List what the trust may edit, with the editions in force and what is proposed; all on one page.
#[utoipa::path(get, path = "/v1/policies",
    responses((status = 200, description = "All documents.", body = Page<PolicyListed>)))]
pub(crate) async fn list_policies(state: ApiState, asked: Look) -> Answer {
    let documents = state.app().policies(&asked.context).await?;
    Ok(state.shown(&Page {
        items: documents.iter().map(listed).collect(),
        next: None,
    }))
}

/// Show a document: the file in force, and what waits for a second person.
#[utoipa::path(get, path = "/v1/policies/{document}",
    responses((status = 200, description = "The document.", body = PolicyShown)))]
pub(crate) async fn show_policy(
    state: ApiState,
    asked: Look,
    document: web::Path<String>,
) -> Answer {
    let document = state.app().policy(&asked.context, &document).await?;
    Ok(state.shown(&shown(document)))
}

/// List every edition of a document that was ever proposed, the newest first, all on one page.
#[utoipa::path(get, path = "/v1/policies/{document}/editions",
    responses((status = 200, description = "The editions.", body = Page<Edition>)))]
pub(crate) async fn list_editions(
    state: ApiState,
    asked: Look,
    document: web::Path<String>,
) -> Answer {
    let rows = { state.app() }
        .policy_editions(&asked.context, &document)
        .await?;
    Ok(state.shown(&Page {
        items: rows.into_iter().map(edition).collect(),
        next: None,
    }))
}
