//! Every pod meets the restricted pod security standard of Kubernetes, and a little more.

use serde_json::{Value, json};

use crate::manifest::{Pod, VALUE_SETS, pods, rendered};

/// What a pod does not hold to.
fn faults(pod: &Pod) -> Vec<String> {
    let mut faults = Vec::new();
    let mut hold = |what: &str, holds: bool| {
        if !holds {
            faults.push(format!("{}: {what}", pod.owner));
        }
    };
    let spec = &pod.spec;
    let security = &spec["securityContext"];
    hold("runs as root", security["runAsNonRoot"] == true);
    hold(
        "has no user of its own",
        security["runAsUser"].as_u64().is_some_and(|user| user > 0),
    );
    hold(
        "has no seccomp profile",
        security["seccompProfile"]["type"] == "RuntimeDefault",
    );
    hold(
        "gets a token of the cluster",
        spec["automountServiceAccountToken"] == false,
    );
    hold(
        "gets the addresses of other services",
        spec["enableServiceLinks"] == false,
    );
    for sharing in ["hostNetwork", "hostPID", "hostIPC"] {
        hold(sharing, spec.get(sharing).is_none());
    }
    for volume in spec["volumes"].as_array().unwrap() {
        hold("mounts the node", volume.get("hostPath").is_none());
    }
    for container in pod.containers() {
        let security = &container["securityContext"];
        hold(
            "may gain rights",
            security["allowPrivilegeEscalation"] == false,
        );
        hold(
            "may write its image",
            security["readOnlyRootFilesystem"] == true,
        );
        hold(
            "keeps capabilities",
            security["capabilities"] == json!({"drop": ["ALL"]}),
        );
        hold("is privileged", security.get("privileged").is_none());
        hold(
            "takes a port of the node",
            !container["ports"].to_string().contains("hostPort"),
        );
        hold(
            "asks for no memory",
            container["resources"]["requests"]["memory"].is_string(),
        );
        hold(
            "has no limit of memory",
            container["resources"]["limits"]["memory"].is_string(),
        );
    }
    faults
}

#[test]
fn every_container_is_restricted() {
    for values in VALUE_SETS {
        let faults: Vec<_> = pods(&rendered(values)).iter().flat_map(faults).collect();
        assert_eq!(faults, [""; 0], "{values}");
    }
}

#[test]
fn a_container_that_is_not_restricted_is_found() {
    let good = || pods(&rendered("embedded")).remove(0);
    assert!(faults(&good()).is_empty());
    let harms: [fn(&mut Value); 5] = [
        |spec| spec["securityContext"]["runAsNonRoot"] = false.into(),
        |spec| spec["hostNetwork"] = true.into(),
        |spec| spec["automountServiceAccountToken"] = Value::Null,
        |spec| spec["containers"][0]["securityContext"]["readOnlyRootFilesystem"] = false.into(),
        |spec| {
            spec["containers"][0]["securityContext"]["capabilities"]["add"] = json!(["NET_ADMIN"])
        },
    ];
    for harm in harms {
        let mut pod = good();
        harm(&mut pod.spec);
        assert_eq!(faults(&pod).len(), 1);
    }
}

#[test]
fn every_folder_that_is_written_is_a_volume() {
    for values in VALUE_SETS {
        for pod in pods(&rendered(values)).iter().filter(|pod| pod.is_ours()) {
            let container = &pod.containers()[0];
            let mounts = container["volumeMounts"].as_array();
            let written: Vec<_> = mounts
                .unwrap()
                .iter()
                .filter(|mount| mount["readOnly"] != true)
                .map(|mount| mount["mountPath"].as_str().unwrap())
                .collect();
            // The data folder is made inside, by the program, for itself alone.
            assert_eq!(written[..2], ["/var/lib/lanyard", "/tmp"], "{}", pod.owner);
            let variables = pod.variables();
            assert_eq!(variables["LANYARD_DATA_DIR"], "/var/lib/lanyard/data");
            if let Some(lock) = variables.get("LANYARD_CHECKPOINT_LOCK") {
                let on_volume = written.contains(&"/var/lib/lanyard-lock");
                assert_eq!(on_volume, lock.starts_with('/'), "{}", pod.owner);
            }
        }
    }
}
