//! Feeding the views: batches in store order, rows and position in one transaction.

use std::path::{Path, PathBuf};
use std::time::Duration;

use lanyard_events::{EventId, Position, StreamId};
use tokio::sync::watch;

use crate::error::{ViewError, WaitError};
use crate::file::{self, Kind};
use crate::opened::{OpenedEvent, Unopened};
use crate::reader::Reader;
use crate::view_file::ViewFile;
use crate::{casework, looks};

/// The batch to catch up with: each transaction writes every page that it touched once, so large
/// ones write less; 8,192 concerns with their texts take some 16 MiB.
pub const CATCH_UP_BATCH: usize = 8192;

/// Batches from this size on feed the two files at the same time; below, starting a thread costs
/// more than it saves.
const PARALLEL_FROM: usize = 256;

/// A stream that is shown to nobody, because one of its events could not be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// Which stream.
    pub stream: StreamId,
    /// The event that could not be applied.
    pub position: Position,
    /// Why: a stable code without content.
    pub code: String,
}

/// What became of a batch.
#[derive(Debug)]
pub struct Applied {
    /// Casework has got this far.
    pub position: Position,
    /// Looks have got this far, or why they have not: they never hold up casework. After a
    /// failure feed them by [`Views::apply_looks`] from [`Views::looks_position`].
    pub looks: Result<Position, ViewError>,
    /// Streams parked by this batch: alarm.
    pub parked: Vec<Parked>,
}

/// The view files of one process.
pub struct Views {
    dir: PathBuf,
    casework: ViewFile,
    looks: ViewFile,
    /// Whether the revisions of the looks' streams are checked.
    chained: bool,
    reader: Reader,
}

impl Views {
    /// Opens the files of this release in `dir`, or creates them. A damaged file is removed and
    /// starts again from position 0; files of other versions stay until [`Self::retire_old`].
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(dir: &Path) -> Result<Self, ViewError> {
        Ok(Self {
            dir: dir.to_owned(),
            casework: ViewFile::open(dir, Kind::Views)?,
            looks: ViewFile::open(dir, Kind::Looks)?,
            chained: false,
            reader: Reader::new(Kind::Views.path(dir), Kind::Looks.path(dir)),
        })
    }

    /// As [`Self::open`], for a store whose positions have gaps. There a reading that left out an
    /// event shows in the revisions of its stream only: casework checks them on any store, looks do
    /// here. A stream with a hole is parked.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_chained(dir: &Path) -> Result<Self, ViewError> {
        let views = Self::open(dir)?;
        views.looks.add_table(looks::ENDS)?;
        Ok(Self {
            chained: true,
            ..views
        })
    }

    /// Opens fresh, empty files in another folder: feed them from position 0, then compare them
    /// ([`crate::equal`]) or [`Self::install`] them.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn rebuild_into(dir: &Path) -> Result<Self, ViewError> {
        Self::remove(dir)?;
        Self::open(dir)
    }

    /// Removes the files of this release from a folder; nothing may have them open. For a view that
    /// is ahead of a restored store, and after a disposal.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn remove(dir: &Path) -> Result<(), ViewError> {
        Kind::BOTH
            .into_iter()
            .try_for_each(|kind| file::remove(&kind.path(dir)))
    }

    /// Closes these files and moves them into `dir` over those there; nothing may have those open.
    ///
    /// # Errors
    /// When a file cannot be closed or moved.
    pub fn install(self, dir: &Path) -> Result<(), ViewError> {
        let Self {
            dir: from,
            casework,
            looks,
            reader,
            chained: _,
        } = self;
        reader.close();
        casework.close()?;
        looks.close()?;
        file::install(&from, dir)
    }

    /// Removes the files of other versions, once this release's have caught up. Answers how many.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn retire_old(&self) -> Result<usize, ViewError> {
        Ok(file::remove_others(&self.dir, Kind::Views)?
            + file::remove_others(&self.dir, Kind::Looks)?)
    }

    /// Applies a batch in store order. What was applied already is passed over, so repeating a
    /// batch is harmless.
    ///
    /// # Errors
    /// `Gap` when events are missing before the batch or in it; otherwise the casework file could
    /// not be written: nothing of the batch is applied to it, and it can be handed over again.
    pub fn apply(&self, batch: &[OpenedEvent]) -> Result<Applied, ViewError> {
        // Looks are kept first: after a crash between the two they are ahead, and feeding them
        // from the casework's position passes over what they have.
        let (casework, looks) = if batch.len() < PARALLEL_FROM {
            let looks = self.apply_looks(batch);
            let casework = self.casework.apply(batch, casework::apply, || {});
            (casework, looks)
        } else {
            std::thread::scope(|threads| {
                let mut feeding = Some(threads.spawn(|| self.apply_looks(batch)));
                let mut looks = Ok(Position(0));
                let mut join = || {
                    if let Some(feeding) = feeding.take() {
                        looks = feeding.join().unwrap_or(Err(ViewError::Stored("look")));
                    }
                };
                let casework = self.casework.apply(batch, casework::apply, &mut join);
                join();
                (casework, looks)
            })
        };
        Ok(Applied {
            parked: casework?,
            position: self.position(),
            looks,
        })
    }

    /// Applies a batch to the looks only, where they are behind casework.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn apply_looks(&self, batch: &[OpenedEvent]) -> Result<Position, ViewError> {
        let one = if self.chained {
            looks::apply_chained
        } else {
            looks::apply
        };
        self.looks.apply(batch, one, || {})?;
        Ok(self.looks_position())
    }

    /// Parks the stream of an event that could not even be opened, and moves past it.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn park(&self, unopened: &Unopened) -> Result<(), ViewError> {
        match self.looks.park(unopened) {
            // They come to it when they are fed on their own.
            Ok(()) | Err(ViewError::Gap { .. }) => {}
            Err(error) => return Err(error),
        }
        self.casework.park(unopened)
    }

    /// The streams shown to nobody.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn parked(&self) -> Result<Vec<Parked>, ViewError> {
        let mut parked = self.casework.parked()?;
        parked.extend(self.looks.parked()?);
        Ok(parked)
    }

    /// After an upgrade: starts a file with parked streams again from position 0, because what
    /// came after the poison event was never applied. Answers how many streams were parked; when
    /// any were, feed from [`Self::position`] and [`Self::looks_position`] anew.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn retry_parked(&self) -> Result<usize, ViewError> {
        let parked = self.casework.start_again_if_parked()? + self.looks.start_again_if_parked()?;
        if self.chained {
            self.looks.add_table(looks::ENDS)?;
        }
        Ok(parked)
    }

    /// How far casework has got.
    #[must_use]
    pub fn position(&self) -> Position {
        self.casework.position()
    }

    /// How far the looks have got.
    #[must_use]
    pub fn looks_position(&self) -> Position {
        self.looks.position()
    }

    /// Where to go on feeding after a start: the lower of the two positions. It is the casework's,
    /// but after a power cut, a lost file or a new version of the looks; where the looks are far
    /// behind, feed them on their own by [`Self::apply_looks`] instead, so that casework does not
    /// wait.
    #[must_use]
    pub fn resume_from(&self) -> Position {
        self.position().min(self.looks_position())
    }

    /// The newest event applied to casework: lets the caller see that view and store belong
    /// together.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_event(&self) -> Result<Option<EventId>, ViewError> {
        self.casework.last_event()
    }

    /// Follows how far casework has got.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Position> {
        self.casework.watch()
    }

    /// Waits until casework has got to a position: read-your-own-writes.
    ///
    /// # Errors
    /// When it does not get there within `timeout`.
    pub async fn wait_for(&self, position: Position, timeout: Duration) -> Result<(), WaitError> {
        let mut reached = self.watch();
        match tokio::time::timeout(timeout, reached.wait_for(|now| *now >= position)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) => Err(WaitError::Closed),
            Err(_) => Err(WaitError::TimedOut),
        }
    }

    /// Reads.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.reader.clone()
    }
}
