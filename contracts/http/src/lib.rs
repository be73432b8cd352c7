//! Bodies of requests and answers of the REST API (design.md 6), and their OpenAPI schemas.
//!
//! Requests refuse unknown fields. Personal text is `Sensitive`, so that no body can be printed by
//! accident. All examples are of invented people.
//!
//! Not here: routes, headers and status codes (`services/api`), rules about what is in a body
//! (`services/domain`), the shape of stored events (`contracts/events`).

pub mod academy;
mod access;
pub mod allegation;
pub mod audit;
pub mod case;
pub mod concern;
mod dashboard;
pub mod duty;
pub mod evidence;
pub mod governors;
pub mod grant;
pub mod incident_log;
pub mod inspection;
pub mod investigation;
mod me;
mod page;
mod person;
pub mod playbook;
pub mod policy;
mod problem;
mod process;
pub mod public;
pub mod pupil;
mod recorded;
pub mod referral;
pub mod register;
pub mod retention;
mod search;
pub mod settings;
pub mod staff;
pub mod vocabulary;

pub use access::{
    AccessExplained, AccessRule, CouldSee, ExplainAccess, ListLooks, Look, LookResult,
};
pub use dashboard::{AcademyFigures, TrustDashboard, WeekFigure};
pub use me::{ChooseEmail, ClientRights, EmailNotices, FailedDelivery, HeldRole, Me, Notice};
pub use page::{Page, Paging};
pub use person::ShownPerson;
pub use problem::{FieldError, PROBLEM_MEDIA_TYPE, PROBLEM_TYPE_PREFIX, Problem};
pub use process::{Health, Readiness, TermDates};
pub use recorded::{
    ActionPlanned, ConcernKept, ConcernReceived, ConflictNoted, ReceiptToCome, Recorded,
    RoleProposed, Triaged,
};
pub use search::{Found, FoundMatter, FoundPerson, FoundText, Search};
