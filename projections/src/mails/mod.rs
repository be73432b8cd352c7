//! Emails to members of staff: whose notices none has covered, and which failed.

mod apply;
mod query;

pub(crate) use apply::apply;
pub use query::{FailedMail, Unsent, failed_mails, failing, unsent};
