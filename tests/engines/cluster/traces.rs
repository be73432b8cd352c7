//! One trace from the request through NATS and the recorder to the views, and the figures beside it.

use std::time::{Duration, Instant};

use lanyard_tests::cluster::{Installation, concern, open_academy};

use crate::collector::{Collector, Span, tree};

fn named<'a>(spans: &'a [Span], process: &str, name: &str) -> Option<&'a Span> {
    spans
        .iter()
        .find(|span| span.process == process && span.name == name)
}

/// The spans of the one request, once every process has told of its part.
fn whole(spans: &[Span], root: &str) -> Option<Vec<Span>> {
    let root = named(spans, "lanyard-api", root)?;
    let trace: Vec<_> = spans
        .iter()
        .filter(|it| it.trace == root.trace)
        .cloned()
        .collect();
    let parts = [
        ("lanyard-api", "propose"),
        ("lanyard-recorder", "record"),
        ("lanyard-worker", "project"),
        ("lanyard-api", "project"),
    ];
    let is_whole = parts
        .iter()
        .all(|(process, name)| named(&trace, process, name).is_some());
    is_whole.then_some(trace)
}

#[test]
fn a_concern_is_one_trace_across_three_processes_from_the_request_to_the_views() {
    let collector = Collector::start();
    let mut installation = Installation::begin();
    installation.environment = collector.environment();
    let _recorder = installation.serve("recorder-1", "recorder");
    let _worker = installation.serve("worker-1", "worker");
    let api = installation.serve("api-1", "api");
    let miriam = installation.miriam(&api);
    let academy = open_academy(&miriam);
    let raised = miriam.post("/v1/concerns", &concern(&academy)).expect(201);

    let root = "POST /v1/concerns";
    let spans = collector.until(|spans| whole(spans, root).is_some());
    let trace = whole(&spans, root).unwrap();
    eprintln!("{}", tree(&trace));
    let part = |process, name| named(&trace, process, name).unwrap();
    let request = part("lanyard-api", root);
    assert!(request.parent.is_empty(), "the request is where it begins");
    let propose = part("lanyard-api", "propose");
    assert_eq!(propose.parent, request.id);
    let record = part("lanyard-recorder", "record");
    assert_eq!(record.parent, propose.id);
    for process in ["lanyard-worker", "lanyard-api"] {
        assert_eq!(part(process, "project").parent, record.id, "{process}");
    }

    // Templates only: neither the concern nor the academy is anywhere in what was sent.
    let address = format!("/v1/concerns/{}", raised.field("id"));
    let _shown = miriam.get(&address).expect(200);
    collector.until(|spans| named(spans, "lanyard-api", "GET /v1/concerns/{concern}").is_some());
    assert!(!collector.text().contains(&raised.field("id")));
    assert!(!collector.text().contains(&academy));

    // Each process pushes its figures under the names that it shows.
    for (process, name) in [
        ("lanyard-api", "lanyard_http_request_duration_seconds"),
        ("lanyard-api", "lanyard_views_lag_events"),
        ("lanyard-recorder", "lanyard_append_duration_seconds"),
        ("lanyard-worker", "lanyard_facts_told_total"),
        ("lanyard-worker", "lanyard_worker_lease_held"),
    ] {
        let wanted = (process.to_owned(), name.to_owned());
        // Every half minute.
        let deadline = Instant::now() + Duration::from_secs(90);
        while !collector.metrics().contains(&wanted) {
            assert!(Instant::now() < deadline, "{name} of {process}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}
