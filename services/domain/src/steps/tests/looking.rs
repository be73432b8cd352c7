//! Looking into misuse is done by naming its record (playbook 18).

use super::*;
use crate::investigation::{InvestigationEntry, samples as investigation};

const LOOKING: &str = "looking_into_suspected_misuse";

/// What the two seniors would otherwise type again (M6).
#[test]
fn looking_together_is_done_by_naming_the_record_once_both_have_signed_its_prints() {
    let mut story = Story::of(start(LOOKING));
    let mut look = answer(LOOKING, "M6", "");
    look.answer = None;
    look.second = Some(senior(HEAD));
    story
        .given()
        .when(look.clone())
        .then_refused(Code::FieldMissing);
    look.reference = Some(investigation::record(InvestigationEntry::Agree, DSL).investigation)
        .map(|record| words(&record.to_string()));
    // There is no such record yet.
    story
        .given()
        .when(look.clone())
        .then_refused(Code::FieldMissing);
    let facts = [
        investigation::proposed(),
        investigation::agreed(),
        investigation::started(),
        investigation::row(),
        investigation::ended(20),
    ];
    story.0.extend(facts.map(investigation::fact));
    story
        .given()
        .when(look.clone())
        .then_refused(Code::PrintsUnsigned);
    for n in [DSL, investigation::SECOND] {
        let sign = InvestigationEntry::SignPrint { row: 1 };
        story.and(investigation::record(sign, n));
    }
    let done = story.and_done(look);
    assert!(done.complete && done.fields.is_empty());
}
