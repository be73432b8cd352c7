//! Bodies of requests and answers of the REST API (design.md 6), and their OpenAPI schemas.
//!
//! Requests refuse unknown fields. Personal text is `Sensitive`, so that no body can be printed by
//! accident. All examples are of invented people.
//!
//! Not here: routes, headers and status codes (`services/api`), rules about what is in a body
//! (`services/domain`), the shape of stored events (`contracts/events`).

pub mod academy;
pub mod case;
pub mod concern;
mod page;
mod problem;
pub mod pupil;
mod recorded;
mod search;
pub mod staff;
pub mod vocabulary;

pub use page::{Page, Paging};
pub use problem::{FieldError, PROBLEM_MEDIA_TYPE, PROBLEM_TYPE_PREFIX, Problem};
pub use recorded::{ActionPlanned, ConcernReceived, Recorded, RoleProposed, Triaged};
pub use search::Search;
