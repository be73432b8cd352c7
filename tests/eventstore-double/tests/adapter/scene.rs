//! A server and boxes of a test's own.

use std::sync::Arc;

use lanyard_eventstore_double::Double;
use lanyard_journal::contract::{ManualStamp, Subject};
use lanyard_journal::{Answering, EventStoreJournal, Journal, Stamp};
use tokio_postgres::{Client, NoTls};

/// Long enough for a busy machine; only tests of slow answers wait for it to pass.
pub const PATIENCE_MILLIS: u64 = 10_000;
/// For tests in which it does pass.
pub const SHORT_MILLIS: u64 = 250;

/// A store on the double.
pub struct Scene {
    pub double: Double,
    pub boxes_url: String,
    pub patience_millis: u64,
}

impl Scene {
    pub async fn new() -> Self {
        Self {
            double: Double::start().await,
            boxes_url: database().await,
            patience_millis: PATIENCE_MILLIS,
        }
    }

    /// A store that gives up on an answer soon.
    pub async fn impatient() -> Self {
        Self {
            patience_millis: SHORT_MILLIS,
            ..Self::new().await
        }
    }

    /// Another process's view of the store.
    pub async fn recorder(&self, stamp: Arc<dyn Stamp>) -> EventStoreJournal {
        let url = self.double.first().url(self.patience_millis);
        let journal = EventStoreJournal::connect(&url, &self.boxes_url, stamp).await;
        journal.unwrap()
    }

    /// The store, under a clock that stands still.
    pub async fn journal(&self) -> EventStoreJournal {
        self.recorder(ManualStamp::standing()).await
    }

    /// Number of events in the streams of Lanyard.
    pub fn written(&self) -> usize {
        let streams = self.double.streams();
        let ours = streams
            .iter()
            .filter(|(name, _)| name.starts_with("lanyard-"));
        ours.map(|(_, events)| events).sum()
    }

    /// The boxes, past the adapter.
    pub async fn boxes(&self) -> Client {
        connect(&self.boxes_url).await
    }
}

impl Subject for Scene {
    fn open(&self, stamp: Arc<dyn Stamp>) -> Answering<'_, Arc<dyn Journal>> {
        Box::pin(async move {
            let journal: Arc<dyn Journal> = Arc::new(self.recorder(stamp).await);
            journal
        })
    }
}

/// A database of its own, named by the server.
pub async fn database() -> String {
    let server = std::env::var("LANYARD_TEST_POSTGRES")
        .expect("LANYARD_TEST_POSTGRES is not set: run the tests by scripts/with-servers");
    let client = connect(&server).await;
    let name = format!("boxes_{}", unique(&client).await);
    let create = format!("CREATE DATABASE {name}");
    client.batch_execute(&create).await.unwrap();
    format!("{server}/{name}")
}

/// Something that nobody else has, also on a server that outlives this run.
pub async fn unique(client: &Client) -> String {
    let drawn = "SELECT replace(gen_random_uuid()::text, '-', '')";
    client.query_one(drawn, &[]).await.unwrap().get(0)
}

pub async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
