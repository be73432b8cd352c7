//! Stores: every kind of change to a row is found and named by its place.

use lanyard_evidence::commitment::Committer;
use lanyard_evidence::event::{METADATA_FIELDS, stored_event_digest};
use lanyard_evidence::heads::{HeadsError, SealedHeads};
use lanyard_evidence::leaf::Leaf;
use lanyard_evidence::tree::{Frontier, TreeHead};
use lanyard_evidence::verify::{StoreCheck, StoreError, StoredRow, VerifiedStore, store};
use lanyard_evidence::{Hash, LeafIndex, TreeSize};

const STREAMS: usize = 3;

#[derive(Clone)]
struct Row {
    metadata: Vec<String>,
    seed: [u8; 32],
    commitments: Vec<u8>,
    recorded_minute: u32,
    leaf_hash: Option<Hash>,
}

impl Row {
    fn commit(&mut self) -> Hash {
        let committer = Committer::new(&self.seed);
        for (index, (name, value)) in METADATA_FIELDS.iter().zip(&self.metadata).enumerate() {
            let made = committer.commit(index as u16, name, value.as_bytes());
            self.commitments[32 * index..32 * (index + 1)].copy_from_slice(&made.0);
        }
        stored_event_digest(&self.commitments).unwrap()
    }

    fn leaf_hash(&self) -> Hash {
        let digest = stored_event_digest(&self.commitments).unwrap();
        Leaf { digest, recorded_minute: self.recorded_minute, not_before: Hash::ZERO }.hash()
    }

    fn borrowed(&self) -> StoredRow<'_> {
        StoredRow {
            metadata: std::array::from_fn(|index| self.metadata[index].as_bytes()),
            metadata_seed: &self.seed,
            commitments: &self.commitments,
            recorded_minute: self.recorded_minute,
            not_before: Hash::ZERO,
            logged_leaf: self.leaf_hash,
        }
    }
}

/// `count` events over three streams in turn, with two payload commitments each.
fn rows(count: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut prev = vec!["null".to_owned(); STREAMS];
    for place in 0..count {
        let stream = place % STREAMS;
        let mut metadata = vec!["null".to_owned(); 12];
        metadata[0] = format!("\"event-{place}\"");
        metadata[1] = format!("\"case-{stream}\"");
        metadata[2] = (place / STREAMS).to_string();
        metadata[3] = "\"case.noted\"".to_owned();
        metadata[11].clone_from(&prev[stream]);
        let seed = [place as u8; 32];
        let commitments = vec![place as u8; 32 * 14];
        let recorded_minute = 29_700_000 + place as u32;
        let mut row = Row { metadata, seed, commitments, recorded_minute, leaf_hash: None };
        prev[stream] = format!("\"{}\"", row.commit());
        rows.push(row);
    }
    rows
}

fn head(rows: &[Row]) -> TreeHead {
    let mut tree = Frontier::new();
    rows.iter().for_each(|row| tree.push(row.leaf_hash()));
    tree.head()
}

fn check(rows: &[Row], checkpoints: &[TreeHead]) -> Result<VerifiedStore, StoreError> {
    store(rows.iter().map(Row::borrowed), checkpoints)
}

#[test]
fn an_untouched_store_agrees_with_every_checkpoint() {
    let rows = rows(40);
    let heads = [head(&rows[..25]), head(&rows), head(&[]), head(&rows[..1])];
    let verified = check(&rows, &heads).unwrap();
    assert_eq!(verified.head, head(&rows));
    assert_eq!((verified.streams, verified.signed), (STREAMS, TreeSize(40)));
    assert_eq!(check(&rows, &heads[..1]).unwrap().signed, TreeSize(25));
    assert_eq!(check(&[], &[]).unwrap().head, TreeHead { size: TreeSize(0), root: head(&[]).root });
}

#[test]
fn every_changed_column_is_named() {
    let good = rows(12);
    for (index, field) in METADATA_FIELDS.iter().enumerate() {
        let mut rows = good.clone();
        rows[7].metadata[index] = "\"changed\"".to_owned();
        assert_eq!(check(&rows, &[]), Err(StoreError::Field(LeafIndex(7), field)));
    }
    let mut rows = good.clone();
    rows[7].seed[0] ^= 1;
    assert_eq!(check(&rows, &[]), Err(StoreError::Field(LeafIndex(7), "id")));
    for bytes in [0, 32 * 11, 32 * 14 - 1, 32 * 70_000] {
        let mut rows = good.clone();
        rows[7].commitments.resize(bytes, 0);
        assert_eq!(check(&rows, &[]), Err(StoreError::Commitments(LeafIndex(7), bytes)));
    }
}

#[test]
fn a_changed_payload_commitment_breaks_the_link_or_the_root() {
    let good = rows(12);
    let mut rows = good.clone();
    rows[4].commitments[32 * 13] ^= 1;
    let next_of_stream = StoreError::Prev(LeafIndex(7), "case-1".to_owned());
    assert_eq!(check(&rows, &[]), Err(next_of_stream));
    rows.clone_from(&good);
    rows[11].commitments[32 * 13] ^= 1;
    let heads = [head(&good[..6]), head(&good)];
    assert_eq!(check(&rows, &heads), Err(StoreError::Root(TreeSize(6), TreeSize(12))));
    rows.clone_from(&good);
    rows[3].recorded_minute += 1;
    assert_eq!(check(&rows, &heads), Err(StoreError::Root(TreeSize(0), TreeSize(6))));
}

#[test]
fn removed_added_and_moved_rows_are_found_without_tiles() {
    let good = rows(12);
    let revision = |place, stream: usize, found: u64, expected| {
        let stream = format!("case-{stream}");
        Err(StoreError::Revision(LeafIndex(place), stream, found.to_string(), expected))
    };
    let mut removed = good.clone();
    removed.remove(4);
    assert_eq!(check(&removed, &[]), revision(6, 1, 2, 1));
    let mut added = good.clone();
    added.insert(5, good[4].clone());
    assert_eq!(check(&added, &[]), revision(5, 1, 1, 2));
    let mut swapped = good.clone();
    swapped.swap(2, 5);
    assert_eq!(check(&swapped, &[]), revision(2, 2, 1, 0));
    // Two streams' events exchanged: every stream is whole, the order is not the signed one.
    let mut moved = good.clone();
    moved.swap(4, 5);
    assert_eq!(check(&moved, &[head(&good)]), Err(StoreError::Root(TreeSize(0), TreeSize(12))));
    let short = Err(StoreError::Short(TreeSize(11), TreeSize(12)));
    assert_eq!(check(&good[..11], &[head(&good)]), short);
}

#[test]
fn with_the_logs_tiles_the_very_place_is_named() {
    let mut good = rows(12);
    let logged: Vec<Hash> = good.iter().map(Row::leaf_hash).collect();
    let place = |rows: &mut Vec<Row>| {
        rows.iter_mut().zip(&logged).for_each(|(row, leaf)| row.leaf_hash = Some(*leaf));
        check(rows, &[]).unwrap_err()
    };
    let mut removed = good.clone();
    removed.remove(4);
    assert_eq!(place(&mut removed), StoreError::Leaf(LeafIndex(4)));
    let mut added = good.clone();
    added.insert(5, good[4].clone());
    assert_eq!(place(&mut added), StoreError::Leaf(LeafIndex(5)));
    let mut moved = good.clone();
    moved.swap(4, 5);
    assert_eq!(place(&mut moved), StoreError::Leaf(LeafIndex(4)));
    good[8].recorded_minute += 1;
    assert_eq!(place(&mut good), StoreError::Leaf(LeafIndex(8)));
}

#[test]
fn a_stream_name_that_is_no_plain_string_is_refused() {
    for name in ["case-1", "\"case", "\"a\\\"b\"", "1"] {
        let mut rows = rows(1);
        rows[0].metadata[1] = name.to_owned();
        rows[0].commit();
        assert_eq!(check(&rows, &[]), Err(StoreError::Field(LeafIndex(0), "stream")), "{name}");
    }
}

#[test]
fn heads_of_a_checked_store_can_be_sealed_and_proved() {
    let rows = rows(10);
    let mut walk = StoreCheck::new(&[]);
    rows.iter().for_each(|row| walk.row(&row.borrowed()).unwrap());
    let heads: Vec<_> = walk.heads().collect();
    assert_eq!(heads.iter().map(|head| head.revision).collect::<Vec<_>>(), [3, 2, 2]);
    let seal = SealedHeads::build(&[5; 32], heads.clone()).unwrap();
    for head in &heads {
        let proof = seal.prove(&head.stream).unwrap();
        proof.verify(&seal.head()).unwrap();
        for change in 0..3 {
            let mut wrong = proof.clone();
            match change {
                0 => wrong.head.revision += 1,
                1 => wrong.head.digest.0[9] ^= 1,
                _ => wrong.head.stream.push('x'),
            }
            assert!(wrong.verify(&seal.head()).is_err());
        }
    }
    assert_eq!(seal.prove("case-9"), None);
    let mut unsorted = heads.clone();
    unsorted.swap(0, 1);
    assert_eq!(SealedHeads::build(&[5; 32], unsorted).unwrap_err(), HeadsError::Order(1));
    let twice = vec![heads[0].clone(), heads[1].clone(), heads[1].clone()];
    assert_eq!(SealedHeads::build(&[5; 32], twice).unwrap_err(), HeadsError::Order(2));
    assert_ne!(SealedHeads::build(&[6; 32], heads).unwrap().head().root, seal.head().root);
}
