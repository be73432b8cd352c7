//! Events of a matter about an adult: an allegation or a low-level concern, kept apart from pupils'
//! cases (domain.md 2, "Adults' matter").

mod words;

pub use words::{
    Adviser, AgencyTold, AllegationOutcome, DutyConsidered, InterimMeasure, LimbAnswer,
    MatterDecision, TellingAdviser, TellingTime, ThresholdDecision, ThresholdLimbs, ToBeTold,
};

use crate::calendar::Day;
use crate::concern::Due;
use crate::id::{CaseId, ConcernId, InvestigationId, PupilId, StaffId};
use crate::investigation::InvestigationFact;
use crate::payload::{aggregate, payloads};
use crate::person::{LinkedPerson, PersonRef};
use crate::roles::Role;
use crate::sensitive::Sensitive;
use crate::step::{StepName, step_payloads};
use crate::taxonomy::CategoryId;

payloads! {
    /// A matter about an adult was opened from a concern.
    "allegation.opened" v 2 AllegationOpened {
        /// The concern it comes from.
        concern: ConcernId,
        /// Category, from the taxonomy.
        category: CategoryId,
        /// People of the concern with their parts.
        people: Vec<LinkedPerson>,
        /// The roles whose holders may see it, as the concern was routed.
        routed_to: Vec<Role>,
        /// The case manager.
        owner: StaffId,
        /// Why it was opened.
        reason: Sensitive<String>,
        /// Reference to quote: says nothing of the content.
        reference: String,
    }
    /// A further concern became part of the matter.
    "allegation.concern_added" v 2 AllegationConcernAdded {
        /// Which concern.
        concern: ConcernId,
        /// Its people with their parts.
        people: Vec<LinkedPerson>,
    }
    /// A person was linked with a part.
    "allegation.person_linked" v 2 AllegationPersonLinked {
        /// Who, with which part.
        person: LinkedPerson,
        /// Why.
        reason: Option<Sensitive<String>>,
    }
    /// A person was linked wrongly: the right one takes their place; the old name stays, struck.
    "allegation.person_corrected" v 1 AllegationPersonCorrected {
        /// Who was named.
        from: PersonRef,
        /// Who it is.
        to: PersonRef,
        /// Why.
        reason: Sensitive<String>,
        /// The concern whose correction this follows, if any.
        concern: Option<ConcernId>,
    }
    /// An adult who was only described was found on the staff register. From here the matter goes to
    /// whom it would have gone with the name (domain.md 1 rule 1).
    "allegation.person_matched" v 1 AllegationPersonMatched {
        /// Who was described.
        described: PersonRef,
        /// Who it is.
        staff: StaffId,
        /// How they were recognised.
        reason: Sensitive<String>,
        /// The roles whose holders may see it from now on.
        routed_to: Vec<Role>,
    }
    /// Something has to be decided by a time; it is due to whoever manages the matter.
    "allegation.decision_due" v 1 AllegationDecisionDue {
        /// What.
        decision: MatterDecision,
        /// By when.
        due: Due,
    }
    /// Whether the harm threshold may be met was decided.
    "allegation.threshold_decided" v 1 AllegationThresholdDecided {
        /// The four limbs.
        limbs: ThresholdLimbs,
        /// What.
        decision: ThresholdDecision,
        /// Why: also, and above all, why not to refer.
        reasons: Sensitive<String>,
    }
    /// It was talked over with LADO or HR without naming anybody: advice, never a referral.
    "allegation.consulted" v 1 AllegationConsulted {
        /// With whom.
        with: Adviser,
        /// Their name or desk.
        adviser: Option<Sensitive<String>>,
        /// What was asked, and what was advised.
        advice: Sensitive<String>,
    }
    /// A note.
    "allegation.note_added" v 1 AllegationNoteAdded {
        /// The note.
        text: Sensitive<String>,
    }
    /// Somebody was named to support the adult.
    "allegation.support_person_named" v 1 AllegationSupportPersonNamed {
        /// Who.
        person: PersonRef,
        /// How to reach them, and what was agreed.
        note: Option<Sensitive<String>>,
    }
    /// Who is told when was decided, for one of those who are to be told.
    "allegation.telling_decided" v 1 AllegationTellingDecided {
        /// Who.
        whom: ToBeTold,
        /// When.
        when: TellingTime,
        /// On whose advice.
        advised_by: Vec<TellingAdviser>,
        /// Why then, and what is said.
        reason: Sensitive<String>,
    }
    /// What is done while the matter is looked into was decided.
    "allegation.interim_measure_decided" v 1 AllegationInterimMeasureDecided {
        /// What.
        measure: InterimMeasure,
        /// What else was thought of, and why it would not do.
        alternatives: Option<Sensitive<String>>,
        /// Why.
        reason: Sensitive<String>,
        /// Day of the review; none only where nothing is done.
        review_on: Option<Day>,
        /// Last day, where it ends by itself.
        ends_on: Option<Day>,
    }
    /// Something basic was found out without interviewing anybody.
    "allegation.enquiry_noted" v 1 AllegationEnquiryNoted {
        /// What was looked at.
        looked_at: Sensitive<String>,
        /// What was found.
        found: Sensitive<String>,
    }
    /// The employer's outcome, in the statutory words.
    "allegation.outcome_recorded" v 1 AllegationOutcomeRecorded {
        /// What.
        outcome: AllegationOutcome,
        /// Why.
        reasons: Sensitive<String>,
        /// The second senior, who confirmed it.
        confirmed_by: StaffId,
        /// The duty to refer to the Disclosure and Barring Service.
        dbs: DutyConsidered,
        /// The duty to consider a referral to the Teaching Regulation Agency.
        tra: DutyConsidered,
        /// Whether a supply agency or other employer was told.
        agency_told: AgencyTold,
        /// Whether it may appear in a reference: follows from the outcome (KCSIE Part 4).
        may_appear_in_reference: bool,
    }
    /// A welfare case of the child's own was asked for: it is about pupils only.
    "allegation.child_case_linked" v 1 AllegationChildCaseLinked {
        /// The case.
        case: CaseId,
        /// Whose.
        pupils: Vec<PupilId>,
        /// Its category, which says nothing of an adult.
        category: CategoryId,
        /// The safeguarding lead who owns it.
        owner: StaffId,
        /// Why; it stays here.
        reason: Sensitive<String>,
    }
    /// It was decided that the children need no case out of this matter, for now.
    "allegation.child_case_declined" v 1 AllegationChildCaseDeclined {
        /// Why.
        reason: Sensitive<String>,
    }
    /// The adult's name was shared with the readers of the child's cases.
    "allegation.name_shared" v 1 AllegationNameShared {
        /// Whose name.
        person: PersonRef,
        /// In which cases.
        cases: Vec<CaseId>,
        /// Why; the readers of the cases see it.
        reason: Sensitive<String>,
    }
    /// The matter has a new case manager.
    "allegation.owner_changed" v 1 AllegationOwnerChanged {
        /// Who manages it now.
        owner: StaffId,
        /// Why.
        reason: Sensitive<String>,
    }
    /// Nobody to whom the matter went can act in it any more: it goes to the next alternate (domain.md 1
    /// rule 7).
    "allegation.rerouted" v 1 AllegationRerouted {
        /// The roles whose holders may see it from now on.
        routed_to: Vec<Role>,
        /// Who manages it now; none while nobody unconflicted holds any of the roles.
        owner: Option<StaffId>,
        /// Why; it says nothing of the conflict.
        reason: Sensitive<String>,
    }
    /// Something was written into, or signed in, a record of looking into suspected misuse (playbook 18).
    "allegation.investigation_recorded" v 1 AllegationInvestigationRecorded {
        /// Which record.
        investigation: InvestigationId,
        /// What.
        fact: InvestigationFact,
    }
    /// The matter is about to be closed with steps open that may not simply be left.
    "allegation.duties_left" v 1 AllegationDutiesLeft {
        /// Which; none where only the LADO was neither told nor decided against.
        steps: Vec<StepName>,
        /// Why.
        reason: Sensitive<String>,
    }
    /// The matter was closed.
    "allegation.closed" v 1 AllegationClosed {
        /// Why it can be closed.
        reason: Sensitive<String>,
        /// The second senior, who confirmed it.
        confirmed_by: StaffId,
    }
    /// A closed matter was opened again.
    "allegation.reopened" v 1 AllegationReopened {
        /// Why.
        reason: Sensitive<String>,
    }
    /// Nothing of the matter is reviewed or disposed of while it is held: a legal hold overrides every other
    /// rule of how long it is kept (R17).
    "allegation.held" v 1 AllegationHeld {
        /// Why: what it is needed for.
        reason: Sensitive<String>,
    }
    /// The matter is held no more.
    "allegation.hold_lifted" v 1 AllegationHoldLifted {
        /// Why it is needed no more.
        reason: Sensitive<String>,
        /// The second senior, who confirmed it (domain.md 1 rule 4).
        confirmed_by: StaffId,
    }
    /// The safeguarding governors are told that there is a serious incident, and nothing else of it: not that it
    /// is about an adult either (domain.md 1, row `governor`).
    "allegation.governors_told" v 1 AllegationGovernorsTold {
        /// Why they are; it stays here.
        reason: Sensitive<String>,
    }
}

step_payloads! {
    "allegation.playbook_started" AllegationPlaybookStarted,
    "allegation.step_done" AllegationStepDone,
    "allegation.step_skipped" AllegationStepSkipped,
    "allegation.step_given" AllegationStepGiven,
}

aggregate! {
    /// An event of an adult's matter.
    AllegationEvent {
        Opened(AllegationOpened),
        ConcernAdded(AllegationConcernAdded),
        PersonLinked(AllegationPersonLinked),
        PersonCorrected(AllegationPersonCorrected),
        PersonMatched(AllegationPersonMatched),
        DecisionDue(AllegationDecisionDue),
        ThresholdDecided(AllegationThresholdDecided),
        Consulted(AllegationConsulted),
        NoteAdded(AllegationNoteAdded),
        SupportPersonNamed(AllegationSupportPersonNamed),
        TellingDecided(AllegationTellingDecided),
        InterimMeasureDecided(AllegationInterimMeasureDecided),
        EnquiryNoted(AllegationEnquiryNoted),
        OutcomeRecorded(AllegationOutcomeRecorded),
        ChildCaseLinked(AllegationChildCaseLinked),
        ChildCaseDeclined(AllegationChildCaseDeclined),
        NameShared(AllegationNameShared),
        OwnerChanged(AllegationOwnerChanged),
        Rerouted(AllegationRerouted),
        PlaybookStarted(AllegationPlaybookStarted),
        StepDone(AllegationStepDone),
        StepSkipped(AllegationStepSkipped),
        StepGiven(AllegationStepGiven),
        InvestigationRecorded(AllegationInvestigationRecorded),
        DutiesLeft(AllegationDutiesLeft),
        Closed(AllegationClosed),
        Reopened(AllegationReopened),
        Held(AllegationHeld),
        HoldLifted(AllegationHoldLifted),
        GovernorsTold(AllegationGovernorsTold),
    }
}
