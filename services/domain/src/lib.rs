//! The rules of safeguarding work: aggregates that decide, routing, and the two calendars.
//!
//! Every aggregate is a pure pair of functions. `decide` takes a state, a command and the time, and
//! ends in one of three ways that are never merged: events, an empty list (it is already so), or a
//! [`Refusal`] with a stable code. `evolve` is the only place that changes state. Facts from
//! outside (who holds which role, which calendar an academy keeps) are looked up by the caller and
//! travel in the command.
//!
//! Not here: who may see or do what (`services/access`), loading, sealing and recording events
//! (`services/app`), the shapes of events (`contracts/events`). No clock, no randomness, no I/O.

pub mod academy;
mod aggregate;
pub mod allegation;
pub mod case;
pub mod case_links;
pub mod clock;
mod command;
pub mod concern;
pub mod conflict;
pub mod delivery;
pub mod evidence;
pub mod figures;
pub mod grant;
pub mod hold;
pub mod investigation;
pub mod mailing;
mod people;
pub mod policy;
pub mod policy_document;
pub mod pupil;
pub mod reference;
pub mod referral;
mod refusal;
pub mod register;
pub mod reminder;
pub mod retention;
pub mod routing;
mod secret;
mod senior;
pub mod serious;
pub mod snapshot;
pub mod staff;
pub mod steps;
mod text;
pub mod trust;
pub mod upn;

#[cfg(test)]
mod scenario;

pub use aggregate::{Aggregate, replay};
pub use refusal::{Code, Fault, ImpossibleHistory, Refusal, RefusalKind};
pub use senior::Senior;
pub use text::{
    ACCOUNT_MAX_CHARS, LABEL_MAX_CHARS, LINKED_PEOPLE_MAX, NAME_MAX_CHARS, TEXT_MAX_CHARS,
};
