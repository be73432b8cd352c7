//! A long case: the first page of its timeline, with the look recorded before it leaves.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use lanyard_tests::{Wire, request};
use serde_json::json;

use crate::load;
use crate::row::{Row, Target};
use crate::run::Run;
use crate::served::{self, Served};

/// Notes, so that with concern, triage and opening there are 500 entries.
const NOTES: usize = 497;
/// Pages a second.
const PER_SECOND: u32 = 500;

/// The row.
pub fn rows(run: &Run) -> anyhow::Result<Vec<Row>> {
    let served = Served::start(run)?;
    let lasting = Duration::from_secs(if run.quick { 2 } else { 10 });
    run.runtime.block_on(async {
        let case = long_case(&served).await?;
        let bearer = served.trust.bearer("ruth")?;
        let path = format!("/v1/cases/{case}/timeline?limit=50");
        let asked = request("GET", &path, &[("authorization", &bearer)], &[]);
        let address = served.server.address;
        let make = Arc::new(move || asked.clone());
        load::fixed(address, PER_SECOND, lasting / 5, make.clone()).await?;
        let read = load::fixed(address, PER_SECOND, lasting, make).await?;
        let row = Row::new(
            "timeline, first 50 of 500 at 500/s, p99",
            read.latency.percentile_ms(99.0),
            "ms",
        );
        Ok(vec![row.asked(Target::AtMost(10.0)).noting(format!(
            "p50 {:.1} ms, {} answers, each look recorded first",
            read.latency.percentile_ms(50.0),
            read.latency.count()
        ))])
    })
}

/// Raises a concern, opens a case and writes notes; the id of the case.
async fn long_case(served: &Served) -> anyhow::Result<String> {
    let bearer = served.trust.bearer("ruth")?;
    let mut wire = Wire::open(served.server.address).await?;
    let concern = served::concern(&served.trust, 1);
    let raised = served::ask(
        &mut wire,
        &served::post(&bearer, "/v1/concerns", &[], &concern),
    )
    .await?;
    let id = raised.field("id").context("no id of the concern")?;
    let position = raised.header("lanyard-position").context("no position")?;
    let triage = json!({
        "decision": { "kind": "open_case" },
        "reason": "A pattern over three weeks; needs a plan and an owner.",
    });
    let headers = [("if-match", "\"0\""), ("lanyard-position", position)];
    let path = format!("/v1/concerns/{id}/triage");
    let triaged = served::ask(&mut wire, &served::post(&bearer, &path, &headers, &triage)).await?;
    let case = triaged.field("case").context("no id of the case")?;
    let mut position = triaged
        .header("lanyard-position")
        .context("no position")?
        .to_owned();
    let note = json!({
        "kind": "note",
        "text": "Spoke with the form tutor after registration. She has been quieter this week and \
                 sat on her own at lunch. The tutor will tell me on Friday how it goes.",
    });
    let path = format!("/v1/cases/{case}/notes");
    for _ in 0..NOTES {
        let headers = [("lanyard-position", position.as_str())];
        let noted = served::ask(&mut wire, &served::post(&bearer, &path, &headers, &note)).await?;
        position = noted
            .header("lanyard-position")
            .context("no position")?
            .to_owned();
    }
    // The views have all of it before it is read.
    let headers = [
        ("authorization", bearer.as_str()),
        ("lanyard-position", &position),
    ];
    let path = format!("/v1/cases/{case}/timeline?limit=50");
    served::ask(&mut wire, &request("GET", &path, &headers, &[])).await?;
    Ok(case)
}
