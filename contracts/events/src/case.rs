//! Events of a case: the work that follows from one or more concerns.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::calendar::Day;
use crate::id::{ActionId, ConcernId, ContactId, InvestigationId, MeasureId, PupilId, StaffId};
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
    /// The child's wishes and feelings, of no child by name. `case.wishes_heard` is the one to use: it says which
    /// child, and how they made them known. This one stays for what was written before.
    ChildsWishes,
    /// A meeting.
    Meeting,
    /// A decision with its reason, also not to act.
    Decision,
    /// A contact with an agency.
    Agency,
}

/// Whether a desk was asked before parents were told (R9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum AskedFirst {
    /// It was.
    Asked {
        /// Which desk.
        desk: String,
        /// What it advised.
        advice: Sensitive<String>,
    },
    /// It was not.
    NotAsked {
        /// Why not.
        reason: Sensitive<String>,
    },
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

/// What was assessed of a child, or agreed for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentKind {
    /// Risks to and needs of the child, and what is done about each (KCSIE part 5: for sexual violence
    /// at once).
    RiskAndNeeds,
    /// The plan by which the child is kept safe.
    SafetyPlan,
}

/// How a child made their wishes and feelings known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WishesHow {
    /// In spoken words.
    Spoken,
    /// In writing.
    Written,
    /// In sign language.
    Signed,
    /// With symbols or a communication aid.
    Symbols,
    /// In a drawing or in play.
    Drawn,
    /// Through an interpreter.
    Interpreted,
    /// Seen in how the child behaves.
    Observed,
}

/// What sort of measure was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// A sanction for what was done.
    Sanction,
    /// Something taken away or changed until it is clear what happened: no sanction, and with an end.
    Interim,
}

payloads! {
    /// A case was opened from a concern.
    "case.opened" v 2 CaseOpened {
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
    "case.concern_added" v 2 CaseConcernAdded {
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
    "case.parents_contacted" v 3 CaseParentsContacted {
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
        /// Whether a desk was asked before (R9); none where none is involved.
        asked_first: Option<AskedFirst>,
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
    /// Risks and needs of a child were assessed, or a safety plan agreed: in place of the one before.
    "case.assessed" v 1 CaseAssessed {
        /// Which child.
        pupil: PupilId,
        /// What.
        kind: AssessmentKind,
        /// What was found, and what is done about it.
        text: Sensitive<String>,
        /// Day on which it is looked at again.
        review_on: Day,
    }
    /// A child's wishes and feelings were heard.
    "case.wishes_heard" v 1 CaseWishesHeard {
        /// Which child.
        pupil: PupilId,
        /// How the child made them known.
        how: WishesHow,
        /// Their wishes and feelings.
        text: Sensitive<String>,
    }
    /// A sanction, or an interim measure, was taken.
    "case.measure_taken" v 1 CaseMeasureTaken {
        /// Names it.
        measure: MeasureId,
        /// About which child.
        pupil: PupilId,
        /// What sort.
        kind: MeasureKind,
        /// What, and why.
        text: Sensitive<String>,
        /// Its first day.
        from: Day,
        /// Its last day.
        until: Option<Day>,
    }
    /// A measure has ended.
    "case.measure_ended" v 1 CaseMeasureEnded {
        /// Which.
        measure: MeasureId,
        /// Its last day.
        on: Day,
        /// Why, and what comes instead.
        reason: Sensitive<String>,
    }
    /// A person was linked with a part.
    "case.person_linked" v 2 CasePersonLinked {
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
    /// Its owner cannot act in it any more, and nobody unconflicted is left to own it: it waits, hidden, for
    /// whoever next can (domain.md 1 rule 1).
    "case.owner_lost" v 1 CaseOwnerLost {
        /// Why; it says nothing of the conflict.
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
    /// Nothing of the case is reviewed or disposed of while it is held: a legal hold overrides every other
    /// rule of how long it is kept (R17).
    "case.held" v 1 CaseHeld {
        /// Why: what it is needed for.
        reason: Sensitive<String>,
    }
    /// The case is held no more.
    "case.hold_lifted" v 1 CaseHoldLifted {
        /// Why it is needed no more.
        reason: Sensitive<String>,
        /// The second senior, who confirmed it (domain.md 1 rule 4).
        confirmed_by: StaffId,
    }
    /// The safeguarding governors are told that there is a serious incident, and nothing else of it (domain.md 1,
    /// row `governor`).
    "case.governors_told" v 1 CaseGovernorsTold {
        /// Why they are; it stays here.
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
        Assessed(CaseAssessed),
        WishesHeard(CaseWishesHeard),
        MeasureTaken(CaseMeasureTaken),
        MeasureEnded(CaseMeasureEnded),
        PersonLinked(CasePersonLinked),
        PersonCorrected(CasePersonCorrected),
        OwnerChanged(CaseOwnerChanged),
        OwnerLost(CaseOwnerLost),
        PlaybookStarted(CasePlaybookStarted),
        StepDone(CaseStepDone),
        StepSkipped(CaseStepSkipped),
        StepGiven(CaseStepGiven),
        InvestigationRecorded(CaseInvestigationRecorded),
        DutiesLeft(CaseDutiesLeft),
        Closed(CaseClosed),
        Reopened(CaseReopened),
        Held(CaseHeld),
        HoldLifted(CaseHoldLifted),
        GovernorsTold(CaseGovernorsTold),
    }
}
