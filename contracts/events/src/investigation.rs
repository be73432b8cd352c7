//! The record of looking into suspected misuse (domain.md 2, "Investigation record"; playbook 18): what
//! protects the people who look, and shows later why they looked.
//!
//! A case and an adult's matter keep it in their own stream, as one event of each that holds a fact (ADR 22).
//! Nothing that was written is changed: a row that was wrong is struck by a later fact.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::id::{EvidenceId, StaffId};
use crate::sensitive::Sensitive;

/// A device or a computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// Its number or name.
    pub number: Sensitive<String>,
    /// Where it stands or is kept.
    pub place: Sensitive<String>,
}

/// What stops it: police, at once (playbook 18, M7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StopRule {
    /// It may be an indecent image of a child (R6).
    SuspectedIndecentImage,
    /// Somebody may be grooming a child.
    Grooming,
    /// Obscene material was sent to a child.
    ObsceneMaterialSentToChild,
    /// Material that may breach the Obscene Publications Act.
    ObscenePublication,
    /// Criminally racist material.
    CriminallyRacistMaterial,
    /// Promotion of terrorism or extremism.
    TerrorismOrExtremism,
    /// Another crime.
    OtherCrime,
}

/// One fact of a record. Sittings, rows and judgements are numbered from 1, each within its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum InvestigationFact {
    /// One senior named another, the device, and the designated computer, which pupils never use.
    Proposed {
        /// What is looked into.
        device: Machine,
        /// The computer on which it is looked at.
        computer: Machine,
        /// Who proposed it: the first of the two.
        by: StaffId,
        /// The second.
        second: StaffId,
    },
    /// The second agreed: the record is open from then on.
    Agreed {
        /// The second.
        by: StaffId,
        /// When, by the server's clock. No sitting began earlier.
        opened_at: At,
    },
    /// Another computer is used from now on, which takes a reason (M4).
    ComputerChanged {
        /// Which.
        computer: Machine,
        /// Why.
        reason: Sensitive<String>,
        /// Who says so.
        by: StaffId,
    },
    /// A sitting began.
    SittingStarted {
        /// Its number.
        sitting: u16,
        /// Staff who were there; always both seniors (R19).
        present: Vec<StaffId>,
        /// Anybody else who was there, in words.
        others_present: Option<Sensitive<String>>,
        /// When it began.
        started_at: At,
        /// Who wrote it down.
        by: StaffId,
    },
    /// A sitting ended.
    SittingEnded {
        /// Its number.
        sitting: u16,
        /// When it ended.
        ended_at: At,
        /// Who wrote it down.
        by: StaffId,
    },
    /// An address was looked at. What is shown there is described, never kept here.
    RowAdded {
        /// Its number.
        row: u16,
        /// In which sitting.
        sitting: u16,
        /// The address.
        address: Sensitive<String>,
        /// The nature of what is there.
        nature: Sensitive<String>,
        /// When it was seen.
        seen_at: At,
        /// Who saw it: two at least of those present.
        seen_by: Vec<StaffId>,
        /// Whether a screenshot is kept on the designated computer.
        screenshot: bool,
        /// The screenshot, where it was added to the matter's evidence.
        evidence: Option<EvidenceId>,
        /// Whether it was printed: then both seniors sign the print.
        printed: bool,
        /// Who wrote it down.
        by: StaffId,
    },
    /// A row was wrong: it stays, struck.
    RowStruck {
        /// Which.
        row: u16,
        /// Why.
        reason: Sensitive<String>,
        /// Who struck it.
        by: StaffId,
    },
    /// One of the seniors signed the print of a row.
    PrintSigned {
        /// Which.
        row: u16,
        /// Who.
        by: StaffId,
    },
    /// It was stopped: nothing more is looked at (M7).
    Stopped {
        /// By which rule.
        rule: StopRule,
        /// When it was stopped.
        stopped_at: At,
        /// Who saw it and where it is; never what an image shows.
        seen: Sensitive<String>,
        /// The police's reference, where it is known already.
        police_reference: Option<Sensitive<String>>,
        /// Who wrote it down.
        by: StaffId,
    },
    /// The police gave their reference, after it was stopped.
    PoliceReferenceGiven {
        /// Their reference.
        police_reference: Sensitive<String>,
        /// Who wrote it down.
        by: StaffId,
    },
    /// One of the seniors wrote down whether there is substance in it (M8). A later one takes its place until
    /// both have signed.
    Judged {
        /// Its number.
        judgement: u16,
        /// Whether there is.
        substance: bool,
        /// Why.
        reasons: Sensitive<String>,
        /// Who wrote it: it is their signature.
        by: StaffId,
    },
    /// The other senior signed that.
    JudgementSigned {
        /// Which.
        judgement: u16,
        /// Who.
        by: StaffId,
    },
}

impl InvestigationFact {
    /// Whoever wrote or signed it.
    #[must_use]
    pub const fn by(&self) -> StaffId {
        match self {
            Self::Proposed { by, .. }
            | Self::Agreed { by, .. }
            | Self::ComputerChanged { by, .. }
            | Self::SittingStarted { by, .. }
            | Self::SittingEnded { by, .. }
            | Self::RowAdded { by, .. }
            | Self::RowStruck { by, .. }
            | Self::PrintSigned { by, .. }
            | Self::Stopped { by, .. }
            | Self::PoliceReferenceGiven { by, .. }
            | Self::Judged { by, .. }
            | Self::JudgementSigned { by, .. } => *by,
        }
    }

    /// All staff whom it names.
    #[must_use]
    pub fn staff(&self) -> Vec<StaffId> {
        let mut staff = vec![self.by()];
        match self {
            Self::Proposed { second, .. } => staff.push(*second),
            Self::SittingStarted { present, .. } => staff.extend(present),
            Self::RowAdded { seen_by, .. } => staff.extend(seen_by),
            Self::Agreed { .. }
            | Self::ComputerChanged { .. }
            | Self::SittingEnded { .. }
            | Self::RowStruck { .. }
            | Self::PrintSigned { .. }
            | Self::Stopped { .. }
            | Self::PoliceReferenceGiven { .. }
            | Self::Judged { .. }
            | Self::JudgementSigned { .. } => {}
        }
        staff
    }

    /// What it says in words.
    #[must_use]
    pub fn texts(&self) -> Vec<&Sensitive<String>> {
        match self {
            Self::Proposed {
                device, computer, ..
            } => vec![
                &device.number,
                &device.place,
                &computer.number,
                &computer.place,
            ],
            Self::ComputerChanged {
                computer, reason, ..
            } => vec![&computer.number, &computer.place, reason],
            Self::SittingStarted { others_present, .. } => others_present.iter().collect(),
            Self::RowAdded {
                address, nature, ..
            } => vec![address, nature],
            Self::RowStruck { reason, .. } => vec![reason],
            Self::Stopped {
                seen,
                police_reference,
                ..
            } => std::iter::once(seen).chain(police_reference).collect(),
            Self::PoliceReferenceGiven {
                police_reference, ..
            } => vec![police_reference],
            Self::Judged { reasons, .. } => vec![reasons],
            Self::Agreed { .. }
            | Self::SittingEnded { .. }
            | Self::PrintSigned { .. }
            | Self::JudgementSigned { .. } => Vec::new(),
        }
    }

    /// Whether it says that an indecent image of a child may have been seen: then R6 holds for the whole
    /// matter.
    #[must_use]
    pub const fn is_of_suspected_image(&self) -> bool {
        matches!(
            self,
            Self::Stopped {
                rule: StopRule::SuspectedIndecentImage,
                ..
            }
        )
    }
}
