//! What can be asked of the trust.

use lanyard_events::trust::TrustSetting;
use lanyard_events::{Sensitive, SettingProposalId, StaffId};

use crate::command::commands;

commands! {
    /// Any command to the trust.
    Establish, PublishTaxonomy, RaiseFormat, ReopenLog, ProposeSetting, ConfirmSetting,
}

/// Begins the record.
#[derive(Debug, Clone)]
pub struct Establish {
    /// Name of the trust.
    pub name: String,
    /// Origin of its log.
    pub origin: String,
    /// Group safeguarding lead.
    pub trust_lead: StaffId,
    /// The second person named at set-up: somebody else, for roles are given by two.
    pub second: StaffId,
}

/// Puts a version of the taxonomy into force.
#[derive(Debug, Clone)]
pub struct PublishTaxonomy {
    /// Its number, higher than the one before.
    pub version: u16,
    /// SHA-256 of its file, 64 lower-case hexadecimal digits.
    pub digest: String,
}

/// Allows events of a higher format (design.md 1, "Rolling updates").
#[derive(Debug, Clone, Copy)]
pub struct RaiseFormat {
    /// The format, higher than the one before.
    pub format: u16,
}

/// Goes on as another log, after acknowledged events were lost for good.
#[derive(Debug, Clone)]
pub struct ReopenLog {
    /// Origin of the log from here on.
    pub origin: String,
    /// Leaves under the last checkpoint known of the log until now.
    pub last_size: u64,
    /// Its root, 64 lower-case hexadecimal digits.
    pub last_root: String,
    /// Leaves of it that are in the record.
    pub kept: u64,
    /// Who orders it.
    pub ordered_by: Orderer,
    /// Somebody else who does.
    pub second: Orderer,
}

/// Somebody who orders what two people must.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orderer {
    /// Who.
    pub staff: StaffId,
    /// Holds a senior role for the whole trust today; looked up by the caller.
    pub is_senior: bool,
}

/// Proposes a setting of the trust.
#[derive(Debug, Clone)]
pub struct ProposeSetting {
    /// The proposal, its id made from the command.
    pub proposal: SettingProposalId,
    /// What is to hold.
    pub setting: TrustSetting,
    /// Why.
    pub reason: Sensitive<String>,
    /// Who proposes it.
    pub by: StaffId,
}

/// Confirms a setting that somebody else proposed.
#[derive(Debug, Clone, Copy)]
pub struct ConfirmSetting {
    /// Which proposal.
    pub proposal: SettingProposalId,
    /// Who confirms it.
    pub by: StaffId,
}
