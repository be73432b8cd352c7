//! Ridgeway Learning Trust in a folder of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lanyard::clock::{SettableClock, SystemClock};
use lanyard::config::{Complete, Settings};
use lanyard::demo::{self, Ridgeway, School, Scribe};
use lanyard::process::Process;
use lanyard::serve::{Served, listen};
use lanyard_app::Clock;
use lanyard_events::{At, Position, PupilId, StaffId, StreamKind};
use lanyard_worker::Post;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::client::{Client, Seen};
use crate::mail::MailServer;

/// Pupils enrolled at each academy: enough for every story, few enough to start at once.
const PUPILS_EACH: usize = 8;

/// A running trust.
pub struct World {
    /// The story's clock.
    pub clock: Arc<SettableClock>,
    /// Who there is.
    pub ridgeway: Ridgeway,
    settings: Complete,
    base: String,
    seen: Arc<Seen>,
    issuer: demo::issuer::Issuer,
    running: Option<(Process, Served)>,
    runtime: Runtime,
    folder: TempDir,
}

/// Names of the pupils of the stories at Oakfield.
#[derive(Debug, Clone, Copy)]
pub struct Oakfield {
    /// Amara Example, year 8.
    pub amara: PupilId,
    /// Amara Sample, year 8.
    pub other_amara: PupilId,
    /// Niamh Byrne, Callum Byrne's daughter.
    pub niamh: PupilId,
    /// Another pupil.
    pub another: PupilId,
}

impl World {
    /// A trust at a moment of a story, in London time: `2026-11-10T14:05`.
    ///
    /// # Panics
    /// When it cannot be built: then nothing can be tested.
    #[must_use]
    pub fn at(london: &str) -> Self {
        let folder = TempDir::new().expect("a folder for the test");
        let data_dir = folder.path().join("data");
        let settings = settings(&data_dir);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime for the test");
        let clock = Arc::new(SettableClock::default());
        clock.set(moment("2026-09-01T09:00"));
        let (ridgeway, running) = runtime.block_on(async {
            let process = start(&settings, &clock).await;
            let ridgeway = people(&process, &settings).await;
            let served = listen(&process, &settings)
                .await
                .expect("the API is served");
            (ridgeway, (process, served))
        });
        clock.set(moment(london));
        let issuer = demo::issuer::Issuer::open(&data_dir).expect("the issuer of tokens");
        Self {
            clock,
            ridgeway,
            base: format!("http://{}", running.1.address),
            settings,
            seen: Arc::default(),
            issuer,
            running: Some(running),
            runtime,
            folder,
        }
    }

    /// Moves the story's clock.
    pub fn now(&self, london: &str) {
        self.clock.set(moment(london));
    }

    /// Somebody of the stories, by first name.
    ///
    /// # Panics
    /// When nobody is called that.
    #[must_use]
    pub fn client(&self, name: &str) -> Client {
        assert!(demo::find(name).is_some(), "nobody is called {name}");
        self.with_token(self.token(name))
    }

    /// A token of whoever has this log-in, if anybody has.
    ///
    /// # Panics
    /// When no token can be made.
    #[must_use]
    pub fn token(&self, login: &str) -> String {
        // Tokens are checked by the machine's clock, whatever the story's says.
        self.issuer
            .person(login, SystemClock.now())
            .expect("a token")
    }

    /// The school system of all academies, with these scopes.
    ///
    /// # Panics
    /// When no token can be made.
    #[must_use]
    pub fn mis(&self, scope: &str) -> Client {
        self.mis_of(
            &[School::Oakfield, School::StAldhelms, School::Beacon],
            scope,
        )
    }

    /// The school system of some academies.
    ///
    /// # Panics
    /// When no token can be made.
    #[must_use]
    pub fn mis_of(&self, schools: &[School], scope: &str) -> Client {
        let academies: Vec<_> = schools
            .iter()
            .map(|school| self.ridgeway.academies[school])
            .collect();
        let token = self
            .issuer
            .client(demo::mis_id(), scope, &academies, Clock::now(&SystemClock));
        self.with_token(token.expect("a token"))
    }

    /// Somebody with any token.
    #[must_use]
    pub fn with_token(&self, token: String) -> Client {
        Client::new(&self.base, Some(token), Arc::clone(&self.seen))
    }

    /// Nobody.
    #[must_use]
    pub fn nobody(&self) -> Client {
        Client::new(&self.base, None, Arc::clone(&self.seen))
    }

    /// The id of an academy.
    #[must_use]
    pub fn academy(&self, school: School) -> String {
        self.ridgeway.academies[&school].to_string()
    }

    /// The id of a member of staff.
    #[must_use]
    pub fn staff(&self, name: &str) -> StaffId {
        self.ridgeway.staff[name]
    }

    /// The pupils of the stories.
    #[must_use]
    pub fn oakfield(&self) -> Oakfield {
        let pupils = &self.ridgeway.pupils[&School::Oakfield];
        Oakfield {
            amara: pupils[1],
            niamh: pupils[2],
            another: pupils[3],
            other_amara: pupils[6],
        }
    }

    /// A pupil of a school.
    #[must_use]
    pub fn pupil_of(&self, school: School) -> PupilId {
        self.ridgeway.pupils[&school][0]
    }

    /// The address of the server.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The folder of the data.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The trust's public log key.
    ///
    /// # Panics
    /// When it was not written.
    #[must_use]
    pub fn vkey(&self) -> String {
        std::fs::read_to_string(self.data_dir().join("log.vkey"))
            .expect("the public key")
            .trim()
            .to_owned()
    }

    /// Appends fillers and publishes the log, as happens every night.
    ///
    /// # Panics
    /// When it fails.
    pub fn publish(&self) {
        let (process, _) = self.running.as_ref().expect("the server runs");
        let filled = self
            .runtime
            .block_on(lanyard_worker::fill(&process.app, &process.ledger));
        assert!(filled, "the log was not published");
    }

    /// Moves entries whose clocks have run out and reminds of everything that is due by now, as the
    /// worker does; waits until the views have it.
    ///
    /// # Panics
    /// When it fails.
    pub fn remind(&self) {
        let (process, _) = self.running.as_ref().expect("the server runs");
        let app = &process.app;
        self.runtime.block_on(async {
            // The views have to know what was recorded; then one level after the other.
            loop {
                let head = process.journal.head();
                while app.position() < head {
                    tokio::time::sleep(std::time::Duration::from_millis(2)).await;
                }
                let moved = app.run_clocks_out().await.expect("clocks can be run out");
                let added = app.add_term_reviews().await.expect("reviews can be added");
                let reminded = app.remind().await.expect("reminders can be given");
                if moved + added + reminded == 0 {
                    return;
                }
            }
        });
    }

    /// Runs again whatever follows from every event, as the worker does whose place was lost, and what follows from
    /// that; waits until the views have it.
    ///
    /// # Panics
    /// When it fails.
    pub fn react_again(&self) {
        let (process, _) = self.running.as_ref().expect("the server runs");
        let app = &process.app;
        self.runtime.block_on(async {
            let mut after = Position(0);
            loop {
                let events = process.journal.read_all(after, u32::MAX);
                let events = events.await.expect("the store can be read");
                let Some(last) = events.last() else {
                    break;
                };
                after = last.position;
                for recorded in &events {
                    let mut tries = 0;
                    // The worker's own loop may be at the same.
                    while let Err(error) = app.follow_up_all(recorded).await {
                        tries += 1;
                        assert!(tries < 10, "what follows cannot be run: {error}");
                    }
                }
            }
            app.wait_for(process.journal.head())
                .await
                .expect("the views follow");
        });
    }

    /// Sends every email that is due by now, as the worker does; waits until the views have it.
    ///
    /// # Panics
    /// When store or settings do not allow it; not when the mail server does not.
    pub fn deliver(&self, server: &MailServer) {
        let (process, _) = self.running.as_ref().expect("the server runs");
        let app = &process.app;
        let mailer = lanyard::process::mailer(&server.settings()).expect("the mail server is set");
        let post = Post {
            mailer,
            sending: Arc::default(),
        };
        let (_stopper, stop) = lanyard_worker::stop();
        self.runtime.block_on(async {
            for _before_and_after in 0..2 {
                let head = process.journal.head();
                app.wait_for(head).await.expect("the views follow");
                post.deliver_due(app, &stop)
                    .await
                    .expect("the store is there");
            }
            app.wait_for(process.journal.head())
                .await
                .expect("the views follow");
        });
    }

    /// How many events there are but those of the record's own workings: what a refusal must not
    /// change.
    ///
    /// # Panics
    /// When the store cannot be read.
    #[must_use]
    pub fn recorded(&self) -> usize {
        let (process, _) = self.running.as_ref().expect("the server runs");
        let all = process.journal.read_all(Position(0), u32::MAX);
        let events = self.runtime.block_on(all).expect("the store can be read");
        events
            .iter()
            .map(|recorded| recorded.event.envelope.stream.kind)
            // Reminders come by themselves, with time.
            .filter(|kind| !kind.is_record() && *kind != StreamKind::Clock)
            .count()
    }

    /// Stream and type of every event but those of the record's own workings, in the order of the record.
    ///
    /// # Panics
    /// When the store cannot be read.
    #[must_use]
    pub fn in_order(&self) -> Vec<(String, String)> {
        let (process, _) = self.running.as_ref().expect("the server runs");
        let all = process.journal.read_all(Position(0), u32::MAX);
        let events = self.runtime.block_on(all).expect("the store can be read");
        { events.iter() }
            .map(|recorded| &recorded.event.envelope)
            .filter(|envelope| !envelope.stream.kind.is_record())
            .map(|envelope| (envelope.stream.to_string(), envelope.event_type.to_string()))
            .collect()
    }

    /// Starts a second process on the folder of the running one; the error is what start-up said.
    ///
    /// # Errors
    /// Always, if it is as it should be.
    pub fn start_second(&self) -> anyhow::Result<()> {
        self.runtime
            .block_on(async {
                let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
                Process::start(&self.settings, clock).await
            })
            .map(drop)
    }

    /// Stops the server, leaving its folder.
    pub fn stop(&mut self) {
        if let Some((process, served)) = self.running.take() {
            self.runtime.block_on(async {
                served.stop().await;
                process.shut_down().await;
            });
        }
    }

    /// Starts it again on the same folder; the error is what start-up said.
    ///
    /// # Errors
    /// When the process refuses to start.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        let running = self.runtime.block_on(async {
            let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
            let process = Process::start(&self.settings, clock).await?;
            let served = listen(&process, &self.settings).await?;
            anyhow::Ok((process, served))
        })?;
        self.base = format!("http://{}", running.1.address);
        self.running = Some(running);
        Ok(())
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A moment of London time; of UTC where a `Z` ends it, for the hour that comes twice.
///
/// # Panics
/// When the text is no time.
#[must_use]
pub fn moment(london: &str) -> At {
    if london.ends_with('Z') {
        return london.parse().expect("a time like 2026-10-25T01:04:00Z");
    }
    let time: jiff::civil::DateTime = london.parse().expect("a time like 2026-11-10T14:05");
    At::from_jiff(
        time.in_tz("Europe/London")
            .expect("a time that London has")
            .timestamp(),
    )
}

fn settings(data_dir: &Path) -> Complete {
    let plain = Settings::load(None).expect("no settings but the defaults");
    let mut settings =
        demo::settings(plain, Some(data_dir.to_owned()), None).expect("a demonstration");
    settings.settings.listen = ([127, 0, 0, 1], 0).into();
    // Stories ask for much that is not shown; the limit has tests of its own.
    settings.settings.not_shown_per_minute = None;
    settings
}

async fn start(settings: &Complete, clock: &Arc<SettableClock>) -> Process {
    Process::start(settings, Arc::clone(clock) as Arc<dyn Clock>)
        .await
        .expect("the process starts")
}

async fn people(process: &Process, settings: &Complete) -> Ridgeway {
    let scribe = Scribe::new(Arc::clone(&process.app));
    let first = jiff::civil::date(2026, 9, 1);
    let mut ridgeway = demo::found(&scribe, &settings.trust_name, &settings.origin, first)
        .await
        .expect("the trust is founded");
    let mut each: BTreeMap<School, usize> = BTreeMap::new();
    let few: Vec<_> = demo::pupils(first)
        .into_iter()
        .filter(|pupil| {
            let number = each.entry(pupil.school).or_default();
            *number += 1;
            *number <= PUPILS_EACH
        })
        .collect();
    demo::enrol(&scribe, &mut ridgeway, &few)
        .await
        .expect("the pupils are enrolled");
    process
        .app
        .wait_for(process.app.head())
        .await
        .expect("the views follow");
    ridgeway
}
