//! Builds the demonstration on an empty store, with progress shown.

use std::io::Write;
use std::sync::Arc;

use anyhow::Context as _;
use lanyard_app::Clock;
use lanyard_events::At;

use super::enrol::enrol;
use super::found::{Ridgeway, found};
use super::pupils::pupils;
use super::scribe::Scribe;
use super::work::work;
use crate::clock::SettableClock;
use crate::config::Complete;
use crate::process::Process;

/// Lists the academies, for the school system's token.
pub const ACADEMIES: &str = "academies.json";
/// Marks that the demonstration was built to its end.
pub const BUILT: &str = "demonstration.built";
/// School days of work: a term has about sixty.
const DAYS: usize = 55;

/// Builds on the first start; afterwards does nothing. A build that was cut off cannot go on, since
/// its days have passed: it says so.
pub async fn build(
    process: &Process,
    clock: &Arc<SettableClock>,
    settings: &Complete,
) -> anyhow::Result<()> {
    let built = settings.data_dir.join(BUILT);
    if built.exists() {
        return Ok(());
    }
    anyhow::ensure!(
        process.journal.head().0 == 0,
        "the demonstration in {} was cut off while it was made: remove the folder and start again",
        settings.data_dir.display()
    );
    let ridgeway = make(process, clock, settings).await?;
    clock.release();
    let academies: Vec<_> = ridgeway.academies.values().collect();
    std::fs::write(
        settings.data_dir.join(ACADEMIES),
        serde_json::to_vec(&academies).context("the academies could not be written")?,
    )
    .context("the academies could not be written")?;
    progress("publishing the log");
    anyhow::ensure!(
        lanyard_worker::fill(&process.app, &process.ledger).await,
        "the first public checkpoint could not be made"
    );
    std::fs::write(built, "").context("the demonstration could not be marked as built")?;
    progress(&format!(
        "done: {} events in the record",
        process.journal.head().0
    ));
    Ok(())
}

async fn make(
    process: &Process,
    clock: &Arc<SettableClock>,
    settings: &Complete,
) -> anyhow::Result<Ridgeway> {
    let today = clock
        .now()
        .jiff()
        .to_zoned(jiff::tz::TimeZone::get("Europe/London").context("no time zone data")?)
        .date();
    let days = super::term::weekdays_before(today, DAYS);
    let first = *days.first().context("there are no days before today")?;
    let before = first
        .yesterday()
        .and_then(|day| day.at(9, 0, 0, 0).in_tz("Europe/London"))
        .context("there is no day before the first")?;
    clock.set(At::from_jiff(before.timestamp()));

    progress("founding Ridgeway Learning Trust");
    let scribe = Scribe::new(Arc::clone(&process.app));
    let mut ridgeway = found(&scribe, &settings.trust_name, &settings.origin, first).await?;
    let all = pupils(september_before(first));
    progress(&format!("enrolling {} pupils", all.len()));
    enrol(&scribe, &mut ridgeway, &all).await?;
    progress(&format!("{} school days of work", days.len()));
    work(&scribe, clock, &ridgeway, &days).await?;
    Ok(ridgeway)
}

/// The first day of the school year that a day lies in.
pub fn september_before(day: jiff::civil::Date) -> jiff::civil::Date {
    let year = if day.month() >= 9 {
        day.year()
    } else {
        day.year() - 1
    };
    jiff::civil::date(year, 9, 1)
}

/// One line on standard error: a terminal shows it, a service's log keeps it.
fn progress(words: &str) {
    // Nobody watching is no reason to stop.
    let _unseen = writeln!(std::io::stderr(), "demonstration: {words}");
}
