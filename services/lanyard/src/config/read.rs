//! Reading settings from text and environment, naming every mistake.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use anyhow::bail;
use lanyard_events::FORMAT;
use serde::Deserialize;

use super::Settings;
use super::engines::{BlobSettings, Engines, LockSetting, Nats, Roles};
use super::issuers::{IssuerSetting, Raw};
use super::mail;

/// Longest body of a request unless set: a concern with all its texts is under 100 KiB.
const BODY_BYTES: usize = 256 * 1024;
/// Refused looks a minute and caller (design.md 5).
const NOT_SHOWN_PER_MINUTE: u32 = 60;

/// Requests a minute and caller: a hundred a second, more than any page or sync needs.
const REQUESTS_PER_MINUTE: u32 = 6_000;

/// Names of the settings: in the file as here, in the environment in capitals behind `LANYARD_`.
pub const NAMES: [&str; 34] = [
    "data_dir",
    "listen",
    "origin",
    "trust_name",
    "checkpoint_lock",
    "checkpoint_lock_credentials_file",
    "root_key_file",
    "log_key_file",
    "log_vkey_file",
    "roles",
    "store_url_file",
    "boxes_url_file",
    "vault_url_file",
    "nats_url",
    "nats_credentials_file",
    "nats_replicas",
    "nats_monitor_urls",
    "blobs_url",
    "blobs_credentials_file",
    "smtp_host",
    "smtp_port",
    "smtp_tls",
    "smtp_user",
    "smtp_password_file",
    "smtp_from",
    "inbox_url",
    "otlp_endpoint",
    "log",
    "log_format",
    "not_shown_per_minute",
    "requests_per_minute",
    "trusted_proxies",
    "metrics_token_file",
    "body_bytes",
];

/// Variables that tests, benchmarks and `lanyard verify` read; not settings of a server.
const NOT_SETTINGS: [&str; 5] = [
    "LANYARD_BLESS",
    "LANYARD_ACCESS_QUESTIONS",
    "LANYARD_TIMING",
    "LANYARD_CRASH_ROUNDS",
    "LANYARD_VERIFY_TOKEN",
];

/// Addresses of the servers that `scripts/with-servers` starts for tests begin so.
const TEST_SERVERS: &str = "LANYARD_TEST_";

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    issuer: Vec<Raw>,
    #[serde(flatten)]
    rest: BTreeMap<String, toml::Value>,
}

/// Settings from the text of a file and the variables of an environment.
pub(super) fn settings(
    text: &str,
    variables: impl Iterator<Item = (String, String)>,
) -> anyhow::Result<Settings> {
    let mut wrong = Vec::new();
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => bail!("the configuration file is not right: {error}"),
    };
    let mut values = BTreeMap::new();
    for (name, value) in file.rest {
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_)
            | toml::Value::Array(_)
            | toml::Value::Table(_) => {
                wrong.push(format!("{name}: must be a text or a whole number"));
                continue;
            }
        };
        take(&mut values, &mut wrong, &name, text, &name);
    }
    for (variable, value) in variables {
        let Some(name) = variable.strip_prefix("LANYARD_") else {
            continue;
        };
        if !NOT_SETTINGS.contains(&variable.as_str()) && !variable.starts_with(TEST_SERVERS) {
            take(
                &mut values,
                &mut wrong,
                &name.to_lowercase(),
                value,
                &variable,
            );
        }
    }
    let issuers = issuers(file.issuer, &mut wrong);
    let settings = Settings {
        data_dir: values.remove("data_dir").map(Into::into),
        listen: parsed(
            &mut values,
            &mut wrong,
            "listen",
            "an address like 127.0.0.1:8080",
        )
        .unwrap_or_else(|| ([127, 0, 0, 1], 8080).into()),
        origin: origin(&mut values, &mut wrong),
        trust_name: values.remove("trust_name"),
        checkpoint_lock: checkpoint_lock(&mut values, &mut wrong),
        root_key_file: values.remove("root_key_file").map(Into::into),
        log_key_file: values.remove("log_key_file").map(Into::into),
        log_vkey_file: values.remove("log_vkey_file").map(Into::into),
        roles: roles(&mut values, &mut wrong),
        engines: engines(&mut values, &mut wrong),
        blobs: blobs(&mut values),
        smtp: mail::smtp(&mut values, &mut wrong),
        otlp_endpoint: values.remove("otlp_endpoint"),
        log: values.remove("log").unwrap_or_else(|| "info".to_owned()),
        log_json: log_json(&mut values, &mut wrong),
        not_shown_per_minute: NonZeroU32::new(
            parsed(
                &mut values,
                &mut wrong,
                "not_shown_per_minute",
                "a whole number",
            )
            .unwrap_or(NOT_SHOWN_PER_MINUTE),
        ),
        requests_per_minute: NonZeroU32::new(
            parsed(
                &mut values,
                &mut wrong,
                "requests_per_minute",
                "a whole number",
            )
            .unwrap_or(REQUESTS_PER_MINUTE),
        ),
        trusted_proxies: parsed(
            &mut values,
            &mut wrong,
            "trusted_proxies",
            "addresses or networks like 10.0.0.0/8, with commas between",
        )
        .unwrap_or_default(),
        metrics_token_file: values.remove("metrics_token_file").map(Into::into),
        body_bytes: parsed(
            &mut values,
            &mut wrong,
            "body_bytes",
            "a whole number of bytes",
        )
        .unwrap_or(BODY_BYTES),
        issuers,
        format: FORMAT,
    };
    if wrong.is_empty() {
        Ok(settings)
    } else {
        bail!("the configuration is not right:\n  {}", wrong.join("\n  "))
    }
}

fn take(
    values: &mut BTreeMap<String, String>,
    wrong: &mut Vec<String>,
    name: &str,
    value: String,
    shown: &str,
) {
    if !NAMES.contains(&name) {
        wrong.push(format!("{shown}: there is no such setting"));
    } else if value.trim().is_empty() {
        wrong.push(format!("{shown}: is empty"));
    } else {
        values.insert(name.to_owned(), value);
    }
}

fn parsed<T: std::str::FromStr>(
    values: &mut BTreeMap<String, String>,
    wrong: &mut Vec<String>,
    name: &str,
    wanted: &str,
) -> Option<T> {
    let text = values.remove(name)?;
    let value = text.trim().parse().ok();
    if value.is_none() {
        wrong.push(format!("{name}: must be {wanted}"));
    }
    value
}

fn roles(values: &mut BTreeMap<String, String>, wrong: &mut Vec<String>) -> Roles {
    let Some(text) = values.remove("roles") else {
        return Roles::ALL;
    };
    Roles::parse(&text).unwrap_or_else(|| {
        wrong.push("roles: must be api, recorder, worker, or several with commas between".into());
        Roles::ALL
    })
}

fn engines(values: &mut BTreeMap<String, String>, wrong: &mut Vec<String>) -> Engines {
    let list = |text: String| text.split(',').map(|one| one.trim().to_owned()).collect();
    let credentials_file = values.remove("nats_credentials_file").map(Into::into);
    let monitor_urls: Vec<_> = values.remove("nats_monitor_urls").map_or(Vec::new(), list);
    let replicas = parsed(values, wrong, "nats_replicas", "1, 3 or 5").unwrap_or(1);
    if ![1, 3, 5].contains(&replicas) {
        wrong.push("nats_replicas: must be 1, 3 or 5".to_owned());
    }
    Engines {
        store_url_file: values.remove("store_url_file").map(Into::into),
        boxes_url_file: values.remove("boxes_url_file").map(Into::into),
        vault_url_file: values.remove("vault_url_file").map(Into::into),
        nats: values.remove("nats_url").map(|urls| Nats {
            urls: list(urls),
            credentials_file,
            replicas,
            monitor_urls,
        }),
    }
}

fn blobs(values: &mut BTreeMap<String, String>) -> BlobSettings {
    BlobSettings {
        url: values.remove("blobs_url"),
        credentials_file: values.remove("blobs_credentials_file").map(Into::into),
    }
}

fn checkpoint_lock(
    values: &mut BTreeMap<String, String>,
    wrong: &mut Vec<String>,
) -> Option<LockSetting> {
    let credentials_file = values.remove("checkpoint_lock_credentials_file");
    let place = values.remove("checkpoint_lock")?;
    let evidence = values.get("blobs_url").map(|url| url.trim_end_matches('/'));
    let beside = evidence.and_then(|url| place.strip_prefix(url));
    if beside.is_some_and(|rest| rest.starts_with('/')) {
        wrong.push(
            "checkpoint_lock: must not be below blobs_url: whoever brings evidence files back would \
             bring an old lock back"
                .to_owned(),
        );
        return None;
    }
    match LockSetting::parse(&place, credentials_file.map(Into::into)) {
        Ok(setting) => Some(setting),
        Err(mistake) => {
            wrong.push(format!("checkpoint_lock: {mistake}"));
            None
        }
    }
}

fn origin(values: &mut BTreeMap<String, String>, wrong: &mut Vec<String>) -> Option<String> {
    let origin = values.remove("origin")?;
    // A signed note's key name has neither spaces nor plus signs (C2SP signed-note).
    if origin.contains(['+', ' ', '\n']) || !origin.is_ascii() {
        wrong.push("origin: must be like log.example.org/trust, without spaces or plus".to_owned());
        return None;
    }
    Some(origin)
}

fn log_json(values: &mut BTreeMap<String, String>, wrong: &mut Vec<String>) -> bool {
    match values.remove("log_format").as_deref() {
        None | Some("text") => false,
        Some("json") => true,
        Some(_) => {
            wrong.push("log_format: must be text or json".to_owned());
            false
        }
    }
}

fn issuers(raw: Vec<Raw>, wrong: &mut Vec<String>) -> Vec<IssuerSetting> {
    let mut issuers: Vec<IssuerSetting> = Vec::new();
    for raw in raw {
        match raw.parse() {
            Ok(issuer) if issuers.iter().any(|known| known.issuer == issuer.issuer) => {
                wrong.push(format!("issuer {}: is named twice", issuer.issuer));
            }
            Ok(issuer) => issuers.push(issuer),
            Err(mistake) => wrong.push(mistake),
        }
    }
    issuers
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn read(text: &str, variables: &[(&str, &str)]) -> anyhow::Result<Settings> {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        settings(text, variables)
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let found = read(
            "origin = \"a.example/x\"",
            &[("LANYARD_ORIGIN", "b.example/y")],
        )
        .unwrap();
        assert_eq!(found.origin.as_deref(), Some("b.example/y"));
    }

    #[test]
    fn every_mistake_is_named_at_once() {
        let error = read(
            "listen = \"nowhere\"\ncolour = \"red\"",
            &[("LANYARD_BODY_BYTES", "many"), ("LANYARD_ORGIN", "x")],
        )
        .unwrap_err()
        .to_string();
        for name in ["listen", "colour", "body_bytes", "LANYARD_ORGIN"] {
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn an_issuer_has_its_keys_in_one_place_and_not_over_plain_http() {
        let issuer = "[[issuer]]\nissuer = \"https://id.example\"\naudience = \"lanyard\"\nkind = \"people\"\n";
        assert!(read(issuer, &[]).is_err());
        assert!(read(&format!("{issuer}jwks_url = \"http://id.example/k\""), &[]).is_err());
        assert!(read(&format!("{issuer}jwks_url = \"https://id.example/k\""), &[]).is_ok());
    }

    #[test]
    fn an_address_is_not_taken_for_the_path_of_the_lock() {
        let lock = |place: &str| read(&format!("checkpoint_lock = \"{place}\""), &[]);
        let refused = lock("https://bucket/lock").unwrap_err();
        assert!(refused.to_string().contains("checkpoint_lock"));
        let file = lock("/srv/lock").unwrap().checkpoint_lock.unwrap();
        assert_eq!(file, LockSetting::File("/srv/lock".into()));
        let object = lock("s3://bucket/lock").unwrap().checkpoint_lock.unwrap();
        assert_eq!(object.to_string(), "s3://bucket/lock");
    }

    #[test]
    fn the_lock_is_not_among_the_evidence_files() {
        let lock = |place: &str| {
            let text = format!("blobs_url = \"s3://bucket/files/\"\ncheckpoint_lock = \"{place}\"");
            read(&text, &[])
        };
        assert!(lock("s3://bucket/files/lock").is_err());
        assert!(lock("s3://bucket/files-lock").is_ok());
        assert!(lock("s3://locks/lock").is_ok());
    }

    #[test]
    fn no_limit_on_refused_looks_is_read_as_none() {
        let found = read("", &[("LANYARD_NOT_SHOWN_PER_MINUTE", "0")]).unwrap();
        assert!(found.not_shown_per_minute.is_none());
        assert!(found.complete().is_err());
    }
}
