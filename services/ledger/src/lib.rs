//! The ledger: the journal's order as a Merkle tree, in tiles on disk, under signed checkpoints.
//!
//! [`Ledger::start`] compares the store with the checkpoint lock and refuses one that is behind or
//! forked; [`Ledger::follow`] grows the tree; [`Ledger::sign_inner`] and [`Ledger::sign_outside`] sign,
//! each after the lock has moved; [`Ledger::accept`] takes over what another process signed. The journal is the truth: working tiles only spare reading it again,
//! are not synced one by one, and are trusted only under the roots that the lock holds. A published
//! log is synced whole before its checkpoint is signed.
//!
//! Where positions have gaps, a file beside the tiles says which leaf is which event's (`places`).
//!
//! In memory are the unfinished tile of every level and a small cache, however long the log.
//!
//! Not here: proofs and formats (`contracts/evidence`), events' payloads, who may see a receipt, when
//! to sign and who appends fillers (`services/worker`), cosignatures of witnesses.

mod accept;
mod disk;
mod edge;
mod error;
mod ledger;
mod lock;
mod places;
mod publish;
mod recover;
mod served;
mod settings;
mod sign;
mod snapshot;
mod start;
#[cfg(test)]
mod tests;
mod tiles;

pub use accept::Accepted;
pub use edge::leaf_of;
pub use error::LedgerError;
pub use ledger::{FILLERS_NIGHTLY, Ledger};
pub use lock::{Change, LockAt, LockPlace};
pub use settings::{Part, Settings};
