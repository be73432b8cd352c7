//! The application: every use case is a method of `App`, one file a resource.

use std::sync::Arc;
use std::time::Duration;

use lanyard_access::Policies;
use lanyard_blobs::Blobs;
use lanyard_domain::clock::can_count_ahead;
use lanyard_events::{At, EventId, Position, Taxonomy};
use lanyard_intake::Intake;
use lanyard_journal::Journal;
use lanyard_ledger::Ledger;
use lanyard_projections::{Reader, Views};
use lanyard_vault::Vault;

use crate::calendars::Calendars;
use crate::caller::Exclusions;
use crate::error::AppError;
use crate::looks::Looks;
use crate::policies::KeptInForce;
use crate::ports::{Clock, Promise, Randomness, event_id};
use crate::settled::Settled;
use crate::term_dates::log_term_dates;

/// How long a request waits for its view to catch up (design.md 1.6).
const CATCH_UP: Duration = Duration::from_secs(2);
/// How long a process may take to hear of an event that another has recorded.
const HEARING: Duration = Duration::from_millis(500);
/// A process is ready while its views are at most so many events behind. At the rates of design.md 8
/// this is well under the one second that is allowed.
const READY_LAG_EVENTS: u64 = 5_000;

/// Deadlines beyond what is known are refused, never guessed; whoever runs it is told a year before.
const NO_BANK_HOLIDAYS: &str = "the bank holidays of a coming year are missing: deadlines that reach into \
    it cannot be counted until a release brings them";

/// What the application stands on.
pub struct Parts {
    /// The store.
    pub journal: Arc<dyn Journal>,
    /// The way to the recorder.
    pub intake: Arc<dyn Intake>,
    /// Keys.
    pub vault: Arc<Vault>,
    /// Evidence files; none where a part of a cluster was given no place that the others share.
    pub blobs: Option<Arc<Blobs>>,
    /// The log; none in a process that only records.
    pub ledger: Arc<Ledger>,
    /// This process's views.
    pub views: Arc<Views>,
    /// Who may.
    pub policies: Arc<Policies>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness for ids.
    pub randomness: Arc<dyn Randomness>,
    /// Whether a new concern that waits for the recorder is safe.
    pub promise: Arc<dyn Promise>,
    /// The highest format of events that this release reads.
    pub format: u16,
}

/// The use cases over their parts.
pub struct App {
    pub(crate) parts: Parts,
    pub(crate) reader: Reader,
    pub(crate) looks: Looks,
    pub(crate) exclusions: Exclusions,
    pub(crate) calendars: Calendars,
    pub(crate) in_force: KeptInForce,
    pub(crate) settled: Settled,
    /// The end of the record when this process started.
    began_at: Position,
}

/// Whether this process can answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// Whether it can.
    pub ready: bool,
    /// How many events its views of casework are behind.
    pub lag_events: u64,
    /// How many those of looks are, which never hold up readiness.
    pub looks_lag_events: u64,
    /// What stands in the way, in plain words.
    pub reasons: Vec<&'static str>,
    /// What does not work although it answers.
    pub impaired: Vec<&'static str>,
}

impl App {
    /// Joins the parts and starts the writer of access records on the current runtime.
    #[must_use]
    pub fn start(parts: Parts) -> Arc<Self> {
        let reader = parts.views.reader();
        let began_at = parts.journal.head();
        if let Err(error) = can_count_ahead(parts.clock.now()) {
            tracing::error!(%error, "{NO_BANK_HOLIDAYS}");
        }
        let looks = Looks::start(
            Arc::clone(&parts.intake),
            Arc::clone(&parts.vault),
            Arc::clone(&parts.clock),
            Arc::clone(&parts.randomness),
        );
        let app = Arc::new(Self {
            parts,
            reader,
            looks,
            exclusions: Exclusions::default(),
            calendars: Calendars::default(),
            in_force: KeptInForce::default(),
            settled: Settled::default(),
            began_at,
        });
        log_term_dates(&app);
        app
    }

    /// The end of the record.
    #[must_use]
    pub fn head(&self) -> Position {
        self.parts.journal.head()
    }

    /// Up to where this process's views show the record.
    #[must_use]
    pub fn position(&self) -> Position {
        self.parts.views.position()
    }

    /// Waits until this process's views have got to a position that the client has seen.
    ///
    /// # Errors
    /// `PositionBeyondHead` for a position never given out, `Behind` after two seconds.
    pub async fn wait_for(&self, position: Position) -> Result<(), AppError> {
        if position > self.head() {
            self.hear_of(position).await?;
        }
        self.parts
            .views
            .wait_for(position, CATCH_UP)
            .await
            .map_err(|_| AppError::Behind)
    }

    /// A process hears of the newest events a moment after the client did who caused them; where it
    /// has not, the store itself says whether it has got so far.
    async fn hear_of(&self, position: Position) -> Result<(), AppError> {
        let mut head = self.parts.journal.watch();
        let heard = head.wait_for(|head| *head >= position);
        if matches!(tokio::time::timeout(HEARING, heard).await, Ok(Ok(_))) {
            return Ok(());
        }
        // What a client sends may be the place of no event, and so is only compared.
        match self.parts.journal.newest().await {
            Ok(Some(newest)) if newest.position >= position => Ok(()),
            Ok(_) => Err(AppError::PositionBeyondHead),
            Err(_) => Err(AppError::Behind),
        }
    }

    /// Whether the views show what was recorded before this process started.
    pub(crate) fn shows_its_beginning(&self) -> bool {
        self.position() >= self.began_at
    }

    /// Whether this process can answer, and what stands in the way.
    #[must_use]
    pub fn readiness(&self) -> Readiness {
        let head = self.head();
        let views = &self.parts.views;
        let shown = views.position();
        let lag_events = self.parts.ledger.events_between(shown, head);
        let mut reasons = Vec::new();
        if !self.shows_its_beginning() || lag_events > READY_LAG_EVENTS {
            reasons.push("the views have not caught up with the record");
        }
        if self.parts.ledger.is_disowned() {
            reasons.push("this server's record is not the one that was signed");
        }
        Readiness {
            ready: reasons.is_empty(),
            lag_events,
            looks_lag_events: self
                .parts
                .ledger
                .events_between(views.looks_position(), head),
            reasons,
            impaired: { can_count_ahead(self.now()).err() }
                .map(|_| NO_BANK_HOLIDAYS)
                .into_iter()
                .collect(),
        }
    }

    /// The taxonomy in force: what ships, and the trust's own categories.
    ///
    /// # Errors
    /// When the views cannot be read.
    pub fn taxonomy(&self) -> Result<Arc<Taxonomy>, AppError> {
        Ok(Arc::clone(&self.in_force()?.taxonomy))
    }

    /// The moment now, by the process's clock.
    #[must_use]
    pub fn time(&self) -> At {
        self.now()
    }

    pub(crate) fn now(&self) -> At {
        self.parts.clock.now()
    }

    pub(crate) fn event_id(&self, at: At) -> EventId {
        event_id(at, self.parts.randomness.as_ref())
    }

    /// Runs a query of the views away from the thread that serves connections.
    pub(crate) async fn query<T: Send + 'static>(
        &self,
        query: impl FnOnce(
            &lanyard_projections::Reading<'_>,
        ) -> Result<T, lanyard_projections::ViewError>
        + Send
        + 'static,
    ) -> Result<T, AppError> {
        let reader = self.reader.clone();
        tokio::task::spawn_blocking(move || reader.read(query))
            .await
            .map_err(|error| AppError::internal("a query of the views was cut off", error))?
            .map_err(AppError::from)
    }
}
