//! What can be asked of a concern. Facts from outside travel in the commands.

use std::sync::Arc;

use lanyard_events::concern::{AboutAdult, BodyMark, ConcernText, Place, Reporter};
use lanyard_events::{
    Actor, AllegationId, CaseId, CategoryId, Day, LinkedPerson, PersonRef, Role, Sensitive,
    Taxonomy,
};

use crate::clock::SchoolCalendar;
use crate::command::commands;
use crate::routing::RoutingFacts;
use crate::senior::Senior;

commands! {
    /// Any command to a concern.
    Raise, AddInformation, CorrectPerson, CorrectText, Triage, Reroute, LetIn, PassOn,
}

/// Raises a concern.
#[derive(Debug, Clone)]
pub struct Raise {
    /// Who sends it.
    pub actor: Actor,
    /// Who reports.
    pub reporter: Reporter,
    /// Is it about an adult here?
    pub about_adult: AboutAdult,
    /// Category of the taxonomy.
    pub category: CategoryId,
    /// Fact: the taxonomy in force.
    pub taxonomy: Arc<Taxonomy>,
    /// People with their parts, at most 50.
    pub people: Vec<LinkedPerson>,
    /// Where.
    pub place: Place,
    /// When it happened, in words.
    pub when_text: Option<Sensitive<String>>,
    /// The reporter's own words, at most 20,000 characters.
    pub account: Sensitive<String>,
    /// The child's exact words.
    pub childs_words: Option<Sensitive<String>>,
    /// Body map.
    pub body_map: Vec<BodyMark>,
    /// What was done already, and why.
    pub action_taken: Option<Sensitive<String>>,
    /// Is anybody in danger now?
    pub danger_now: bool,
    /// It was on paper first, after an outage.
    pub late_entry: bool,
    /// See [`crate::reference::of_command`].
    pub reference: String,
    /// The sender's own reference.
    pub external_reference: Option<String>,
    /// Sub-risks of the four Cs, of the taxonomy.
    pub sub_risks: Vec<String>,
    /// Fact: the academy's calendar, for R1.
    pub calendar: Arc<SchoolCalendar>,
    /// Fact: who the linked staff are, and which roles have an unconflicted holder.
    pub routing: RoutingFacts,
}

/// Fact: how whoever asks stands to the concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Raised it.
    Raiser,
    /// Holds one of the roles it was routed to, unconflicted.
    Senior,
    /// The adult's matter that the concern is part of has found somebody on the staff register.
    Matched,
    /// Neither.
    Neither,
}

/// Adds to a concern.
#[derive(Debug, Clone)]
pub struct AddInformation {
    /// Fact about whoever adds.
    pub by: Standing,
    /// What is added.
    pub text: Sensitive<String>,
    /// The child's exact words.
    pub childs_words: Option<Sensitive<String>>,
}

/// Puts the right person in the place of a wrong one.
#[derive(Debug, Clone)]
pub struct CorrectPerson {
    /// Fact about whoever corrects.
    pub by: Standing,
    /// Who was named.
    pub from: PersonRef,
    /// Who it is.
    pub to: PersonRef,
    /// Why.
    pub reason: Sensitive<String>,
    /// Fact: as for [`Raise`], with the corrected list of people.
    pub routing: RoutingFacts,
}

/// Puts a right text in the place of a wrong one.
#[derive(Debug, Clone)]
pub struct CorrectText {
    /// Fact about whoever corrects.
    pub by: Standing,
    /// Which text.
    pub field: ConcernText,
    /// The right text.
    pub text: Sensitive<String>,
    /// Why.
    pub reason: Sensitive<String>,
}

/// Sends a concern the other way: it is about an adult after all, or it is not.
#[derive(Debug, Clone)]
pub struct PassOn {
    /// To whom.
    pub to: Way,
    /// Why; those to whom it goes see it.
    pub reason: Sensitive<String>,
    /// Fact: the taxonomy in force.
    pub taxonomy: Arc<Taxonomy>,
    /// Fact: the academy's calendar, for R1.
    pub calendar: Arc<SchoolCalendar>,
    /// Fact: as for [`Raise`].
    pub routing: RoutingFacts,
}

/// The two ways that a concern can go (domain.md 1 rule 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// About an adult: to the headteacher, or who stands in.
    Head,
    /// About pupils: to the safeguarding team.
    Dsl,
}

/// Decides what to do with a concern.
#[derive(Debug, Clone)]
pub struct Triage {
    /// What.
    pub decision: Decision,
    /// Why.
    pub reason: Sensitive<String>,
    /// Sub-risks of the four Cs, of the taxonomy.
    pub sub_risks: Vec<String>,
    /// Fact: the taxonomy in force.
    pub taxonomy: Arc<Taxonomy>,
}

/// Sends a concern on that nobody to whom it went can act in any more.
#[derive(Debug, Clone)]
pub struct Reroute {
    /// Fact: as for [`Raise`], with whoever it is closed to by itself left out.
    pub routing: RoutingFacts,
    /// Who takes it up, with the facts about them; nobody where nobody unconflicted is left.
    pub receivers: Vec<Senior>,
    /// Why; says nothing of the conflict.
    pub reason: Sensitive<String>,
}

/// Lets the next alternate into an adult's matter that whoever has it does not answer.
#[derive(Debug, Clone)]
pub struct LetIn {
    /// The alternate's role.
    pub role: Role,
    /// Who holds it, with the facts about them.
    pub receivers: Vec<Senior>,
    /// Why.
    pub reason: Sensitive<String>,
}

/// What triage can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Nothing further.
    NoFurtherAction,
    /// Watch, and look again on a day (see [`crate::clock::school_days_later`]).
    Monitor {
        /// After today, within a year.
        review_on: Day,
    },
    /// A new case.
    OpenCase {
        /// Its id, made from the command.
        case: CaseId,
    },
    /// Part of a case that is open already.
    AddToCase {
        /// Which one.
        case: CaseId,
        /// Fact about it.
        target: TargetCase,
    },
    /// A new matter about an adult.
    OpenAllegation {
        /// Its id, made from the command.
        allegation: AllegationId,
    },
    /// Part of a matter about an adult that is open already.
    AddToAllegation {
        /// Which one.
        allegation: AllegationId,
        /// Fact about it.
        target: TargetAllegation,
    },
}

/// Fact: the adult's matter to which a concern is to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetAllegation {
    /// It is open, of the concern's academy, and all who read it may read the concern.
    Open,
    /// It is closed.
    Closed,
    /// It belongs to another academy.
    OfAnotherAcademy,
    /// It went to people to whom the concern did not go, or its case manager has a part in the
    /// concern.
    OfAnotherRoute,
    /// It does not exist.
    Absent,
}

/// Fact: the case to which a concern is to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetCase {
    /// Open, of the concern's academy.
    Open,
    /// Closed.
    Closed,
    /// Of another academy.
    OfAnotherAcademy,
    /// There is none with this id, or nothing of it is readable.
    Absent,
}
