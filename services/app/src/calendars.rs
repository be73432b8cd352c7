//! Academies' calendars, kept in memory and brought up to date from the store at every use: a
//! concern's clock (R1) must not run by yesterday's term dates.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use lanyard_domain::clock::SchoolCalendar;
use lanyard_events::academy::AcademyEvent;
use lanyard_events::{AcademyId, Event, Revision};
use lanyard_journal::JournalError;
use lanyard_vault::Opened;

use crate::app::App;
use crate::error::AppError;

/// Academy events read at once; a stream holds one a year.
const BATCH: u32 = 256;

#[derive(Clone)]
struct Kept {
    next: Revision,
    calendar: Arc<SchoolCalendar>,
}

/// Calendars as far as they were read.
#[derive(Default)]
pub(crate) struct Calendars(Mutex<BTreeMap<AcademyId, Kept>>);

impl App {
    /// The calendar of an academy; none when there is no such academy.
    pub(crate) async fn calendar(
        &self,
        academy: AcademyId,
    ) -> Result<Option<Arc<SchoolCalendar>>, AppError> {
        let kept = {
            let kept = self
                .calendars
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            kept.get(&academy).cloned()
        };
        let from = kept.as_ref().map_or(Revision(0), |kept| kept.next);
        let news = self
            .parts
            .journal
            .read_stream(academy.stream(), from, BATCH);
        let news = match (news.await, &kept) {
            // Term dates change once a year: while the store is away the last known ones are right.
            (Err(JournalError::Unavailable { .. }), Some(_)) => Vec::new(),
            (news, _) => news?,
        };
        let Some(last) = news.last() else {
            return Ok(kept.map(|kept| kept.calendar));
        };
        let next = last.event.envelope.revision.next();
        let mut calendar = kept.map(|kept| kept.calendar);
        for recorded in &news {
            if let Opened::Event(Event::Academy(event)) = self.parts.vault.open(&recorded.event)? {
                calendar = Some(Arc::new(after(calendar.as_deref(), event)?));
            }
        }
        if let Some(calendar) = &calendar {
            let mut kept = self
                .calendars
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            kept.insert(
                academy,
                Kept {
                    next,
                    calendar: Arc::clone(calendar),
                },
            );
        }
        Ok(calendar)
    }
}

fn after(before: Option<&SchoolCalendar>, event: AcademyEvent) -> Result<SchoolCalendar, AppError> {
    match event {
        AcademyEvent::Opened(opened) => {
            SchoolCalendar::new(&opened.day_ends, Vec::new(), Vec::new())
                .map_err(|error| AppError::internal("an academy's day has no end", error))
        }
        AcademyEvent::CalendarSet(set) => {
            let mut calendar = known(before)?;
            calendar.terms = set.terms;
            calendar.closed = set.closed.into_iter().collect();
            Ok(calendar)
        }
        AcademyEvent::ContactsSet(_) | AcademyEvent::DutySet(_) | AcademyEvent::DutyEnded(_) => {
            known(before)
        }
    }
}

fn known(before: Option<&SchoolCalendar>) -> Result<SchoolCalendar, AppError> {
    before.cloned().ok_or(AppError::Internal {
        what: "a calendar without an academy",
        source: None,
    })
}
