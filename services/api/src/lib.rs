//! The REST API (design.md 6): actix-web scopes over the application.
//!
//! A request passes the edge (`edge.rs`: its name, time-out, log line, headers), is let in and
//! parsed (`asked/`: token, limits, headers, body), reaches a handler of about ten lines
//! (`<resource>/<verb>.rs`: one call of the application), and is answered (`answers.rs`,
//! `problems/`). `routes.rs` is the one table of routes: the router, the OpenAPI description and the
//! access matrix follow it.
//!
//! Not here: bodies (`contracts/http`), use cases and who may (`services/app`), fetching the keys of
//! issuers, TLS, and binding to an address (`services/lanyard`).

mod academies;
mod access_log;
mod allegations;
mod answers;
mod asked;
mod audit;
mod cases;
mod concerns;
mod dashboards;
mod deliveries;
mod desks;
mod due;
mod edge;
mod evidence;
mod figures;
mod grants;
mod investigations;
mod limits;
mod log;
mod me;
mod metrics;
mod openapi;
mod operations;
mod people;
mod playbooks;
mod policies;
mod printed;
mod problems;
mod proxies;
mod public;
mod pupils;
mod receipts;
mod referrals;
mod registers;
mod retention;
mod route;
mod router;
mod routes;
mod search;
mod serious;
mod settings;
mod staff;
mod state;
mod taxonomy;
mod tokens;
mod trust;

pub use edge::log_panics_by_place;
pub use figures::Figures;
pub use openapi::openapi;
pub use operations::alone::{Alone, configure_alone};
pub use problems::ApiError;
pub use proxies::{NotNetworks, TrustedProxies};
pub use router::configure;
pub use routes::{Effect, ROUTES, Route, Verb, Who};
pub use settings::{Impaired, MetricsReaders, Settings};
pub use state::ApiState;
pub use tokens::{IssuerKind, IssuerSettings, Issuers, KeySetError, Subject, TokenRefusal};
