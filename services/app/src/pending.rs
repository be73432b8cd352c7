//! Receipts of concerns that are kept and not recorded yet (design.md 1.4).
//!
//! The number names the command and carries a mark by the vault, so that any replica tells "ours,
//! and still on its way" from "unknown", without having been told. It is of use to whoever got it
//! only: the mark covers who asked.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lanyard_events::{CommandId, EventId};
use lanyard_vault::MARK_BYTES;

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// Bytes of a command id.
const COMMAND_BYTES: usize = 32;

/// The number of a receipt that is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PendingReceipt {
    command: CommandId,
    mark: [u8; MARK_BYTES],
}

impl fmt::Display for PendingReceipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.command.as_bytes().as_slice(), &self.mark].concat();
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl FromStr for PendingReceipt {
    type Err = AppError;

    /// A text that is no number is no number of ours: like one that was never given out.
    fn from_str(text: &str) -> Result<Self, AppError> {
        let bytes = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| AppError::NotShown)?;
        let (command, mark) = bytes
            .split_first_chunk::<COMMAND_BYTES>()
            .ok_or(AppError::NotShown)?;
        Ok(Self {
            command: CommandId::from_bytes(*command),
            mark: mark.try_into().map_err(|_| AppError::NotShown)?,
        })
    }
}

impl App {
    /// The number for a command of this caller that is kept.
    pub(crate) fn receipt_to_come(&self, context: &Context, command: CommandId) -> PendingReceipt {
        let mark = self.parts.vault.mark(&marked(context, command));
        PendingReceipt { command, mark }
    }

    /// The event whose receipt it became; none while it is on its way.
    ///
    /// # Errors
    /// `NotShown` for a number that this caller was not given; `Unavailable` while the store is away.
    pub async fn receipt_of(
        &self,
        context: &Context,
        number: PendingReceipt,
    ) -> Result<Option<EventId>, AppError> {
        let marked = marked(context, number.command);
        if !self.parts.vault.has_marked(&marked, &number.mark) {
            return Err(AppError::NotShown);
        }
        let found = self.parts.journal.command(number.command).await?;
        Ok(found.and_then(|command| {
            let event = uuid::Uuid::from_slice(&command.note).ok()?;
            Some(EventId::new(event))
        }))
    }
}

fn marked(context: &Context, command: CommandId) -> Vec<u8> {
    let caller = context.caller.actor.to_string();
    [command.as_bytes().as_slice(), caller.as_bytes()].concat()
}
