//! Secrets are named, mounted as files where they are needed, and nowhere else.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::manifest::{Pod, VALUE_SETS, of_kind, pod, pods, rendered, text};
use crate::tools::yaml;

/// Texts of a manifest, with where they stand.
fn texts(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((at.to_owned(), text.clone())),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                texts(item, &format!("{at}.{index}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                texts(field, &format!("{at}.{name}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Why a text could hold a secret.
fn could_be_secret(at: &str, text: &str) -> Option<&'static str> {
    let user_in_address = text.match_indices("://").any(|(begin, _)| {
        let rest = &text[begin + 3..];
        let end = rest.find(['/', ' ', '\n', '"', ',']).unwrap_or(rest.len());
        rest[..end].contains('@')
    });
    let digits = text.split(|c: char| !c.is_ascii_hexdigit());
    let is_digest = at.ends_with("checksum/config") || text.contains("@sha256:");
    if user_in_address {
        Some("an address with a user")
    } else if text.contains("-----BEGIN") {
        Some("a key")
    } else if !is_digest && digits.into_iter().any(|run| run.len() >= 64) {
        Some("64 digits, as keys have")
    } else {
        None
    }
}

fn findings(manifests: &[Value]) -> Vec<String> {
    let mut found = Vec::new();
    for manifest in manifests {
        let mut all = Vec::new();
        texts(manifest, &text(&manifest["kind"]), &mut all);
        found.extend(
            all.iter()
                .filter_map(|(at, text)| Some(format!("{at}: {}", could_be_secret(at, text)?))),
        );
    }
    found
}

#[test]
fn no_manifest_holds_a_secret() {
    for values in VALUE_SETS {
        let manifests = rendered(values);
        assert!(of_kind(&manifests, "Secret").is_empty(), "{values}");
        assert_eq!(findings(&manifests), [""; 0], "{values}");
    }
}

#[test]
fn a_secret_in_a_manifest_is_found() {
    let url = "kind: A\nurl: postgres://lanyard:secret@db/lanyard\n";
    let digits = format!("kind: A\nkey: \"{}\"\n", "5a".repeat(32));
    let pem = "kind: A\nkey: |\n  -----BEGIN PRIVATE KEY-----\n";
    for text in [url, &digits, pem] {
        assert_eq!(findings(&yaml(text)).len(), 1, "{text}");
    }
}

#[test]
fn no_variable_takes_its_value_from_a_secret() {
    for values in VALUE_SETS {
        for pod in pods(&rendered(values)) {
            let containers = pod.containers();
            // A variable is seen in crash dumps and by every child; a file is not.
            assert!(
                !containers[0]["env"].to_string().contains("secretKeyRef"),
                "{}",
                pod.owner
            );
            assert!(containers[0].get("envFrom").is_none(), "{}", pod.owner);
        }
    }
}

/// Files below the folder of secrets that a pod gets.
fn files(pod: &Pod) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    for volume in pod.spec["volumes"].as_array().unwrap() {
        for source in volume["projected"]["sources"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let item = &source["secret"]["items"][0];
            assert!(files.insert(text(&item["path"])), "two secrets in one file");
            assert!(!text(&source["secret"]["name"]).is_empty());
        }
        if volume["name"] == "secrets" {
            // 0440: the group of the pod may read.
            assert_eq!(volume["projected"]["defaultMode"], 0o440);
        }
    }
    files
}

#[track_caller]
fn gets(values: &str, component: &str, expected: &[&str]) {
    let expected: BTreeSet<_> = expected.iter().map(|&file| file.to_owned()).collect();
    assert_eq!(
        files(&pod(&rendered(values), component)),
        expected,
        "{values} {component}"
    );
}

#[test]
fn the_log_key_is_in_the_signer_only() {
    for values in ["production", "eventstore", "trial"] {
        for pod in pods(&rendered(values)).iter().filter(|pod| pod.is_ours()) {
            let signs = ["worker", "init"].contains(&pod.component.as_str());
            assert_eq!(
                files(pod).contains("log.key"),
                signs,
                "{values} {}",
                pod.owner
            );
            let variables = pod.variables();
            assert_eq!(
                variables.contains_key("LANYARD_LOG_KEY_FILE"),
                signs,
                "{}",
                pod.owner
            );
            // Who does not sign checks by the public key; provisioning does neither.
            let checks = variables.contains_key("LANYARD_LOG_VKEY_FILE");
            assert_eq!(
                checks,
                !signs && pod.component != "provision",
                "{}",
                pod.owner
            );
        }
    }
}

#[test]
fn each_role_gets_the_secrets_it_needs() {
    let engines = ["store-url", "vault-url", "nats.creds"];
    let [store, vault, nats] = engines;
    let (blobs, lock, metrics) = ("blobs-credentials", "lock-credentials", "metrics-token");
    gets(
        "production",
        "api",
        &["root.key", metrics, store, vault, nats, blobs],
    );
    gets(
        "production",
        "recorder",
        &["root.key", metrics, store, vault, nats],
    );
    gets(
        "production",
        "worker",
        &[
            "root.key",
            "log.key",
            metrics,
            store,
            vault,
            nats,
            blobs,
            lock,
            "smtp-password",
        ],
    );
    gets("production", "provision", &engines);
    gets(
        "production",
        "raise-format",
        &["root.key", store, vault, nats],
    );
    gets(
        "eventstore",
        "recorder",
        &["root.key", metrics, store, "boxes-url", vault],
    );
    gets("embedded", "all", &["root.key", "log.key"]);
}

#[test]
fn every_file_that_a_variable_names_is_mounted() {
    for values in VALUE_SETS {
        let manifests = rendered(values);
        for pod in pods(&manifests).iter().filter(|pod| pod.is_ours()) {
            let mounted = files(pod);
            let config = of_kind(&manifests, "ConfigMap").remove(0);
            for (name, value) in pod
                .variables()
                .iter()
                .filter(|(name, _)| name.ends_with("_FILE"))
            {
                if let Some(file) = value.strip_prefix("/run/secrets/lanyard/") {
                    assert!(mounted.contains(file), "{} {name}", pod.owner);
                } else if let Some(file) = value.strip_prefix("/etc/lanyard/") {
                    assert!(config["data"].get(file).is_some(), "{} {name}", pod.owner);
                } else {
                    assert_eq!(name, "SSL_CERT_FILE", "{}", pod.owner);
                }
            }
        }
    }
}
