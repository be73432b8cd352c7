//! How answers that are successes are built.

use actix_web::http::header::{
    CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, LINK, LOCATION,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use lanyard_app::{Done, PendingReceipt, Readable};
use lanyard_events::{EventId, Position, Revision};
use lanyard_http::{ConflictNoted, Page, Recorded};
use serde::Serialize;
use uuid::Uuid;

use crate::problems::ApiError;
use crate::state::ApiState;

/// What a handler ends with.
pub(crate) type Answer = Result<HttpResponse, ApiError>;

/// Up to where this answer has seen the record.
const POSITION: &str = "lanyard-position";

fn respond(status: StatusCode, position: Position) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response.insert_header((POSITION, position.0));
    response
}

fn tagged(response: &mut HttpResponseBuilder, revision: Revision) {
    response.insert_header((ETAG, format!("\"{}\"", revision.0)));
}

impl ApiState {
    /// 200 with what was read.
    pub(crate) fn shown(&self, body: &impl Serialize) -> HttpResponse {
        respond(StatusCode::OK, self.app().position()).json(body)
    }

    /// 200 with what was read, and its revision as `ETag`.
    pub(crate) fn shown_at(&self, revision: Revision, body: &impl Serialize) -> HttpResponse {
        let mut response = respond(StatusCode::OK, self.app().position());
        tagged(&mut response, revision);
        response.json(body)
    }

    /// 200 with a page; where there is a next one, its address in `Link`.
    pub(crate) fn page<T: Serialize>(&self, page: &Page<T>, request: &HttpRequest) -> HttpResponse {
        self.page_of(page, page.next.as_deref(), request)
    }

    /// 200 with a page of a shape of its own.
    pub(crate) fn page_of(
        &self,
        body: &impl Serialize,
        next: Option<&str>,
        request: &HttpRequest,
    ) -> HttpResponse {
        let mut response = respond(StatusCode::OK, self.app().position());
        // What was found by a body has no address for its next page.
        if let Some(next) = next
            && request.method() != Method::POST
        {
            let link = next_link(request.path(), request.query_string(), next);
            response.insert_header((LINK, link));
        }
        response.json(body)
    }
}

/// 201 where something was recorded, 200 where it was so already.
pub(crate) fn recorded(done: &Done, location: &str, body: &impl Serialize) -> HttpResponse {
    let status = match done.event {
        Some(_) => StatusCode::CREATED,
        None => StatusCode::OK,
    };
    let mut response = respond(status, done.position);
    tagged(&mut response, done.revision);
    if done.event.is_some() {
        response.insert_header((LOCATION, location));
    }
    response.json(body)
}

/// 201 for a change of something whose answer carries no more than its id.
pub(crate) fn changed(done: &Done, location: &str) -> HttpResponse {
    recorded(done, location, &body(done))
}

/// 201 for an addition by somebody who may not see what else has happened: without a revision.
pub(crate) fn added(done: &Done, location: &str) -> HttpResponse {
    let body = Recorded {
        revision: None,
        ..body(done)
    };
    respond(StatusCode::CREATED, done.position)
        .insert_header((LOCATION, location))
        .json(body)
}

/// 201 for a conflict of interest: neither its stream's revision nor a receipt may leave.
pub(crate) fn noted(done: &Done, id: Uuid, location: &str) -> HttpResponse {
    respond(StatusCode::CREATED, done.position)
        .insert_header((LOCATION, location))
        .json(ConflictNoted { id })
}

/// 200 for a PUT.
pub(crate) fn replaced(done: &Done) -> HttpResponse {
    let mut response = respond(StatusCode::OK, done.position);
    tagged(&mut response, done.revision);
    response.json(body(done))
}

fn body(done: &Done) -> Recorded {
    Recorded {
        id: done.stream.uuid,
        revision: Some(done.revision.0),
        receipt: done.event.map(receipt_path),
    }
}

/// 200 with a text of the log.
pub(crate) fn plain_text(state: &ApiState, text: String) -> HttpResponse {
    respond(StatusCode::OK, state.app().position())
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .body(text)
}

/// Nothing that somebody wrote becomes part of the page's own words.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// 200 with a page to print. A browser that shows it runs nothing and fetches nothing.
pub(crate) fn page_to_print(state: &ApiState, page: String) -> HttpResponse {
    respond(StatusCode::OK, state.app().position())
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ))
        .body(page)
}

/// 200 with a file: to be saved under a name that says nothing, never to be shown by a browser in place.
pub(crate) fn attachment(
    state: &ApiState,
    name: &str,
    media_type: &'static str,
    content: &[u8],
) -> HttpResponse {
    let disposition = format!("attachment; filename=\"{name}\"");
    respond(StatusCode::OK, state.app().position())
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CONTENT_DISPOSITION, disposition))
        .body(content.to_vec())
}

/// 202 for what is kept and not in the record yet. Nothing of it can be seen, so no position goes
/// with it.
pub(crate) fn kept(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Accepted().json(body)
}

/// Where a case or an adult's matter is.
pub(crate) fn matter_path(of: Readable) -> String {
    match of {
        Readable::Case(case) => format!("/v1/cases/{case}"),
        Readable::Allegation(allegation) => format!("/v1/allegations/{allegation}"),
    }
}

/// Where to ask for a receipt that is to come.
pub(crate) fn pending_path(receipt: &PendingReceipt) -> String {
    format!("/v1/receipts/pending/{receipt}")
}

/// Where the receipt of an event is.
pub(crate) fn receipt_path(event: EventId) -> String {
    format!("/v1/receipts/{event}")
}

/// `Link` to the next page: the same filters, another cursor.
fn next_link(path: &str, query: &str, cursor: &str) -> String {
    let filters: String = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="))
        .map(|pair| format!("{pair}&"))
        .collect();
    format!("<{path}?{filters}cursor={cursor}>; rel=\"next\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_the_filters() {
        assert_eq!(
            next_link("/v1/cases", "state=open&cursor=aa&limit=5", "bb"),
            "</v1/cases?state=open&limit=5&cursor=bb>; rel=\"next\""
        );
        assert_eq!(
            next_link("/v1/cases", "", "bb"),
            "</v1/cases?cursor=bb>; rel=\"next\""
        );
    }
}
