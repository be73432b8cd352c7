//! Feeding the views: batches in store order, rows and position in one transaction.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lanyard_events::{EventId, Position, StreamId, StreamKind};
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::watch;
use uuid::Uuid;

use crate::error::{Fault, ViewError, WaitError};
use crate::file::{self, Kind};
use crate::opened::OpenedEvent;
use crate::reader::Reader;
use crate::{casework, looks, stored};

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
            reader: Reader::new(Kind::Views.path(dir), Kind::Looks.path(dir)),
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
        let casework = || self.casework.apply(batch, casework::apply);
        let (casework, looks) = if batch.len() < PARALLEL_FROM {
            (casework(), self.apply_looks(batch))
        } else {
            std::thread::scope(|threads| {
                let looks = threads.spawn(|| self.apply_looks(batch));
                let casework = casework();
                let looks = looks.join().unwrap_or(Err(ViewError::Stored("look")));
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
        self.looks.apply(batch, looks::apply)?;
        Ok(self.looks_position())
    }

    /// Parks the stream of an event that could not even be opened, and moves past it. `code` is a
    /// stable word without content.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn park(
        &self,
        position: Position,
        event: EventId,
        stream: StreamId,
        code: &'static str,
    ) -> Result<(), ViewError> {
        for file in [&self.casework, &self.looks] {
            file.park(position, event, stream, code)?;
        }
        Ok(())
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
        Ok(self.casework.start_again_if_parked()? + self.looks.start_again_if_parked()?)
    }

    /// How far casework has got.
    #[must_use]
    pub fn position(&self) -> Position {
        *self.casework.reached.borrow()
    }

    /// How far the looks have got.
    #[must_use]
    pub fn looks_position(&self) -> Position {
        *self.looks.reached.borrow()
    }

    /// The newest event applied to casework: lets the caller see that view and store belong
    /// together.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_event(&self) -> Result<Option<EventId>, ViewError> {
        let writer = self.casework.writer();
        let bytes: Option<[u8; 16]> =
            writer
                .conn
                .query_row("SELECT last_event FROM meta", [], |row| row.get(0))?;
        Ok(bytes.map(|bytes| EventId::new(Uuid::from_bytes(bytes))))
    }

    /// Follows how far casework has got.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Position> {
        self.casework.reached.subscribe()
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

type ApplyOne = fn(&Connection, &OpenedEvent) -> Result<(), Fault>;

/// One file with its writer.
struct ViewFile {
    kind: Kind,
    path: PathBuf,
    writer: Mutex<Writer>,
    reached: watch::Sender<Position>,
}

struct Writer {
    conn: Connection,
    parked: HashSet<StreamId>,
}

enum Attempt {
    Poisoned(Parked),
    Failed(ViewError),
}

impl From<rusqlite::Error> for Attempt {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl ViewFile {
    fn open(dir: &Path, kind: Kind) -> Result<Self, ViewError> {
        let (conn, position) = match Self::connect(dir, kind) {
            Err(ViewError::Corrupt(_)) => {
                tracing::warn!(?kind, "view file is damaged: rebuilding it");
                file::remove(&kind.path(dir))?;
                Self::connect(dir, kind)?
            }
            other => other?,
        };
        let file = Self {
            kind,
            path: kind.path(dir),
            writer: Mutex::new(Writer {
                conn,
                parked: HashSet::new(),
            }),
            reached: watch::Sender::new(position),
        };
        let parked = file
            .parked()?
            .into_iter()
            .map(|parked| parked.stream)
            .collect();
        file.writer().parked = parked;
        Ok(file)
    }

    fn connect(dir: &Path, kind: Kind) -> Result<(Connection, Position), ViewError> {
        let conn = file::open_writer(dir, kind)?;
        let position = conn.query_row("SELECT position FROM meta", [], |row| row.get(0))?;
        Ok((conn, stored::position(position)))
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        // A panic while applying rolled its transaction back, so the writer is sound.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    const fn takes(&self, kind: StreamKind) -> bool {
        let look = matches!(kind, StreamKind::Access | StreamKind::Filler);
        matches!(self.kind, Kind::Looks) == look
    }

    fn apply(&self, batch: &[OpenedEvent], one: ApplyOne) -> Result<Vec<Parked>, ViewError> {
        let mut writer = self.writer();
        let reached = *self.reached.borrow();
        let fresh = &batch[batch.partition_point(|event| event.position <= reached)..];
        check_gapless(reached, fresh)?;
        let Some(last) = fresh.last() else {
            return Ok(Vec::new());
        };
        let mut poisoned = Vec::new();
        // Poison is rare: the batch runs without a savepoint per event, and again without the
        // streams it found poisoned. Each round parks one stream more, so it ends.
        loop {
            match self.attempt(&mut writer, fresh, last, &poisoned, one) {
                Ok(()) => break,
                Err(Attempt::Poisoned(parked)) => poisoned.push(parked),
                Err(Attempt::Failed(error)) => {
                    if matches!(error, ViewError::Corrupt(_)) {
                        file::mark_damaged(&self.path);
                    }
                    return Err(error);
                }
            }
        }
        for parked in &poisoned {
            tracing::error!(stream = %parked.stream, position = parked.position.0, code = parked.code, "stream parked");
            writer.parked.insert(parked.stream);
        }
        self.reached.send_replace(last.position);
        Ok(poisoned)
    }

    fn attempt(
        &self,
        writer: &mut Writer,
        fresh: &[OpenedEvent],
        last: &OpenedEvent,
        poisoned: &[Parked],
        one: ApplyOne,
    ) -> Result<(), Attempt> {
        let tx = writer
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for event in fresh {
            let stream = event.envelope.stream;
            if !self.takes(stream.kind) || writer.parked.contains(&stream) {
                continue;
            }
            match poisoned.iter().find(|parked| parked.stream == stream) {
                Some(parked) if parked.position == event.position => {
                    self.record_parked(&tx, parked)?;
                }
                Some(parked) if parked.position < event.position => {}
                Some(_) | None => one(&tx, event).map_err(|fault| match fault {
                    Fault::Failed(error) => Attempt::from(error),
                    Fault::Poison(code) => Attempt::Poisoned(Parked {
                        stream,
                        position: event.position,
                        code: code.to_owned(),
                    }),
                })?,
            }
        }
        set_position(&tx, last.position, last.envelope.id)?;
        tx.commit()?;
        Ok(())
    }

    fn record_parked(&self, conn: &Connection, parked: &Parked) -> rusqlite::Result<()> {
        conn.prepare_cached("INSERT INTO parked VALUES (?1, ?2, ?3)")?
            .execute((
                parked.stream.to_bytes(),
                stored::position_column(parked.position),
                &parked.code,
            ))?;
        match self.kind {
            Kind::Views => casework::withdraw(conn, parked.stream),
            Kind::Looks => looks::withdraw(conn),
        }
    }

    fn park(
        &self,
        position: Position,
        event: EventId,
        stream: StreamId,
        code: &'static str,
    ) -> Result<(), ViewError> {
        let mut writer = self.writer();
        let reached = *self.reached.borrow();
        if position <= reached {
            return Ok(());
        }
        if position.0 != reached.0 + 1 {
            return Err(ViewError::Gap {
                expected: Position(reached.0 + 1),
                found: position,
            });
        }
        let ours = self.takes(stream.kind) && !writer.parked.contains(&stream);
        let tx = writer
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        if ours {
            let parked = Parked {
                stream,
                position,
                code: code.to_owned(),
            };
            self.record_parked(&tx, &parked)?;
        }
        set_position(&tx, position, event)?;
        tx.commit()?;
        if ours {
            tracing::error!(%stream, position = position.0, code, "stream parked");
            writer.parked.insert(stream);
        }
        self.reached.send_replace(position);
        Ok(())
    }

    fn parked(&self) -> Result<Vec<Parked>, ViewError> {
        let writer = self.writer();
        let mut statement = writer
            .conn
            .prepare("SELECT stream, position, code FROM parked ORDER BY position")?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(Parked {
                stream: stored::stream(&row.get(0)?)?,
                position: stored::position(row.get(1)?),
                code: row.get(2)?,
            });
        }
        Ok(found)
    }

    fn start_again_if_parked(&self) -> Result<usize, ViewError> {
        let parked = self.parked()?.len();
        if parked == 0 {
            return Ok(0);
        }
        let mut writer = self.writer();
        let tx = writer
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        drop_everything(&tx)?;
        tx.execute_batch(self.kind.schema())?;
        tx.execute("INSERT INTO meta VALUES (1, 0, NULL)", [])?;
        tx.commit()?;
        writer.parked.clear();
        self.reached.send_replace(Position(0));
        Ok(parked)
    }

    fn close(self) -> Result<(), ViewError> {
        let writer = self
            .writer
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        // Everything into the one file, so that moving it moves all of it.
        writer
            .conn
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")?;
        writer.conn.close().map_err(|(_, error)| error.into())
    }
}

fn check_gapless(reached: Position, fresh: &[OpenedEvent]) -> Result<(), ViewError> {
    let mut expected = Position(reached.0 + 1);
    for event in fresh {
        if event.position != expected {
            return Err(ViewError::Gap {
                expected,
                found: event.position,
            });
        }
        expected = Position(expected.0 + 1);
    }
    Ok(())
}

fn set_position(conn: &Connection, position: Position, event: EventId) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE meta SET position = ?1, last_event = ?2")?
        .execute((stored::position_column(position), event.uuid().as_bytes()))?;
    Ok(())
}

fn drop_everything(conn: &Connection) -> rusqlite::Result<()> {
    // The index's own tables go with it.
    let names: Vec<String> = conn
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table'
             AND name NOT LIKE '%\\_index\\_%' ESCAPE '\\'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    names
        .iter()
        .try_for_each(|name| conn.execute_batch(&format!("DROP TABLE \"{name}\"")))
}
