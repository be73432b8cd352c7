//! UmaDB, over its own protocol and with its own client. A stream is a tag; that it is new is a
//! condition on the tag, which the server checks against all that it holds.

use anyhow::Context as _;
use umadb_client::{AsyncUmaDbClient, UmaDbClient};
use umadb_dcb::{
    DcbAppendCondition, DcbError, DcbEvent, DcbEventStoreAsync as _, DcbQuery, DcbQueryItem,
};
use uuid::Uuid;

use crate::work::{self, Job, Writer};

/// Appends per second. Every writer has a connection of its own, as in UmaDB's own benchmarks.
pub async fn run(url: &str, job: &Job) -> anyhow::Result<f64> {
    let mut writers = Vec::new();
    for _ in 0..job.writers {
        let client = UmaDbClient::new(url.to_owned()).connect_async().await;
        writers.push(Client(client.context("UmaDB cannot be reached")?));
    }
    work::run(writers, job).await
}

struct Client(AsyncUmaDbClient);

impl Writer for Client {
    async fn append(&mut self, stream: Uuid, text: &str) -> anyhow::Result<bool> {
        let tag = format!("concern:{stream}");
        let event = DcbEvent::new()
            .event_type("Raised")
            .tags([tag.as_str()])
            .data(text)
            // Ours has a command id: a repeat is known by it. Theirs is the event's.
            .uuid(Uuid::new_v4());
        let is_there = DcbQuery::new().item(DcbQueryItem::new().tags([tag]));
        let condition = DcbAppendCondition::new(is_there);
        match self.0.append(vec![event], Some(condition), None).await {
            Ok(_) => Ok(true),
            Err(DcbError::IntegrityError(_)) => Ok(false),
            Err(error) => Err(error).context("UmaDB did not append"),
        }
    }
}
