//! The golden vectors, which a separate program made from SPEC.md.

use lanyard_evidence::checkpoint::Checkpoint;
use lanyard_evidence::commitment::{Committer, field_commitment, salt};
use lanyard_evidence::event::{METADATA_FIELDS, event_digest, stored_event_digest};
use lanyard_evidence::heads::{SealedHeads, StreamHead};
use lanyard_evidence::leaf::Leaf;
use lanyard_evidence::note::{Note, Signer};
use lanyard_evidence::tile::{Tile, TileKind, encode_entries, needed};
use lanyard_evidence::tree::{Frontier, prove_consistency, prove_inclusion};
use lanyard_evidence::verify::{self, Scope, TrustedKeys};
use lanyard_evidence::{Hash, LeafIndex, TreeSize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{Folder, ORIGIN, Tree, leaf, leaves, receipt, signed, signer, witness};

fn hash(value: &Value) -> Hash {
    Hash::from_hex(value.as_str().unwrap()).unwrap()
}

fn hashes(value: &Value) -> Vec<Hash> {
    value.as_array().unwrap().iter().map(hash).collect()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn load(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn fields_events_and_leaves_are_as_specified() {
    let golden = load(include_str!("../../vectors/event.json"));
    let seeds = [&golden["metadata_seed"], &golden["box_seed"]].map(|seed| hash(seed).0);
    let mut commitments = Vec::new();
    for field in golden["fields"].as_array().unwrap() {
        let index = u16::try_from(number(&field["index"])).unwrap();
        let name = field["name"].as_str().unwrap();
        let value = field["value"].as_str().unwrap().as_bytes();
        if let Some(metadata) = METADATA_FIELDS.get(usize::from(index)) {
            assert_eq!(*metadata, name);
        }
        let seed = &seeds[usize::from(index >= 12)];
        let made = Committer::new(seed).commit(index, name, value);
        assert_eq!(made, hash(&field["commitment"]), "{name}");
        assert_eq!(salt(seed, index, name), hash(&field["salt"]), "{name}");
        assert_eq!(field_commitment(&hash(&field["salt"]), name, value), made, "{name}");
        commitments.push(made);
    }
    let digest = event_digest(&commitments);
    assert_eq!(digest, hash(&golden["event_digest"]));
    assert_eq!(event_digest(&[]), hash(&golden["empty_event_digest"]));
    let stored: Vec<u8> = commitments.iter().flat_map(|commitment| commitment.0).collect();
    assert_eq!(stored_event_digest(&stored), Some(digest));
    for golden_leaf in golden["leaves"].as_array().unwrap() {
        let recorded_minute = u32::try_from(number(&golden_leaf["recorded_minute"])).unwrap();
        let leaf = Leaf { digest, recorded_minute, not_before: hash(&golden_leaf["not_before"]) };
        assert_eq!(hex(&leaf.to_bytes()), golden_leaf["bytes"].as_str().unwrap());
        assert_eq!(leaf.hash(), hash(&golden_leaf["leaf_hash"]));
        assert_eq!(Leaf::parse(&leaf.to_bytes()), Ok(leaf));
    }
}

#[test]
fn roots_and_proofs_are_as_specified() {
    let golden = load(include_str!("../../vectors/tree.json"));
    let tree = Tree::of(&leaves(1000));
    for head in golden["roots"].as_array().unwrap() {
        let size = number(&head["size"]);
        let mut frontier = Frontier::new();
        leaves(size).iter().for_each(|leaf| frontier.push(leaf.hash()));
        assert_eq!(frontier.root(), hash(&head["root"]), "size {size}");
        assert_eq!(frontier.head(), tree.head(size));
    }
    for proof in golden["inclusion"].as_array().unwrap() {
        let (size, index) = (TreeSize(number(&proof["size"])), LeafIndex(number(&proof["index"])));
        let made = prove_inclusion(&tree, index, size).unwrap();
        assert_eq!(made, hashes(&proof["proof"]), "{index} in {size}");
    }
    for proof in golden["consistency"].as_array().unwrap() {
        let (old, new) = (TreeSize(number(&proof["old"])), TreeSize(number(&proof["new"])));
        let made = prove_consistency(&tree, old, new).unwrap();
        assert_eq!(made, hashes(&proof["proof"]), "{old} to {new}");
    }
}

#[test]
fn tiles_are_as_specified() {
    let golden = load(include_str!("../../vectors/tiles.json"));
    for path in golden["paths"].as_array().unwrap() {
        let level = path["kind"].as_u64().map(|level| u8::try_from(level).unwrap());
        let kind = level.map_or(TileKind::Entries, TileKind::Hashes);
        let width = u16::try_from(number(&path["width"])).unwrap();
        let tile = Tile { kind, index: number(&path["index"]), width };
        let path = path["path"].as_str().unwrap();
        assert_eq!(tile.path(), path);
        assert_eq!(Tile::parse(path), Some(tile));
    }
    for list in golden["needed"].as_array().unwrap() {
        let size = TreeSize(number(&list["size"]));
        let lines: String = needed(size).map(|tile| format!("{tile}\n")).collect();
        assert_eq!(lines.lines().count() as u64, number(&list["count"]), "size {size}");
        assert_eq!(sha256_hex(lines.as_bytes()), list["sha256_of_lines"].as_str().unwrap());
    }
    let of_257: Vec<Value> = needed(TreeSize(257)).map(|tile| tile.path().into()).collect();
    assert_eq!(Value::Array(of_257), golden["needed_257"]);
    assert_eq!(hex(&encode_entries(&leaves(2))), golden["entries_2"].as_str().unwrap());
    let mut folder = Folder::of(&leaves(1000), &signer());
    folder.0.remove("checkpoint");
    let contents = golden["contents_1000"].as_object().unwrap();
    assert_eq!(folder.0.len(), contents.len());
    for (path, content) in &folder.0 {
        assert_eq!(sha256_hex(content), contents[path].as_str().unwrap(), "{path}");
    }
}

#[test]
fn keys_notes_and_receipts_are_as_specified() {
    let golden = load(include_str!("../../vectors/notes.json"));
    let (log, tree) = (signer(), Tree::of(&leaves(1000)));
    assert_eq!(log.verifier_key().to_string(), golden["vkey"].as_str().unwrap());
    assert_eq!(log.inner().verifier_key().to_string(), golden["inner_vkey"].as_str().unwrap());
    let witness_seed = hash(&golden["witness_seed"]).0;
    let cosigner = Signer::witness("witness.example/w1", &witness_seed).unwrap();
    assert_eq!(cosigner.verifier_key(), witness().verifier_key());
    assert_eq!(cosigner.verifier_key().to_string(), golden["witness_vkey"].as_str().unwrap());
    let pem = log.verifier_key().to_public_key_pem();
    assert_eq!(pem, golden["public_key_pem"].as_str().unwrap());

    let mut outside = signed(&tree.head(512), &log);
    assert_eq!(outside.to_string(), golden["outside"].as_str().unwrap());
    outside.signatures.push(cosigner.cosign(&outside.text, number(&golden["witness_time"])));
    assert_eq!(outside.to_string(), golden["cosigned"].as_str().unwrap());
    let inner = signed(&tree.head(1000), &log.inner());
    assert_eq!(inner.to_string(), golden["inner"].as_str().unwrap());
    let parsed = Note::parse(inner.to_string().as_bytes()).unwrap();
    assert_eq!(parsed, inner);
    assert_eq!(Checkpoint::parse(&parsed.text).unwrap().origin, format!("{ORIGIN}/inner"));

    let witnesses = [cosigner.verifier_key().clone()];
    let keys = TrustedKeys { log: log.verifier_key(), witnesses: &witnesses };
    for golden_receipt in golden["receipts"].as_array().unwrap() {
        let text = golden_receipt["text"].as_str().unwrap();
        let verified = verify::receipt(text, keys).unwrap();
        let inner = golden_receipt["scope"] == "inner";
        assert_eq!(verified.signed.scope, if inner { Scope::Inner } else { Scope::Outside });
        assert_eq!(verified.index, LeafIndex(number(&golden_receipt["index"])));
        assert_eq!(
            u64::from(verified.leaf.recorded_minute),
            number(&golden_receipt["recorded_minute"])
        );
        let cosigned: Vec<_> = verified.signed.witnesses.iter().map(|by| by.cosigned_at).collect();
        assert_eq!(cosigned, if inner { vec![] } else { vec![Some(1_794_405_600)] });
    }
    let mut made = receipt(&tree, 0, 512, &log);
    made.checkpoint = outside;
    assert_eq!(made.to_string(), golden["receipts"][1]["text"].as_str().unwrap());
    assert_eq!(made.leaf, leaf(0));
}

#[test]
fn sealed_heads_are_as_specified() {
    let golden = load(include_str!("../../vectors/heads.json"));
    let heads = golden["heads"].as_array().unwrap().iter().map(|head| StreamHead {
        stream: head["stream"].as_str().unwrap().to_owned(),
        revision: number(&head["revision"]),
        digest: hash(&head["digest"]),
    });
    let heads: Vec<StreamHead> = heads.collect();
    let seal = SealedHeads::build(&hash(&golden["seed"]).0, heads.clone()).unwrap();
    assert_eq!(seal.head().root, hash(&golden["root"]));
    let proof = seal.prove(&heads[3].stream).unwrap();
    assert_eq!(proof.hashes, hashes(&golden["proof_of_3"]));
    assert_eq!(proof.salt, hash(&golden["heads"][3]["salt"]));
    proof.verify(&seal.head()).unwrap();
}
