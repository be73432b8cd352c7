//! What other systems build on: the committed AsyncAPI document and schema are those of the code,
//! and a fact meets them.

use lanyard_events::fact::{Fact, asyncapi, cloud_event_schema};
use lanyard_events::{AcademyId, ConcernId, EventId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::committed::{blessing, folder};

fn pretty(document: Value) -> String {
    let mut document = document;
    document.sort_all_objects();
    serde_json::to_string_pretty(&document).unwrap() + "\n"
}

fn raised() -> Fact {
    Fact {
        event: EventId::new(Uuid::from_u128(1)),
        event_type: "concern.raised".to_owned(),
        stream: ConcernId::new(Uuid::from_u128(2)).stream(),
        academy: Some(AcademyId::new(Uuid::from_u128(3))),
    }
}

#[test]
fn the_committed_documents_are_those_of_the_code() {
    let documents = [
        ("lanyard.facts.v1.json", asyncapi()),
        ("lanyard.fact.v1.schema.json", {
            let mut schema = cloud_event_schema();
            schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
            schema
        }),
    ];
    for (name, document) in documents {
        let path = folder("../../openapi").join(name);
        let now = pretty(document);
        if blessing() {
            std::fs::write(&path, &now).unwrap();
        }
        let found = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("openapi/{name}: {error}: make bless"));
        assert!(found == now, "openapi/{name} differs: make bless");
    }
}

#[test]
fn a_fact_meets_its_schema_and_holds_nothing_else() {
    let schema = cloud_event_schema();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let fact = raised().cloud_event("log.example.org/trust");
    let mut message = serde_json::to_value(&fact).unwrap();
    let errors: Vec<_> = validator.iter_errors(&message).collect();
    assert!(errors.is_empty(), "{errors:?}");

    message["data"]["category"] = json!("bullying");
    assert!(!validator.is_valid(&message), "a field of content");
    let withheld = Fact {
        event_type: "case.parents_not_told".to_owned(),
        ..raised()
    };
    let withheld = serde_json::to_value(withheld.cloud_event("o")).unwrap();
    assert!(!validator.is_valid(&withheld), "a type that is not told");
}

#[test]
fn a_subject_says_academy_aggregate_and_event() {
    let fact = raised();
    let academy = fact.academy.unwrap();
    assert_eq!(fact.subject(), format!("{academy}.concern.raised"));
    let of_the_trust = Fact {
        academy: None,
        ..raised()
    };
    assert_eq!(of_the_trust.subject(), "trust.concern.raised");
}
