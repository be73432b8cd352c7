//! The connection: calls with an end, failures by what they mean, and a new client for a dead one.
//!
//! The library's client does not come back by itself: after one failed attempt to connect its task
//! ends and every later call is answered "closed"; after an error of the server it keeps the node
//! it had, dead or not. So a client that cannot go on is replaced here.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use eventstore::{Client, CurrentRevision, Error};
use lanyard_events::Revision;
use thiserror::Error as ThisError;

use super::address::Address;
use crate::error::{Cause, JournalError, Trouble};

/// Attempts at a call: one for the dead connection, one for the wrong node, and a few for a server
/// that is just coming back.
pub(super) const ROUNDS: u32 = 5;
/// Wait after the first failed attempt; doubled after each.
const PAUSE: Duration = Duration::from_millis(40);
/// `INVALID_ARGUMENT` among gRPC's status codes.
const INVALID_ARGUMENT: i32 = 3;

/// The wait after so many failed attempts.
pub(super) async fn pause(failed: u32) {
    tokio::time::sleep(PAUSE * 2_u32.saturating_pow(failed)).await;
}

/// Why a call did not do what was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// The stream is elsewhere than it was expected; nothing was written.
    Elsewhere(Option<Revision>),
    /// There is no such stream.
    NoStream,
    /// The call did not reach a server that could take it, and had no effect: try again.
    NotTaken(Cause),
    /// The server will not do it, however often it is asked; no effect.
    Refused(Trouble, Cause),
    /// It may or may not have had its effect.
    Unknown(Cause),
}

impl Failure {
    /// For a read, where every failure has the same meaning but one.
    fn of_read(self) -> Result<(), JournalError> {
        match self {
            Self::NoStream => Ok(()),
            Self::NotTaken(cause) | Self::Unknown(cause) => Err(unavailable(cause)),
            Self::Refused(trouble, cause) => Err(JournalError::Unavailable {
                trouble,
                source: Some(cause),
            }),
            Self::Elsewhere(_) => Err(JournalError::damaged(None, "a read met a conflict")),
        }
    }
}

/// The store cannot be used now.
pub(super) fn unavailable(cause: Cause) -> JournalError {
    JournalError::Unavailable {
        trouble: Trouble::Failing,
        source: Some(cause),
    }
}

/// The server was too slow for us.
#[derive(Debug, ThisError)]
#[error("no answer within {0:?}")]
struct NoAnswer(Duration);

/// The client in use and how many came before it.
struct Current {
    client: Client,
    number: u64,
}

/// A connection that outlives its clients.
pub(super) struct Connection {
    address: Address,
    current: Mutex<Current>,
}

impl Connection {
    pub(super) fn open(address: Address) -> Result<Self, JournalError> {
        let client = client(&address)?;
        let current = Mutex::new(Current { client, number: 0 });
        Ok(Self { address, current })
    }

    /// The client in use, with its number for `failed`.
    pub(super) fn client(&self) -> (Client, u64) {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        (current.client.clone(), current.number)
    }

    /// How long one call may take.
    pub(super) const fn patience(&self) -> Duration {
        self.address.patience
    }

    /// One call, of which the failure is told by what it means.
    pub(super) async fn call<T, F>(&self, ask: impl FnOnce(Client) -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let (client, number) = self.client();
        match tokio::time::timeout(self.address.patience, ask(client)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                self.failed(number, &error);
                Err(failure(error))
            }
            Err(_) => {
                self.failed(number, &Error::DeadlineExceeded);
                let none = NoAnswer(self.address.patience);
                Err(Failure::Unknown(Arc::new(none)))
            }
        }
    }

    /// A call that changes nothing, and is so repeated; nothing where there is no such stream.
    pub(super) async fn read<T, F>(
        &self,
        ask: impl Fn(Client) -> F,
    ) -> Result<Option<T>, JournalError>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut failed = 0;
        loop {
            match self.call(&ask).await {
                Ok(answer) => return Ok(Some(answer)),
                Err(Failure::NotTaken(_) | Failure::Unknown(_)) if failed + 1 < ROUNDS => {
                    pause(failed).await;
                    failed += 1;
                }
                Err(failure) => return failure.of_read().map(|()| None),
            }
        }
    }

    /// Replaces the client of that number where it cannot go on.
    pub(super) fn failed(&self, number: u64, error: &Error) {
        let ended = matches!(
            error,
            Error::ConnectionClosed | Error::GrpcConnectionError(_)
        );
        // Of a single server the client finds its way back; of a cluster it stays with the node.
        let stuck = matches!(error, Error::ServerError(_) | Error::DeadlineExceeded);
        if !(ended || stuck && self.address.is_cluster()) {
            return;
        }
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.number != number {
            return;
        }
        match client(&self.address) {
            Ok(client) => {
                current.client = client;
                current.number += 1;
            }
            Err(error) => tracing::error!(%error, "no new client for the event store"),
        }
    }
}

fn client(address: &Address) -> Result<Client, JournalError> {
    Client::new(address.settings.clone()).map_err(|error| unavailable(Arc::new(error)))
}

/// What an error of the library means for what was asked.
fn failure(error: Error) -> Failure {
    match error {
        Error::WrongExpectedVersion { current, .. } => Failure::Elsewhere(match current {
            CurrentRevision::Current(revision) => Some(Revision(revision)),
            CurrentRevision::NoStream => None,
        }),
        Error::ResourceNotFound => Failure::NoStream,
        Error::NotLeaderException(_) | Error::ConnectionClosed | Error::GrpcConnectionError(_) => {
            Failure::NotTaken(Arc::new(error))
        }
        Error::AccessDenied => Failure::Refused(Trouble::NotWritable, Arc::new(error)),
        Error::ResourceDeleted | Error::UnsupportedFeature => {
            Failure::Refused(Trouble::Failing, Arc::new(error))
        }
        // Too large, or a name that the server does not take.
        Error::Grpc { code, .. } if code as i32 == INVALID_ARGUMENT => {
            Failure::Refused(Trouble::Failing, Arc::new(error))
        }
        Error::ServerError(_)
        | Error::Grpc { .. }
        | Error::InternalParsingError(_)
        | Error::ResourceAlreadyExists
        | Error::InternalClientError
        | Error::DeadlineExceeded
        | Error::InitializationError(_)
        | Error::IllegalStateError(_) => Failure::Unknown(Arc::new(error)),
    }
}
