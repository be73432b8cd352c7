//! How long a body may be, and how long it may take: files are let in by one way only.

use std::time::Duration;

use lanyard_app::{MOST_FILE_BYTES, MOST_PUPIL_FILE_BYTES};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::routes::{Route, SentFile};
use crate::settings::Settings;

/// What stands beside a file: its name, its description, who was there.
const BESIDE_FILE_BYTES: usize = 64 * 1024;
/// The longest file as base64 in JSON over a line of 4 Mbit/s, as many schools have.
const FILE_TIMEOUT: Duration = Duration::from_secs(75);
/// Requests with files at one time: each is held in memory three times over until it is parsed, and once until it
/// is sealed and stored. Others wait.
const FILES_AT_ONCE: u32 = 4;
/// A file of many small values takes several times its length in memory while it is read, so it is read alone.
const ALONE: u32 = FILES_AT_ONCE;
/// JSON values in one body. A child's file of 16 MiB has some 400,000: each of what happened is a dozen, and most of
/// its bytes are words. More would fill the memory of a server from a short body.
const MOST_VALUES: usize = 600_000;
/// Of a body that is too large so many times the limit is read and dropped, so that the client
/// gets to the answer instead of a broken connection.
const DRAINED_TIMES: usize = 16;

static ROOM: Semaphore = Semaphore::const_new(FILES_AT_ONCE as usize);

/// What a body may be.
#[derive(Debug, Clone, Copy)]
pub(in crate::asked) struct Allowed {
    /// Most bytes that are taken.
    pub(super) bytes: usize,
    /// Most JSON values in it.
    pub(super) values: usize,
    /// Most bytes that are read, to be answered that they are too many.
    pub(super) drained: usize,
    /// How long it may take.
    pub(super) time: Duration,
}

impl Allowed {
    /// Of most routes.
    pub(super) const fn of(settings: &Settings) -> Self {
        Self {
            bytes: settings.body_bytes,
            values: MOST_VALUES,
            drained: settings.body_bytes.saturating_mul(DRAINED_TIMES),
            time: settings.body_timeout,
        }
    }

    /// The same, of a body of which less is taken.
    pub(in crate::asked) fn up_to(mut self, bytes: usize) -> Self {
        self.bytes = self.bytes.min(bytes);
        self
    }

    /// At a route.
    pub(in crate::asked) fn at(route: &Route, settings: &Settings) -> Self {
        let file_bytes = match route.file() {
            None => return Self::of(settings),
            Some(SentFile::Evidence) => MOST_FILE_BYTES.div_ceil(3) * 4,
            Some(SentFile::OfPupil) => MOST_PUPIL_FILE_BYTES,
        };
        let file_bytes = usize::try_from(file_bytes).unwrap_or(usize::MAX);
        let bytes = file_bytes.saturating_add(BESIDE_FILE_BYTES);
        Self {
            bytes,
            values: MOST_VALUES,
            drained: bytes.saturating_mul(2),
            time: settings.body_timeout.max(FILE_TIMEOUT),
        }
    }
}

/// Room in memory for one file.
pub(in crate::asked) type Room = SemaphorePermit<'static>;

/// Waits until there is room in memory for the body of a route.
pub(in crate::asked) async fn room(route: &Route) -> Option<Room> {
    let room = match route.file()? {
        SentFile::Evidence => 1,
        SentFile::OfPupil => ALONE,
    };
    // It is never closed.
    ROOM.acquire_many(room).await.ok()
}
