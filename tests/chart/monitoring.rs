//! Alerts and dashboard: what they ask exists, and they say the right thing.

use std::collections::{BTreeMap, BTreeSet};

use lanyard_tests::Server;
use serde_json::Value;

use crate::tools::{chart, project, run, tool, yaml};

/// Metrics of a running server, with their types.
fn exposed() -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::demo(&folder.path().join("data")).unwrap();
    let get = |path: &str| {
        let url = format!("http://{}{path}", server.address);
        ureq::get(&url)
            .call()
            .unwrap()
            .body_mut()
            .read_to_string()
            .unwrap()
    };
    // A histogram shows itself with its first request.
    get("/healthz");
    let metrics = get("/metrics")
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '))
        .map(|(name, kind)| (name.to_owned(), kind.to_owned()))
        .collect();
    server.stop().unwrap();
    metrics
}

/// Names that begin like ours in an expression.
fn names(expression: &str) -> BTreeSet<&str> {
    expression
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.starts_with("lanyard_"))
        .collect()
}

fn alerts() -> Vec<Value> {
    let file = std::fs::read_to_string(chart().join("files/alerts.yaml")).unwrap();
    yaml(&file)[0]["groups"][0]["rules"]
        .as_array()
        .unwrap()
        .clone()
}

fn panels() -> Vec<Value> {
    let file = std::fs::read_to_string(chart().join("files/dashboard.json")).unwrap();
    let board: Value = serde_json::from_str(&file).unwrap();
    board["panels"].as_array().unwrap().clone()
}

/// Every expression of the dashboard, as Prometheus gets it.
fn panel_expressions() -> Vec<String> {
    let panels = panels();
    let targets = panels
        .iter()
        .flat_map(|panel| panel["targets"].as_array().unwrap());
    targets
        .map(|target| target["expr"].as_str().unwrap())
        .map(|text| {
            text.replace("$__rate_interval", "5m")
                .replace("$__range", "6h")
        })
        .collect()
}

#[test]
fn every_metric_that_is_asked_for_is_exposed_and_every_exposed_one_is_asked_for() {
    let exposed = exposed();
    let alerts = alerts();
    let mut asked = BTreeSet::new();
    let texts = alerts
        .iter()
        .map(|alert| alert["expr"].as_str().unwrap().to_owned());
    for expression in texts.chain(panel_expressions()) {
        for name in names(&expression) {
            let of_histogram = ["_bucket", "_count", "_sum"]
                .iter()
                .find_map(|part| name.strip_suffix(part))
                .filter(|base| exposed.get(*base).is_some_and(|kind| kind == "histogram"));
            let base = of_histogram.unwrap_or(name);
            assert!(
                exposed.contains_key(base),
                "{name} is not exposed: {expression}"
            );
            asked.insert(base.to_owned());
        }
    }
    let exposed: BTreeSet<_> = exposed.into_keys().collect();
    assert_eq!(asked, exposed);
}

#[test]
fn the_page_lists_every_metric_with_its_type_and_no_other() {
    let page = std::fs::read_to_string(project().join("docs/operations.md")).unwrap();
    let listed: BTreeMap<_, _> = page
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `lanyard_")?.split('|');
            let name = cells.next()?.trim().strip_suffix('`')?;
            Some((format!("lanyard_{name}"), cells.next()?.trim().to_owned()))
        })
        .collect();
    assert_eq!(listed, exposed());
}

#[test]
fn a_name_in_an_expression_is_found_whole() {
    let found = names("sum(rate(lanyard_a_total{x=\"y\"}[5m])) / lanyard_b");
    assert_eq!(found, BTreeSet::from(["lanyard_a_total", "lanyard_b"]));
}

#[test]
fn promtool_accepts_the_alerts_and_they_fire_when_they_should() {
    let said = run(
        tool("promtool")
            .args(["check", "rules"])
            .arg(chart().join("files/alerts.yaml")),
        "",
    );
    assert!(said.unwrap().contains("SUCCESS"));
    let cases = project().join("tests/chart/alerts_test.yaml");
    run(tool("promtool").args(["test", "rules"]).arg(&cases), "").unwrap();
    // Each alert fires in some case.
    let cases = std::fs::read_to_string(cases).unwrap();
    for alert in alerts() {
        let name = alert["alert"].as_str().unwrap();
        assert!(
            cases.contains(&format!("alertname=\"{name}\"")),
            "{name} is not tested"
        );
    }
}

#[test]
fn promtool_accepts_every_expression_of_the_dashboard() {
    let rules: Vec<_> = panel_expressions()
        .iter()
        .enumerate()
        .map(|(index, expression)| serde_json::json!({"record": format!("panel:{index}"), "expr": expression}))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("panels.yaml");
    let text = serde_json::json!({"groups": [{"name": "panels", "rules": rules}]}).to_string();
    std::fs::write(&file, text).unwrap();
    run(tool("promtool").args(["check", "rules"]).arg(file), "").unwrap();
}

#[test]
fn every_alert_says_what_to_do_and_the_page_says_how() {
    let page = std::fs::read_to_string(project().join("docs/operations.md")).unwrap();
    let sections: BTreeSet<_> = page
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .replace(' ', "-")
        })
        .map(|name| name.replace([',', '\'', '`', '/'], ""))
        .collect();
    for alert in alerts() {
        let runbook = alert["annotations"]["runbook"].as_str().unwrap();
        let section = runbook.strip_prefix("docs/operations.md#").unwrap();
        assert!(
            sections.contains(section),
            "{section} is no section of the page"
        );
        assert!(alert["annotations"]["summary"].is_string());
        let severity = alert["labels"]["severity"].as_str().unwrap();
        assert!(["critical", "warning"].contains(&severity));
    }
}

#[test]
fn the_panels_have_their_places() {
    let panels = panels();
    let ids: BTreeSet<_> = panels
        .iter()
        .map(|panel| panel["id"].as_u64().unwrap())
        .collect();
    assert_eq!(ids.len(), panels.len());
    let mut taken = BTreeSet::new();
    for panel in &panels {
        assert!(panel["title"].is_string() && panel["description"].is_string());
        let [x, y, w, h] =
            ["x", "y", "w", "h"].map(|side| panel["gridPos"][side].as_u64().unwrap());
        assert!(x + w <= 24, "{} is too wide", panel["title"]);
        for place in (x..x + w).flat_map(|x| (y..y + h).map(move |y| (x, y))) {
            assert!(taken.insert(place), "{} lies on another", panel["title"]);
        }
    }
}
