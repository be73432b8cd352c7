//! An answer as bytes: a byte that says which, then its numbers.

use lanyard_events::{Position, Revision};

use super::Unreadable;
use super::bytes::{Reader, Writer};
use crate::port::{Answer, Reason};

const RECORDED: u8 = 1;
const REPLAYED: u8 = 2;
const CONFLICT: u8 = 3;
const EXPIRED: u8 = 4;
const COMMAND_REUSED: u8 = 5;
const FAILED: u8 = 6;

pub(crate) fn encode_answer(answer: &Answer) -> Vec<u8> {
    let mut to = Writer::new(&[], 64);
    match answer {
        Answer::Recorded {
            first,
            last,
            revision,
        } => {
            to.u8(RECORDED);
            place(&mut to, *first, *last, *revision);
        }
        Answer::Replayed {
            first,
            last,
            revision,
            note,
        } => {
            to.u8(REPLAYED);
            place(&mut to, *first, *last, *revision);
            to.bytes(note);
        }
        Answer::Refused(Reason::Conflict { actual }) => {
            to.u8(CONFLICT);
            to.optional(*actual, |to, revision| to.u64(revision.0));
        }
        Answer::Refused(Reason::Expired) => to.u8(EXPIRED),
        Answer::Refused(Reason::CommandReused) => to.u8(COMMAND_REUSED),
        Answer::Failed => to.u8(FAILED),
    }
    to.finish()
}

fn place(to: &mut Writer, first: Position, last: Position, revision: Revision) {
    to.u64(first.0);
    to.u64(last.0);
    to.u64(revision.0);
}

pub(crate) fn decode_answer(bytes: &[u8]) -> Result<Answer, Unreadable> {
    let mut from = Reader::new(bytes);
    let answer = match from.u8()? {
        RECORDED => Answer::Recorded {
            first: from.u64().map(Position)?,
            last: from.u64().map(Position)?,
            revision: from.u64().map(Revision)?,
        },
        REPLAYED => Answer::Replayed {
            first: from.u64().map(Position)?,
            last: from.u64().map(Position)?,
            revision: from.u64().map(Revision)?,
            note: from.bytes()?.to_vec(),
        },
        CONFLICT => Answer::Refused(Reason::Conflict {
            actual: from.optional(|from| from.u64().map(Revision))?,
        }),
        EXPIRED => Answer::Refused(Reason::Expired),
        COMMAND_REUSED => Answer::Refused(Reason::CommandReused),
        FAILED => Answer::Failed,
        _ => return Err(Unreadable::Malformed("it is no known answer")),
    };
    from.finish()?;
    Ok(answer)
}
