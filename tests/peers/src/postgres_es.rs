//! postgres-es, the store on PostgreSQL of the framework cqrs-es, without views and snapshots: a
//! command loads its aggregate, is decided, and its event is inserted in a transaction whose primary
//! key is the check of the version.

use std::sync::Arc;

use anyhow::Context as _;
use cqrs_es::event_sink::EventSink;
use cqrs_es::{Aggregate, AggregateError, DomainEvent};
use postgres_es::{PostgresCqrs, postgres_cqrs};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

use crate::work::{self, Job, Writer};

/// The table of events as `db/init.sql` of postgres-es declares it.
const TABLE: &str = "CREATE TABLE events (
    aggregate_type text                         NOT NULL,
    aggregate_id   text                         NOT NULL,
    sequence       bigint CHECK (sequence >= 0) NOT NULL,
    event_type     text                         NOT NULL,
    event_version  text                         NOT NULL,
    payload        json                         NOT NULL,
    metadata       json                         NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)
)";

/// Appends per second, into an empty database.
pub async fn run(url: &str, job: &Job) -> anyhow::Result<f64> {
    let connections = u32::try_from(job.writers).context("too many writers")?;
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .min_connections(connections)
        .connect(url)
        .await
        .context("PostgreSQL cannot be reached")?;
    sqlx::query(TABLE)
        .execute(&pool)
        .await
        .context("the table of events cannot be made")?;
    let framework = Arc::new(postgres_cqrs(pool, Vec::new(), ()));
    let writers = (0..job.writers).map(|_| Commands(Arc::clone(&framework)));
    work::run(writers.collect(), job).await
}

struct Commands(Arc<PostgresCqrs<Concern>>);

impl Writer for Commands {
    async fn append(&mut self, stream: Uuid, text: &str) -> anyhow::Result<bool> {
        let raise = Raise(text.to_owned());
        match self.0.execute(&stream.to_string(), raise).await {
            Ok(()) => Ok(true),
            Err(AggregateError::UserError(_) | AggregateError::AggregateConflict) => Ok(false),
            Err(error) => Err(error).context("postgres-es did not append"),
        }
    }
}

/// An aggregate of one event.
#[derive(Default, Serialize, Deserialize)]
struct Concern {
    is_raised: bool,
}

struct Raise(String);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Event {
    Raised { text: String },
}

#[derive(Debug, thiserror::Error)]
#[error("it is raised already")]
struct IsRaised;

impl DomainEvent for Event {
    fn event_type(&self) -> String {
        "Raised".to_owned()
    }

    fn event_version(&self) -> String {
        "1.0".to_owned()
    }
}

impl Aggregate for Concern {
    const TYPE: &'static str = "concern";
    type Command = Raise;
    type Event = Event;
    type Error = IsRaised;
    type Services = ();

    async fn handle(
        &mut self,
        Raise(text): Raise,
        _services: &(),
        sink: &EventSink<Self>,
    ) -> Result<(), IsRaised> {
        if self.is_raised {
            return Err(IsRaised);
        }
        sink.write(Event::Raised { text }, self).await;
        Ok(())
    }

    fn apply(&mut self, _event: Event) {
        self.is_raised = true;
    }
}
