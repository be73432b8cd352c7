//! One view file with its writer: batches, positions, parked streams.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use lanyard_events::{EventId, Position, StreamId, StreamKind};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::watch;
use uuid::Uuid;

use crate::error::{Fault, ViewError};
use crate::file::{self, Kind, Pace};
use crate::opened::{OpenedEvent, Unopened};
use crate::runner::Parked;
use crate::{casework, looks, stored};

/// Batches from this size on are catching up, not following.
const CATCH_UP_FROM: usize = 2048;

/// Applies one event that belongs to the file.
pub(crate) type ApplyOne = fn(&Connection, &OpenedEvent) -> Result<(), Fault>;

/// One file with its writer.
pub(crate) struct ViewFile {
    kind: Kind,
    path: PathBuf,
    writer: Mutex<Writer>,
    reached: watch::Sender<Position>,
}

struct Writer {
    conn: Connection,
    parked: HashSet<StreamId>,
    pace: Pace,
}

impl Writer {
    fn keep_pace(&mut self, batch: usize) -> rusqlite::Result<()> {
        let pace = if batch >= CATCH_UP_FROM {
            Pace::CatchUp
        } else {
            Pace::Live
        };
        if pace != self.pace {
            file::set_pace(&self.conn, pace)?;
            self.pace = pace;
        }
        Ok(())
    }
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
    pub(crate) fn open(dir: &Path, kind: Kind) -> Result<Self, ViewError> {
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
                pace: Pace::Live,
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

    /// Adds a table that not every store needs; it stays with the file's own.
    pub(crate) fn add_table(&self, table: &'static str) -> Result<(), ViewError> {
        Ok(self.writer().conn.execute_batch(table)?)
    }

    pub(crate) fn position(&self) -> Position {
        *self.reached.borrow()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Position> {
        self.reached.subscribe()
    }

    pub(crate) fn last_event(&self) -> Result<Option<EventId>, ViewError> {
        let bytes: Option<[u8; 16]> =
            self.writer()
                .conn
                .query_row("SELECT last_event FROM meta", [], |row| row.get(0))?;
        Ok(bytes.map(|bytes| EventId::new(Uuid::from_bytes(bytes))))
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        // A panic while applying rolled its transaction back, so the writer is sound.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Deliveries go with casework: they are few, and say whose notices did not go out.
    const fn takes(&self, kind: StreamKind) -> bool {
        let is_look = kind.is_record() && !matches!(kind, StreamKind::Delivery);
        matches!(self.kind, Kind::Looks) == is_look
    }

    /// Applies what is new of a batch. `before_commit` is called once, when all of it is applied
    /// and not yet kept.
    pub(crate) fn apply(
        &self,
        batch: &[OpenedEvent],
        one: ApplyOne,
        mut before_commit: impl FnMut(),
    ) -> Result<Vec<Parked>, ViewError> {
        let mut writer = self.writer();
        let reached = *self.reached.borrow();
        let fresh = &batch[batch.partition_point(|event| event.position <= reached)..];
        check_whole(reached, fresh)?;
        let Some(last) = fresh.last() else {
            return Ok(Vec::new());
        };
        writer.keep_pace(batch.len())?;
        let writer = &mut *writer;
        let mut poisoned = Vec::new();
        // Poison is rare: the batch runs without a savepoint per event, and again without the
        // streams it found poisoned. Each round parks one stream more, so it ends.
        loop {
            let attempt = self.attempt(writer, fresh, &poisoned, one).and_then(|tx| {
                set_position(&tx, last.position, last.envelope.id)?;
                before_commit();
                Ok(tx.commit()?)
            });
            match attempt {
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

    fn attempt<'w>(
        &self,
        writer: &'w mut Writer,
        fresh: &[OpenedEvent],
        poisoned: &[Parked],
        one: ApplyOne,
    ) -> Result<Transaction<'w>, Attempt> {
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
        Ok(tx)
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

    pub(crate) fn park(&self, unopened: &Unopened) -> Result<(), ViewError> {
        let &Unopened {
            after,
            position,
            event,
            stream,
            code,
        } = unopened;
        let mut writer = self.writer();
        let reached = *self.reached.borrow();
        if position <= reached {
            return Ok(());
        }
        if after != reached {
            let found = position;
            return Err(ViewError::Gap { reached, found });
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

    pub(crate) fn parked(&self) -> Result<Vec<Parked>, ViewError> {
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

    pub(crate) fn start_again_if_parked(&self) -> Result<usize, ViewError> {
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

    pub(crate) fn close(self) -> Result<(), ViewError> {
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

/// Each event is the one after the event before it.
fn check_whole(mut reached: Position, fresh: &[OpenedEvent]) -> Result<(), ViewError> {
    for event in fresh {
        let found = event.position;
        if event.after != reached {
            return Err(ViewError::Gap { reached, found });
        }
        reached = found;
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
