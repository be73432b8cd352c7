//! Views: what a reader asks, kept ready in SQLite files beside each process.
//!
//! Two files: casework (`views-v5.sqlite`) and looks (`looks-v1.sqlite`: access and filler events),
//! each with its own position, so that the flood of looks never holds up casework. The caller hands
//! opened events in store order to [`Views::apply`]; rows and position change in one transaction.
//! A poison event parks its stream: the stream is shown to nobody, everything else goes on.
//!
//! Every query of content takes the caller's `Scope` and applies it in SQL before LIMIT
//! (`visible.rs`). One folder per view: `apply` turns events into rows, `query` answers.
//!
//! Not here: opening sealed events (`services/vault`), reading the store (`services/journal`),
//! deciding on a single object (`services/access`), anything with an effect outside.

pub mod access_row;
pub mod allegations;
pub mod audit;
pub mod case_links;
pub mod case_timeline;
pub mod caseload;
mod casework;
pub mod concern_inbox;
pub mod concern_page;
pub mod conflict_reviews;
mod cursor;
pub mod directory;
pub mod editions;
mod entry;
mod equal;
mod error;
pub mod evidence;
mod file;
pub mod grants;
pub mod incident_log;
pub mod inspection;
pub mod investigations;
mod london;
pub mod looks;
pub mod mails;
mod names;
mod opened;
pub mod plans;
pub mod playbook_steps;
pub mod pupil_history;
mod reader;
pub mod referral_queue;
pub mod registers;
pub mod reminders;
pub mod retention;
mod runner;
pub mod search;
pub mod snapshots;
mod sql;
mod stored;
pub mod trust_overview;
mod view_file;
mod visible;

pub use cursor::{Cursor, Page, Paging};
pub use equal::{Difference, equal};
pub use error::{CursorError, ViewError, WaitError};
pub use file::{LOOKS_VERSION, VIEWS_VERSION};
pub use names::ShownPerson;
pub use opened::{OpenedEvent, Unopened};
pub use reader::{Reader, Reading};
pub use runner::{Applied, CATCH_UP_BATCH, Parked, Views};
