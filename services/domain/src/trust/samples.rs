//! Ridgeway, for tests.

use lanyard_events::snapshot::Suppression;
use lanyard_events::trust::{
    TrustEstablished, TrustEvent, TrustSetting, TrustSettingConfirmed, TrustSettingProposed,
};
use lanyard_events::{SettingProposalId, StaffId};

use super::{ConfirmSetting, Establish, ProposeSetting};
use crate::scenario::{id, words};

/// Who proposes settings.
pub(crate) const LEAD: u8 = 1;
/// Who confirms them.
const SECOND: u8 = 2;

pub(crate) const fn nhs() -> TrustSetting {
    TrustSetting::Suppression {
        rule: Suppression::Nhs,
    }
}

pub(crate) const fn ons() -> TrustSetting {
    TrustSetting::Suppression {
        rule: Suppression::Ons,
    }
}

pub(crate) const fn years_75() -> TrustSetting {
    TrustSetting::AbuseRecords {
        kept_75_years: true,
    }
}

fn proposal(n: u8) -> SettingProposalId {
    SettingProposalId::new(id(n))
}

pub(crate) fn propose(n: u8, setting: TrustSetting) -> ProposeSetting {
    ProposeSetting {
        proposal: proposal(n),
        setting,
        reason: words("Our academies are small."),
        by: StaffId::new(id(LEAD)),
    }
}

pub(crate) fn proposed(n: u8, setting: TrustSetting) -> TrustEvent {
    TrustSettingProposed {
        proposal: proposal(n),
        setting,
        reason: words("Our academies are small."),
        by: StaffId::new(id(LEAD)),
    }
    .into()
}

pub(crate) fn confirm(n: u8) -> ConfirmSetting {
    ConfirmSetting {
        proposal: proposal(n),
        by: StaffId::new(id(SECOND)),
    }
}

pub(crate) fn confirmed(n: u8, setting: TrustSetting) -> TrustEvent {
    TrustSettingConfirmed {
        proposal: proposal(n),
        setting,
        proposed_by: StaffId::new(id(LEAD)),
        confirmed_by: StaffId::new(id(SECOND)),
    }
    .into()
}

pub(crate) fn an_establish() -> Establish {
    Establish {
        name: "Ridgeway Learning Trust".to_owned(),
        origin: "log.ridgeway.example".to_owned(),
        trust_lead: StaffId::new(id(1)),
        second: StaffId::new(id(2)),
    }
}

pub(crate) fn established() -> TrustEvent {
    let establish = an_establish();
    TrustEstablished {
        name: establish.name,
        origin: establish.origin,
        trust_lead: establish.trust_lead,
        second: establish.second,
    }
    .into()
}
