//! The contract of the journal, unchanged.

use std::sync::Arc;

use lanyard_journal::contract::Subject;
use lanyard_journal::{Answering, EventStoreJournal, Journal, Stamp, journal_contract};

use crate::scene::{Scene, connect, database, unique};

/// A store on a real server, under stream names of its own.
struct Real {
    url: String,
    boxes_url: String,
    word: String,
}

impl Subject for Real {
    fn open(&self, stamp: Arc<dyn Stamp>) -> Answering<'_, Arc<dyn Journal>> {
        Box::pin(async move {
            let journal =
                EventStoreJournal::connect_under(&self.word, &self.url, &self.boxes_url, stamp);
            let journal: Arc<dyn Journal> = Arc::new(journal.await.unwrap());
            journal
        })
    }
}

/// The server under test.
enum Chosen {
    Double(Scene),
    Real(Real),
}

impl Subject for Chosen {
    fn open(&self, stamp: Arc<dyn Stamp>) -> Answering<'_, Arc<dyn Journal>> {
        match self {
            Self::Double(scene) => scene.open(stamp),
            Self::Real(real) => real.open(stamp),
        }
    }
}

async fn fresh() -> Chosen {
    let Ok(url) = std::env::var("EVENTSTORE_URL") else {
        return Chosen::Double(Scene::new().await);
    };
    let boxes_url = database().await;
    let word = unique(&connect(&boxes_url).await).await;
    Chosen::Real(Real {
        url,
        boxes_url,
        word: format!("lanyard-test-{word}"),
    })
}

journal_contract!(fresh);
