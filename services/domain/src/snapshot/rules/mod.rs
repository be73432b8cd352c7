//! One file per command.

mod patterns;
pub(super) mod publish;
