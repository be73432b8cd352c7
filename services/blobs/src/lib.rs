//! Blobs: files that belong to a stream, sealed, in a folder or on S3.
//!
//! [`Place`] says where they are kept and finds the way there; [`Blobs`] puts, opens, lists and deletes
//! them. What leaves the process is sealed under a key derived from the stream's owner key
//! (`services/vault`), under a name of two ids: whoever runs the storage sees how many there are and
//! how long, and nothing else. A blob is put by one conditional request, so it is there whole or not at
//! all, and is never overwritten.
//!
//! [`Object`] is the one thing here that is replaced: a few bytes, swapped only by who has read the
//! newest (the checkpoint lock of a cluster).
//!
//! Not here: what a file is evidence of and who may see it (`services/app`), the sealing itself
//! (`services/vault`), backups (`services/lanyard`).

mod blobs;
mod copying;
mod credentials;
mod error;
mod name;
mod object;
mod place;
mod reading;
mod size;
#[cfg(test)]
mod tests;

pub use blobs::{Blobs, Entry, Stored};
pub use error::{BlobError, Cause, PlaceError};
pub use name::BlobName;
pub use object::{Object, Swapped, Version};
pub use place::{Bucket, Place, Storage};
pub use reading::{Content, Reading};
pub use size::{ContentBytes, MOST_BYTES};
