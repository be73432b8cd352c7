//! What a failed publish says about the message.

use std::error::Error;

use async_nats::jetstream;
use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::context::{PublishError, PublishErrorKind};

use crate::port::IntakeError;

/// How an attempt to publish ended, if not with an acknowledgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Certainly not taken, and asking again is of no use now.
    Final(IntakeError),
    /// Certainly not taken this time; a leader may be found in a moment.
    NotNow,
    /// It may have been taken: the same message may be sent again, under the same message id.
    Unknown,
}

/// JetStream's own code of an error, wherever in the chain of causes it is.
///
/// By code and not by kind: the client knows only some codes by kind (of the two for a wrong
/// sequence, 10071 and 10164, only the first).
pub(super) fn code(error: &(dyn Error + 'static)) -> Option<ErrorCode> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(refused) = error.downcast_ref::<jetstream::Error>() {
            return Some(refused.error_code());
        }
        next = error.source();
    }
    None
}

/// Reads a failure of `send_publish` or of its acknowledgement.
pub(super) fn read(error: &PublishError) -> Refusal {
    match error.kind() {
        // Nobody listens on the subject: no stream, or one without a leader.
        PublishErrorKind::StreamNotFound => Refusal::NotNow,
        PublishErrorKind::MaxAckPending => Refusal::Final(IntakeError::Full),
        PublishErrorKind::MaxPayloadExceeded => Refusal::Final(IntakeError::TooLarge),
        PublishErrorKind::TimedOut | PublishErrorKind::BrokenPipe => Refusal::Unknown,
        PublishErrorKind::WrongLastMessageId
        | PublishErrorKind::WrongLastSequence
        | PublishErrorKind::Other => code(error).map_or(Refusal::Unknown, of_code),
    }
}

pub(super) fn of_code(code: ErrorCode) -> Refusal {
    match code {
        // The stream is full (it refuses new messages), or the server's disk or account is.
        ErrorCode::STREAM_STORE_FAILED
        | ErrorCode::STORAGE_RESOURCES_EXCEEDED
        | ErrorCode::INSUFFICIENT_RESOURCES
        | ErrorCode::ACCOUNT_RESOURCES_EXCEEDED
        | ErrorCode::STREAM_TOO_MANY_REQUESTS => Refusal::Final(IntakeError::Full),
        ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM => Refusal::Final(IntakeError::TooLarge),
        ErrorCode::CLUSTER_NOT_AVAILABLE
        | ErrorCode::CLUSTER_NOT_LEADER
        | ErrorCode::CLUSTER_NOT_ACTIVE => Refusal::NotNow,
        // An earlier attempt with the same message id is under way or taken: from 2.15 on, a repeat
        // meets these before it is known as a duplicate.
        ErrorCode::STREAM_DUPLICATE_MESSAGE_CONFLICT
        | ErrorCode::STREAM_WRONG_LAST_SEQUENCE
        | ErrorCode::STREAM_WRONG_LAST_SEQUENCE_CONSTANT => Refusal::Unknown,
        _ => Refusal::Final(IntakeError::Closed),
    }
}
