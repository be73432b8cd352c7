//! A small trust in a folder that the built program can serve: founded with its people, few pupils.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use lanyard::clock::{SettableClock, SystemClock};
use lanyard::config::Settings;
use lanyard::demo::{self, Ridgeway, School, Scribe};
use lanyard::process::Process;
use lanyard_app::Clock;
use lanyard_events::At;

/// Pupils enrolled at each academy.
const PUPILS_EACH: usize = 8;
/// It was founded so long ago, in milliseconds: two weeks.
const AGE_MILLIS: i64 = 14 * 86_400_000;

/// The folder and who there is.
pub struct Prepared {
    /// Folder of the store, the views and the log.
    pub data_dir: PathBuf,
    /// Academies, staff and pupils.
    pub ridgeway: Ridgeway,
    issuer: demo::issuer::Issuer,
}

impl Prepared {
    /// Founds the trust in a new folder, publishes its log and closes it.
    ///
    /// # Errors
    /// When anything is refused.
    pub async fn make(data_dir: &Path) -> anyhow::Result<Self> {
        let clock = Arc::new(SettableClock::default());
        let founded = At::from_millis(Clock::now(&SystemClock).millis() - AGE_MILLIS);
        clock.set(founded);
        let settings = demo::settings(Settings::load(None)?, Some(data_dir.to_owned()), None)?;
        let process = Process::start(&settings, Arc::clone(&clock) as Arc<dyn Clock>).await?;
        let scribe = Scribe::new(Arc::clone(&process.app));
        let first = founded.jiff().to_zoned(jiff::tz::TimeZone::UTC).date();
        let mut ridgeway =
            demo::found(&scribe, &settings.trust_name, &settings.origin, first).await?;
        demo::enrol(&scribe, &mut ridgeway, &few(first)).await?;
        drop(scribe);
        clock.release();
        let published = lanyard_worker::fill(&process.app, &process.ledger).await;
        anyhow::ensure!(published, "the log was not published");
        let academies: Vec<_> = ridgeway.academies.values().collect();
        std::fs::write(
            data_dir.join(demo::ACADEMIES),
            serde_json::to_vec(&academies)?,
        )?;
        std::fs::write(data_dir.join(demo::BUILT), "")?;
        process.shut_down().await;
        Ok(Self {
            data_dir: data_dir.to_owned(),
            ridgeway,
            issuer: demo::issuer::Issuer::open(data_dir)?,
        })
    }

    /// A token of somebody of the stories, by first name, as the value of `Authorization`.
    ///
    /// # Errors
    /// When nobody is called that.
    pub fn bearer(&self, name: &str) -> anyhow::Result<String> {
        demo::find(name).with_context(|| format!("nobody is called {name}"))?;
        let token = self.issuer.person(name, Clock::now(&SystemClock))?;
        Ok(format!("Bearer {token}"))
    }
}

fn few(first: jiff::civil::Date) -> Vec<demo::Pupil> {
    let mut each: BTreeMap<School, usize> = BTreeMap::new();
    let pupils = demo::pupils(demo::september_before(first)).into_iter();
    pupils
        .filter(|pupil| {
            let number = each.entry(pupil.school).or_default();
            *number += 1;
            *number <= PUPILS_EACH
        })
        .collect()
}
