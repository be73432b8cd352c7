//! One file per command.

pub(super) mod add_information;
pub(super) mod correct_person;
pub(super) mod correct_text;
pub(super) mod let_in;
pub(super) mod pass_on;
pub(super) mod raise;
pub(super) mod reroute;
pub(super) mod triage;

use lanyard_events::Taxonomy;

use super::command::Standing;
use crate::refusal::{Code, Refusal};
use crate::text::Checks;

/// Sub-risks of the four Cs are those of the taxonomy (domain.md 2): a trust's own are categories (ADR 18). Which
/// category a concern has does not bind them, for it may be about several.
fn check_sub_risks(checks: &mut Checks, sub_risks: &[String], taxonomy: &Taxonomy) {
    for (i, risk) in sub_risks.iter().enumerate() {
        if !taxonomy.has_sub_risk(risk) || sub_risks[..i].contains(risk) {
            checks.fail(
                Code::UnknownSubRisk,
                format_args!("/sub_risks/{i}"),
                "Choose sub-risks from the list, each once.",
            );
        }
    }
}

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
