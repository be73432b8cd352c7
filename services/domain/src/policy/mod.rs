//! What a trust publishes as editions and may change without a release: playbooks, matrices, the
//! table of user actions, registers.
//!
//! The shipped files are in `services/domain/data`; a file more needs no Rust. Whoever edits one gets
//! every mistake with its line ([`Mistake`]).

mod added;
mod additions;
mod agency;
mod authority;
mod document;
pub(crate) mod due;
mod form;
mod in_force;
mod kept;
mod matrix;
mod mistake;
mod names;
mod playbook;
mod reckon;
mod register;
mod rules;
mod shipped;
mod user_actions;

pub use additions::{AddedCategory, AddedOutcome, Additions};
pub use agency::{Clock, ClockFor, Contact, Desk, Instead};
pub use authority::{Authority, LocalClock};
pub use document::{Document, DocumentId};
pub use due::Due;
pub use form::{FieldKind, Form, FormField, PhoneSheet};
pub use in_force::{InForce, Unreadable};
pub use matrix::{Cell, Column, Matrix, Proposal, Row};
pub use mistake::Mistake;
pub use names::{Agency, Answer, Basis, ColumnId, Field, Owner, PlaybookId};
pub use playbook::{
    Around, Done, DoneKind, Grounds, MOST_BYTES, Per, Playbook, Skip, Step, StepId,
};
pub use register::{
    DueBy, Level, ListedBy, Party, Register, RegisterClock, RegisterField, RegisterMove,
    RegisterState, SetBy, ValueKind, When,
};
pub use rules::{DeskDue, RuleName, RulePeriod, Rules};
pub use shipped::Shipped;
pub use user_actions::{ActionClass, Effect, UserAction, UserActions};
