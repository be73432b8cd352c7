//! POST /v1/policies/{document}/proposals, …/proposals/{proposal}/publish, …/withdraw

use actix_web::web;
use lanyard_events::PolicyProposalId;
use lanyard_http::Recorded;
use lanyard_http::case::Nothing;
use lanyard_http::policy::{EditionProposed, ProposeEdition, WithdrawEdition};

use super::path;
use crate::answers::{Answer, changed, receipt_path, recorded};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Propose an edition; every mistake in it is named with its line, as `lanyard playbook check` does.
#[utoipa::path(post, path = "/v1/policies/{document}/proposals", request_body = ProposeEdition,
    responses((status = 201, description = "Recorded.", body = EditionProposed)))]
pub(crate) async fn propose_edition(
    state: ApiState,
    asked: Change<ProposeEdition>,
    document: web::Path<String>,
) -> Answer {
    let ProposeEdition { text, reason } = asked.body;
    let (done, id) = state
        .app()
        .propose_edition(&asked.context, &document, text, reason)
        .await?;
    let body = EditionProposed {
        id,
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(&done, &path(&document), &body))
}

/// Publish what somebody else proposed: what begins from now on goes by it.
#[utoipa::path(post, path = "/v1/policies/{document}/proposals/{proposal}/publish",
    request_body = Nothing,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn publish_edition(
    state: ApiState,
    asked: Change<Nothing>,
    Id((document, proposal)): Id<(String, PolicyProposalId)>,
) -> Answer {
    let done = state
        .app()
        .publish_edition(&asked.context, &document, proposal)
        .await?;
    Ok(changed(&done, &path(&document)))
}

/// Take the trust's edition out of force, at once: the shipped one is in force again.
#[utoipa::path(post, path = "/v1/policies/{document}/withdraw", request_body = WithdrawEdition,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn withdraw_edition(
    state: ApiState,
    asked: Change<WithdrawEdition>,
    document: web::Path<String>,
) -> Answer {
    let done = state
        .app()
        .withdraw_edition(&asked.context, &document, asked.body.reason)
        .await?;
    Ok(changed(&done, &path(&document)))
}
