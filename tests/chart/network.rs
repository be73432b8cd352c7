//! Everything is denied but the openings listed here: each is asserted, and no other exists.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::manifest::{Pod, VALUE_SETS, named, of_kind, pod, pods, rendered, text};
use crate::tools::template;

/// Where a peer is, in a word: a network, a namespace, a component of the release.
fn place(peer: &Value) -> String {
    if let Some(block) = peer.get("ipBlock") {
        let except = block
            .get("except")
            .map_or(String::new(), |_| " but inside".to_owned());
        return format!("{}{except}", text(&block["cidr"]));
    }
    let namespace = &peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"];
    let pods = &peer["podSelector"];
    let labels = &pods["matchLabels"];
    let mut words = Vec::new();
    if let Some(namespace) = namespace.as_str() {
        words.push(format!("namespace {namespace}"));
    }
    for key in ["k8s-app", "app", "app.kubernetes.io/component"] {
        words.extend(labels[key].as_str().map(str::to_owned));
    }
    if let Some(values) = pods["matchExpressions"][0]["values"].as_array() {
        words.push(values.iter().map(text).collect::<Vec<_>>().join("+"));
    }
    assert!(!words.is_empty(), "a peer that is everywhere: {peer}");
    words.join(" ")
}

/// Openings of a pod, from all policies that select it.
fn openings(manifests: &[Value], pod: &Pod) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for policy in of_kind(manifests, "NetworkPolicy") {
        if !pod.is_selected(&policy["spec"]["podSelector"]) {
            continue;
        }
        for (direction, peers, arrow) in [("ingress", "from", "<-"), ("egress", "to", "->")] {
            for rule in policy["spec"][direction].as_array().into_iter().flatten() {
                let peers = rule[peers].as_array().filter(|peers| !peers.is_empty());
                let peers = peers.unwrap_or_else(|| panic!("open to everywhere: {rule}"));
                let ports = rule["ports"].as_array().filter(|ports| !ports.is_empty());
                for port in ports.unwrap_or_else(|| panic!("open at every port: {rule}")) {
                    for peer in peers {
                        let protocol = text(&port["protocol"]).to_lowercase();
                        found.insert(format!(
                            "{arrow} {} {protocol} {}",
                            place(peer),
                            port["port"]
                        ));
                    }
                }
            }
        }
    }
    found
}

#[track_caller]
fn opens(values: &str, component: &str, expected: &[&str]) {
    let manifests = rendered(values);
    let expected: BTreeSet<_> = expected.iter().map(|&one| one.to_owned()).collect();
    assert_eq!(
        openings(&manifests, &pod(&manifests, component)),
        expected,
        "{values} {component}"
    );
}

const NAMES: [&str; 2] = [
    "-> namespace kube-system kube-dns tcp 53",
    "-> namespace kube-system kube-dns udp 53",
];

#[test]
fn a_policy_denies_every_pod_everything() {
    for values in VALUE_SETS {
        let manifests = rendered(values);
        let deny = named(&manifests, "NetworkPolicy", "demo-lanyard-default-deny");
        let directions = serde_json::json!(["Ingress", "Egress"]);
        assert_eq!(deny["spec"]["policyTypes"], directions);
        assert!(deny["spec"].get("ingress").is_none() && deny["spec"].get("egress").is_none());
        for pod in pods(&manifests) {
            assert!(
                pod.is_selected(&deny["spec"]["podSelector"]),
                "{values}: {}",
                pod.owner
            );
        }
        // One that opens a direction must name it, or it would deny nothing there.
        for policy in of_kind(&manifests, "NetworkPolicy") {
            assert_eq!(
                policy["spec"]["policyTypes"], directions,
                "{}",
                policy["metadata"]["name"]
            );
        }
    }
}

#[test]
fn an_api_process_reaches_what_it_needs_and_is_reached_by_ingress_and_monitoring() {
    opens(
        "production",
        "api",
        &[
            NAMES[0],
            NAMES[1],
            "-> namespace nats nats tcp 4222",
            "-> namespace nats nats tcp 8222",
            "-> 10.20.0.10/32 tcp 5432",
            "-> 10.20.0.20/32 tcp 5432",
            "-> 10.30.0.0/24 tcp 443",
            "-> namespace observability tcp 4317",
            "-> 0.0.0.0/0 but inside tcp 443",
            "<- namespace ingress-nginx tcp 8080",
            "<- namespace monitoring tcp 8080",
        ],
    );
}

#[test]
fn a_recorder_reaches_neither_evidence_nor_the_internet() {
    opens(
        "production",
        "recorder",
        &[
            NAMES[0],
            NAMES[1],
            "-> namespace nats nats tcp 4222",
            "-> namespace nats nats tcp 8222",
            "-> 10.20.0.10/32 tcp 5432",
            "-> 10.20.0.20/32 tcp 5432",
            "-> namespace observability tcp 4317",
            "<- namespace monitoring tcp 8080",
        ],
    );
}

#[test]
fn a_worker_reaches_evidence_files_checkpoint_lock_and_mail_server_besides() {
    opens(
        "production",
        "worker",
        &[
            NAMES[0],
            NAMES[1],
            "-> namespace nats nats tcp 4222",
            "-> namespace nats nats tcp 8222",
            "-> 10.20.0.10/32 tcp 5432",
            "-> 10.20.0.20/32 tcp 5432",
            "-> 10.30.0.0/24 tcp 443",
            "-> 10.40.0.0/24 tcp 443",
            "-> 10.50.0.25/32 tcp 587",
            "-> namespace observability tcp 4317",
            "<- namespace monitoring tcp 8080",
        ],
    );
}

#[test]
fn jobs_reach_the_engines_and_are_reached_by_nobody() {
    for job in ["provision", "raise-format"] {
        opens(
            "production",
            job,
            &[
                NAMES[0],
                NAMES[1],
                "-> namespace nats nats tcp 4222",
                "-> namespace nats nats tcp 8222",
                "-> 10.20.0.10/32 tcp 5432",
                "-> 10.20.0.20/32 tcp 5432",
            ],
        );
    }
}

#[test]
fn with_eventstoredb_its_port_and_that_of_the_boxes_are_open() {
    opens(
        "eventstore",
        "recorder",
        &[
            NAMES[0],
            NAMES[1],
            "-> namespace nats tcp 4222",
            "-> namespace nats tcp 8222",
            "-> 10.20.0.30/32 tcp 2113",
            "-> 10.20.0.11/32 tcp 5432",
            "-> 10.20.0.20/32 tcp 5432",
            "<- namespace monitoring tcp 8080",
        ],
    );
}

#[test]
fn the_single_pod_reaches_the_issuers_keys_and_nothing_else() {
    opens(
        "embedded",
        "all",
        &[
            NAMES[0],
            NAMES[1],
            "-> 0.0.0.0/0 but inside tcp 443",
            "<- namespace ingress-nginx tcp 8080",
        ],
    );
}

#[test]
fn the_servers_of_a_trial_are_reached_by_the_release_alone() {
    const RELEASE: &str = "api+recorder+worker+provision+init+raise-format";
    let from = |port| format!("<- {RELEASE} tcp {port}");
    opens("trial", "postgresql", &[&from(5432)]);
    let nats = [from(4222), from(8222)];
    opens(
        "trial",
        "nats",
        &[
            NAMES[0],
            NAMES[1],
            &nats[0],
            &nats[1],
            "<- nats tcp 6222",
            "-> nats tcp 6222",
        ],
    );
    let engines = [
        "-> nats tcp 4222",
        "-> nats tcp 8222",
        "-> postgresql tcp 5432",
    ];
    opens(
        "trial",
        "recorder",
        &[NAMES[0], NAMES[1], engines[0], engines[1], engines[2]],
    );
}

#[test]
fn the_issuers_are_looked_for_outside_only() {
    let manifests = rendered("production");
    let policy = named(&manifests, "NetworkPolicy", "demo-lanyard-api").to_string();
    for inside in [
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
    ] {
        assert!(policy.contains(inside), "{inside} is not taken out");
    }
}

#[test]
fn policies_can_be_left_out_whole_but_not_in_part() {
    let off = template("production", &["networkPolicy.enabled=false"]).unwrap();
    assert!(!off.contains("kind: NetworkPolicy"));
}
