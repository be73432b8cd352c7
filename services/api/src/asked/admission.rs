//! Whether somebody may ask at all.

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::{HttpMessage, HttpRequest};
use lanyard_app::{AppError, Caller, Context, Idempotency};
use lanyard_events::{Actor, Revision};

use super::{headers, state_of};
use crate::problems::ApiError;
use crate::routes::{Matched, Route};
use crate::state::ApiState;
use crate::tokens::Verdict;

/// Somebody known, within their limits, at a route.
pub(crate) struct Admitted {
    pub(crate) state: ApiState,
    pub(crate) route: &'static Route,
    caller: Caller,
}

/// Who asked, left on the request for the edge, which counts what was not shown.
#[derive(Clone, Copy)]
pub(crate) struct Asker(pub(crate) Actor);

impl Admitted {
    pub(crate) async fn of(request: &HttpRequest) -> Result<Self, ApiError> {
        let state = state_of(request)?;
        let route = Matched::of(request)
            .ok_or_else(|| ApiError::fault("a handler was reached outside the table of routes"))?;
        let token = bearer(request.headers())?;
        let login = match state.issuers().verify(token, state.clock().now()) {
            Verdict::Accepted(login) => login,
            Verdict::Refused(refusal) => return Err(ApiError::token_refused(refusal)),
            Verdict::KeysMissing => return Err(ApiError::keys_missing()),
        };
        // A log-in or a role that the caller has seen recorded counts for this very request.
        let raises = route.operation == "raise_concern";
        if let Some(position) = headers::position(request.headers())? {
            match state.app().wait_for(position).await {
                // A new concern shows nothing, and waits for nothing.
                Err(AppError::Behind) if raises => {}
                waited => waited?,
            }
        }
        let caller = if raises {
            state.app().caller_to_raise(&login).await?
        } else {
            state.app().caller(&login).await?
        };
        let limits = state.limits();
        limits
            .request(&caller.actor)
            .map_err(|wait| ApiError::too_many("too-many-requests", wait))?;
        if route.counts_not_shown() {
            limits
                .content(&caller.actor)
                .map_err(|wait| ApiError::too_many("too-many-not-shown", wait))?;
        }
        request.extensions_mut().insert(Asker(caller.actor));
        Ok(Self {
            state,
            route,
            caller,
        })
    }

    pub(crate) fn context(
        self,
        idempotency: Option<Idempotency>,
        if_match: Option<Revision>,
    ) -> Context {
        Context {
            caller: self.caller,
            route: self.route.template,
            idempotency,
            if_match,
        }
    }
}

/// The bearer token of `Authorization` (RFC 6750 2.1); never one from query or body.
fn bearer(headers: &HeaderMap) -> Result<&str, ApiError> {
    let mut sent = headers.get_all(AUTHORIZATION);
    let (Some(only), None) = (sent.next(), sent.next()) else {
        return Err(ApiError::token_missing());
    };
    let text = only.to_str().map_err(|_| ApiError::token_missing())?;
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() => {
            Ok(token)
        }
        Some(_) | None => Err(ApiError::token_missing()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn headers(values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn one_bearer_token_is_taken_and_nothing_else() {
        assert_eq!(bearer(&headers(&["Bearer a.b.c"])).unwrap(), "a.b.c");
        assert_eq!(bearer(&headers(&["bearer a.b.c"])).unwrap(), "a.b.c");
        for bad in [
            &[][..],
            &["Basic cHJpeWE6"],
            &["Bearer"],
            &["Bearer "],
            &["Bearer a.b.c", "Bearer d.e.f"],
        ] {
            let error = bearer(&headers(bad)).unwrap_err();
            assert_eq!(error.problem().status, 401, "{bad:?}");
        }
    }
}
