//! `/log`: the transparency log, in the layout of C2SP tlog-tiles.

pub(crate) mod entries;
pub(crate) mod files;
pub(crate) mod proofs;
