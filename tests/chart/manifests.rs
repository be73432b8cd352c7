//! helm renders each value set, and every object is one that Kubernetes knows.

use serde_json::Value;

use crate::manifest::{VALUE_SETS, named, of_kind, pods, rendered, text};
use crate::tools::{chart, python, run, template, tool, yaml};

/// The last three versions that kubernetes-validate carries.
const KUBERNETES: [&str; 3] = ["1.35", "1.36", "1.37"];
/// Kinds of the Prometheus operator: no part of Kubernetes, so their shape is checked here.
const OPERATORS: [&str; 2] = ["PrometheusRule", "ServiceMonitor"];

#[test]
fn helm_finds_no_fault_with_the_chart_under_any_value_set() {
    for values in VALUE_SETS {
        let file = chart().join("ci").join(format!("{values}-values.yaml"));
        let mut lint = tool("helm");
        lint.args(["lint", "--strict"])
            .arg(chart())
            .arg("--values")
            .arg(file);
        let said = run(&mut lint, "").unwrap();
        assert!(said.contains("0 chart(s) failed"), "{values}: {said}");
    }
}

#[test]
fn every_value_set_has_a_test_and_every_test_a_value_set() {
    let mut found: Vec<_> = std::fs::read_dir(chart().join("ci"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    assert_eq!(
        found,
        VALUE_SETS.map(|values| format!("{values}-values.yaml"))
    );
}

/// What the validator says of these: one line for each object and version.
fn validated(manifests: &[Value]) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("manifests.yaml");
    // JSON is YAML.
    let text: String = manifests
        .iter()
        .map(|one| format!("---\n{one}\n"))
        .collect();
    std::fs::write(&file, text).unwrap();
    let mut validate = python();
    validate.args(["-m", "kubernetes_validate", "--strict"]);
    for version in KUBERNETES {
        validate.args(["--kubernetes-version", version]);
    }
    run(validate.arg(file), "")
}

#[test]
fn the_versions_are_the_last_three_that_the_validator_carries() {
    let list = "import kubernetes_validate.utils as u; print(*u.all_versions())";
    let carried = run(python().args(["-c", list]), "").unwrap();
    let mut carried: Vec<_> = carried.split_whitespace().collect();
    // Each is there twice, once strict.
    carried.dedup();
    let last = carried.split_off(carried.len() - KUBERNETES.len());
    assert_eq!(last, KUBERNETES.map(|version| format!("{version}.0")));
}

#[test]
fn every_object_is_valid_in_the_last_three_versions_of_kubernetes() {
    for values in VALUE_SETS {
        // The operator's kinds are unknown to the validator, and unknown is not valid.
        let mut known = rendered(values);
        known.retain(|manifest| !OPERATORS.contains(&text(&manifest["kind"]).as_str()));
        let said = validated(&known).unwrap_or_else(|error| panic!("{values}: {error}"));
        let passed = said.lines().filter(|line| line.starts_with("INFO")).count();
        assert_eq!(passed, known.len() * KUBERNETES.len(), "{values}: {said}");
        assert!(!said.contains("WARN"), "{values}: {said}");
    }
}

#[test]
fn the_validator_finds_a_wrong_type_and_an_unknown_field() {
    let mut manifest = of_kind(&rendered("embedded"), "StatefulSet").remove(0);
    validated(&[manifest.clone()]).unwrap();
    manifest["spec"]["replicas"] = "one".into();
    assert!(validated(&[manifest.clone()]).is_err());
    manifest["spec"]["replicas"] = 1.into();
    manifest["spec"]["template"]["spec"]["runsAsNonRoot"] = true.into();
    assert!(validated(&[manifest.clone()]).is_err());
}

#[test]
fn the_service_monitor_has_the_operators_shape_and_finds_every_role() {
    let manifests = rendered("production");
    let monitor = named(&manifests, "ServiceMonitor", "demo-lanyard");
    assert_eq!(monitor["apiVersion"], "monitoring.coreos.com/v1");
    assert_eq!(monitor["metadata"]["labels"]["release"], "prometheus");
    let endpoint = &monitor["spec"]["endpoints"][0];
    assert_eq!(endpoint["port"], "http");
    assert_eq!(endpoint["path"], "/metrics");
    let authorization = serde_json::json!({
        "type": "Bearer", "credentials": {"name": "lanyard-metrics", "key": "token"}
    });
    assert_eq!(endpoint["authorization"], authorization);
    let wanted = monitor["spec"]["selector"]["matchExpressions"][0]["values"].clone();
    let mut seen: Vec<String> = of_kind(&manifests, "Service")
        .iter()
        .map(|service| text(&service["metadata"]["labels"]["app.kubernetes.io/component"]))
        .collect();
    seen.sort();
    assert_eq!(seen, ["api", "recorder", "worker"]);
    assert_eq!(wanted, serde_json::json!(seen));
}

#[test]
fn the_rules_are_those_of_the_file() {
    let rule = named(&rendered("production"), "PrometheusRule", "demo-lanyard");
    let file = std::fs::read_to_string(chart().join("files/alerts.yaml")).unwrap();
    assert_eq!(rule["spec"], yaml(&file)[0]);
}

#[test]
fn every_service_finds_pods_that_listen_on_its_port() {
    for values in VALUE_SETS {
        let manifests = rendered(values);
        for service in of_kind(&manifests, "Service") {
            let selector = serde_json::json!({"matchLabels": service["spec"]["selector"]});
            let found: Vec<_> = pods(&manifests)
                .into_iter()
                .filter(|pod| pod.is_selected(&selector))
                .collect();
            assert_eq!(found.len(), 1, "{values}: {}", service["metadata"]["name"]);
            let ports = found[0].containers()[0]["ports"]
                .as_array()
                .unwrap()
                .clone();
            for port in service["spec"]["ports"].as_array().unwrap() {
                let wanted = port.get("targetPort").unwrap_or(&port["name"]);
                assert!(
                    ports.iter().any(|port| port["name"] == *wanted),
                    "{values}: {wanted}"
                );
            }
        }
    }
}

#[test]
fn replicas_spread_scale_and_are_not_all_drained_at_once() {
    let manifests = rendered("production");
    for role in ["api", "recorder", "worker"] {
        let name = format!("demo-lanyard-{role}");
        let budget = named(&manifests, "PodDisruptionBudget", &name);
        assert_eq!(budget["spec"]["maxUnavailable"], 1);
        let pod = crate::manifest::pod(&manifests, role);
        let spread = pod.spec["topologySpreadConstraints"].as_array().unwrap();
        assert_eq!(spread.len(), 2, "{role}");
        assert!(
            spread
                .iter()
                .all(|one| pod.is_selected(&one["labelSelector"]))
        );
    }
    for role in ["api", "recorder"] {
        let name = format!("demo-lanyard-{role}");
        let scaler = named(&manifests, "HorizontalPodAutoscaler", &name);
        assert_eq!(scaler["spec"]["scaleTargetRef"]["name"], name);
        let deployment = named(&manifests, "Deployment", &name);
        // A number there would undo the scaler at every upgrade.
        assert!(deployment["spec"].get("replicas").is_none());
    }
    let worker = named(&manifests, "Deployment", "demo-lanyard-worker");
    assert_eq!(worker["spec"]["replicas"], 2);
    // One pod cannot be protected: a budget would only hold up the node's drain.
    assert!(of_kind(&rendered("embedded"), "PodDisruptionBudget").is_empty());
}

#[test]
fn a_stopping_pod_has_time_to_drain() {
    for values in VALUE_SETS {
        for pod in pods(&rendered(values))
            .iter()
            .filter(|pod| pod.owner.contains("Deployment"))
        {
            let drain = &pod.containers()[0]["lifecycle"]["preStop"]["sleep"]["seconds"];
            let grace = pod.spec["terminationGracePeriodSeconds"].as_u64().unwrap();
            // Ten seconds for requests and five for the recorder (services/lanyard).
            assert!(grace > drain.as_u64().unwrap() + 15, "{}", pod.owner);
        }
    }
}

#[test]
fn every_role_that_serves_is_probed() {
    for values in VALUE_SETS {
        for pod in pods(&rendered(values)) {
            if !pod.is_ours() || pod.owner.starts_with("Job/") {
                continue;
            }
            let container = &pod.containers()[0];
            for (probe, path) in [
                ("startupProbe", "/healthz"),
                ("livenessProbe", "/healthz"),
                ("readinessProbe", "/readyz"),
            ] {
                assert_eq!(container[probe]["httpGet"]["path"], path, "{}", pod.owner);
            }
        }
    }
}

#[test]
fn hooks_need_nothing_that_comes_after_them() {
    let manifests = rendered("production");
    let job = named(&manifests, "Job", "demo-lanyard-provision");
    assert_eq!(
        job["metadata"]["annotations"]["helm.sh/hook"],
        "pre-install,pre-upgrade"
    );
    let volumes = job["spec"]["template"]["spec"]["volumes"].to_string();
    assert!(!volumes.contains("demo-lanyard"), "{volumes}");
    let job = named(&manifests, "Job", "demo-lanyard-raise-format");
    assert_eq!(
        job["metadata"]["annotations"]["helm.sh/hook"],
        "post-upgrade"
    );
    // A trial's servers come with the release: a hook before it would wait for ever.
    let job = named(&rendered("trial"), "Job", "demo-lanyard-provision-1");
    assert!(job["metadata"].get("annotations").is_none());
    // Off by default: nobody raises the format unawares.
    let off = template("production", &[r#"raiseFormat={"enabled":false}"#]).unwrap();
    assert!(!off.contains("raise-format"));
    assert!(
        !template("eventstore", &[])
            .unwrap()
            .contains("raise-format")
    );
}

#[test]
fn the_lock_on_a_volume_is_held_by_one_worker() {
    let manifests = rendered("trial");
    let worker = named(&manifests, "Deployment", "demo-lanyard-worker");
    assert_eq!(worker["spec"]["strategy"]["type"], "Recreate");
    assert_eq!(worker["spec"]["replicas"], 1);
    let claim = named(&manifests, "PersistentVolumeClaim", "demo-lanyard-lock");
    assert_eq!(
        claim["metadata"]["annotations"]["helm.sh/resource-policy"],
        "keep"
    );
}

#[test]
fn the_lock_on_s3_needs_no_volume() {
    let manifests = rendered("production");
    let worker = named(&manifests, "Deployment", "demo-lanyard-worker");
    assert_eq!(worker["spec"]["strategy"]["type"], "RollingUpdate");
    assert!(of_kind(&manifests, "PersistentVolumeClaim").is_empty());
    let pod = crate::manifest::pod(&manifests, "worker");
    let lock = &pod.variables()["LANYARD_CHECKPOINT_LOCK"];
    assert_eq!(lock, "s3://lanyard-lock/ridgeway");
}

#[test]
fn the_job_that_begins_the_record_runs_where_the_volumes_are() {
    for (values, signer) in [("embedded", "all"), ("trial", "worker")] {
        let manifests = rendered(values);
        let job = crate::manifest::pod(&manifests, "init");
        let affinity = &job.spec["affinity"]["podAffinity"];
        let rule = &affinity["requiredDuringSchedulingIgnoredDuringExecution"][0];
        assert_eq!(rule["topologyKey"], "kubernetes.io/hostname");
        let signer = crate::manifest::pod(&manifests, signer);
        assert!(signer.is_selected(&rule["labelSelector"]), "{values}");
    }
}
