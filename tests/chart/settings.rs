//! Every setting in the chart exists in the configuration, and the other way round.

use std::collections::BTreeSet;

use crate::manifest::{VALUE_SETS, named, pods, rendered, text};
use crate::tools::project;

/// Settings that the chart gives and the configuration does not read yet. Whoever adds one to the
/// configuration takes it out here; the test insists.
const NOT_READ_YET: &[&str] = &[];

/// Settings that the chart does not give, each with the reason.
const NOT_IN_CHART: &[(&str, &str)] = &[];

/// Names of variables that the chart gives to the program, without `LANYARD_`.
fn in_chart() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for values in VALUE_SETS {
        for pod in pods(&rendered(values)).iter().filter(|pod| pod.is_ours()) {
            let variables = pod.variables();
            names.extend(
                variables
                    .keys()
                    .filter_map(|name| Some(name.strip_prefix("LANYARD_")?.to_owned())),
            );
        }
    }
    names
}

fn in_configuration() -> BTreeSet<String> {
    lanyard::config::NAMES
        .iter()
        .map(|name| name.to_uppercase())
        .collect()
}

#[test]
fn every_setting_of_the_chart_exists_in_the_configuration() {
    let configuration = in_configuration();
    let unknown: Vec<_> = in_chart()
        .into_iter()
        .filter(|name| !configuration.contains(name) && !NOT_READ_YET.contains(&name.as_str()))
        .collect();
    assert_eq!(unknown, [""; 0]);
}

#[test]
fn every_setting_of_the_configuration_is_in_the_chart_or_left_out_with_a_reason() {
    let chart = in_chart();
    let left_out = |name: &String| {
        NOT_IN_CHART
            .iter()
            .any(|(left, why)| left == name && !why.is_empty())
    };
    let missing: Vec<_> = in_configuration()
        .into_iter()
        .filter(|name| !chart.contains(name) && !left_out(name))
        .collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn both_lists_of_exceptions_are_true() {
    let (chart, configuration) = (in_chart(), in_configuration());
    for name in NOT_READ_YET {
        assert!(
            chart.contains(*name),
            "{name} is not in the chart: take it out of the list"
        );
        assert!(
            !configuration.contains(*name),
            "{name} is read now: take it out of the list"
        );
    }
    for (name, _) in NOT_IN_CHART {
        assert!(
            !chart.contains(*name),
            "{name} is in the chart: take it out of the list"
        );
        assert!(
            configuration.contains(*name),
            "{name} is gone: take it out of the list"
        );
    }
}

#[test]
fn every_setting_is_in_the_table_of_the_operations_page() {
    let page = std::fs::read_to_string(project().join("docs/operations.md")).unwrap();
    for name in in_chart().union(&in_configuration()) {
        assert!(
            page.contains(&format!("| `LANYARD_{name}` |")),
            "{name} is not in the table"
        );
    }
}

#[test]
fn the_configuration_file_of_the_chart_is_read_by_the_program() {
    for values in VALUE_SETS {
        let file = named(&rendered(values), "ConfigMap", "demo-lanyard");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lanyard.toml");
        std::fs::write(&path, text(&file["data"]["lanyard.toml"])).unwrap();
        let settings = lanyard::config::Settings::load(Some(&path)).unwrap();
        let people = lanyard::config::IssuerKind::People;
        assert!(
            settings.issuers.iter().any(|issuer| issuer.kind == people),
            "{values}"
        );
    }
}

#[test]
fn each_role_is_told_what_it_is() {
    let manifests = rendered("production");
    for role in ["api", "recorder", "worker"] {
        assert_eq!(
            crate::manifest::pod(&manifests, role).variables()["LANYARD_ROLES"],
            role
        );
    }
    let embedded = crate::manifest::pod(&rendered("embedded"), "all").variables();
    assert_eq!(embedded["LANYARD_ROLES"], "api,recorder,worker");
    assert!(
        !embedded
            .keys()
            .any(|name| name.contains("NATS") || name.contains("_URL_FILE"))
    );
}
