//! Keys, notes, checkpoints and receipts that must be refused, each for its reason.

use lanyard_evidence::TreeSize;
use lanyard_evidence::checkpoint::{Checkpoint, CheckpointError};
use lanyard_evidence::commitment::Committer;
use lanyard_evidence::note::{Note, NoteError, Signer, VerifierKey};
use lanyard_evidence::proof::{ProofError, TlogProof};
use lanyard_evidence::verify::{self, TrustedKeys, VerifyError};

use crate::support::{ORIGIN, Tree, leaves, receipt, signed, signer, witness};

fn checkpoint() -> Note {
    signed(&Tree::of(&leaves(256)).head(256), &signer())
}

#[test]
fn signatures_by_unknown_keys_are_passed_over_also_fifteen_of_them() {
    let mut note = checkpoint();
    for number in 0..15u8 {
        let stranger = Signer::new(&format!("stranger.example/{number}"), &[number; 32]).unwrap();
        note.signatures.insert(0, stranger.sign(&note.text));
    }
    let read = Note::parse(note.to_string().as_bytes()).unwrap();
    assert_eq!(read.signatures.len(), 16);
    verify::checkpoint(note.to_string(), signer().verifier_key()).unwrap();
    // The same name under another key is unknown too.
    let namesake = Signer::new(ORIGIN, &[9; 32]).unwrap();
    note.signatures.push(namesake.sign(&note.text));
    verify::checkpoint(note.to_string(), signer().verifier_key()).unwrap();
}

#[test]
fn signatures_under_the_logs_key_must_be_right_and_single() {
    let note = checkpoint();
    let refusal = |note: &Note| verify::checkpoint(note.to_string(), signer().verifier_key());
    let name = ORIGIN.to_owned();

    let mut unsigned = note.clone();
    unsigned.signatures = vec![witness().cosign(&note.text, 1)];
    assert_eq!(refusal(&unsigned), Err(NoteError::NotSigned(name.clone()).into()));
    let mut twice = note.clone();
    twice.signatures.push(note.signatures[0].clone());
    assert_eq!(refusal(&twice), Err(NoteError::RepeatedSignature(name.clone()).into()));
    let mut short = note.clone();
    short.signatures[0].bytes.pop();
    assert_eq!(refusal(&short), Err(NoteError::WrongSignature(name.clone()).into()));
    let mut other_text = note;
    other_text.text = other_text.text.replace("256", "257");
    assert_eq!(refusal(&other_text), Err(NoteError::WrongSignature(name).into()));
}

#[test]
fn witnesses_count_only_when_given_and_only_when_right() {
    let (log, cosigner) = (signer(), witness());
    let mut note = checkpoint();
    note.signatures.push(cosigner.cosign(&note.text, 1_794_405_600));
    let unasked = verify::checkpoint(note.to_string(), log.verifier_key()).unwrap();
    assert_eq!(unasked.witnesses, vec![]);
    let witnesses = [cosigner.verifier_key().clone()];
    let keys = TrustedKeys { log: log.verifier_key(), witnesses: &witnesses };
    let asked = verify::checkpoint(note.to_string(), keys).unwrap();
    assert_eq!(asked.witnesses[0].cosigned_at, Some(1_794_405_600));
    // A wrong time is a wrong signature.
    note.signatures[1].bytes[7] ^= 1;
    let name = cosigner.verifier_key().name().to_owned();
    let refused = verify::checkpoint(note.to_string(), keys);
    assert_eq!(refused, Err(NoteError::WrongSignature(name).into()));
    // A witness's plain signature is no cosignature.
    note.signatures[1] = cosigner.sign(&note.text);
    assert!(verify::checkpoint(note.to_string(), keys).is_err());
}

#[test]
fn keys_in_the_wrong_role_and_other_logs_are_refused() {
    let (log, note) = (signer(), checkpoint().to_string());
    let as_log = verify::checkpoint(&note, witness().verifier_key());
    assert!(matches!(as_log, Err(VerifyError::KeyRole(_))));
    let witnesses = [log.verifier_key().clone()];
    let as_witness = TrustedKeys { log: log.verifier_key(), witnesses: &witnesses };
    assert!(matches!(verify::checkpoint(&note, as_witness), Err(VerifyError::KeyRole(_))));
    let inner = verify::checkpoint(&note, log.inner().verifier_key());
    assert!(matches!(inner, Err(VerifyError::InnerKey(_))));
    let other = Signer::new("other.example/lanyard", &[1; 32]).unwrap();
    let refused = verify::checkpoint(&note, other.verifier_key());
    assert!(matches!(refused, Err(VerifyError::OtherLog(..))));
    // The inner origin signed under the outside name, and the other way round.
    let text = Note::parse(note.as_bytes()).unwrap().text;
    let inner_text = text.replace(ORIGIN, &format!("{ORIGIN}/inner"));
    for crossed in [Note::sign(&inner_text, &[&log]), Note::sign(&text, &[&log.inner()])] {
        let refused = verify::checkpoint(crossed.to_string(), log.verifier_key());
        assert!(matches!(refused, Err(VerifyError::Note(NoteError::NotSigned(_)))));
    }
}

#[test]
fn malformed_notes_are_refused_by_reason() {
    let good = checkpoint().to_string();
    let cases = [
        (good.replace("\n\n", "\n"), NoteError::Unsigned),
        (good.trim_end().to_owned(), NoteError::Unsigned),
        (good.replace("— ", "- "), NoteError::SignatureLine(1)),
        (good.replace("— ", "—  "), NoteError::SignatureLine(1)),
        (format!("{good}stray\n"), NoteError::SignatureLine(2)),
        (good.replace("256\n", "256\r\n"), NoteError::Encoding),
        (good.replace('l', "\0"), NoteError::Encoding),
    ];
    for (text, reason) in cases {
        assert_eq!(Note::parse(text.as_bytes()), Err(reason), "{text}");
    }
    let line = "— a.example AAAAAAA=\n";
    let many = format!("text\n\n{}", line.repeat(65));
    assert_eq!(Note::parse(many.as_bytes()), Err(NoteError::TooManySignatures));
    assert_eq!(Note::parse(b"text\xff\n\n"), Err(NoteError::Encoding));
}

#[test]
fn malformed_keys_are_refused() {
    let good = signer().verifier_key().to_string();
    let witness = witness().verifier_key().to_string();
    assert_eq!(VerifierKey::parse(&good).unwrap().to_string(), good);
    assert!(VerifierKey::parse(&witness).unwrap().is_witness());
    for bad in [
        "",
        "a",
        "a+b",
        &good.to_uppercase(),
        &good.replace("19a96a05", "19A96A05"),
        &good.replace("19a96a05", "19a96a06"),
        &format!(" {good}"),
        &format!("{good}\n"),
        &good.replace(ORIGIN, "trust example"),
        &good.replace(ORIGIN, ""),
    ] {
        assert!(VerifierKey::parse(bad).is_err(), "{bad}");
    }
    let dilithium = "a.example+00000000+BgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    assert_eq!(VerifierKey::parse(dilithium), Err(NoteError::KeyType(6)));
    for name in ["", "two words", "plus+sign", "line\nfeed", "nbsp\u{a0}"] {
        assert_eq!(Signer::new(name, &[1; 32]).unwrap_err(), NoteError::KeyName, "{name}");
    }
}

#[test]
fn secrets_do_not_show_in_debug_output() {
    let signer = Signer::new("a.example", &[0xab; 32]).unwrap();
    assert_eq!(format!("{signer:?}"), signer.verifier_key().to_string());
    let shown = format!("{:?}", Committer::new(&[0xab; 32]));
    let of_another = format!("{:?}", Committer::new(&[0xcd; 32]));
    assert_eq!(shown, of_another);
}

#[test]
fn malformed_checkpoints_are_refused_by_line() {
    let root = "Z4MFUQaneg25fDuH2BJoBk5QgddpUKQg6UFbzZbAweE=";
    let parse = |text: &str| Checkpoint::parse(text);
    let good = parse(&format!("a.example\n0\n{root}\n")).unwrap();
    assert_eq!(good.size, TreeSize(0));
    for (text, reason) in [
        (format!("a.example\n1\n{root}"), CheckpointError::Lines),
        (format!("a.example\n1\n{root}\nextension\n"), CheckpointError::Lines),
        (format!("a.example\n1\n{root}\n\n"), CheckpointError::Lines),
        (String::new(), CheckpointError::Lines),
        (format!("\n1\n{root}\n"), CheckpointError::Origin),
        (format!("a.example\n01\n{root}\n"), CheckpointError::Size),
        (format!("a.example\n+1\n{root}\n"), CheckpointError::Size),
        (format!("a.example\n-1\n{root}\n"), CheckpointError::Size),
        (format!("a.example\n\n{root}\n"), CheckpointError::Size),
        (format!("a.example\n18446744073709551616\n{root}\n"), CheckpointError::Size),
        ("a.example\n1\nAAAA\n".to_owned(), CheckpointError::Root),
        (format!("a.example\n1\n {root}\n"), CheckpointError::Root),
        (format!("a.example\n1\n{}\n", root.replace("weE=", "weF=")), CheckpointError::Root),
    ] {
        assert_eq!(parse(&text), Err(reason), "{text:?}");
    }
}

#[test]
fn malformed_receipts_are_refused_by_line() {
    let good = receipt(&Tree::of(&leaves(9)), 4, 9, &signer()).to_string();
    let lines: Vec<&str> = good.lines().collect();
    let with = |line: usize, text: &str| good.replace(lines[line], text);
    let cases = [
        (with(0, "c2sp.org/tlog-proof@v2"), ProofError::Header),
        (with(1, "extra"), ProofError::Extra),
        (good.replace(&format!("{}\n", lines[1]), ""), ProofError::Extra),
        (good.replace("index 4", "index 04"), ProofError::Index),
        (good.replace("index 4", "index +4"), ProofError::Index),
        (good.replace("index 4", "Index 4"), ProofError::Index),
        (with(3, "AAAA"), ProofError::Hash(4)),
        (with(4, &format!("{} ", lines[4])), ProofError::Hash(5)),
        (good.replace("\n\n", "\n"), ProofError::NoCheckpoint),
        (with(4, &[lines[4]; 65].join("\n")), ProofError::TooManyHashes),
    ];
    for (text, reason) in cases {
        assert_eq!(TlogProof::parse(text.as_bytes()), Err(reason), "{text}");
    }
    let short_leaf = TlogProof::parse(with(1, "extra AAAA").as_bytes());
    assert!(matches!(short_leaf, Err(ProofError::Leaf(_))));
    assert_eq!(TlogProof::parse(b"\xff"), Err(ProofError::Encoding));
    // Another place, another size, another log: well-formed and untrue.
    let key = signer().verifier_key().clone();
    let moved = verify::receipt(good.replace("index 4", "index 5"), &key);
    assert!(matches!(moved, Err(VerifyError::Tree(_))));
    let said = verify::receipt(&good, &key).unwrap();
    assert_eq!((said.index.0, said.tree_size().0), (4, 9));
    assert_eq!(said.recorded_before_unix_seconds(), 29_700_001 * 60);
}
