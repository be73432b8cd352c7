//! Whose tokens count: key sets from files, from addresses, or the demonstration's own.

use std::sync::Arc;

use anyhow::Context;
use lanyard_api::{IssuerKind, IssuerSettings, Issuers, Subject};

use crate::config::{self, Complete, IssuerSetting, KeySetting};
use crate::demo::issuer;
use crate::fetch;

/// The issuers of a process, still without keys.
#[must_use]
pub fn known(settings: &Complete) -> Issuers {
    let set = settings
        .settings
        .issuers
        .iter()
        .map(|setting| IssuerSettings {
            issuer: setting.issuer.clone(),
            audience: setting.audience.clone(),
            kind: match setting.kind {
                config::IssuerKind::People if setting.entra => {
                    IssuerKind::People(Subject::TenantObject)
                }
                config::IssuerKind::People => IssuerKind::People(Subject::Sub),
                config::IssuerKind::Clients => IssuerKind::Clients,
            },
        });
    let own = [
        (issuer::ISSUER, IssuerKind::People(Subject::Sub)),
        (issuer::CLIENT_ISSUER, IssuerKind::Clients),
    ]
    .map(|(name, kind)| IssuerSettings {
        issuer: name.to_owned(),
        audience: issuer::AUDIENCE.to_owned(),
        kind,
    });
    let own = own.into_iter().filter(|_| settings.demo);
    Issuers::new(set.chain(own))
}

/// Reads or fetches all keys. What cannot be had keeps its old keys, and says so; tokens of an
/// issuer that never had any are answered with 503.
pub async fn refresh(issuers: &Arc<Issuers>, settings: &Complete) {
    if settings.demo {
        let own = issuer::Issuer::open(&settings.data_dir).and_then(|issuer| issuer.jwks());
        for name in [issuer::ISSUER, issuer::CLIENT_ISSUER] {
            let keys = own.as_ref().map(ToString::to_string);
            set(
                issuers,
                name,
                keys.map_err(|error| anyhow::anyhow!("{error:#}")),
            );
        }
    }
    for setting in settings.settings.issuers.clone() {
        let name = setting.issuer.clone();
        let keys = tokio::task::spawn_blocking(move || read(&setting)).await;
        set(
            issuers,
            &name,
            keys.unwrap_or_else(|_| Err(anyhow::anyhow!("reading was cut off"))),
        );
    }
}

fn set(issuers: &Issuers, name: &str, keys: anyhow::Result<String>) {
    let usable = keys.and_then(|keys| {
        issuers
            .set_keys(name, &keys)
            .context("the key set cannot be used")
    });
    if let Err(error) = usable {
        tracing::warn!(issuer = name, "no new keys: {error:#}");
    }
}

fn read(setting: &IssuerSetting) -> anyhow::Result<String> {
    match &setting.keys {
        KeySetting::File(path) => std::fs::read_to_string(path)
            .with_context(|| format!("the key set {} cannot be read", path.display())),
        KeySetting::Url(url) => {
            String::from_utf8(fetch::get(url, None)?).context("the key set is no text")
        }
    }
}
