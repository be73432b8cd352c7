//! What a trust has settled for itself, and what waits for a second person.

use std::collections::BTreeSet;

use lanyard_events::SettingProposalId;
use lanyard_events::snapshot::Suppression;
use lanyard_events::trust::{TrustSetting, TrustSettingConfirmed, TrustSettingProposed};

/// The settings that hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// By which rule small figures are hidden from governors (R16).
    pub suppression: Suppression,
    /// Whether records of child sexual abuse are kept for 75 years (R17).
    pub abuse_kept_75_years: bool,
    /// What waits for a second person, one of each kind at most, the newest last.
    pub proposed: Vec<TrustSettingProposed>,
    /// Proposals that were confirmed.
    pub(super) confirmed: BTreeSet<SettingProposalId>,
}

impl Default for Settings {
    /// What holds before a trust has chosen: the rule of the Department for Education, and what law asks.
    fn default() -> Self {
        Self {
            suppression: Suppression::Dfe,
            abuse_kept_75_years: false,
            proposed: Vec::new(),
            confirmed: BTreeSet::new(),
        }
    }
}

impl Settings {
    /// A later proposal of the same kind takes the place of an earlier one.
    pub(super) fn propose(&mut self, proposed: &TrustSettingProposed) {
        self.drop_proposed(proposed.setting);
        self.proposed.push(proposed.clone());
    }

    pub(super) fn confirm(&mut self, confirmed: &TrustSettingConfirmed) {
        self.drop_proposed(confirmed.setting);
        self.confirmed.insert(confirmed.proposal);
        match confirmed.setting {
            TrustSetting::Suppression { rule } => self.suppression = rule,
            TrustSetting::AbuseRecords { kept_75_years } => {
                self.abuse_kept_75_years = kept_75_years;
            }
        }
    }

    fn drop_proposed(&mut self, like: TrustSetting) {
        let kind = std::mem::discriminant(&like);
        { &mut self.proposed }.retain(|it| std::mem::discriminant(&it.setting) != kind);
    }
}
