//! Whether what JetStream acknowledges is on the disk of every server.
//!
//! By default a NATS server writes through to the disk every two minutes only, and a power cut then
//! loses what it had acknowledged. The promise of 202 (design.md 1.4) holds only while every server
//! says `sync_always`.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

/// A server that does not say in this time counts as one that does not.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// Why a server does not count as durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It answers, and writes through only now and then.
    NotSynced,
    /// It has no JetStream.
    NoJetStream,
    /// It does not answer, or with something else.
    NoAnswer,
}

/// One server that does not count as durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeDoubt {
    /// The address of its monitoring, as it was given.
    pub monitor: String,
    /// Why.
    pub doubt: Doubt,
}

/// What the servers' monitoring says of all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Durability {
    /// How many were asked.
    pub asked: usize,
    /// Those that do not count as durable.
    pub doubts: Vec<NodeDoubt>,
}

impl Durability {
    /// Whether 202 may be promised: at least one server was asked for each copy that the stream
    /// keeps, and every one of them writes through.
    #[must_use]
    pub fn may_promise(&self, replicas: usize) -> bool {
        self.asked >= replicas.max(1) && self.doubts.is_empty()
    }
}

impl fmt::Display for Durability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let durable = self.asked - self.doubts.len();
        write!(f, "{durable} of {} NATS servers write through", self.asked)?;
        for NodeDoubt { monitor, doubt } in &self.doubts {
            let why = match doubt {
                Doubt::NotSynced => "set `jetstream { sync_interval: always }`",
                Doubt::NoJetStream => "JetStream is off",
                Doubt::NoAnswer => "its monitoring does not answer",
            };
            write!(f, "; {monitor}: {why}")?;
        }
        Ok(())
    }
}

/// Asks the monitoring of every server (`http://host:8222`). To be asked again now and then: a
/// server may be replaced by one that is set up differently.
pub async fn durability(monitors: &[String]) -> Durability {
    let asked = monitors.iter().cloned().map(|monitor| {
        let asking = tokio::task::spawn_blocking(move || (doubt(&monitor), monitor));
        async move { asking.await.ok() }
    });
    let answers = futures_util::future::join_all(asked).await;
    let doubts = answers
        .into_iter()
        .zip(monitors)
        .filter_map(|(answer, monitor)| {
            let (doubt, monitor) = answer.unwrap_or((Some(Doubt::NoAnswer), monitor.clone()));
            doubt.map(|doubt| NodeDoubt { monitor, doubt })
        })
        .collect();
    Durability {
        asked: monitors.len(),
        doubts,
    }
}

fn doubt(monitor: &str) -> Option<Doubt> {
    let Some(answer) = varz(monitor) else {
        return Some(Doubt::NoAnswer);
    };
    // A server without JetStream says so by an empty object.
    let config = &answer["jetstream"]["config"];
    match config["sync_always"].as_bool() {
        Some(true) => None,
        _ if config.is_object() => Some(Doubt::NotSynced),
        _ => Some(Doubt::NoJetStream),
    }
}

fn varz(monitor: &str) -> Option<Value> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(ANSWER_WITHIN))
        .build()
        .into();
    let address = format!("{}/varz", monitor.trim_end_matches('/'));
    let mut answer = agent.get(&address).call().ok()?;
    answer.body_mut().read_json().ok()
}
