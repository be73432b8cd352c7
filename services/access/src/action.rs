//! Everything that can be asked for, by the name that policies and the golden matrix use.

use crate::resource::ResourceKind;
use ResourceKind::{
    Academy, AccessLog, Allegation, Case, CaseAction, Concern, Evidence, Grant, Log, Overview,
    PolicyDocument, Pupil, Referral, RegisterEntry, Staff,
};

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident $name:literal on [$($kind:ident),*] rows [$($row:ident),*]),+ $(,)?) => {
        /// What the caller wants to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $action,)+
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Self] = &[$(Self::$action),+];

            /// The name in Cedar and in the golden matrix.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$action => $name,)+ }
            }

            /// What it can be done to; on anything else it is denied.
            #[must_use]
            pub const fn kinds(self) -> &'static [ResourceKind] {
                match self { $(Self::$action => &[$($kind),*],)+ }
            }

            /// For what is answered by rows: their kinds. Empty where no [`crate::Scope`] is
            /// wanted.
            #[must_use]
            pub const fn row_kinds(self) -> &'static [ResourceKind] {
                match self { $(Self::$action => &[$($row),*],)+ }
            }
        }
    };
}

actions! {
    /// Raise a concern at an academy. No conflict stands against it (S30).
    RaiseConcern "raise_concern" on [Academy] rows [],
    /// See that one's own concern was received and is being dealt with, and no more.
    SeeConcernStatus "see_concern_status" on [Concern] rows [Concern],
    /// Read a concern.
    ReadConcern "read_concern" on [Concern] rows [Concern],
    /// Add to a concern: its readers, and whoever raised it.
    AddInformation "add_information" on [Concern] rows [],
    /// Correct a name or a text of a concern.
    CorrectConcern "correct_concern" on [Concern] rows [],
    /// Decide what becomes of a concern.
    TriageConcern "triage_concern" on [Concern] rows [],
    /// List concerns: those to read, and one's own by their status.
    ListConcerns "list_concerns" on [Concern] rows [Concern],
    /// Read a case and its timeline.
    ReadCase "read_case" on [Case] rows [Case],
    /// Work on a case: notes, actions, contacts with parents, links, corrections.
    WorkCase "work_case" on [Case] rows [],
    /// Give a case another owner.
    OwnCase "own_case" on [Case] rows [],
    /// Close a case.
    CloseCase "close_case" on [Case] rows [],
    /// Open a closed case again.
    ReopenCase "reopen_case" on [Case] rows [],
    /// List cases.
    ListCases "list_cases" on [Case] rows [Case],
    /// Say that a planned action was done: readers of the case, and the action's owner.
    CompleteAction "complete_action" on [CaseAction] rows [],
    /// Read a referral: whoever reads the matter it comes out of.
    ReadReferral "read_referral" on [Referral] rows [Referral],
    /// Work on a referral: draft it, record that it was sent, what the desk said, that it is not made.
    WorkReferral "work_referral" on [Referral] rows [],
    /// List referrals: the queues of the desks.
    ListReferrals "list_referrals" on [Referral] rows [Referral],
    /// See what evidence a matter has, and what happened to each piece.
    ReadEvidence "read_evidence" on [Evidence] rows [Evidence],
    /// Work on a piece of evidence: custody, sealing, opening, destroying.
    WorkEvidence "work_evidence" on [Evidence] rows [],
    /// Add a file to a matter: its readers, and whoever raised the concern.
    AddEvidence "add_evidence" on [Concern, Case, Allegation] rows [],
    /// Say that something may be illegal to hold (R6): readers, and whoever raised the concern.
    ReportIllegal "report_illegal" on [Concern, Case, Allegation, Evidence] rows [],
    /// Look into a case for a while without being a reader of it (domain.md 1 rule 2).
    BreakGlass "break_glass" on [Case] rows [],
    /// Let somebody read a case or an adult's matter by name until a set time.
    GiveGrant "give_grant" on [Case, Allegation] rows [],
    /// See what a grant allows whom, and which pages were opened by it.
    ReadGrant "read_grant" on [Grant] rows [],
    /// Take a grant back before its time.
    EndGrant "end_grant" on [Grant] rows [],
    /// Say what is thought of somebody's having broken the glass.
    ReviewGrant "review_grant" on [Grant] rows [],
    /// Hold a case or an adult's matter, so that nothing of it is disposed of (R17).
    HoldMatter "hold_matter" on [Case, Allegation] rows [],
    /// Lift the hold, with a second senior.
    LiftHold "lift_hold" on [Case, Allegation] rows [],
    /// Tell the governors that there is a serious incident, and nothing else of it.
    TellGovernors "tell_governors" on [Case, Allegation] rows [],
    /// List what is closed, and when somebody decides what becomes of it (R17).
    ListRetention "list_retention" on [Case, Allegation] rows [Case, Allegation],
    /// See who looked at a case or an adult's matter, and at what belongs to it.
    ReadLooks "read_looks" on [Case, Allegation] rows [],
    /// Be told who could see a case or an adult's matter on a day, and by which rule.
    ExplainAccess "explain_access" on [Case, Allegation] rows [],
    /// Read an adult's matter and its timeline.
    ReadAllegation "read_allegation" on [Allegation] rows [Allegation],
    /// Work on an adult's matter: notes, decisions, people, the child's side, the outcome.
    WorkAllegation "work_allegation" on [Allegation] rows [],
    /// Give an adult's matter another case manager.
    OwnAllegation "own_allegation" on [Allegation] rows [],
    /// Close an adult's matter, and open it again.
    CloseAllegation "close_allegation" on [Allegation] rows [],
    /// List adults' matters.
    ListAllegations "list_allegations" on [Allegation] rows [Allegation],
    /// List the actions that one owns.
    ListMyActions "list_my_actions" on [CaseAction] rows [CaseAction],
    /// List what is due in matters: planned actions, steps, reviews, what comes next with desks.
    ListDue "list_due" on [CaseAction] rows [CaseAction],
    /// Search the text of concerns, cases and adults' matters.
    Search "search" on [Concern, Case, Allegation] rows [Concern, Case, Allegation],
    /// Say that somebody has a conflict of interest in a matter or an entry of a register: it locks at once.
    MarkConflict "mark_conflict" on [Concern, Case, Allegation, RegisterEntry] rows [],
    /// Confirm a marked conflict; the subject is whom it was marked for.
    ConfirmConflict "confirm_conflict" on [Concern, Case, Allegation, RegisterEntry] rows [],
    /// Lift a marked conflict; the subject is whom it was marked for.
    LiftConflict "lift_conflict" on [Concern, Case, Allegation, RegisterEntry] rows [],
    /// See a pupil on the roster: name and year group.
    ReadPupilRoster "read_pupil_roster" on [Pupil] rows [Pupil],
    /// See a pupil's concerns and cases: the page is the pupil's, its rows are matters.
    ReadPupilHistory "read_pupil_history" on [Pupil, Concern, Case] rows [Concern, Case],
    /// Register, change and end pupils.
    WritePupil "write_pupil" on [Pupil] rows [],
    /// See who is around a pupil: contacts, who must not be told, court orders, designations.
    ReadPupilContacts "read_pupil_contacts" on [Pupil] rows [],
    /// Record who is around a pupil.
    WritePupilContacts "write_pupil_contacts" on [Pupil] rows [],
    /// Record what a court has ordered about a pupil.
    WriteCourtOrders "write_court_orders" on [Pupil] rows [],
    /// Take the file of a school before into a pupil's record.
    TakePupilFile "take_pupil_file" on [Pupil] rows [],
    /// Mark whom nobody may contact.
    MarkDoNotContact "mark_do_not_contact" on [Pupil] rows [],
    /// Lift the mark "do not contact".
    LiftDoNotContact "lift_do_not_contact" on [Pupil] rows [],
    /// See who works here, by name and job.
    ReadStaffRegister "read_staff_register" on [Staff] rows [Staff],
    /// See one member of staff whole: roles, proposals, relations.
    ReadStaffMember "read_staff_member" on [Staff] rows [],
    /// Register, change and end staff.
    WriteStaff "write_staff" on [Staff] rows [],
    /// See whose notices by email do not go out: no matter is named.
    ListDeliveries "list_deliveries" on [Staff] rows [Staff],
    /// Propose a role; `routed_to` is the role.
    ProposeRole "propose_role" on [Staff] rows [],
    /// Confirm a role that somebody else proposed; `raised_by` is the proposer.
    ConfirmRole "confirm_role" on [Staff] rows [],
    /// Take a role away.
    EndRole "end_role" on [Staff] rows [],
    /// Register that a person is close to a member of staff.
    RegisterRelation "register_relation" on [Staff] rows [],
    /// Look again at whether a person is close to a member of staff, and lift what followed from it.
    ReviewRelation "review_relation" on [Staff] rows [],
    /// Say which log-in belongs to a member of staff.
    BindLogin "bind_login" on [Staff] rows [],
    /// Add an entry to a register; `routed_to` are the roles that may.
    AddEntry "add_entry" on [RegisterEntry] rows [],
    /// Read an entry of a register; `routed_to` are the roles that see it, `granted` whose own it is.
    ReadEntry "read_entry" on [RegisterEntry] rows [RegisterEntry],
    /// Move an entry of a register on; `routed_to` are the roles that may make the move.
    WorkEntry "work_entry" on [RegisterEntry] rows [],
    /// List, count and export a register.
    ListEntries "list_entries" on [RegisterEntry] rows [RegisterEntry],
    /// See an academy: name, phase, term dates, the form for concerns.
    ReadAcademy "read_academy" on [Academy] rows [Academy],
    /// Open an academy or change its calendar.
    WriteAcademy "write_academy" on [Academy] rows [],
    /// See who is on duty for safeguarding at an academy now.
    SeeDuty "see_duty" on [Academy] rows [],
    /// See the rota of an academy and its gaps.
    ReadRota "read_rota" on [Academy] rows [],
    /// Put somebody on duty at an academy, and end a time on duty.
    SetDuty "set_duty" on [Academy] rows [],
    /// See editions of playbooks, matrices and the table of user actions, and the settings of the trust: in
    /// force, and proposed.
    ReadPolicy "read_policy" on [PolicyDocument] rows [],
    /// Propose an edition or a setting, or withdraw the trust's edition.
    EditPolicy "edit_policy" on [PolicyDocument] rows [],
    /// Publish an edition, or confirm a setting, that somebody else proposed.
    PublishPolicy "publish_policy" on [PolicyDocument] rows [],
    /// See figures of all academies: the page, and what it counts.
    ReadTrustOverview "read_trust_overview" on [Overview, Concern, Case] rows [Concern, Case],
    /// See an academy's figures for an inspection (S31): the page, and what it counts.
    ReadInspection "read_inspection" on [Academy, Concern, Case, Referral] rows [Concern, Case, Referral],
    /// Be told how many adults' matters an academy has had, as a figure and never one of them (S31, ADR 21).
    CountAllegations "count_allegations" on [Allegation] rows [Allegation],
    /// Publish a term's figures for governors (R14, R16).
    PublishSnapshot "publish_snapshot" on [Overview] rows [],
    /// Read the figures published for governors.
    ReadSnapshots "read_snapshots" on [Overview] rows [],
    /// Get the receipt of an event; the resource is that of the event's stream.
    ReadReceipt "read_receipt" on [Concern, Case, Referral, Allegation, Evidence, Grant, RegisterEntry, Pupil, Staff, PolicyDocument] rows [],
    /// Get the proof of an event; the resource is that of the event's stream.
    ReadLogProof "read_log_proof" on [Concern, Case, Referral, Allegation, Evidence, Grant, RegisterEntry, Pupil, Staff, PolicyDocument] rows [],
    /// Get the log's leaves, whose minutes would show daily counts.
    ReadLogEntries "read_log_entries" on [Log] rows [],
    /// See who looked at what, by ids only.
    ReadAccessLog "read_access_log" on [AccessLog] rows [AccessLog],
    /// See where people departed from the rules, and what was destroyed, by ids only.
    ReadDeviations "read_deviations" on [AccessLog] rows [AccessLog],
}
