//! Records and requests in the words of the protocol.

use crate::log::{Appended, Expected, Proposed, Record};
use crate::protocol::event_store::client as common;
use crate::protocol::event_store::client::streams::{
    AppendResp, ReadResp, append_req, append_resp, read_resp,
};
use append_req::options::ExpectedStreamRevision;
use append_resp::wrong_expected_version as wrong;

/// An answer with one event.
pub(crate) fn event(record: &Record) -> ReadResp {
    let event = read_resp::read_event::RecordedEvent {
        id: Some(common::Uuid {
            value: Some(common::uuid::Value::String(record.event.id.clone())),
        }),
        stream_identifier: Some(common::StreamIdentifier {
            stream_name: record.stream.clone().into_bytes(),
        }),
        stream_revision: record.revision,
        prepare_position: record.position,
        commit_position: record.position,
        metadata: record.event.metadata.clone(),
        custom_metadata: record.event.custom_metadata.clone(),
        data: record.event.data.clone(),
    };
    content(read_resp::Content::Event(read_resp::ReadEvent {
        event: Some(event),
        link: None,
        position: Some(read_resp::read_event::Position::CommitPosition(
            record.position,
        )),
    }))
}

/// An answer with something else.
pub(crate) fn content(content: read_resp::Content) -> ReadResp {
    ReadResp {
        content: Some(content),
    }
}

/// A proposed event.
pub(crate) fn proposed(message: append_req::ProposedMessage) -> Option<Proposed> {
    let id = match message.id?.value? {
        common::uuid::Value::String(id) => id,
        common::uuid::Value::Structured(halves) => structured(halves),
    };
    Some(Proposed {
        id,
        metadata: message.metadata,
        custom_metadata: message.custom_metadata,
        data: message.data,
    })
}

/// An id as two halves, in the usual spelling.
fn structured(halves: common::uuid::Structured) -> String {
    let digits = format!(
        "{:016x}{:016x}",
        halves.most_significant_bits, halves.least_significant_bits
    );
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    parts.join("-")
}

/// The check of an append; none for the two that Lanyard never asks for.
pub(crate) fn expected(revision: Option<ExpectedStreamRevision>) -> Option<Expected> {
    match revision? {
        ExpectedStreamRevision::NoStream(_) => Some(Expected::NoStream),
        ExpectedStreamRevision::Revision(revision) => Some(Expected::Exact(revision)),
        ExpectedStreamRevision::Any(_) | ExpectedStreamRevision::StreamExists(_) => None,
    }
}

/// What an append is answered.
pub(crate) fn appended(appended: Appended, expected: Expected) -> AppendResp {
    let result = match appended {
        Appended::At { revision, position } => append_resp::Result::Success(append_resp::Success {
            current_revision_option: Some(
                append_resp::success::CurrentRevisionOption::CurrentRevision(revision),
            ),
            position_option: Some(append_resp::success::PositionOption::Position(
                append_resp::Position {
                    commit_position: position,
                    prepare_position: position,
                },
            )),
        }),
        Appended::Wrong(current) => {
            append_resp::Result::WrongExpectedVersion(append_resp::WrongExpectedVersion {
                current_revision_option: Some(match current {
                    Some(revision) => wrong::CurrentRevisionOption::CurrentRevision(revision),
                    None => wrong::CurrentRevisionOption::CurrentNoStream(common::Empty {}),
                }),
                expected_revision_option: Some(match expected {
                    Expected::NoStream => {
                        wrong::ExpectedRevisionOption::ExpectedNoStream(common::Empty {})
                    }
                    Expected::Exact(revision) => {
                        wrong::ExpectedRevisionOption::ExpectedRevision(revision)
                    }
                }),
                ..Default::default()
            })
        }
    };
    AppendResp {
        result: Some(result),
    }
}
