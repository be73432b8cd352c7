//! One file per command.

pub(super) mod add_concern;
pub(super) mod add_note;
pub(super) mod ask_for_decisions;
pub(super) mod change_owner;
pub(super) mod close;
pub(super) mod consult;
pub(super) mod correct_person;
pub(super) mod decide_interim_measure;
pub(super) mod decide_telling;
pub(super) mod decide_threshold;
pub(super) mod decline_child_case;
pub(super) mod hold;
pub(super) mod link_person;
pub(super) mod match_person;
pub(super) mod name_support_person;
pub(super) mod note_enquiry;
pub(super) mod open;
pub(super) mod open_child_case;
pub(super) mod playbooks;
pub(super) mod record_outcome;
pub(super) mod reopen;
pub(super) mod reroute;
pub(super) mod share_name;
pub(super) mod tell_governors;

use lanyard_events::concern::AboutAdult;
use lanyard_events::{LinkedPerson, StaffId};

use super::state::Record;
use crate::concern::Matter;
use crate::refusal::{Code, Refusal};
use crate::routing::{RoutingFacts, route};
use crate::senior::Senior;

/// Only what is about an adult comes here: a pupils' concern would be kept from the safeguarding
/// team (domain.md 1 rule 1).
fn about_an_adult(about_adult: AboutAdult) -> Result<(), Refusal> {
    if about_adult != AboutAdult::No {
        return Ok(());
    }
    Err(Refusal::of_field(
        Code::PupilsMatter,
        "/concern",
        "This concern is about pupils: open a case, so that the safeguarding team sees it.",
    ))
}

/// Who sees a matter is settled when it is opened, and by matching somebody. Naming a person for
/// whom it would go elsewhere (a headteacher, the trust lead) is refused: otherwise the accused's
/// own desk, or nobody, would have it.
fn keeps_its_route(
    record: &Record,
    people: &[LinkedPerson],
    routing: &RoutingFacts,
    pointer: &'static str,
) -> Result<(), Refusal> {
    let subjects = Matter::subjects(people);
    if subjects.is_empty() {
        return Ok(());
    }
    let wanted = route(AboutAdult::Yes, &subjects, routing);
    if wanted.iter().all(|role| record.routed_to.contains(role)) {
        return Ok(());
    }
    Err(Refusal::of_field(
        Code::RouteChanges,
        pointer,
        "A matter about this person goes to other people: raise a new concern about them, so that it \
         reaches the right ones.",
    ))
}

/// Whoever manages the matter has no part in it.
fn not_the_manager(
    owner: StaffId,
    named: Option<StaffId>,
    pointer: &'static str,
) -> Result<(), Refusal> {
    if named != Some(owner) {
        return Ok(());
    }
    Err(Refusal::of_field(
        Code::Conflicted,
        pointer,
        "This person manages the matter: give it to another case manager first.",
    ))
}

/// Two persons, never two roles of one (domain.md 1; S17). Not a safeguarding lead: they do not learn
/// an adult's name by being asked to confirm.
fn two_persons(first: StaffId, second: &Senior) -> Result<(), Refusal> {
    const POINTER: &str = "/confirmed_by";
    if second.staff == first {
        return Err(Refusal::of_field(
            Code::SecondPersonNeeded,
            POINTER,
            "Somebody other than you has to confirm this. Where the headteacher is also the \
             safeguarding lead, the second person comes from the trust: the group safeguarding lead \
             or the chair.",
        ));
    }
    if second.is_conflicted {
        return second.check(POINTER);
    }
    if !second.is_senior_here {
        return Err(Refusal::of_field(
            Code::NotASenior,
            POINTER,
            "Name a headteacher of this academy, the group safeguarding lead or the chair.",
        ));
    }
    Ok(())
}
