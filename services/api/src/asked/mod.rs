//! What was asked: each request parsed and let in before a handler sees it.
//!
//! In this order, so that nothing is read from somebody who may not ask:
//! 1. the token;
//! 2. `Lanyard-Position`: wait until this server has seen what the caller has seen;
//! 3. whom the token stands for, and their limits;
//! 4. headers and query;
//! 5. the body.

mod admission;
mod body;
mod from_public;
mod headers;
mod id;
mod query;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use lanyard_app::{Context, Idempotency};
use serde::de::DeserializeOwned;

use crate::problems::ApiError;
use crate::routes::Verb;
use crate::state::ApiState;

pub(crate) use admission::{Admitted, Asker};
pub(crate) use from_public::FromPublic;
pub(crate) use id::Id;
pub(crate) use query::{Limit, NoQuery, optional_day, optional_id, optional_moment};

/// A request to see something.
pub(crate) struct Look<Q = NoQuery> {
    pub(crate) context: Context,
    pub(crate) query: Q,
}

/// A request to see something, asked by a body: a POST that changes nothing and needs no
/// `Idempotency-Key`.
pub(crate) struct Find<B> {
    pub(crate) context: Context,
    pub(crate) body: B,
}

/// The query of a route that needs no log-in.
pub(crate) struct PublicQuery<Q>(pub(crate) Q);

/// A request to change something.
pub(crate) struct Change<B> {
    pub(crate) context: Context,
    pub(crate) body: B,
    /// Room in memory for a file, given back when the request is answered.
    _room: Option<body::Room>,
}

impl<Q: DeserializeOwned + 'static> FromRequest for Look<Q> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let admitted = Admitted::of(&request).await?;
            let query = query::parse(request.query_string())?;
            Ok(Self {
                context: admitted.context(None, None),
                query,
            })
        })
    }
}

impl<B: DeserializeOwned + 'static> FromRequest for Find<B> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let admitted = Admitted::of(&request).await?;
            let NoQuery {} = query::parse(request.query_string())?;
            let allowed = body::Allowed::at(admitted.route, admitted.state.settings());
            let sent = body::read(&request, payload, allowed).await?;
            Ok(Self {
                context: admitted.context(None, None),
                body: sent.parse()?,
            })
        })
    }
}

impl<B: DeserializeOwned + 'static> FromRequest for Change<B> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let admitted = Admitted::of(&request).await?;
            let NoQuery {} = query::parse(request.query_string())?;
            let key = headers::idempotency_key(request.headers())?;
            if key.is_none() && admitted.route.verb == Verb::Post {
                return Err(ApiError::idempotency_key_missing());
            }
            let if_match = headers::if_match(request.headers())?;
            let allowed = body::Allowed::at(admitted.route, admitted.state.settings());
            let room = body::room(admitted.route).await;
            let sent = body::read(&request, payload, allowed).await?;
            let body = sent.parse()?;
            let content = sent.content(request.path());
            let idempotency = Idempotency {
                key: key.unwrap_or_else(|| headers::key_of_put(if_match, &content)),
                content,
            };
            Ok(Self {
                context: admitted.context(Some(idempotency), if_match),
                body,
                _room: room,
            })
        })
    }
}

impl<Q: DeserializeOwned> FromRequest for PublicQuery<Q> {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(query::parse(request.query_string()).map(Self))
    }
}

impl FromRequest for ApiState {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(state_of(request))
    }
}

fn state_of(request: &HttpRequest) -> Result<ApiState, ApiError> {
    request
        .app_data::<ApiState>()
        .cloned()
        .ok_or_else(|| ApiError::fault("the API was set up without its state"))
}
