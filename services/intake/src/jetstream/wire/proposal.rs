//! A proposal as bytes.

use lanyard_events::{
    AcademyId, CommandId, Envelope, EventId, EventType, Revision, SealedBox, SealedEvent, StreamId,
};
use uuid::Uuid;

use super::Unreadable;
use super::bytes::{Reader, Writer};
use crate::port::{NewKey, Proposal};

const MAGIC: &[u8; 2] = b"LP";
/// Raised with every change of the fields; a release writes the version that the release before it
/// reads (design.md 1, "Rolling updates").
const VERSION: u8 = 1;
/// Bytes of one event beside its commitments and its box, roughly: saves growing the buffer.
const EVENT_BYTES: usize = 400;

pub(crate) fn encode_proposal(proposal: &Proposal) -> Vec<u8> {
    let room = 256 + proposal.events.iter().map(size).sum::<usize>();
    let mut to = Writer::new(&[MAGIC[0], MAGIC[1], VERSION], room);
    to.raw(&proposal.stream.to_bytes());
    to.optional(proposal.expected, |to, revision| to.u64(revision.0));
    to.raw(proposal.command.as_bytes());
    to.raw(&proposal.content);
    to.bytes(&proposal.note);
    to.optional(proposal.expires_at, Writer::at);
    to.optional(proposal.new_key.as_ref(), |to, key| {
        to.u32(key.key_id);
        to.bytes(&key.bytes);
    });
    let events = u32::try_from(proposal.events.len()).expect("a proposal has few events");
    to.u32(events);
    for event in &proposal.events {
        write_event(&mut to, event);
    }
    to.finish()
}

fn size(event: &SealedEvent) -> usize {
    let sealed = event.sealed_box.as_ref();
    EVENT_BYTES + event.commitments.len() + sealed.map_or(0, |sealed| sealed.ciphertext.len())
}

pub(crate) fn decode_proposal(bytes: &[u8]) -> Result<Proposal, Unreadable> {
    let mut from = Reader::new(bytes);
    if from.take(2)? != MAGIC {
        return Err(Unreadable::Malformed("it does not begin like one"));
    }
    match from.u8()? {
        VERSION => {}
        0 => return Err(Unreadable::Malformed("there is no version 0")),
        newer => return Err(Unreadable::Newer(newer)),
    }
    let proposal = Proposal {
        stream: stream(&mut from)?,
        expected: from.optional(|from| from.u64().map(Revision))?,
        command: CommandId::from_bytes(from.array()?),
        content: from.array()?,
        note: from.bytes()?.to_vec(),
        expires_at: from.optional(Reader::at)?,
        new_key: from.optional(|from| {
            Ok(NewKey {
                key_id: from.u32()?,
                bytes: from.bytes()?.to_vec(),
            })
        })?,
        // Not collected into a vector of the stated length: a false one must not take memory.
        events: (0..from.u32()?)
            .map(|_| read_event(&mut from))
            .collect::<Result<_, _>>()?,
    };
    from.finish()?;
    Ok(proposal)
}

fn write_event(to: &mut Writer, event: &SealedEvent) {
    let envelope = &event.envelope;
    to.raw(envelope.id.uuid().as_bytes());
    to.raw(&envelope.stream.to_bytes());
    to.u64(envelope.revision.0);
    to.bytes(envelope.event_type.as_str().as_bytes());
    to.u16(envelope.schema_version);
    to.optional(envelope.academy, |to, id| to.raw(id.uuid().as_bytes()));
    to.bytes(envelope.actor.to_string().as_bytes());
    to.at(envelope.occurred_at);
    to.at(envelope.proposed_at);
    to.optional(envelope.causation, |to, id| to.raw(id.uuid().as_bytes()));
    to.optional(envelope.correlation, |to, id| to.raw(id.uuid().as_bytes()));
    to.optional(envelope.prev, |to, digest| to.raw(&digest));
    to.raw(&event.metadata_seed);
    to.bytes(&event.commitments);
    to.optional(event.sealed_box.as_ref(), |to, sealed| {
        to.u32(sealed.key_id);
        to.raw(&sealed.box_salt);
        to.bytes(&sealed.ciphertext);
    });
}

fn read_event(from: &mut Reader<'_>) -> Result<SealedEvent, Unreadable> {
    let envelope = Envelope {
        id: EventId::new(uuid(from)?),
        stream: stream(from)?,
        revision: from.u64().map(Revision)?,
        event_type: EventType::stored(from.text()?),
        schema_version: from.u16()?,
        academy: from.optional(|from| uuid(from).map(AcademyId::new))?,
        actor: from
            .text()?
            .parse()
            .map_err(|_| Unreadable::Malformed("an actor is not one"))?,
        occurred_at: from.at()?,
        proposed_at: from.at()?,
        causation: from.optional(|from| uuid(from).map(EventId::new))?,
        correlation: from.optional(|from| uuid(from).map(EventId::new))?,
        prev: from.optional(Reader::array)?,
    };
    Ok(SealedEvent {
        envelope,
        metadata_seed: from.array()?,
        commitments: from.bytes()?.to_vec(),
        sealed_box: from.optional(|from| {
            Ok(SealedBox {
                key_id: from.u32()?,
                box_salt: from.array()?,
                ciphertext: from.bytes()?.to_vec(),
            })
        })?,
    })
}

fn stream(from: &mut Reader<'_>) -> Result<StreamId, Unreadable> {
    StreamId::from_bytes(from.take(17)?)
        .ok_or(Unreadable::Malformed("a stream is of no known kind"))
}

fn uuid(from: &mut Reader<'_>) -> Result<Uuid, Unreadable> {
    from.array().map(Uuid::from_bytes)
}
