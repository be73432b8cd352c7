//! The record of looking into suspected misuse: the same in a case and in an adult's matter.

use lanyard_events::investigation::{Machine, StopRule};
use lanyard_events::{At, EvidenceId, InvestigationId, Sensitive, StaffId, StreamId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::case::NamedPerson;
use crate::vocabulary as v;

/// The computer on which it is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DesignatedComputer {
    /// Its number or name.
    #[schema(value_type = String)]
    pub number: Sensitive<String>,
    /// Where it is kept.
    #[schema(value_type = String)]
    pub place: Sensitive<String>,
    /// Whether pupils use it: then it is refused.
    pub used_by_pupils: bool,
}

/// Begin a record: name the second senior, who then agrees.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "device": {"number": "Desktop 12", "place": "Room 4"},
    "computer": {"number": "Laptop 7", "place": "The safeguarding office", "used_by_pupils": false},
    "second": "018f4e9a-0000-7000-8000-0000000000c2"
}))]
pub struct ProposeInvestigation {
    /// What is looked into.
    #[schema(value_type = v::Machine)]
    pub device: Machine,
    /// The designated computer.
    pub computer: DesignatedComputer,
    /// The second senior: unconflicted, and one who sees the matter, or has a step of it by name.
    #[schema(value_type = v::Id)]
    pub second: StaffId,
}

/// An entry in a record, by one of its two seniors.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({
    "kind": "row_added", "sitting": 1, "address": "bets.example/slips", "nature": "A betting site",
    "seen_at": "2026-11-10T14:20:00Z",
    "seen_by": ["018f4e9a-0000-7000-8000-0000000000c1", "018f4e9a-0000-7000-8000-0000000000c2"],
    "screenshot": true, "printed": true
}))]
pub enum RecordInvestigation {
    /// You are the second, and agree: the record is open from now on.
    Agreed {},
    /// Another computer is used from now on.
    ComputerChanged {
        /// Which.
        computer: DesignatedComputer,
        /// Why.
        #[schema(value_type = String)]
        reason: Sensitive<String>,
    },
    /// A sitting began, now or earlier.
    SittingStarted {
        /// Staff who are there: both seniors always.
        #[schema(value_type = Vec<v::Id>)]
        present: Vec<StaffId>,
        /// Anybody else, in words.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        others_present: Option<Sensitive<String>>,
        /// When it began.
        #[schema(value_type = v::Moment)]
        started_at: At,
    },
    /// A sitting ended, now or earlier.
    SittingEnded {
        /// Which.
        sitting: u16,
        /// When.
        #[schema(value_type = v::Moment)]
        ended_at: At,
    },
    /// An address was looked at in a sitting.
    RowAdded {
        /// In which.
        sitting: u16,
        /// The address.
        #[schema(value_type = String)]
        address: Sensitive<String>,
        /// The nature of what is there, in words.
        #[schema(value_type = String)]
        nature: Sensitive<String>,
        /// When it was seen.
        #[schema(value_type = v::Moment)]
        seen_at: At,
        /// Who saw it: two at least of those who were there.
        #[schema(value_type = Vec<v::Id>)]
        seen_by: Vec<StaffId>,
        /// Whether a screenshot is kept on the designated computer.
        screenshot: bool,
        /// The screenshot, where it is among the matter's evidence.
        #[serde(default)]
        #[schema(value_type = Option<v::Id>)]
        evidence: Option<EvidenceId>,
        /// Whether it was printed: then both seniors sign the print.
        printed: bool,
    },
    /// A row was wrong: it stays, struck.
    RowStruck {
        /// Which.
        row: u16,
        /// Why.
        #[schema(value_type = String)]
        reason: Sensitive<String>,
    },
    /// You sign the print of a row.
    PrintSigned {
        /// Which.
        row: u16,
    },
    /// You stop it: police, at once. For a suspected indecent image nothing can be attached to the matter from
    /// now on, and nothing that is attached can be read (R6).
    Stopped {
        /// By which rule.
        #[schema(value_type = v::StopRule)]
        rule: StopRule,
        /// When it was stopped.
        #[schema(value_type = v::Moment)]
        stopped_at: At,
        /// Who saw it and where it is; never what an image shows.
        #[schema(value_type = String)]
        seen: Sensitive<String>,
        /// The police's reference, where it is known already.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        police_reference: Option<Sensitive<String>>,
    },
    /// The police gave their reference afterwards.
    PoliceReferenceGiven {
        /// Their reference.
        #[schema(value_type = String)]
        police_reference: Sensitive<String>,
    },
    /// You write down whether there is substance in it: that is your signature.
    Judged {
        /// Whether there is.
        substance: bool,
        /// Why.
        #[schema(value_type = String)]
        reasons: Sensitive<String>,
    },
    /// You sign what the other wrote last: it is over.
    JudgementSigned {
        /// Which.
        judgement: u16,
    },
}

/// A record was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InvestigationBegun {
    /// Its id.
    #[schema(value_type = v::Id)]
    pub id: InvestigationId,
    /// The case or adult's matter.
    #[schema(value_type = v::StreamName)]
    pub matter: StreamId,
    /// The revision of the matter now.
    pub revision: u64,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// In which form a record is read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReadInvestigation {
    /// `json`, or `html` for one page to print; `json` if not given.
    pub format: Option<String>,
}

/// The records of a matter.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Investigations {
    /// Each, the oldest first.
    pub items: Vec<Investigation>,
}

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvestigationState {
    /// The second has not agreed yet.
    Proposed,
    /// Something can be looked at.
    Open,
    /// It was stopped; what came of it can still be written down.
    Stopped,
    /// Both have signed what came of it.
    Concluded,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Investigation {
    /// Its id.
    #[schema(value_type = v::Id)]
    pub id: InvestigationId,
    /// Where it stands.
    pub state: InvestigationState,
    /// What is looked into.
    #[schema(value_type = v::Machine)]
    pub device: Machine,
    /// The designated computer.
    #[schema(value_type = v::Machine)]
    pub computer: Machine,
    /// Computers that were used before it.
    pub computers_before: Vec<InvestigationComputer>,
    /// The senior who proposed it, and when.
    pub first: InvestigationSignature,
    /// The senior who was asked to do it with them.
    #[schema(value_type = v::Id)]
    pub second: StaffId,
    /// When the second agreed.
    pub agreed: Option<InvestigationSignature>,
    /// Sittings, in the order in which they were written down.
    pub sittings: Vec<InvestigationSitting>,
    /// Rows, in the order in which they were written down.
    pub rows: Vec<InvestigationRow>,
    /// By what it was stopped.
    pub stops: Vec<InvestigationStop>,
    /// The police's reference.
    #[schema(value_type = Option<String>)]
    pub police_reference: Option<Sensitive<String>>,
    /// What was written about its substance; the last is in force.
    pub judgements: Vec<InvestigationJudgement>,
    /// Entries whose content was erased.
    pub erased_entries: u32,
    /// Names of the staff whom it mentions by id.
    pub names: Vec<NamedPerson>,
}

/// Who signed, and when by the server's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InvestigationSignature {
    /// Who.
    #[schema(value_type = v::Id)]
    pub by: StaffId,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub by_name: Option<Sensitive<String>>,
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
}

/// A computer that is not the designated one any more.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InvestigationComputer {
    /// Which.
    #[schema(value_type = v::Machine)]
    pub computer: Machine,
    /// Who changed it, and when.
    pub changed: InvestigationSignature,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// A sitting.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InvestigationSitting {
    /// Its number.
    pub sitting: u16,
    /// Staff who were there.
    #[schema(value_type = Vec<v::Id>)]
    pub present: Vec<StaffId>,
    /// Anybody else, in words.
    #[schema(value_type = Option<String>)]
    pub others_present: Option<Sensitive<String>>,
    /// When it began.
    #[schema(value_type = v::Moment)]
    pub started_at: At,
    /// When it ended; where it was stopped, then.
    #[schema(value_type = Option<v::Moment>)]
    pub ended_at: Option<At>,
    /// Who wrote it down, and when.
    pub written: InvestigationSignature,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InvestigationRow {
    /// Its number.
    pub row: u16,
    /// In which sitting.
    pub sitting: u16,
    /// The address.
    #[schema(value_type = String)]
    pub address: Sensitive<String>,
    /// The nature of what is there.
    #[schema(value_type = String)]
    pub nature: Sensitive<String>,
    /// When it was seen.
    #[schema(value_type = v::Moment)]
    pub seen_at: At,
    /// Who saw it.
    #[schema(value_type = Vec<v::Id>)]
    pub seen_by: Vec<StaffId>,
    /// Whether a screenshot is kept.
    pub screenshot: bool,
    /// The screenshot among the evidence.
    #[schema(value_type = Option<v::Id>)]
    pub evidence: Option<EvidenceId>,
    /// Whether it was printed.
    pub printed: bool,
    /// Who signed the print.
    pub print_signed: Vec<InvestigationSignature>,
    /// Who wrote it down, and when.
    pub written: InvestigationSignature,
    /// That it was wrong: show it struck.
    pub struck: Option<InvestigationStruck>,
}

/// Why a row is struck.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InvestigationStruck {
    /// Who struck it, and when.
    pub struck: InvestigationSignature,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// What stopped it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InvestigationStop {
    /// By which rule.
    #[schema(value_type = v::StopRule)]
    pub rule: StopRule,
    /// When it was stopped.
    #[schema(value_type = v::Moment)]
    pub stopped_at: At,
    /// Who saw it and where it is.
    #[schema(value_type = String)]
    pub seen: Sensitive<String>,
    /// Who wrote it down, and when.
    pub written: InvestigationSignature,
}

/// Whether there is substance in it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InvestigationJudgement {
    /// Its number.
    pub judgement: u16,
    /// Whether there is.
    pub substance: bool,
    /// Why.
    #[schema(value_type = String)]
    pub reasons: Sensitive<String>,
    /// Who wrote and signed it, and when.
    pub first: InvestigationSignature,
    /// Who signed it besides, and when.
    pub second: Option<InvestigationSignature>,
}
