//! A request of somebody without log-in that sends something.
//!
//! In this order: their limit and the academy's; the query; the key; the body, which is short.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use lanyard_app::{Caller, Context, Idempotency};
use lanyard_events::{AcademyId, Actor};
use serde::de::DeserializeOwned;

use super::id::FromAddress;
use super::{NoQuery, body, headers, query, state_of};
use crate::problems::ApiError;
use crate::routes::Matched;

/// The longest report in bytes: an account of twenty thousand characters, and some more.
const REPORT_BYTES: usize = 96 * 1024;

/// What somebody without log-in sends.
pub(crate) struct FromPublic<B> {
    pub(crate) context: Context,
    pub(crate) body: B,
}

impl<B: DeserializeOwned + 'static> FromRequest for FromPublic<B> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let state = state_of(&request)?;
            let route = Matched::of(&request).ok_or_else(|| {
                ApiError::fault("a handler was reached outside the table of routes")
            })?;
            let parts = request.match_info().iter().map(|(_, part)| part);
            let academy = AcademyId::from_parts(parts);
            let sender = state.settings().trusted_proxies.sender_of(&request);
            { state.limits() }
                .report(academy, sender)
                .map_err(|wait| ApiError::too_many("too-many-reports", wait))?;
            let NoQuery {} = query::parse(request.query_string())?;
            let key = headers::idempotency_key(request.headers())?;
            if key.is_none() && route.changes() {
                return Err(ApiError::idempotency_key_missing());
            }
            let allowed = body::Allowed::at(route, state.settings()).up_to(REPORT_BYTES);
            let sent = body::read(&request, payload, allowed).await?;
            let body = sent.parse()?;
            let content = sent.content(request.path());
            Ok(Self {
                context: Context {
                    caller: Caller::nobody(Actor::Public),
                    route: route.template,
                    idempotency: key.map(|key| Idempotency { key, content }),
                    if_match: None,
                },
                body,
            })
        })
    }
}
