//! Intake: how a proposal gets from whoever decided it to the recorder, and the answer back.
//!
//! [`Intake`] is the port's proposing end, [`Deliveries`] its recording end. [`in_process`] is the
//! adapter of the embedded installation: a bounded queue in memory. [`jetstream`] is that of a
//! cluster: NATS JetStream keeps a proposal whatever becomes of the recorder. A full queue is said at
//! once, so that load is refused at the door and a proposal never waits longer than it is worth.
//!
//! Not here: checking and recording (`services/worker`, `services/journal`), sealing
//! (`services/vault`), deciding (`services/domain`).

#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod delivery;
mod in_process;
pub mod jetstream;
mod port;

pub use delivery::{Deliveries, Delivery, Reply};
pub use in_process::{InProcessDeliveries, InProcessIntake, in_process};
pub use port::{Answer, Answering, Intake, IntakeError, NewKey, Proposal, Reason};
