//! What the tests stand on: a whole trust in a folder of its own, served over a real socket, with a
//! clock that the story sets.
//!
//! It starts exactly what the binary starts; only the clock, the folder and the port differ.
//!
//! Not here: any rule. Assertions belong to the stories.

mod chance;
mod client;
pub mod cluster;
pub mod mail;
mod prepared;
mod program;
mod settings_file;
mod wire;
mod world;

pub use chance::{Chance, key_of_now};
pub use client::{Answer, Client, new_key};
pub use prepared::Prepared;
pub use program::{Server, program};
pub use settings_file::settings_file;
pub use wire::{Reply, Wire, request};
pub use world::{Oakfield, World, moment};
