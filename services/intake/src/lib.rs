//! Intake: how a proposal gets from whoever decided it to the recorder, and the answer back.
//!
//! [`Intake`] is the port. [`in_process`] is the adapter of the embedded installation: a bounded
//! queue in memory. A full queue is said at once, so that load is refused at the door and a
//! proposal never waits longer than it is worth.
//!
//! Not here: checking and recording (`services/worker`, `services/journal`), sealing
//! (`services/vault`), deciding (`services/domain`).

#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod in_process;
mod port;

pub use in_process::{Deliveries, Delivery, InProcessIntake, Reply, in_process};
pub use port::{Answer, Answering, Intake, IntakeError, NewKey, Proposal, Reason};
