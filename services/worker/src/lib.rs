//! The loops of a process: record, project, follow the log, sign and post checkpoints or take them
//! over, fill, finish reactions, remind people, send them emails, tell other systems.
//!
//! Each is a task that ends when its `Stop` is raised, having finished what it was doing. Which of
//! them run depends on the process's roles (design.md 1).
//!
//! Not here: deciding anything (`services/domain`), the use cases that reactions call
//! (`services/app`), start-up order and configuration (`services/lanyard`).

mod board;
mod deliver;
mod feed;
mod fill;
mod follow;
mod mail;
mod open;
mod project;
mod react;
mod record;
mod remind;
mod sign;
mod stop;
mod tell;
mod watch;

pub use board::{accept, post};
pub use deliver::{Post, Sending, deliver};
pub use feed::Batch;
pub use fill::{fill, fill_nightly};
pub use follow::follow;
pub use mail::{MailSettings, MailSetupError, MailTls, Mailer};
pub use open::{Arrival, open_all};
pub use project::{apply, project};
pub use react::react;
pub use record::record;
pub use remind::remind;
pub use sign::sign;
pub use stop::{Stop, Stopper, stop};
pub use tell::{Outlet, Telling, tell};
pub use watch::Watch;
