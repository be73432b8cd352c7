//! One file per command.

pub(super) mod add_information;
pub(super) mod correct_person;
pub(super) mod correct_text;
pub(super) mod let_in;
pub(super) mod pass_on;
pub(super) mod raise;
pub(super) mod reroute;
pub(super) mod triage;

use super::command::Standing;
use crate::refusal::{Code, Refusal};

/// A concern is added to and corrected by who raised it, or by a senior.
fn raiser_or_senior(by: Standing) -> Result<(), Refusal> {
    match by {
        Standing::Raiser | Standing::Senior | Standing::Matched => Ok(()),
        Standing::Neither => Err(Refusal::new(
            Code::OnlyRaiserOrSenior,
            "Only whoever raised this concern, or a safeguarding lead or headteacher, can do this.",
        )),
    }
}
