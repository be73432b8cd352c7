use lanyard_events::{
    AcademyId, Actor, At, CommandId, Envelope, EventId, EventType, Position, Revision, SealedBox,
    SealedEvent, StaffId, StreamId, StreamKind,
};
use uuid::Uuid;

use crate::contract::proposal;
use crate::jetstream::wire::{
    Unreadable, decode_answer, decode_proposal, encode_answer, encode_proposal,
};
use crate::port::{Answer, NewKey, Proposal, Reason};

/// Every field with a value of its own, twice: all there, and all that may be missing missing.
fn full() -> Proposal {
    let stream = StreamId::new(StreamKind::Case, Uuid::from_u128(1));
    let event = |n: u8, there: bool| SealedEvent {
        envelope: Envelope {
            id: EventId::new(Uuid::from_u128(u128::from(n))),
            stream,
            revision: Revision(u64::from(n)),
            event_type: EventType::stored("case.opened"),
            schema_version: 2,
            academy: there.then(|| AcademyId::new(Uuid::from_u128(3))),
            actor: match there {
                true => Actor::Staff(StaffId::new(Uuid::from_u128(4))),
                false => Actor::System,
            },
            occurred_at: At::from_millis(1_794_319_500_000 - i64::from(n)),
            proposed_at: At::from_millis(1_794_319_500_000),
            causation: there.then(|| EventId::new(Uuid::from_u128(5))),
            correlation: there.then(|| EventId::new(Uuid::from_u128(6))),
            prev: there.then_some([7; 32]),
        },
        metadata_seed: [n; 32],
        commitments: vec![n; 64],
        sealed_box: there.then(|| SealedBox {
            key_id: 9,
            box_salt: [10; 32],
            ciphertext: vec![11; 40],
        }),
    };
    Proposal {
        stream,
        expected: Some(Revision(12)),
        command: CommandId::from_bytes([13; 32]),
        content: [14; 32],
        note: vec![15; 16],
        expires_at: Some(At::from_millis(1_794_319_503_000)),
        events: vec![event(16, true), event(17, false)],
        new_key: Some(NewKey {
            key_id: 18,
            bytes: vec![19; 60],
        }),
    }
}

#[test]
fn a_proposal_reads_back_as_it_was_written() {
    let bare = Proposal {
        expected: None,
        expires_at: None,
        new_key: None,
        note: Vec::new(),
        ..full()
    };
    for written in [full(), bare, proposal(1)] {
        assert_eq!(decode_proposal(&encode_proposal(&written)), Ok(written));
    }
}

/// These bytes wait in queues while releases change: what they mean must not.
#[test]
fn the_bytes_of_version_1_are_what_they_were() {
    let hex: String = encode_proposal(&proposal(2))
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let expected = [
        "4c5001",                                          // LP, version 1
        "0100000000000000000000000000000002",              // stream: concern, its id
        "00",                                              // no expected revision
        &"02".repeat(32),                                  // command
        &"01".repeat(32),                                  // content
        "0000000102",                                      // note
        "00",                                              // no expiry
        &format!("01000000020000003c{}", "02".repeat(60)), // key 2, 60 bytes
        "00000000",                                        // no events
    ];
    assert_eq!(hex, expected.concat());
}

#[test]
fn a_proposal_that_is_cut_anywhere_is_not_read() {
    let bytes = encode_proposal(&full());
    for end in 0..bytes.len() {
        let read = decode_proposal(&bytes[..end]);
        assert!(
            matches!(read, Err(Unreadable::Malformed(_))),
            "{end}: {read:?}"
        );
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert_eq!(
        decode_proposal(&longer),
        Err(Unreadable::Malformed("something follows it"))
    );
}

/// No byte is idle: whichever is changed, another proposal is read or none.
#[test]
fn a_changed_byte_never_reads_as_the_same_proposal() {
    let bytes = encode_proposal(&full());
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x41;
        assert_ne!(decode_proposal(&changed), Ok(full()), "byte {at}");
    }
}

#[test]
fn a_proposal_of_a_later_release_is_told_from_nonsense() {
    let mut bytes = encode_proposal(&full());
    bytes[2] = 2;
    assert_eq!(decode_proposal(&bytes), Err(Unreadable::Newer(2)));
    bytes[0] = b'X';
    assert!(matches!(
        decode_proposal(&bytes),
        Err(Unreadable::Malformed(_))
    ));
}

/// A false length must neither take memory nor loop.
#[test]
fn a_false_count_of_events_is_refused_at_once() {
    let mut bytes = encode_proposal(&proposal(1));
    let count = bytes.len() - 4;
    bytes[count..].fill(0xff);
    assert_eq!(
        decode_proposal(&bytes),
        Err(Unreadable::Malformed("it is cut short"))
    );
}

#[test]
fn every_answer_reads_back_as_it_was_written() {
    let (first, last, revision) = (Position(1), Position(2), Revision(3));
    for answer in [
        Answer::Recorded {
            first,
            last,
            revision,
        },
        Answer::Replayed {
            first,
            last,
            revision,
            note: vec![4; 16],
        },
        Answer::Refused(Reason::Conflict {
            actual: Some(revision),
        }),
        Answer::Refused(Reason::Conflict { actual: None }),
        Answer::Refused(Reason::Expired),
        Answer::Refused(Reason::CommandReused),
        Answer::Failed,
    ] {
        let bytes = encode_answer(&answer);
        for end in 0..bytes.len() {
            assert!(decode_answer(&bytes[..end]).is_err());
        }
        assert_eq!(decode_answer(&bytes), Ok(answer));
    }
    assert!(decode_answer(&[9]).is_err());
}
