//! One rule a command.

pub(super) mod propose;
pub(super) mod publish;
pub(super) mod withdraw;

use crate::policy::{DocumentId, InForce, Mistake};
use crate::policy_document::state::{Record, State};
use crate::refusal::{Code, Fault, Refusal};

/// The number of the edition in a text, or every mistake in it.
fn edition_of(
    document: &DocumentId,
    text: &str,
    record: Option<&Record>,
    in_force: &InForce,
) -> Result<u16, Refusal> {
    let published = record.map_or(0, |record| record.highest);
    let highest = published.max(document.shipped_edition().unwrap_or(0));
    // What was added stays (domain.md 2). Which that is this record says itself: what the views say is in force
    // may be an edition behind it.
    let added = { record.and_then(|record| record.text.as_deref()) }
        .filter(|_| document.only_adds())
        .map(|newest| InForce::with([(document.clone(), newest)]).0);
    match document.read(text, highest, added.as_ref().unwrap_or(in_force)) {
        Ok(document) => Ok(document.edition()),
        Err(mistakes) => Err(mistaken(&mistakes)),
    }
}

fn mistaken(mistakes: &[Mistake]) -> Refusal {
    let fault = |mistake: &Mistake| Fault {
        code: Code::FileMistaken,
        detail: mistake.to_string().into(),
        pointer: Some("/text".into()),
    };
    let faults = mistakes.iter().map(fault).collect();
    Refusal::of_faults(faults)
        .unwrap_or_else(|| Refusal::of_field(Code::FileMistaken, "/text", "The file is wrong."))
}

/// What is known of a document of which something was proposed.
fn record(state: &State) -> Result<&Record, Refusal> {
    state.must_be_readable()?;
    let nothing = || Refusal::new(Code::NothingPublished, "Nothing was proposed or published.");
    state.record().ok_or_else(nothing)
}
