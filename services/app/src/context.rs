//! One request, as the edge has parsed it.

use lanyard_access::Caller;
use lanyard_events::{Actor, CommandId, EventId, Position, Revision, StaffId, StreamId};

use lanyard_projections::Paging;

use crate::command_id;
use crate::error::AppError;

/// Who asks, by which route, with which preconditions.
#[derive(Debug, Clone)]
pub struct Context {
    /// Who.
    pub caller: Caller,
    /// Method and path template, without ids: `POST /v1/concerns`.
    pub route: &'static str,
    /// For POST.
    pub idempotency: Option<Idempotency>,
    /// The revision that a change was made on.
    pub if_match: Option<Revision>,
}

/// What makes a repeated POST the same command.
#[derive(Debug, Clone)]
pub struct Idempotency {
    /// The client's key, 1 to 128 visible ASCII characters.
    pub key: String,
    /// SHA-256 of path and canonical body.
    pub content: [u8; 32],
}

impl Context {
    /// The caller, if they are on the staff register.
    pub(crate) fn staff(&self) -> Option<StaffId> {
        match self.caller.actor {
            Actor::Staff(staff) => Some(staff),
            Actor::Client(_) | Actor::System | Actor::Public => None,
        }
    }

    /// The id of the command and the digest of its content.
    pub(crate) fn command(&self) -> Result<(CommandId, [u8; 32]), AppError> {
        let idempotency = self
            .idempotency
            .as_ref()
            .ok_or(AppError::MissingIdempotencyKey)?;
        let id = command_id::of_request(&self.caller.actor, self.route, &idempotency.key);
        Ok((id, idempotency.content))
    }
}

/// What a command left in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// The stream that has changed.
    pub stream: StreamId,
    /// Its revision now; the `ETag`.
    pub revision: Revision,
    /// Up to where a view must have got to show it.
    pub position: Position,
    /// The first event of the command, for its receipt; none when nothing had to change.
    pub event: Option<EventId>,
    /// Whether this is the answer to an earlier, identical request.
    pub replayed: bool,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page starts; none at the end.
    pub next: Option<String>,
}

impl<T> Page<T> {
    pub(crate) fn map<U>(self, map: impl FnMut(T) -> U) -> Page<U> {
        Page {
            rows: self.rows.into_iter().map(map).collect(),
            next: self.next,
        }
    }
}

/// Which part of a list is wanted.
pub(crate) fn paging(limit: u32, cursor: Option<&str>) -> Result<Paging, AppError> {
    let after = cursor.map(str::parse).transpose();
    Ok(Paging {
        after: after.map_err(|_| AppError::BadCursor)?,
        limit,
    })
}

impl<T> From<lanyard_projections::Page<T>> for Page<T> {
    fn from(page: lanyard_projections::Page<T>) -> Self {
        Self {
            rows: page.rows,
            next: page.next.map(|cursor| cursor.to_string()),
        }
    }
}
