//! A trust with thousands of open cases: the queue of one desk, what is due, and one decision about
//! access.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use lanyard::clock::SystemClock;
use lanyard_access::{Action, Caller, HeldRole, PersonKey, Policies, Resource, ResourceKind};
use lanyard_app::Clock as _;
use lanyard_events::{AcademyId, Actor, At, CaseId, PupilId, Role, StaffId};
use lanyard_projections::Views;
use lanyard_projections::reminders::pending;
use lanyard_tests::{Wire, request};
use serde_json::json;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::load;
use crate::row::{Row, Target};
use crate::run::Run;
use crate::served::{self, Served};
use crate::timing::Latency;

/// Cases of grooming: each has a referral to the police and one to CEOP, and 16 steps with a time.
const CASES: usize = 6_300;
/// How many of them have the 5,000 referrals of which something is asked.
const CASES_FOR_QUEUE: usize = 2_500;
/// Who opens them side by side.
const HANDS: usize = 32;
/// Pages a second.
const PER_SECOND: u32 = 50;
const DECISIONS: u32 = 20_000;

/// The rows.
pub fn rows(run: &Run) -> anyhow::Result<Vec<Row>> {
    let served = Served::start(run)?;
    let (some, all) = if run.quick {
        (20, 60)
    } else {
        (CASES_FOR_QUEUE, CASES)
    };
    let lasting = Duration::from_secs(if run.quick { 2 } else { 10 });
    let mut rows = vec![decision()];
    rows.extend(run.runtime.block_on(async {
        let queue = "/v1/referrals?agency=ceop&limit=50";
        let due = "/v1/due?limit=50";
        let queue_of = |cases| format!("queue of CEOP among {} referrals", 2 * cases);
        let due_of = |cases| format!("due-list over {} steps and referrals", 18 * cases);
        let mut rows = Vec::new();
        let position = open_cases(&served, some).await?;
        rows.push(pages(&served, &queue_of(some), queue, &position, lasting).await?);
        let position = open_cases(&served, all - some).await?;
        for (name, path) in [(queue_of(all), queue), (due_of(all), due)] {
            rows.push(pages(&served, &name, path, &position, lasting).await?);
        }
        anyhow::Ok(rows)
    })?);
    rows.push(reminders(served)?);
    Ok(rows)
}

/// What the worker asks of the views: whatever is to be reminded of, after ten weeks in which nobody asked.
fn reminders(served: Served) -> anyhow::Result<Row> {
    let Served {
        trust,
        server,
        folder,
    } = served;
    drop(server);
    let views = Views::open(&trust.data_dir.join("views"))?;
    let reader = views.reader();
    let now = SystemClock.now();
    // By then every clock of a playbook has run out.
    let ten_weeks_on = At::from_millis(now.millis() + 70 * 86_400_000);
    let asked = Instant::now();
    let found = reader
        .read(|views| pending(views, ten_weeks_on, u32::MAX))?
        .len();
    let elapsed = asked.elapsed();
    drop(folder);
    let row = Row::new(
        "reminders: every clock evaluated",
        elapsed.as_secs_f64() * 1_000.0,
        "ms",
    );
    Ok(row
        .asked(Target::AtMost(1_000.0))
        .noting(format!("{found} clocks, in one question")))
}

async fn pages(
    served: &Served,
    name: &str,
    path: &str,
    position: &str,
    lasting: Duration,
) -> anyhow::Result<Row> {
    let bearer = served.trust.bearer("miriam")?;
    let headers = [
        ("authorization", bearer.as_str()),
        ("lanyard-position", position),
    ];
    let asked = request("GET", path, &headers, &[]);
    let address = served.server.address;
    let make = Arc::new(move || asked.clone());
    load::fixed(address, PER_SECOND, lasting / 5, make.clone()).await?;
    let read = load::fixed(address, PER_SECOND, lasting, make).await?;
    let p99 = read.latency.percentile_ms(99.0);
    let row = Row::new(format!("{name}, p99"), p99, "ms");
    Ok(row.asked(Target::AtMost(10.0)).noting(format!(
        "first 50, look recorded first; p50 {:.1} ms at {PER_SECOND}/s",
        read.latency.percentile_ms(50.0)
    )))
}

/// Raises concerns and opens a case from each; up to where the record has them.
async fn open_cases(served: &Served, cases: usize) -> anyhow::Result<String> {
    let left = Arc::new(AtomicUsize::new(cases));
    let bearer = served.trust.bearer("ruth")?;
    let mut concern = served::concern(&served.trust, 1);
    concern["category"] = json!("grooming");
    let address = served.server.address;
    let mut hands = JoinSet::new();
    for _ in 0..HANDS {
        let (left, bearer, concern) = (Arc::clone(&left), bearer.clone(), concern.clone());
        hands.spawn(async move { open_some(address, &left, &bearer, &concern).await });
    }
    let mut furthest = 0;
    while let Some(ended) = hands.join_next().await {
        furthest = furthest.max(ended??);
    }
    Ok(furthest.to_string())
}

async fn open_some(
    address: SocketAddr,
    left: &AtomicUsize,
    bearer: &str,
    concern: &serde_json::Value,
) -> anyhow::Result<u64> {
    let mut wire = Wire::open(address).await?;
    let mut position = 0;
    let take = |left: usize| left.checked_sub(1);
    while left
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
        .is_ok()
    {
        let raise = served::post(bearer, "/v1/concerns", &[], concern);
        let raised = served::ask(&mut wire, &raise).await?;
        let id = raised.field("id").context("no id of the concern")?;
        let seen = raised.header("lanyard-position").context("no position")?;
        let triage = json!({
            "decision": { "kind": "open_case" },
            "reason": "An adult whom nobody knows asks her to keep it secret.",
        });
        let headers = [("if-match", "\"0\""), ("lanyard-position", seen)];
        let path = format!("/v1/concerns/{id}/triage");
        let triaged =
            served::ask(&mut wire, &served::post(bearer, &path, &headers, &triage)).await?;
        let seen = triaged.header("lanyard-position").context("no position")?;
        position = position.max(seen.parse()?);
    }
    Ok(position)
}

/// One decision by the policies: a safeguarding lead with a few conflicts, about a case of theirs.
fn decision() -> Row {
    let policies = Policies::shipped();
    let academy = AcademyId::new(Uuid::from_u128(1));
    let mut caller = Caller::nobody(Actor::Staff(StaffId::new(Uuid::from_u128(2))));
    caller.roles = { [Role::Staff, Role::Dsl].iter() }
        .map(|role| HeldRole {
            role: *role,
            academy: Some(academy),
        })
        .collect();
    caller.excluded_persons = { (10..14).map(Uuid::from_u128) }
        .map(|id| PersonKey::Pupil(PupilId::new(id)))
        .collect();
    let mut case = Resource::at(ResourceKind::Case, academy);
    case.routed_to = [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead]
        .into_iter()
        .collect();
    case.stream = Some(CaseId::new(Uuid::from_u128(3)).stream());
    case.people = vec![PersonKey::Pupil(PupilId::new(Uuid::from_u128(4)))];
    let mut latency = Latency::new();
    for _ in 0..DECISIONS {
        let asked = Instant::now();
        std::hint::black_box(policies.decide(&caller, Action::ReadCase, &case));
        latency.add(asked.elapsed());
    }
    let p99 = latency.percentile_ms(99.0) * 1_000.0;
    let p50 = latency.percentile_ms(50.0) * 1_000.0;
    Row::new("decision by policy, p99", p99, "µs")
        .asked(Target::AtMost(200.0))
        .noting(format!("p50 {p50:.0} µs"))
}
