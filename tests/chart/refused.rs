//! Values that cannot be right are refused, each with a word on what is wrong.

use crate::tools::{chart, run, template, tool};

/// A value set, what is changed, and a word of the refusal.
const REFUSED: &[(&str, &str, &str)] = &[
    // Unknown names, at the top and below.
    ("production", "colour=\"red\"", "colour"),
    ("production", "api.replica=3", "replica"),
    ("production", "secrets.rootKey.value=\"5a5a\"", "value"),
    ("production", "trial.nats.tls=true", "tls"),
    // Wrong types and ranges.
    ("production", "api.replicas=\"three\"", "replicas"),
    ("production", "worker.replicas=0", "replicas"),
    (
        "production",
        "settings.notShownPerMinute=0",
        "notShownPerMinute",
    ),
    ("production", "mode=\"both\"", "mode"),
    ("production", "store.kind=\"mysql\"", "kind"),
    ("production", "api.viewsSize=\"4 GB\"", "viewsSize"),
    // Secrets in values.
    (
        "production",
        "nats.urls=[\"nats://user:secret@nats:4222\"]",
        "urls",
    ),
    (
        "production",
        "nats.monitorUrls=[\"http://user:secret@nats:8222\"]",
        "monitorUrls",
    ),
    (
        "production",
        "settings.otlpEndpoint=\"http://user:secret@collector:4317\"",
        "otlpEndpoint",
    ),
    (
        "production",
        "blobs.url=\"s3://key:secret@bucket\"",
        "blobs",
    ),
    // Addresses and names that the program would refuse.
    (
        "production",
        "trust.origin=\"log.trust.example/a+b\"",
        "origin",
    ),
    ("production", "trust.logVkey=\"the key\"", "logVkey"),
    ("production", "issuers=[]", "issuers"),
    (
        "production",
        "issuers=[{\"issuer\":\"https://a.example\",\"audience\":\"a\",\"kind\":\"clients\",\"jwksUrl\":\"https://a.example/k\"}]",
        "issuers",
    ),
    (
        "production",
        "issuers=[{\"issuer\":\"https://a.example\",\"audience\":\"a\",\"kind\":\"people\",\"jwksUrl\":\"http://a.example/k\"}]",
        "jwksUrl",
    ),
    (
        "production",
        "checkpointLock.url=\"https://bucket/key\"",
        "checkpointLock",
    ),
    ("production", "image.repository=\"\"", "repository"),
    // What cannot be right together.
    ("production", "mode=\"embedded\"", "sqlite"),
    ("production", "store.kind=\"sqlite\"", "cluster mode"),
    ("production", "store.kind=\"eventstore\"", "boxesUrlSecret"),
    ("production", "secrets.rootKey.name=\"\"", "rootKey"),
    ("production", "secrets.logKey.name=\"\"", "logKey"),
    (
        "production",
        "secrets.metricsToken.name=\"\"",
        "metricsToken",
    ),
    ("production", "store.urlSecret.name=\"\"", "store.urlSecret"),
    ("production", "vault.urlSecret.name=\"\"", "vault.urlSecret"),
    ("production", "trust.logVkey=\"\"", "logVkey"),
    ("production", "nats.urls=[]", "nats.urls"),
    ("production", "nats.monitorUrls=[]", "monitorUrls"),
    ("production", "checkpointLock.url=\"\"", "worker.replicas"),
    (
        "production",
        "checkpointLock.credentialsSecret={\"name\":\"\"}",
        "checkpointLock.credentialsSecret",
    ),
    ("production", "ingress.tlsSecret=\"\"", "tlsSecret"),
    ("production", "init.enabled=true", "trustLead"),
    ("embedded", "trial.nats.enabled=true", "embedded mode"),
    (
        "trial",
        "trial.postgresql.passwordsSecret=\"\"",
        "passwordsSecret",
    ),
    // An opening to everywhere.
    (
        "production",
        "networkPolicy.store.to=[]",
        "networkPolicy.store.to",
    ),
    (
        "production",
        "networkPolicy.nats.to=[]",
        "networkPolicy.nats.to",
    ),
    (
        "production",
        "networkPolicy.blobs.to=[]",
        "networkPolicy.blobs.to",
    ),
    (
        "production",
        "networkPolicy.otlp.to=[]",
        "networkPolicy.otlp.to",
    ),
    (
        "production",
        "networkPolicy.mail.to=[]",
        "networkPolicy.mail.to",
    ),
    ("production", "mail.from=\"\"", "mail"),
    ("production", "mail.user=\"\"", "mail"),
    ("production", "mail.tls=none", "tls"),
    (
        "production",
        "networkPolicy.prometheus.from=[]",
        "networkPolicy.prometheus.from",
    ),
    (
        "production",
        "networkPolicy.ingressController.from=[]",
        "ingressController",
    ),
    ("production", "networkPolicy.dns.to=[{}]", "networkPolicy"),
];

#[test]
fn values_that_cannot_be_right_are_refused_by_name() {
    for (values, change, word) in REFUSED {
        match template(values, &[change]) {
            Ok(_) => panic!("{values} with {change} was accepted"),
            Err(said) => assert!(said.contains(word), "{values} with {change}: {said}"),
        }
    }
}

#[test]
fn the_value_sets_are_accepted_as_they_are() {
    for values in crate::manifest::VALUE_SETS {
        template(values, &[]).unwrap();
    }
}

#[test]
fn nothing_can_be_installed_without_values() {
    let said = run(tool("helm").args(["template", "demo"]).arg(chart()), "").unwrap_err();
    for name in ["repository", "origin", "issuers"] {
        assert!(said.contains(name), "{said}");
    }
}

#[test]
fn an_older_kubernetes_is_refused() {
    let mut helm = tool("helm");
    helm.args(["template", "demo", "--kube-version", "1.29.0"])
        .arg(chart());
    helm.arg("--values")
        .arg(chart().join("ci/production-values.yaml"));
    let said = run(&mut helm, "").unwrap_err();
    assert!(said.contains("1.30.0"), "{said}");
}
