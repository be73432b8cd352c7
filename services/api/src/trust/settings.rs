//! GET /v1/trust/settings, POST …/proposals, …/proposals/{proposal}/confirm

use lanyard_app::TrustSettings as Settled;
use lanyard_events::SettingProposalId;
use lanyard_events::trust::{TrustSetting as Setting, TrustSettingProposed};
use lanyard_http::Recorded;
use lanyard_http::case::Nothing;
use lanyard_http::settings::{
    ProposeSetting, ProposedSetting, SettingProposed, TrustSetting, TrustSettings,
};

use crate::answers::{Answer, changed, receipt_path, recorded};
use crate::asked::{Change, Id, Look};
use crate::state::ApiState;

const PATH: &str = "/v1/trust/settings";

/// Show what the trust has settled for itself, and what waits for a second person.
#[utoipa::path(get, path = "/v1/trust/settings",
    responses((status = 200, description = "The settings.", body = TrustSettings)))]
pub(crate) async fn show_trust_settings(state: ApiState, look: Look) -> Answer {
    let settled = state.app().trust_settings(&look.context).await?;
    Ok(state.shown_at(settled.revision, &shown(settled)))
}

/// Propose a setting; it holds when a second senior confirms it.
#[utoipa::path(post, path = "/v1/trust/settings/proposals", request_body = ProposeSetting,
    responses((status = 201, description = "Recorded.", body = SettingProposed)))]
pub(crate) async fn propose_setting(state: ApiState, asked: Change<ProposeSetting>) -> Answer {
    let ProposeSetting { setting, reason } = asked.body;
    let (done, id) = { state.app() }
        .propose_setting(&asked.context, from_body(setting), reason)
        .await?;
    let body = SettingProposed {
        id,
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(&done, PATH, &body))
}

/// Confirm a setting that somebody else proposed: it holds from now on, and changes nothing that was
/// published before.
#[utoipa::path(post, path = "/v1/trust/settings/proposals/{proposal}/confirm", request_body = Nothing,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn confirm_setting(
    state: ApiState,
    asked: Change<Nothing>,
    Id(proposal): Id<SettingProposalId>,
) -> Answer {
    let done = { state.app() }
        .confirm_setting(&asked.context, proposal)
        .await?;
    Ok(changed(&done, PATH))
}

fn shown(settled: Settled) -> TrustSettings {
    let settings = settled.settings;
    TrustSettings {
        suppression: settings.suppression,
        abuse_kept_75_years: settings.abuse_kept_75_years,
        proposed: settings.proposed.into_iter().map(proposed).collect(),
    }
}

fn proposed(proposed: TrustSettingProposed) -> ProposedSetting {
    ProposedSetting {
        proposal: proposed.proposal,
        setting: match proposed.setting {
            Setting::Suppression { rule } => TrustSetting::Suppression { rule },
            Setting::AbuseRecords { kept_75_years } => TrustSetting::AbuseRecords { kept_75_years },
        },
        reason: proposed.reason,
        proposed_by: proposed.by,
    }
}

const fn from_body(setting: TrustSetting) -> Setting {
    match setting {
        TrustSetting::Suppression { rule } => Setting::Suppression { rule },
        TrustSetting::AbuseRecords { kept_75_years } => Setting::AbuseRecords { kept_75_years },
    }
}
