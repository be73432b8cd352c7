//! The vault: one owner key per stream, wrapped under the root key, and the sealing of events.
//!
//! [`Vault::form`] commits to an event's fields and seals them in a box whose key is derived for it
//! alone; [`Vault::open`] takes them out again, or says that they were erased. [`BlobSealer`] and
//! [`BlobOpener`] do the same for files, chunk by chunk. [`KeyVault`] is the port to where wrapped
//! keys are kept, apart from the events: [`SqliteKeyVault`] keeps them in a file, [`PostgresKeyVault`]
//! in a database that several processes share. Destroying an owner key erases its stream and leaves
//! every proof as it was.
//!
//! Not here: what events mean (`services/domain`), storing them (`services/journal`), storing files
//! (`services/blobs`), who may read them (`services/access`), how commitments are made
//! (`contracts/evidence`).

mod blob;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod error;
mod form;
mod open;
mod owner;
mod port;
mod postgres;
mod root;
mod sealing;
mod sqlite;
#[cfg(test)]
mod tests;
mod vault;

pub use blob::{BLOB_HEADER_BYTES, BlobOpener, BlobSealer};
pub use error::{Cause, KeyVaultError, RootKeyError, VaultError};
pub use form::{Formed, digest_of};
pub use open::Opened;
pub use owner::{KeyAnswer, OwnerKey};
pub use port::{KeyRow, KeyVault, Put, Rewrapped, RootCheck, WrappedKey};
pub use postgres::PostgresKeyVault;
pub use root::{MARK_BYTES, RootKey};
pub use sqlite::SqliteKeyVault;
pub use vault::{Vault, rotate_root};
