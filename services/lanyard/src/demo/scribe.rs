//! Sends commands as the people of the demonstration, as if they came in over the API.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;
use lanyard_app::{App, Context, Done, Idempotency, Login};
use lanyard_events::Revision;

use super::issuer::ISSUER;

/// Sends commands.
#[derive(Clone)]
pub struct Scribe {
    /// The use cases.
    pub app: Arc<App>,
    counter: Arc<AtomicU64>,
}

impl Scribe {
    /// Over one application.
    #[must_use]
    pub fn new(app: Arc<App>) -> Self {
        Self {
            app,
            counter: Arc::new(AtomicU64::new(0)),
        }
    }

    /// The context of one command: who, by which route, with a key of its own.
    ///
    /// # Errors
    /// When the person is not on the register.
    pub async fn as_person(&self, name: &str, route: &'static str) -> anyhow::Result<Context> {
        let login = Login::Person {
            issuer: ISSUER.to_owned(),
            subject: name.to_owned(),
        };
        let caller = self
            .app
            .caller(&login)
            .await
            .with_context(|| format!("{name} is not known"))?;
        Ok(Context {
            caller,
            route,
            idempotency: Some(self.key()),
            if_match: None,
        })
    }

    /// As `as_person`, for a change made on a revision.
    ///
    /// # Errors
    /// When the person is not on the register.
    pub async fn on_revision(
        &self,
        name: &str,
        route: &'static str,
        revision: Revision,
    ) -> anyhow::Result<Context> {
        let mut context = self.as_person(name, route).await?;
        context.if_match = Some(revision);
        Ok(context)
    }

    /// Waits until the views show what was done.
    ///
    /// # Errors
    /// When they do not within two seconds.
    pub async fn settle(&self, done: &Done) -> anyhow::Result<()> {
        self.app
            .wait_for(done.position)
            .await
            .context("the views do not follow")
    }

    /// A version 7 key, so that commands land where the store expects them.
    fn key(&self) -> Idempotency {
        let number = self.counter.fetch_add(1, Ordering::Relaxed);
        let millis = u64::try_from(self.app.time().millis()).unwrap_or(0);
        let mut tail = [0; 10];
        tail[2..].copy_from_slice(&number.to_be_bytes());
        let key = uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid();
        Idempotency {
            key: key.to_string(),
            content: [0; 32],
        }
    }
}
