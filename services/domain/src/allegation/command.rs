//! What can be asked of an adult's matter. Facts from outside travel in the commands.

use std::sync::Arc;

use lanyard_events::allegation::{
    Adviser, AgencyTold, AllegationOutcome, DutyConsidered, InterimMeasure, MatterDecision,
    TellingAdviser, TellingTime, ThresholdDecision, ThresholdLimbs, ToBeTold,
};
use lanyard_events::concern::{AboutAdult, Due};
use lanyard_events::{
    CaseId, CategoryId, ConcernId, Day, LinkedPerson, PersonRef, PupilId, Role, Sensitive, StaffId,
    Taxonomy,
};

use super::case_manager::Manager;
use crate::command::commands;
use crate::hold::{LiftHold, PlaceHold};
use crate::investigation::RecordInvestigation;
use crate::referral::Stage;
use crate::routing::RoutingFacts;
use crate::senior::Senior;
use crate::serious::TellGovernors;
use crate::steps::{DoStep, GiveStep, SkipStep, StartPlaybook};

commands! {
    /// Any command to an adult's matter.
    Open, AddConcern, LinkPerson, CorrectPerson, MatchPerson, DecideThreshold, Consult, AddNote,
    NameSupportPerson, DecideTelling, DecideInterimMeasure, NoteEnquiry, RecordOutcome,
    OpenChildCase, ShareName, ChangeOwner, Reroute, StartPlaybook, DoStep, SkipStep, GiveStep,
    RecordInvestigation, Close, Reopen, PlaceHold, LiftHold, TellGovernors, AskForDecisions, DeclineChildCase,
}

/// Opens a matter from a triaged concern.
#[derive(Debug, Clone)]
pub struct Open {
    /// The concern it comes from.
    pub concern: ConcernId,
    /// Whether that is about an adult.
    pub about_adult: AboutAdult,
    /// Category, as of the concern.
    pub category: CategoryId,
    /// People, as of the concern.
    pub people: Vec<LinkedPerson>,
    /// The roles whose holders may see it, as of the concern.
    pub routed_to: Vec<Role>,
    /// Who is to manage it, with the facts about them.
    pub owner: Manager,
    /// Why.
    pub reason: Sensitive<String>,
    /// See [`crate::reference::of_command`].
    pub reference: String,
}

/// Makes a further concern part of the matter.
#[derive(Debug, Clone)]
pub struct AddConcern {
    /// Which concern.
    pub concern: ConcernId,
    /// Whether that is about an adult.
    pub about_adult: AboutAdult,
    /// Its people.
    pub people: Vec<LinkedPerson>,
}

/// Links a person with a part.
#[derive(Debug, Clone)]
pub struct LinkPerson {
    /// Who, with which part.
    pub person: LinkedPerson,
    /// Why.
    pub reason: Option<Sensitive<String>>,
    /// Fact: who the linked staff are, this person among them.
    pub routing: RoutingFacts,
    /// Fact: the taxonomy in force, for a word of the trust's own.
    pub taxonomy: Arc<Taxonomy>,
}

/// Puts the right person in the place of a wrong one (S08).
#[derive(Debug, Clone)]
pub struct CorrectPerson {
    /// Who was named.
    pub from: PersonRef,
    /// Who it is.
    pub to: PersonRef,
    /// Why.
    pub reason: Sensitive<String>,
    /// The concern whose correction this follows: then only what that concern brought is corrected.
    pub concern: Option<ConcernId>,
    /// Fact: who the linked staff are, the right person among them.
    pub routing: RoutingFacts,
}

/// Finds an adult who was only described on the staff register.
#[derive(Debug, Clone)]
pub struct MatchPerson {
    /// Who was described, in the words that were linked.
    pub description: Sensitive<String>,
    /// Who it is.
    pub staff: StaffId,
    /// How they were recognised.
    pub reason: Sensitive<String>,
    /// Fact: who the linked staff are, the one who was found among them.
    pub routing: RoutingFacts,
    /// The present case manager, with the facts about them now that the adult is known.
    pub owner: Manager,
    /// Who is to manage it from here, where the present one cannot.
    pub new_owner: Option<Manager>,
}

/// Says by when something is to be decided.
#[derive(Debug, Clone)]
pub struct AskForDecisions {
    /// What, and by when.
    pub asked: Vec<(MatterDecision, Due)>,
}

/// Decides whether the harm threshold may be met (KCSIE Part 4).
#[derive(Debug, Clone)]
pub struct DecideThreshold {
    /// The four limbs.
    pub limbs: ThresholdLimbs,
    /// What.
    pub decision: ThresholdDecision,
    /// Why.
    pub reasons: Sensitive<String>,
}

/// Records that it was talked over without names.
#[derive(Debug, Clone)]
pub struct Consult {
    /// With whom.
    pub with: Adviser,
    /// Their name or desk.
    pub adviser: Option<Sensitive<String>>,
    /// What was asked, and what was advised.
    pub advice: Sensitive<String>,
}

/// Adds a note.
#[derive(Debug, Clone)]
pub struct AddNote {
    /// The note.
    pub text: Sensitive<String>,
}

/// Names somebody to support the adult.
#[derive(Debug, Clone)]
pub struct NameSupportPerson {
    /// Who.
    pub person: PersonRef,
    /// How to reach them, and what was agreed.
    pub note: Option<Sensitive<String>>,
}

/// Decides when one of those who are to be told is told.
#[derive(Debug, Clone)]
pub struct DecideTelling {
    /// Who.
    pub whom: ToBeTold,
    /// When.
    pub when: TellingTime,
    /// On whose advice.
    pub advised_by: Vec<TellingAdviser>,
    /// Why then, and what is said.
    pub reason: Sensitive<String>,
}

/// Decides what is done while the matter is looked into.
#[derive(Debug, Clone)]
pub struct DecideInterimMeasure {
    /// What.
    pub measure: InterimMeasure,
    /// What else was thought of, and why it would not do.
    pub alternatives: Option<Sensitive<String>>,
    /// Why.
    pub reason: Sensitive<String>,
    /// Day of the review.
    pub review_on: Option<Day>,
    /// Last day, where it ends by itself.
    pub ends_on: Option<Day>,
}

/// Notes what was found out without interviewing anybody.
#[derive(Debug, Clone)]
pub struct NoteEnquiry {
    /// What was looked at.
    pub looked_at: Sensitive<String>,
    /// What was found.
    pub found: Sensitive<String>,
}

/// Records the employer's outcome.
#[derive(Debug, Clone)]
pub struct RecordOutcome {
    /// What, in the statutory words.
    pub outcome: AllegationOutcome,
    /// Why.
    pub reasons: Sensitive<String>,
    /// Who records it.
    pub recorded_by: StaffId,
    /// Who confirmed it, with the facts about them: somebody else.
    pub confirmed_by: Senior,
    /// The duty to refer to the Disclosure and Barring Service.
    pub dbs: DutyConsidered,
    /// The duty to consider a referral to the Teaching Regulation Agency.
    pub tra: DutyConsidered,
    /// Whether a supply agency or other employer was told.
    pub agency_told: AgencyTold,
}

/// Asks for a welfare case of the child's own (S16).
#[derive(Debug, Clone)]
pub struct OpenChildCase {
    /// Its id, made from the command.
    pub case: CaseId,
    /// Whose.
    pub pupils: Vec<PupilId>,
    /// Its category: none that says that an adult is concerned.
    pub category: CategoryId,
    /// Fact: the taxonomy in force.
    pub taxonomy: Arc<Taxonomy>,
    /// The safeguarding lead who is to own it, with the facts about them.
    pub owner: Senior,
    /// Why; it stays with the adult's matter.
    pub reason: Sensitive<String>,
}

/// Decides that the children need no case out of this matter.
#[derive(Debug, Clone)]
pub struct DeclineChildCase {
    /// Why.
    pub reason: Sensitive<String>,
}

/// Shares the adult's name with the readers of the child's cases.
#[derive(Debug, Clone)]
pub struct ShareName {
    /// Whose name.
    pub person: PersonRef,
    /// Why; the readers of the cases see it.
    pub reason: Sensitive<String>,
}

/// Gives the matter to another case manager.
#[derive(Debug, Clone)]
pub struct ChangeOwner {
    /// Who is to manage it, with the facts about them.
    pub owner: Manager,
    /// Why.
    pub reason: Sensitive<String>,
}

/// Sends the matter to the next alternate, when nobody to whom it went can act in it any more.
#[derive(Debug, Clone)]
pub struct Reroute {
    /// Fact: who the linked staff are, and which roles somebody unconflicted holds.
    pub routing: RoutingFacts,
    /// Who is to manage it, with the facts about them; none where nobody is left.
    pub owner: Option<Manager>,
    /// Why; it says nothing of the conflict.
    pub reason: Sensitive<String>,
}

/// Closes the matter.
#[derive(Debug, Clone)]
pub struct Close {
    /// Why it can be closed.
    pub reason: Sensitive<String>,
    /// Why it is closed with duties open, where some are.
    pub leaving_open: Option<Sensitive<String>>,
    /// Fact: how far the referral to the LADO has come, where there is one (R3).
    pub lado: Option<Stage>,
    /// Who closes.
    pub closed_by: StaffId,
    /// Who confirmed it, with the facts about them: somebody else.
    pub confirmed_by: Senior,
}

/// Opens a closed matter again.
#[derive(Debug, Clone)]
pub struct Reopen {
    /// Why.
    pub reason: Sensitive<String>,
}
