//! Whether each append may be recorded, by what the store knows while the append lock is held.

use std::collections::{HashMap, HashSet};

use lanyard_events::{At, CommandId, Revision, StreamId};
use lanyard_postgres::{Fault, Link};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::columns::{self, cell, count, slices};
use super::tables;
use crate::error::Malformed;
use crate::port::{Append, Command, Outcome, Place, Refused};
use crate::waiting::{Verdict, Waiting, place};

/// What the store knows of what a batch names; kept up as the batch is judged.
pub(super) struct Known {
    /// The last position given out.
    pub last: u64,
    heads: HashMap<StreamId, Option<Revision>>,
    commands: HashMap<CommandId, Command>,
    /// Event ids that are used, if that was asked: it is once one was found to be.
    used: Option<HashSet<Uuid>>,
}

/// Takes the append lock and asks, all in one round trip: the statements are sent together and
/// carried out in order, each seeing whatever was committed before the lock was given.
pub(super) async fn lock_and_ask(
    link: &Link,
    batch: &[Waiting],
    ask_ids: bool,
) -> Result<Known, Fault> {
    let appends = || batch.iter().map(|waiting| &waiting.append);
    let streams: Vec<[u8; 17]> = appends().map(|append| append.stream.to_bytes()).collect();
    let streams = slices(&streams);
    let ids: Vec<&[u8]> = appends()
        .map(|append| &append.command.as_bytes()[..])
        .collect();
    let asked_heads: [&(dyn ToSql + Sync); 1] = [&streams];
    let asked_commands: [&(dyn ToSql + Sync); 1] = [&ids];
    let lock = link.prepared(tables::LOCK_HEAD).await?;
    let stream_heads = link.prepared(tables::STREAM_HEADS).await?;
    let commands = link.prepared(tables::COMMANDS).await?;
    let (_, head, heads, commands) = tokio::try_join!(
        biased;
        link.batch_execute("BEGIN"),
        link.query_one(&lock, &[]),
        link.query(&stream_heads, &asked_heads),
        link.query(&commands, &asked_commands),
    )?;
    let used = if ask_ids {
        Some(used_ids(link, batch).await?)
    } else {
        None
    };
    Ok(Known {
        last: count(&head, 0).ok_or(Fault::not_ours("the head is no position"))?,
        heads: appends()
            .zip(&heads)
            .map(|(append, row)| (append.stream, count(row, 0).map(Revision)))
            .collect(),
        commands: commands
            .iter()
            .map(known_command)
            .collect::<Result<_, _>>()?,
        used,
    })
}

async fn used_ids(link: &Link, batch: &[Waiting]) -> Result<HashSet<Uuid>, Fault> {
    let ids: Vec<Uuid> = batch
        .iter()
        .flat_map(|waiting| &waiting.append.events)
        .map(|event| event.envelope.id.uuid())
        .collect();
    let statement = link.prepared(tables::KNOWN_EVENTS).await?;
    let rows = link.query(&statement, &[&ids]).await?;
    Ok(rows.iter().filter_map(|row| cell(row, 0)).collect())
}

fn known_command(row: &Row) -> Result<(CommandId, Command), Fault> {
    let id = columns::array(row, 6).map(CommandId::from_bytes);
    id.zip(columns::command(row).ok())
        .ok_or(Fault::not_ours("a command's row is not what was written"))
}

impl Known {
    /// A command recorded before comes first: whoever repeats it gets the first answer, even when
    /// the stream has moved on or the time has passed.
    pub(super) fn judge(&mut self, append: &Append, now: At) -> Verdict {
        if let Some(command) = self.commands.get(&append.command) {
            return Verdict::IfCommitted(if command.content == append.content {
                Outcome::Replayed {
                    place: command.place,
                    note: command.note.clone(),
                }
            } else {
                Outcome::Refused(Refused::CommandReused)
            });
        }
        if append.expires_at.is_some_and(|end| now >= end) {
            return Verdict::IfCommitted(Outcome::Refused(Refused::Expired));
        }
        let actual = self.heads.get(&append.stream).copied().flatten();
        if actual != append.expected {
            return Verdict::IfCommitted(Outcome::Refused(Refused::Conflict { actual }));
        }
        if self.uses_a_known_id(append) {
            return Verdict::Settled(Err(Malformed::EventIdUsed.into()));
        }
        let place = place(append, self.last);
        self.remember(append, place);
        Verdict::IfCommitted(Outcome::Recorded(place))
    }

    /// Later appends of the batch are judged as if this one were recorded.
    fn remember(&mut self, append: &Append, place: Place) {
        self.last = place.last.0;
        self.heads.insert(append.stream, Some(place.revision));
        let command = Command {
            content: append.content,
            place,
            stream: append.stream,
            note: append.note.clone(),
        };
        self.commands.insert(append.command, command);
    }

    fn uses_a_known_id(&mut self, append: &Append) -> bool {
        let Some(used) = &mut self.used else {
            return false;
        };
        let ids = append.events.iter().map(|event| event.envelope.id.uuid());
        let mut own = HashSet::new();
        let known = ids.clone().any(|id| used.contains(&id) || !own.insert(id));
        if !known {
            used.extend(ids);
        }
        known
    }
}
