//! Term dates that run out: a school day cannot be counted beyond them, and nobody is to find that out on the day
//! (domain.md 3, two calendars). Told at start, in readiness, as a figure, and on the trust's dashboard.

use std::sync::Arc;
use std::time::Duration;

use jiff::ToSpan;
use lanyard_domain::clock::london_day;
use lanyard_events::{AcademyId, Day};
use lanyard_projections::directory::{AcademyRow, academies};

use crate::app::App;
use crate::error::AppError;

/// How long before the end of the last term it is told.
const AHEAD_DAYS: i64 = 60;
/// How often it is looked whether the views have caught up.
const CATCHING_UP: Duration = Duration::from_millis(250);

/// An academy whose term dates end soon, or have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermDates {
    /// Which academy.
    pub academy: AcademyId,
    /// Last day that is known; none where nobody has set any.
    pub known_until: Option<Day>,
}

impl App {
    /// Academies whose term dates end within 60 days, have ended, or were never set.
    ///
    /// # Errors
    /// When the views cannot be read.
    pub fn term_dates_ending(&self) -> Result<Vec<TermDates>, AppError> {
        let today = london_day(self.now()).date();
        let soon = today.checked_add(AHEAD_DAYS.days()).map_or(today, |it| it);
        let rows = self.reader.read(academies)?;
        Ok({ rows.iter() }
            .map(|row| TermDates {
                academy: row.academy,
                known_until: known_until(row),
            })
            .filter(|it| it.known_until.is_none_or(|last| last.date() <= soon))
            .collect())
    }

    fn say_in_the_log(&self) {
        for it in self.term_dates_ending().unwrap_or_default() {
            let known_until = it.known_until.map(|day| day.to_string());
            tracing::warn!(
                academy = %it.academy,
                known_until = known_until.as_deref().unwrap_or("never set"),
                "the term dates of an academy end within {AHEAD_DAYS} days or have ended: school days beyond \
                 them cannot be counted"
            );
        }
    }
}

/// Says so in the log, once: when the views show what was recorded before this process started. Before that no academy
/// may be there yet, or none of its terms.
pub(crate) fn log_term_dates(app: &Arc<App>) {
    let app = Arc::downgrade(app);
    tokio::spawn(async move {
        while let Some(app) = app.upgrade() {
            if app.shows_its_beginning() {
                return app.say_in_the_log();
            }
            drop(app);
            tokio::time::sleep(CATCHING_UP).await;
        }
    });
}

/// The last day of an academy's last term.
pub(crate) fn known_until(row: &AcademyRow) -> Option<Day> {
    row.terms.iter().map(|term| term.last).max()
}
