//! Events of a case: the work that follows from one or more concerns.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::calendar::Day;
use crate::id::{ActionId, ConcernId, PupilId, StaffId};
use crate::payload::{aggregate, payloads};
use crate::person::{LinkedPerson, PersonRef};
use crate::roles::Role;
use crate::sensitive::Sensitive;
use crate::step::{FilledField, PlaybookStep, StepMoves, StepName};
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
    "case.parents_contacted" v 1 CaseParentsContacted {
        /// For which child.
        pupil: PupilId,
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
    /// A playbook began: its steps are tasks from now on (domain.md 4).
    "case.playbook_started" v 1 CasePlaybookStarted {
        /// Which one.
        playbook: String,
        /// Which edition of it.
        edition: u16,
        /// What people read.
        title: String,
        /// Playbooks that do not run beside it.
        not_with: Vec<String>,
        /// Its steps, in order, with the opening and closing steps where they belong to it.
        steps: Vec<PlaybookStep>,
        /// The step that led to it, if one did.
        from: Option<StepName>,
        /// Why it was chosen, where somebody chose it.
        reason: Option<Sensitive<String>>,
        /// What moves with it.
        moves: StepMoves,
    }
    /// A step was done, or done again with another answer.
    "case.step_done" v 1 CaseStepDone {
        /// Which.
        name: StepName,
        /// For which child, where it is one task for each.
        child: Option<PupilId>,
        /// What was answered.
        answer: Option<String>,
        /// What was written; the reason of a decision.
        text: Option<Sensitive<String>>,
        /// A desk's or provider's reference.
        reference: Option<Sensitive<String>>,
        /// Fields that were filled in.
        fields: Vec<FilledField>,
        /// Who did it too, where it takes two.
        second: Option<StaffId>,
        /// Whether the step is done with this: not while other children are to come.
        complete: bool,
        /// What moves with it.
        moves: StepMoves,
    }
    /// A step was left out.
    "case.step_skipped" v 1 CaseStepSkipped {
        /// Which.
        name: StepName,
        /// The words by which its owner may close it; none where a reason is enough.
        said: Option<String>,
        /// Why.
        reason: Sensitive<String>,
        /// Who agreed, where it takes two.
        second: Option<StaffId>,
        /// What moves with it.
        moves: StepMoves,
    }
    /// A step was given to somebody else.
    "case.step_given" v 1 CaseStepGiven {
        /// Which.
        name: StepName,
        /// Whose it is now.
        owner: StaffId,
        /// Why.
        reason: Option<Sensitive<String>>,
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
        PersonLinked(CasePersonLinked),
        PersonCorrected(CasePersonCorrected),
        OwnerChanged(CaseOwnerChanged),
        PlaybookStarted(CasePlaybookStarted),
        StepDone(CaseStepDone),
        StepSkipped(CaseStepSkipped),
        StepGiven(CaseStepGiven),
        DutiesLeft(CaseDutiesLeft),
        Closed(CaseClosed),
        Reopened(CaseReopened),
    }
}
