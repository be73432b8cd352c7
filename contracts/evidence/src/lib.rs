//! Lanyard's evidence chain: what an event commits to, how leaves form a tree, how a tree is signed,
//! and how anyone checks all of it offline.
//!
//! `SPEC.md` in this folder is the norm; this crate follows it and builds from this folder alone.
//! Published formats are taken as they are: RFC 6962 and the C2SP notes, checkpoints, tiles and proofs.
//!
//! Not here: events and their fields (`contracts/events`), sealing and keys, files, network, clocks.

pub mod checkpoint;
pub mod commitment;
pub mod event;
mod hash;
pub mod heads;
pub mod leaf;
pub mod note;
pub mod proof;
pub mod tile;
pub mod tree;
pub mod verify;

pub use hash::{Hash, LeafIndex, TreeSize};
