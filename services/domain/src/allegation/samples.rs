//! Commands and events of the matter of S02, for tests.
#![allow(clippy::unwrap_used, reason = "tests")]

use lanyard_events::allegation::{
    AgencyTold, AllegationClosed, AllegationEvent, AllegationOpened, AllegationOutcome,
    AllegationOutcomeRecorded, AllegationThresholdDecided, DutyConsidered, LimbAnswer,
    ThresholdDecision, ThresholdLimbs,
};
use lanyard_events::concern::AboutAdult;
use lanyard_events::{ConcernId, LinkRole, LinkedPerson, PersonRef, Role, StaffId};

use super::{Manager, Open};
use crate::concern::samples::{all_desks, category, pupil, staff};
use crate::routing::{RoutingFacts, StaffFacts};
use crate::scenario::{id, words};
use crate::senior::Senior;

/// The headteacher, who manages the matter.
pub(crate) const HEAD: u8 = 3;
/// The group safeguarding lead, who confirms.
pub(crate) const LEAD: u8 = 9;
/// The teacher whom it is about.
pub(crate) const TEACHER: u8 = 7;

pub(crate) fn staff_id(n: u8) -> StaffId {
    StaffId::new(id(n))
}

pub(crate) fn concern(n: u8) -> ConcernId {
    ConcernId::new(id(n))
}

pub(crate) fn senior(n: u8) -> Senior {
    Senior {
        staff: staff_id(n),
        is_senior_here: true,
        is_conflicted: false,
    }
}

pub(crate) fn manager(n: u8, role: Role) -> Manager {
    Manager {
        staff: staff_id(n),
        roles_here: vec![role],
        is_conflicted: false,
    }
}

pub(crate) fn teacher() -> LinkedPerson {
    staff(TEACHER, LinkRole::AllegedToHaveDoneIt)
}

/// An adult on no register.
pub(crate) fn described() -> PersonRef {
    PersonRef::Described {
        description: words("the cover teacher"),
    }
}

/// Facts in which one member of staff is the headteacher.
pub(crate) fn with_head(n: u8) -> RoutingFacts {
    let mut facts = all_desks();
    facts.staff.push(StaffFacts {
        staff: staff_id(n),
        holds_head_here: true,
        holds_dsl_here: false,
        is_it: false,
        trust_employed: false,
        is_trust_lead: false,
        is_elt_or_governor_or_trustee: false,
    });
    facts
}

pub(crate) fn an_open() -> Open {
    Open {
        concern: concern(1),
        about_adult: AboutAdult::Yes,
        category: category("physical_abuse"),
        people: vec![pupil(1), teacher()],
        routed_to: vec![Role::Head],
        owner: manager(HEAD, Role::Head),
        reason: words("A pupil says that her arm was held."),
        reference: "ADLT0001".to_owned(),
    }
}

/// The same about somebody whom nobody can name: it went to the head and the alternate.
pub(crate) fn an_open_unmatched() -> Open {
    let mut open = an_open();
    open.people[1].person = described();
    open.routed_to = vec![Role::Head, Role::TrustLead];
    open
}

pub(crate) fn opened_by(open: Open) -> AllegationEvent {
    AllegationOpened {
        concern: open.concern,
        category: open.category,
        people: open.people,
        routed_to: open.routed_to,
        owner: open.owner.staff,
        reason: open.reason,
        reference: open.reference,
    }
    .into()
}

pub(crate) fn opened() -> AllegationEvent {
    opened_by(an_open())
}

/// What the threshold was decided to be.
pub(crate) fn decided(decision: ThresholdDecision) -> AllegationEvent {
    let first = match decision {
        ThresholdDecision::MayMeetThreshold => LimbAnswer::Yes,
        ThresholdDecision::LowLevel | ThresholdDecision::NoConcern => LimbAnswer::No,
    };
    AllegationThresholdDecided {
        limbs: limbs(first),
        decision,
        reasons: words("Her arm is marked."),
    }
    .into()
}

pub(crate) fn limbs(first: LimbAnswer) -> ThresholdLimbs {
    ThresholdLimbs {
        harmed_or_may_have_harmed: first,
        possible_offence: LimbAnswer::No,
        may_pose_a_risk: LimbAnswer::No,
        may_not_be_suitable: LimbAnswer::No,
    }
}

pub(crate) fn duty() -> DutyConsidered {
    DutyConsidered {
        applies: false,
        reason: words("Nobody was removed from regulated activity."),
    }
}

pub(crate) fn outcome() -> AllegationEvent {
    AllegationOutcomeRecorded {
        outcome: AllegationOutcome::Unsubstantiated,
        reasons: words("Neither account could be proved."),
        confirmed_by: staff_id(LEAD),
        dbs: duty(),
        tra: duty(),
        agency_told: AgencyTold::NotApplicable,
        may_appear_in_reference: false,
    }
    .into()
}

pub(crate) fn closed() -> AllegationEvent {
    AllegationClosed {
        reason: words("Everybody has been told."),
        confirmed_by: staff_id(LEAD),
    }
    .into()
}

/// The histories in which nothing more can be done, with the refusal of each.
pub(crate) fn unusable() -> [(Vec<AllegationEvent>, bool, crate::refusal::Code); 3] {
    use crate::refusal::Code;
    [
        (vec![opened(), closed()], false, Code::AllegationClosed),
        (Vec::new(), false, Code::Absent),
        (Vec::new(), true, Code::Erased),
    ]
}

/// A closed, an absent and an erased matter refuse the command.
#[track_caller]
pub(crate) fn needs_an_open_matter(command: impl Into<super::Command> + Clone) {
    for (events, erased, code) in unusable() {
        let mut given = crate::scenario::given::<super::Allegation>(events);
        if erased {
            given = given.then_erased();
        }
        given.when(command.clone()).then_refused(code);
    }
}
