//! The history of the shared store, read in one transaction beside running processes.

use std::collections::VecDeque;

use lanyard_events::{CommandId, Recorded};
use lanyard_postgres::{Address, Fault, Link};
use tokio_postgres::Row;

use super::{columns, tables, tail};
use crate::error::JournalError;
use crate::history::{Chapter, History, Teller};
use crate::port::Command;

/// Reads the store at a URL, over a connection of its own that the present runtime drives.
///
/// # Errors
/// Not reachable, not let in, or the database holds something else.
pub async fn history(url: &str) -> Result<History, JournalError> {
    let link = Link::connect(&Address::parse(url)?, None).await?;
    let begun = [
        tables::HISTORY_BEGIN,
        tables::HISTORY_EVENTS,
        tables::HISTORY_COMMANDS,
    ];
    for statement in begun {
        link.batch_execute(statement).await.map_err(Fault::from)?;
    }
    let (teller, history) = History::new();
    tokio::spawn(async move {
        let mut reading = Reading {
            link,
            teller,
            events: VecDeque::new(),
        };
        if let Err(error) = reading.tell_all().await {
            // Whoever does not listen any more does not miss it.
            let _ = reading.teller.tell(Err(error)).await;
        }
    });
    Ok(history)
}

struct Reading {
    link: Link,
    teller: Teller,
    /// Read and not yet told.
    events: VecDeque<Recorded>,
}

impl Reading {
    async fn tell_all(&mut self) -> Result<(), JournalError> {
        let head = tail::read_head(&self.link).await?;
        loop {
            let rows = self.fetch(tables::NEXT_COMMANDS).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let chapter = self.chapter(&row).await?;
                if !self.teller.tell(Ok(chapter)).await {
                    return Ok(());
                }
            }
        }
        if self.teller.told() == head {
            Ok(())
        } else {
            let missing = Some(self.teller.told());
            Err(JournalError::damaged(
                missing,
                "the events after it are of no command",
            ))
        }
    }

    async fn chapter(&mut self, row: &Row) -> Result<Chapter, JournalError> {
        let command: Command = columns::command(row)?;
        let id = columns::array(row, 6).ok_or(JournalError::damaged(
            Some(command.place.first),
            "a command's row is not what was written",
        ))?;
        let mut own = Vec::new();
        while own.len() as u64 + self.teller.told().0 < command.place.last.0 {
            if self.events.is_empty() {
                let rows = self.fetch(tables::NEXT_EVENTS).await?;
                for row in &rows {
                    self.events.push_back(columns::recorded(row)?);
                }
            }
            match self.events.pop_front() {
                Some(event) => own.push(event),
                None => break,
            }
        }
        self.teller.chapter(CommandId::from_bytes(id), command, own)
    }

    async fn fetch(&self, sql: &'static str) -> Result<Vec<Row>, JournalError> {
        Ok(self.link.query(sql, &[]).await.map_err(Fault::from)?)
    }
}
