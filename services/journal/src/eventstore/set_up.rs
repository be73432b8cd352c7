//! What is looked at before a store is used: each finding says what is wrong and what to do.

use std::sync::Arc;

use thiserror::Error;

use super::connection::{Connection, unavailable};
use crate::error::JournalError;

/// Why a store cannot be used as it is set up.
#[derive(Debug, Error)]
pub(super) enum SetUp {
    #[error(
        "another TLS provider was installed first, or the machine's certificates cannot be read; \
         call `install_tls_provider` first of all"
    )]
    Provider,
    #[error(
        "the address is none of an event store: write esdb://HOST:2113 for one server, or \
         esdb://HOST:2113,HOST:2113,HOST:2113 for a cluster, with ?tls=false where it has no TLS"
    )]
    Address(#[source] JournalError),
    #[error(
        "no event store answers at the address: is it the right one, does the server run, and has \
         it TLS just where the address says so?"
    )]
    Silent(#[source] JournalError),
    #[error("the server is older than EventStoreDB 21.6; upgrade it")]
    TooOld,
    #[error(
        "the server answers, but no leader does: most nodes of the cluster must be up and see each \
         other, and the address must name all of them"
    )]
    NoLeader(#[source] JournalError),
    #[error(
        "the database of boxes cannot be used; it is the one that LANYARD_BOXES_URL_FILE names"
    )]
    Boxes(#[source] JournalError),
}

impl From<SetUp> for JournalError {
    fn from(found: SetUp) -> Self {
        unavailable(Arc::new(found))
    }
}

impl SetUp {
    pub(super) fn address(below: JournalError) -> JournalError {
        Self::Address(below).into()
    }

    pub(super) fn no_leader(below: JournalError) -> JournalError {
        Self::NoLeader(below).into()
    }

    pub(super) fn boxes(below: JournalError) -> JournalError {
        Self::Boxes(below).into()
    }
}

/// A server that does not say what it can do is too old for us.
pub(super) async fn check(connection: &Connection) -> Result<(), JournalError> {
    let asked = connection.read(|client| async move { client.server_info().await });
    let info = asked.await.map_err(SetUp::Silent)?;
    if info.is_none_or(|info| info.version() < (21, 6)) {
        return Err(SetUp::TooOld.into());
    }
    Ok(())
}
