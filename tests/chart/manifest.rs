//! Rendered manifests, and the questions that the tests ask of them.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::Value;

use crate::tools::{template, yaml};

/// The value sets of `ci/`, each rendered and checked.
pub const VALUE_SETS: [&str; 4] = ["embedded", "eventstore", "production", "trial"];

/// Everything that a value set renders, rendered once.
pub fn rendered(values: &str) -> Vec<Value> {
    static KNOWN: LazyLock<Mutex<HashMap<String, Vec<Value>>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known
        .entry(values.to_owned())
        .or_insert_with(|| yaml(&template(values, &[]).unwrap()))
        .clone()
}

/// Those of one kind.
pub fn of_kind(manifests: &[Value], kind: &str) -> Vec<Value> {
    manifests
        .iter()
        .filter(|manifest| manifest["kind"] == kind)
        .cloned()
        .collect()
}

/// The one of this kind and name.
pub fn named(manifests: &[Value], kind: &str, name: &str) -> Value {
    let found = of_kind(manifests, kind)
        .into_iter()
        .find(|manifest| manifest["metadata"]["name"] == name);
    found.unwrap_or_else(|| panic!("there is no {kind} {name}"))
}

/// A pod that some workload makes.
pub struct Pod {
    /// The workload: `Deployment/demo-lanyard-api`.
    pub owner: String,
    /// Its role or server.
    pub component: String,
    /// Labels of the pod.
    pub labels: Value,
    /// The pod's `spec`.
    pub spec: Value,
}

impl Pod {
    /// Every container, those that run first too.
    pub fn containers(&self) -> Vec<Value> {
        ["containers", "initContainers"]
            .iter()
            .filter_map(|list| self.spec[list].as_array())
            .flatten()
            .cloned()
            .collect()
    }

    /// Whether it runs the program, and not a trial's server.
    pub fn is_ours(&self) -> bool {
        self.containers()[0]["name"] == "lanyard"
    }

    /// Variables of its container, by name.
    pub fn variables(&self) -> HashMap<String, String> {
        let containers = self.containers();
        let variables = containers[0]["env"].as_array().cloned().unwrap_or_default();
        variables
            .iter()
            .map(|variable| (text(&variable["name"]), text(&variable["value"])))
            .collect()
    }

    /// Whether a selector's `matchLabels` and `matchExpressions` (`In` only) fit it.
    pub fn is_selected(&self, selector: &Value) -> bool {
        let labels = selector["matchLabels"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        let words = selector["matchExpressions"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        labels.iter().all(|(key, value)| self.labels[key] == *value)
            && words.iter().all(|word| {
                assert_eq!(word["operator"], "In", "the test knows no other");
                let key = word["key"].as_str().unwrap();
                word["values"]
                    .as_array()
                    .unwrap()
                    .contains(&self.labels[key])
            })
    }
}

/// Every pod that the manifests make.
pub fn pods(manifests: &[Value]) -> Vec<Pod> {
    let mut pods = Vec::new();
    for manifest in manifests {
        let template = &manifest["spec"]["template"];
        if template["spec"]["containers"].is_array() {
            let labels = template["metadata"]["labels"].clone();
            pods.push(Pod {
                owner: format!(
                    "{}/{}",
                    text(&manifest["kind"]),
                    text(&manifest["metadata"]["name"])
                ),
                component: text(&labels["app.kubernetes.io/component"]),
                labels,
                spec: template["spec"].clone(),
            });
        }
    }
    assert!(!pods.is_empty(), "the manifests make pods");
    pods
}

/// The pod of a component.
pub fn pod(manifests: &[Value], component: &str) -> Pod {
    let found = pods(manifests)
        .into_iter()
        .find(|pod| pod.component == component);
    found.unwrap_or_else(|| panic!("there is no pod {component}"))
}

/// A text, empty where there is none.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
