//! What can be asked of a record. Facts from outside travel in the commands.

use std::collections::BTreeSet;

use lanyard_events::investigation::{Machine, StopRule};
use lanyard_events::{At, EvidenceId, InvestigationId, Sensitive, StaffId};

use crate::senior::Senior;

/// Writes an entry into a record.
#[derive(Debug, Clone)]
pub struct RecordInvestigation {
    /// Which record; a new one is made from the command.
    pub investigation: InvestigationId,
    /// What.
    pub entry: InvestigationEntry,
    /// Who writes it, with the facts about them.
    pub by: Senior,
    /// Facts about those whom it names.
    pub facts: InvestigationFacts,
}

/// One entry.
#[derive(Debug, Clone)]
pub enum InvestigationEntry {
    /// Names the second senior and what is needed to begin.
    Propose {
        /// What is looked into.
        device: Machine,
        /// The designated computer.
        computer: Computer,
        /// Who is to be the second.
        second: StaffId,
    },
    /// The second agrees.
    Agree,
    /// Goes over to another computer.
    ChangeComputer {
        /// Which.
        computer: Computer,
        /// Why.
        reason: Sensitive<String>,
    },
    /// A sitting began.
    StartSitting {
        /// Staff who are there.
        present: Vec<StaffId>,
        /// Anybody else, in words.
        others_present: Option<Sensitive<String>>,
        /// When it began.
        started_at: At,
    },
    /// A sitting ended.
    EndSitting {
        /// Which.
        sitting: u16,
        /// When.
        ended_at: At,
    },
    /// An address was looked at.
    AddRow {
        /// In which sitting.
        sitting: u16,
        /// The address.
        address: Sensitive<String>,
        /// The nature of what is there.
        nature: Sensitive<String>,
        /// When it was seen.
        seen_at: At,
        /// Who saw it.
        seen_by: Vec<StaffId>,
        /// Whether a screenshot is kept.
        screenshot: bool,
        /// The screenshot, where it is among the matter's evidence.
        evidence: Option<EvidenceId>,
        /// Whether it was printed.
        printed: bool,
    },
    /// Strikes a row that was wrong.
    StrikeRow {
        /// Which.
        row: u16,
        /// Why.
        reason: Sensitive<String>,
    },
    /// Signs the print of a row.
    SignPrint {
        /// Which.
        row: u16,
    },
    /// Stops it.
    Stop {
        /// By which rule.
        rule: StopRule,
        /// When it was stopped.
        stopped_at: At,
        /// Who saw it and where it is.
        seen: Sensitive<String>,
        /// The police's reference, where it is known already.
        police_reference: Option<Sensitive<String>>,
    },
    /// The police gave their reference afterwards.
    GivePoliceReference {
        /// Their reference.
        police_reference: Sensitive<String>,
    },
    /// Says whether there is substance in it.
    Judge {
        /// Whether there is.
        substance: bool,
        /// Why.
        reasons: Sensitive<String>,
    },
    /// Signs what the other senior wrote.
    SignJudgement {
        /// Which.
        judgement: u16,
    },
}

/// A computer that is to be the designated one.
#[derive(Debug, Clone)]
pub struct Computer {
    /// Number and place.
    pub machine: Machine,
    /// Whether pupils use it: then it is refused (M4).
    pub used_by_pupils: bool,
}

/// What the caller looked up for an entry. What nobody looked up is denied.
#[derive(Debug, Clone, Default)]
pub struct InvestigationFacts {
    /// Of those whom the entry names: who is excluded from this matter.
    pub conflicted: BTreeSet<StaffId>,
    /// The second who is named is a senior here: in an adult's matter one who may confirm in it.
    pub second_is_senior: bool,
    /// They read and work on the matter, or a step of it was given to them by name.
    pub second_has_access: bool,
    /// The evidence that is named belongs to this matter or to one of its concerns.
    pub evidence_is_here: bool,
}
