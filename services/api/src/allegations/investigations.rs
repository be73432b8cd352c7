//! GET and POST /v1/allegations/{allegation}/investigations, …/{investigation}, …/{investigation}/entries

use lanyard_events::{AllegationId, InvestigationId};
use lanyard_http::Recorded;
use lanyard_http::investigation::{
    Investigation, InvestigationBegun, Investigations, ProposeInvestigation, ReadInvestigation,
    RecordInvestigation,
};

use super::path;
use crate::answers::Answer;
use crate::asked::{Change, Id, Look};
use crate::investigations;
use crate::state::ApiState;

/// List the records of looking into suspected misuse of an adult's matter, the oldest first.
#[utoipa::path(get, path = "/v1/allegations/{allegation}/investigations",
    responses((status = 200, description = "The records.", body = Investigations)))]
pub(crate) async fn list_allegation_investigations(
    state: ApiState,
    look: Look,
    Id(id): Id<AllegationId>,
) -> Answer {
    investigations::list(state, look, id.stream()).await
}

/// Begin a record of looking into suspected misuse in an adult's matter: it is open once the second senior agrees (R19).
#[utoipa::path(post, path = "/v1/allegations/{allegation}/investigations", request_body = ProposeInvestigation,
    responses((status = 201, description = "Recorded.", body = InvestigationBegun)))]
pub(crate) async fn propose_allegation_investigation(
    state: ApiState,
    asked: Change<ProposeInvestigation>,
    Id(id): Id<AllegationId>,
) -> Answer {
    investigations::propose(state, asked, id.stream(), &path(id)).await
}

/// Show one record of an adult's matter, also as a page to print.
#[utoipa::path(get, path = "/v1/allegations/{allegation}/investigations/{investigation}", params(ReadInvestigation),
    responses((status = 200, description = "The record.",
        content((Investigation = "application/json"), (String = "text/html")))))]
pub(crate) async fn show_allegation_investigation(
    state: ApiState,
    look: Look<ReadInvestigation>,
    Id((id, investigation)): Id<(AllegationId, InvestigationId)>,
) -> Answer {
    investigations::show(state, look, id.stream(), investigation).await
}

/// Write an entry into a record of an adult's matter: agree, sit, add a row, sign, stop, judge. Nothing that stands is
/// changed.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/investigations/{investigation}/entries",
    request_body = RecordInvestigation,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn record_allegation_investigation(
    state: ApiState,
    asked: Change<RecordInvestigation>,
    Id((id, investigation)): Id<(AllegationId, InvestigationId)>,
) -> Answer {
    investigations::record(state, asked, (id.stream(), investigation), &path(id)).await
}
