//! Moves that the system makes at the end of a clock: a change for a time ends by itself (S13).

use lanyard_domain::Aggregate;
use lanyard_domain::register::{Entry, Linked, MakeMove, SentFields};
use lanyard_events::{AcademyId, At, EntryId};
use lanyard_projections::registers::run_out;

use crate::app::App;
use crate::error::AppError;

/// Entries moved in one go; what is left comes with the next.
const AT_ONCE: u32 = 500;

impl App {
    /// Moves every entry whose clock has run out; answers how many were due. An entry that was moved
    /// already is not moved again.
    ///
    /// # Errors
    /// When the store or the recorder is away: to be asked again.
    pub async fn run_clocks_out(&self) -> Result<usize, AppError> {
        let now = self.now();
        let due = self.reader.read(|views| run_out(views, now, AT_ONCE))?;
        for (entry, academy, clock) in &due {
            self.move_at_end(*entry, *academy, clock, now).await?;
        }
        Ok(due.len())
    }

    async fn move_at_end(
        &self,
        entry: EntryId,
        academy: Option<AcademyId>,
        clock: &str,
        now: At,
    ) -> Result<(), AppError> {
        let loaded = self.load::<Entry>(entry.stream()).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(());
        };
        // The view may lag: the entry itself says whether the clock still runs, and until when.
        let has_run_out = { record.clocks.get(clock) }.is_some_and(|it| it.due.at <= now);
        let in_force = self.in_force()?;
        let register = in_force.register(&record.register);
        let made = register.and_then(|it| it.clock(clock)?.at_end.as_ref());
        let (Some(register), Some(made), true) = (register, made, has_run_out) else {
            return Ok(());
        };
        let mut linked = Linked::default();
        linked.stands(register, &loaded.state);
        let make = MakeMove {
            around: { self.around_entry(register, academy, &linked, Some(entry.stream())) }.await?,
            made: made.to_string(),
            fields: SentFields::new(),
            set: Vec::new(),
            by: None,
        };
        let events = match Entry::decide(&loaded.state, make.into(), now) {
            Ok(events) => events,
            Err(refusal) => {
                tracing::warn!(
                    code = refusal.code().name(),
                    "an entry does not move at the end of its clock"
                );
                return Ok(());
            }
        };
        if events.is_empty() {
            return Ok(());
        }
        let events = events.into_iter().map(Into::into).collect();
        let stream = entry.stream();
        self.submit_as_system(now, (stream, academy), loaded.tip, events)
            .await
            .map(|_| ())
    }
}
