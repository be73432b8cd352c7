//! Every event there is has a fixture; every fixture decodes for ever.

use std::collections::BTreeSet;
use std::fmt::Write;

use lanyard_events::{Event, EventKind};
use serde_json::{Map, Value};

use crate::committed::{Committed, blessing, load};

/// The stored bytes of a fixture's fields, in the frozen order of its type and version.
///
/// # Errors
/// When the file's fields are not exactly those of the schema.
fn stored_values(fields: &[&str], object: &Map<String, Value>) -> Result<Vec<Vec<u8>>, String> {
    let known: BTreeSet<&str> = fields.iter().copied().collect();
    let found: BTreeSet<&str> = object.keys().map(String::as_str).collect();
    if known != found {
        let missing: Vec<_> = known.difference(&found).collect();
        let unknown: Vec<_> = found.difference(&known).collect();
        return Err(format!("fields missing {missing:?}, unknown {unknown:?}"));
    }
    Ok(fields
        .iter()
        .map(|field| serde_jcs::to_vec(&object[*field]).unwrap())
        .collect())
}

/// A fixture as it is laid out: one field a line, in the frozen order, the exact stored bytes.
fn lay_out(fields: &[&str], values: &[Vec<u8>]) -> String {
    let mut text = String::from("{");
    for (index, (field, value)) in fields.iter().zip(values).enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let value = std::str::from_utf8(value).unwrap();
        write!(text, "{comma}\n  \"{field}\": {value}").unwrap();
    }
    text.push_str(if fields.is_empty() { "}\n" } else { "\n}\n" });
    text
}

fn fields_of(fixture: &Committed) -> &'static [&'static str] {
    EventKind::fields_of(&fixture.event_type, fixture.version)
        .unwrap_or_else(|| panic!("{}: no such type and version", fixture.path.display()))
}

/// Types and versions without a fixture of their own.
fn without_fixture(
    kinds: impl Iterator<Item = (&'static str, u16)>,
    shapes: &BTreeSet<String>,
) -> Vec<String> {
    kinds
        .flat_map(|(event_type, newest)| {
            (1..=newest).map(move |version| format!("{event_type}.v{version}"))
        })
        .filter(|shape| !shapes.contains(shape))
        .collect()
}

#[test]
fn every_type_and_version_has_a_fixture() {
    let shapes: BTreeSet<String> = load("fixtures")
        .iter()
        .filter(|fixture| fixture.variant.is_none())
        .map(Committed::shape)
        .collect();
    let kinds = EventKind::all().map(|kind| (kind.event_type, kind.version));
    let missing = without_fixture(kinds, &shapes);
    assert!(
        missing.is_empty(),
        "write contracts/events/fixtures/<type>.v<version>.json for: {missing:?}"
    );
}

#[test]
fn a_new_event_or_version_without_fixture_is_found() {
    let shapes = BTreeSet::from(["case.opened.v1".to_owned()]);
    let kinds = [("case.opened", 2), ("case.burnt", 1)].into_iter();
    assert_eq!(
        without_fixture(kinds, &shapes),
        ["case.opened.v2", "case.burnt.v1"]
    );
}

#[test]
fn every_fixture_decodes_and_the_newest_version_encodes_to_the_same_bytes() {
    for fixture in load("fixtures") {
        let path = fixture.path.display();
        let fields = fields_of(&fixture);
        let values = stored_values(fields, &fixture.object())
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        let event = Event::decode(&fixture.event_type, fixture.version, &values)
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        let kind = event.kind();
        assert_eq!(kind.event_type, fixture.event_type);
        if kind.version == fixture.version {
            assert!(event.values() == values, "{path} encodes to other bytes");
        }
        // Older ones too: what they are raised to is as good as if it had been recorded today.
        let again = Event::decode(kind.event_type, kind.version, &event.values()).unwrap();
        assert!(again == event, "{path} does not survive a second writing");

        let layout = lay_out(fields, &values);
        if blessing() {
            std::fs::write(&fixture.path, &layout).unwrap();
        } else {
            assert!(fixture.text == layout, "{path} is not laid out: make bless");
        }
    }
}

#[test]
fn a_note_of_version_1_is_read_as_a_plain_note() {
    let old = load("fixtures")
        .into_iter()
        .find(|fixture| fixture.shape() == "case.note_added.v1")
        .unwrap();
    let values = stored_values(fields_of(&old), &old.object()).unwrap();
    let raised = Event::decode("case.note_added", 1, &values).unwrap();
    assert_eq!(raised.kind().version, 2);
    assert_eq!(raised.values(), [b"\"note\"".to_vec(), values[0].clone()]);
}

#[test]
fn a_stored_event_that_does_not_fit_is_refused() {
    for fixture in load("fixtures") {
        let fields = fields_of(&fixture);
        let good = stored_values(fields, &fixture.object()).unwrap();
        let decode =
            |values: &[Vec<u8>]| Event::decode(&fixture.event_type, fixture.version, values);
        let shape = fixture.shape();

        let mut longer = good.clone();
        longer.push(b"null".to_vec());
        assert!(decode(&longer).is_err(), "{shape} takes a field too many");
        if let Some(shorter) = good.split_last().map(|(_, rest)| rest) {
            assert!(decode(shorter).is_err(), "{shape} takes a field too few");
        }
        for (index, field) in fields.iter().enumerate() {
            let mut wrong = good.clone();
            wrong[index] = br#"{"not":["a","value"]}"#.to_vec();
            let error = decode(&wrong).unwrap_err().to_string();
            assert!(error.contains(field), "{shape}: {error}");
        }
        assert!(Event::decode(&fixture.event_type, 0, &good).is_err());
        assert!(Event::decode(&fixture.event_type, u16::MAX, &good).is_err());
    }
    assert!(Event::decode("case.burnt", 1, &[]).is_err());
}

#[test]
fn the_layout_is_json_in_the_frozen_order() {
    let values = [b"1".to_vec(), b"\"x\"".to_vec()];
    assert_eq!(
        lay_out(&["b", "a"], &values),
        "{\n  \"b\": 1,\n  \"a\": \"x\"\n}\n"
    );
    assert_eq!(lay_out(&[], &[]), "{}\n");
    let object = serde_json::json!({ "a": 1, "c": 2 });
    let error = stored_values(&["a", "b"], object.as_object().unwrap()).unwrap_err();
    assert_eq!(error, r#"fields missing ["b"], unknown ["c"]"#);
}
