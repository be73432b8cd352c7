//! What the tests stand on: a whole trust in a folder of its own, served over a real socket, with a
//! clock that the story sets.
//!
//! It starts exactly what the binary starts; only the clock, the folder and the port differ.
//!
//! Not here: any rule. Assertions belong to the stories.

mod client;
mod world;

pub use client::{Answer, Client};
pub use world::{Oakfield, World};
