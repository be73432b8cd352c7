//! The PostgreSQL store against the contract, beside others, and against a server gone away.

#![allow(clippy::unwrap_used, reason = "tests")]

mod beside;
mod crash;
mod cut;
mod databases;

use std::sync::Arc;

use lanyard_postgres::testing;

use super::PostgresJournal;
use crate::contract::{Copied, Subject};
use crate::history::History;
use crate::port::{Answering, Journal, Stamp};

/// A database of its own.
struct Database(String);

impl Database {
    async fn new() -> Self {
        Self(testing::new_database().await)
    }

    async fn journal(&self, stamp: Arc<dyn Stamp>) -> PostgresJournal {
        PostgresJournal::connect(&self.0, stamp).await.unwrap()
    }
}

impl Copied for Database {
    fn open_another(&self, stamp: Arc<dyn Stamp>) -> Answering<'_, Arc<dyn Journal>> {
        Box::pin(async move {
            let journal: Arc<dyn Journal> = Arc::new(Self::new().await.journal(stamp).await);
            journal
        })
    }

    fn history(&self) -> Answering<'_, History> {
        Box::pin(async move { super::history(&self.0).await.unwrap() })
    }
}

impl Subject for Database {
    fn open(&self, stamp: Arc<dyn Stamp>) -> Answering<'_, Arc<dyn Journal>> {
        Box::pin(async move {
            let journal: Arc<dyn Journal> = Arc::new(self.journal(stamp).await);
            journal
        })
    }
}

async fn fresh() -> Database {
    Database::new().await
}

crate::journal_contract!(fresh);
crate::gapless_journal_contract!(fresh);
crate::copied_journal_contract!(fresh);
