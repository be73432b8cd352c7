//! Events of a case: the work that follows from one or more concerns.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::calendar::Day;
use crate::id::{ActionId, ConcernId, ContactId, InvestigationId, PupilId, StaffId};
use crate::investigation::InvestigationFact;
use crate::payload::{aggregate, payloads};
use crate::person::{LinkedPerson, PersonRef};
use crate::roles::Role;
use crate::sensitive::Sensitive;
use crate::step::{StepName, step_payloads};
use crate::taxonomy::{CategoryId, OutcomeId};

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// A note of work.
    Note,
    /// The child's wishes and feelings.
    ChildsWishes,
    /// A meeting.
    Meeting,
    /// A decision with its reason, also not to act.
    Decision,
    /// A contact with an agency.
    Agency,
}

/// How a parent was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactHow {
    /// By telephone.
    Telephone,
    /// Face to face.
    InPerson,
    /// By letter.
    Letter,
    /// By email.
    Email,
    /// In a video call.
    Video,
}

/// What sort of plan a child is on (Working Together; Children Act 1989 sections 17, 22 and 47).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    /// Early or family help.
    EarlyHelp,
    /// A child in need.
    ChildInNeed,
    /// Child protection.
    ChildProtection,
    /// Looked after by a local authority.
    LookedAfter,
}

payloads! {
    /// A case was opened from a concern.
    "case.opened" v 1 CaseOpened {
        /// The concern it comes from.
        concern: ConcernId,
        /// Category, from the taxonomy.
        category: CategoryId,
        /// People of the concern with their parts.
        people: Vec<LinkedPerson>,
        /// The roles whose holders may see it, as the concern was routed.
        routed_to: Vec<Role>,
        /// Who owns it.
        owner: StaffId,
        /// Why it was opened.
        reason: Sensitive<String>,
        /// Reference to quote: says nothing of the content.
        reference: String,
    }
    /// A further concern became part of the case.
    "case.concern_added" v 1 CaseConcernAdded {
        /// Which concern.
        concern: ConcernId,
        /// Its people with their parts.
        people: Vec<LinkedPerson>,
    }
    /// A note.
    "case.note_added" v 2 CaseNoteAdded {
        /// What it is about.
        kind: NoteKind,
        /// The note.
        text: Sensitive<String>,
    }
    /// An action was planned.
    "case.action_planned" v 1 CaseActionPlanned {
        /// The action.
        action: ActionId,
        /// What is to be done.
        title: Sensitive<String>,
        /// Who does it.
        owner: StaffId,
        /// By when.
        due_at: At,
    }
    /// A planned action was done.
    "case.action_done" v 1 CaseActionDone {
        /// The action.
        action: ActionId,
        /// What came of it.
        outcome: Sensitive<String>,
    }
    /// A planned action was given to somebody else.
    "case.action_given" v 1 CaseActionGiven {
        /// The action.
        action: ActionId,
        /// Whose it is now.
        owner: StaffId,
        /// Why.
        reason: Sensitive<String>,
    }
    /// Parents were told or heard (R9).
    "case.parents_contacted" v 2 CaseParentsContacted {
        /// For which child.
        pupil: PupilId,
        /// Who, of the child's recorded contacts.
        person: Option<ContactId>,
        /// Which parent or carer.
        contact: Sensitive<String>,
        /// How.
        how: ContactHow,
        /// What was said, and their response.
        summary: Sensitive<String>,
    }
    /// A reasoned decision not to tell parents (R9): it comes back on a day.
    "case.parents_not_told" v 1 CaseParentsNotTold {
        /// For which child.
        pupil: PupilId,
        /// Which parent or carer; none means all.
        contact: Option<Sensitive<String>>,
        /// Why not.
        reason: Sensitive<String>,
        /// Day of the review.
        review_on: Day,
    }
    /// A child of the case is on a plan, or what is known of it is something else now.
    "case.plan_set" v 1 CasePlanSet {
        /// Which child.
        pupil: PupilId,
        /// What sort of plan.
        kind: PlanKind,
        /// Since when.
        since: Day,
        /// The child's social worker or lead practitioner, and how they are reached.
        social_worker: Option<Sensitive<String>>,
        /// The next conference.
        conference_on: Option<Day>,
        /// The next meeting of the core group.
        core_group_on: Option<Day>,
        /// The next review.
        review_on: Option<Day>,
        /// What else is to be known: what school does in it.
        note: Option<Sensitive<String>>,
    }
    /// A child of the case is on no plan any more.
    "case.plan_ended" v 1 CasePlanEnded {
        /// Which child.
        pupil: PupilId,
        /// Its last day.
        on: Day,
        /// Why.
        reason: Sensitive<String>,
    }
    /// A person was linked with a part.
    "case.person_linked" v 1 CasePersonLinked {
        /// Who, with which part.
        person: LinkedPerson,
        /// Why.
        reason: Option<Sensitive<String>>,
    }
    /// A person was linked wrongly: the right one takes their place; the old name stays, struck.
    "case.person_corrected" v 1 CasePersonCorrected {
        /// Who was named.
        from: PersonRef,
        /// Who it is.
        to: PersonRef,
        /// Why.
        reason: Sensitive<String>,
        /// The concern whose correction this follows, if any.
        concern: Option<ConcernId>,
    }
    /// The case has a new owner.
    "case.owner_changed" v 1 CaseOwnerChanged {
        /// Who owns it now.
        owner: StaffId,
        /// Why.
        reason: Sensitive<String>,
    }
    /// Something was written into, or signed in, a record of looking into suspected misuse (playbook 18).
    "case.investigation_recorded" v 1 CaseInvestigationRecorded {
        /// Which record.
        investigation: InvestigationId,
        /// What.
        fact: InvestigationFact,
    }
    /// The case is about to be closed with steps open that may not simply be left.
    "case.duties_left" v 1 CaseDutiesLeft {
        /// Which.
        steps: Vec<StepName>,
        /// Why.
        reason: Sensitive<String>,
    }
    /// The case was closed.
    "case.closed" v 1 CaseClosed {
        /// Outcome, from the taxonomy.
        outcome: OutcomeId,
        /// Why it can be closed, and what came of it.
        reason: Sensitive<String>,
        /// Who confirmed the outcome: the last column of the incident log (seed 3).
        confirmed_by: StaffId,
    }
    /// A closed case was opened again.
    "case.reopened" v 1 CaseReopened {
        /// Why.
        reason: Sensitive<String>,
    }
}

step_payloads! {
    "case.playbook_started" CasePlaybookStarted, "case.step_done" CaseStepDone,
    "case.step_skipped" CaseStepSkipped, "case.step_given" CaseStepGiven,
}

aggregate! {
    /// An event of a case.
    CaseEvent {
        Opened(CaseOpened),
        ConcernAdded(CaseConcernAdded),
        NoteAdded(CaseNoteAdded),
        ActionPlanned(CaseActionPlanned),
        ActionDone(CaseActionDone),
        ActionGiven(CaseActionGiven),
        ParentsContacted(CaseParentsContacted),
        ParentsNotTold(CaseParentsNotTold),
        PlanSet(CasePlanSet),
        PlanEnded(CasePlanEnded),
        PersonLinked(CasePersonLinked),
        PersonCorrected(CasePersonCorrected),
        OwnerChanged(CaseOwnerChanged),
        PlaybookStarted(CasePlaybookStarted),
        StepDone(CaseStepDone),
        StepSkipped(CaseStepSkipped),
        StepGiven(CaseStepGiven),
        InvestigationRecorded(CaseInvestigationRecorded),
        DutiesLeft(CaseDutiesLeft),
        Closed(CaseClosed),
        Reopened(CaseReopened),
    }
}
