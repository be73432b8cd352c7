//! Events of the trust itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::{SettingProposalId, StaffId};
use crate::payload::{aggregate, payloads};
use crate::sensitive::Sensitive;
use crate::snapshot::Suppression;

/// What a trust settles for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TrustSetting {
    /// By which rule small figures are hidden from governors (R16). The Department for Education's holds
    /// until another is chosen.
    Suppression {
        /// Whose rule.
        rule: Suppression,
    },
    /// Whether records of child sexual abuse are kept for 75 years (R17): a recommendation of the
    /// independent inquiry, not law. They are not until a trust chooses it.
    AbuseRecords {
        /// Whether they are.
        kept_75_years: bool,
    },
}

payloads! {
    /// The record began.
    "trust.established" v 1 TrustEstablished {
        /// Name of the trust.
        name: String,
        /// Origin of its log.
        origin: String,
        /// Group safeguarding lead.
        trust_lead: StaffId,
        /// The second person named at set-up.
        second: StaffId,
    }
    /// A version of the taxonomy came into force.
    "trust.taxonomy_published" v 1 TrustTaxonomyPublished {
        /// Its number.
        version: u16,
        /// SHA-256 of the taxonomy file, hexadecimal.
        digest: String,
    }
    /// From here on, events of this format may appear; older releases stop being ready.
    "trust.format_raised" v 1 TrustFormatRaised {
        /// The format.
        format: u16,
    }
    /// Acknowledged events were lost for good: the record goes on from what was kept, as another log.
    "trust.log_reopened" v 1 TrustLogReopened {
        /// Origin of the log from here on.
        origin: String,
        /// Origin of the log until then.
        former_origin: String,
        /// Leaves under the last checkpoint that is known of the former log.
        last_size: u64,
        /// Its root, hexadecimal.
        last_root: String,
        /// Leaves of the former log that are in this record; those from here to `last_size` are lost.
        kept: u64,
        /// Who ordered it.
        ordered_by: StaffId,
        /// The second person.
        second: StaffId,
    }
    /// A setting was proposed: nothing changes until a second senior confirms it.
    "trust.setting_proposed" v 1 TrustSettingProposed {
        /// The proposal.
        proposal: SettingProposalId,
        /// What is to hold.
        setting: TrustSetting,
        /// Why.
        reason: Sensitive<String>,
        /// Who proposed it.
        by: StaffId,
    }
    /// A second senior confirmed a setting: it holds from here on, and changes nothing that was
    /// published before.
    "trust.setting_confirmed" v 1 TrustSettingConfirmed {
        /// The proposal.
        proposal: SettingProposalId,
        /// What holds.
        setting: TrustSetting,
        /// Who proposed it.
        proposed_by: StaffId,
        /// Who confirmed it.
        confirmed_by: StaffId,
    }
}

aggregate! {
    /// An event of the trust.
    TrustEvent {
        Established(TrustEstablished),
        TaxonomyPublished(TrustTaxonomyPublished),
        FormatRaised(TrustFormatRaised),
        LogReopened(TrustLogReopened),
        SettingProposed(TrustSettingProposed),
        SettingConfirmed(TrustSettingConfirmed),
    }
}
