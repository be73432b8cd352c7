//! What other systems are told: everything that is a fact, nothing else, once by id.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use futures_util::StreamExt;
use lanyard_events::{Position, Recorded};
use lanyard_tests::cluster::{
    Fate, Installation, Load, Sent, What, concern, eventually, open_academy, raise, read_all,
};
use lanyard_tests::{Client, Server};
use serde_json::{Value, json};

/// How long a fact may take on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A message as a receiver gets it.
#[derive(Debug, Clone)]
pub struct Message {
    subject: String,
    headers: BTreeMap<String, String>,
    body: Value,
}

impl Message {
    fn of(message: &async_nats::Message) -> Self {
        let headers = message.headers.iter().flat_map(|headers| headers.iter());
        Self {
            subject: message.subject.to_string(),
            headers: headers
                .map(|(name, values)| (name.to_string(), values[0].to_string()))
                .collect(),
            body: serde_json::from_slice(&message.payload).unwrap(),
        }
    }

    fn id(&self) -> &str {
        self.body["id"].as_str().unwrap()
    }

    fn tells_of(&self, event_type: &str, id: &str) -> bool {
        self.body["type"] == format!("lanyard.{event_type}") && self.body["data"]["id"] == id
    }

    /// All that is in it, for whoever looks for what must not be.
    fn text(&self) -> String {
        format!("{self:?}")
    }
}

/// A trust whose worker tells others.
struct Told {
    worker: Option<Server>,
    _recorder: Server,
    api: Server,
    academy: String,
    runtime: tokio::runtime::Runtime,
    installation: Installation,
}

impl Told {
    /// Telling begins at the end of the record: nothing is done before it has begun.
    fn start() -> Self {
        let installation = Installation::begin();
        let recorder = installation.serve("recorder-1", "recorder");
        let worker = installation.serve("worker-1", "worker");
        let api = installation.serve("api-1", "api");
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let deadline = Instant::now() + PATIENCE;
        while deliveries(&installation).is_empty() {
            assert!(Instant::now() < deadline, "telling never began");
            std::thread::sleep(Duration::from_millis(50));
        }
        let academy = open_academy(&installation.miriam(&api));
        Self {
            worker: Some(worker),
            _recorder: recorder,
            api,
            academy,
            runtime,
            installation,
        }
    }

    fn miriam(&self) -> Client {
        self.installation.miriam(&self.api)
    }

    fn raise(&self, body: &Value) -> String {
        self.miriam()
            .post("/v1/concerns", body)
            .expect(201)
            .field("id")
    }

    /// Everything that the stream keeps, once a fact of this type about this id is among it.
    fn until_told(&self, event_type: &str, id: &str) -> Vec<Message> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let kept = self.kept();
            if kept.iter().any(|message| message.tells_of(event_type, id)) {
                return kept;
            }
            assert!(Instant::now() < deadline, "{event_type} was never told");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn kept(&self) -> Vec<Message> {
        let address = format!("nats://127.0.0.1:{}", self.installation.nats[0].port(0));
        self.runtime.block_on(async {
            let client = async_nats::connect(address).await.unwrap();
            let context = async_nats::jetstream::new(client);
            let stream = context.get_stream("LANYARD_FACTS").await.unwrap();
            let there = stream.cached_info().state.messages;
            let consumer = stream
                .create_consumer(pull::Config {
                    deliver_policy: DeliverPolicy::All,
                    ack_policy: AckPolicy::None,
                    ..pull::Config::default()
                })
                .await
                .unwrap();
            let messages = consumer.messages().await.unwrap();
            let all = messages.take(usize::try_from(there).unwrap());
            all.map(|message| Message::of(&message.unwrap().message))
                .collect()
                .await
        })
    }

    /// Everything that is sent from now on, repeats included: whoever listens without the stream.
    fn listen(&self) -> std::sync::mpsc::Receiver<Message> {
        let address = format!("nats://127.0.0.1:{}", self.installation.nats[0].port(0));
        let (sender, receiver) = std::sync::mpsc::channel();
        let mut heard = self.runtime.block_on(async {
            let client = async_nats::connect(address).await.unwrap();
            let heard = client.subscribe("lanyard.facts.>").await.unwrap();
            client.flush().await.unwrap();
            heard
        });
        self.runtime.spawn(async move {
            while let Some(message) = heard.next().await {
                let _nobody_left = sender.send(Message::of(&message));
            }
        });
        receiver
    }
}

/// The events of the stream that says how far others were told.
fn deliveries(installation: &Installation) -> Vec<Recorded> {
    let mut all = recorded(installation);
    all.retain(|it| {
        it.event
            .envelope
            .event_type
            .as_str()
            .starts_with("delivery.")
    });
    all
}

fn recorded(installation: &Installation) -> Vec<Recorded> {
    read_all(&installation.database("store"), Position(0))
}

/// Every concern that was sent is recorded, after a repeat under the same key.
fn settle(client: &Client, body: &Value, sent: &[Sent]) {
    for one in sent.iter().filter(|one| one.what == What::Concern) {
        eventually("a concern is recorded", || {
            let again = raise(client, body, &one.what, &one.key);
            matches!(again, Fate::Recorded { .. })
        });
    }
}

/// Long enough for some concerns before and after a fault, on a loaded machine too.
fn a_while() {
    std::thread::sleep(Duration::from_millis(1_500));
}

fn about_an_adult(academy: &str, answer: &str) -> Value {
    let mut body = concern(academy);
    body["about_adult"] = json!(answer);
    body["category"] = json!("low_level_concern_about_an_adult");
    body
}

#[test]
fn a_concern_is_told_by_ids_only_and_one_about_an_adult_never_is() {
    let told = Told::start();
    let adults = [
        told.raise(&about_an_adult(&told.academy, "yes")),
        told.raise(&about_an_adult(&told.academy, "not_sure")),
    ];
    for adult in &adults {
        let more = json!({ "text": "It happened twice." });
        let address = format!("/v1/concerns/{adult}/information");
        let _added = told.miriam().post(&address, &more).expect(201);
    }
    let pupils = told.raise(&concern(&told.academy));

    let kept = told.until_told("concern.raised", &pupils);
    for adult in &adults {
        assert!(kept.iter().all(|message| !message.text().contains(adult)));
    }
    let types: Vec<_> = kept
        .iter()
        .map(|it| it.body["type"].as_str().unwrap())
        .collect();
    assert_eq!(types, ["lanyard.academy.opened", "lanyard.concern.raised"]);

    let fact = kept.last().unwrap();
    assert_eq!(
        fact.subject,
        format!("lanyard.facts.{}.concern.raised", told.academy)
    );
    assert_eq!(fact.headers["Nats-Msg-Id"], fact.id());
    assert_eq!(fact.headers["Content-Type"], "application/cloudevents+json");
    let event = recorded(&told.installation)
        .into_iter()
        .find(|it| it.event.envelope.id.to_string() == fact.id())
        .expect("the event that it tells of");
    assert_eq!(event.event.envelope.stream.uuid.to_string(), pupils);
    let schema = lanyard_events::fact::cloud_event_schema();
    assert!(jsonschema::is_valid(&schema, &fact.body), "{}", fact.body);
}

#[test]
fn a_worker_killed_before_it_noted_how_far_it_was_tells_the_same_again_under_the_same_ids() {
    let mut told = Told::start();
    let heard = told.listen();
    let first = told.raise(&concern(&told.academy));
    let before = told.until_told("concern.raised", &first);
    told.worker.take().unwrap().kill().unwrap();

    // A data folder of its own: the cursor is in the record.
    told.worker = Some(told.installation.serve("worker-2", "worker"));
    let second = told.raise(&concern(&told.academy));
    let after = told.until_told("concern.raised", &second);

    let of_first = |messages: &[Message]| {
        let found = messages
            .iter()
            .filter(|it| it.tells_of("concern.raised", &first));
        found.map(|it| it.id().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        of_first(&after),
        of_first(&before),
        "the stream has it once"
    );
    let sent: Vec<_> = heard.try_iter().collect();
    let sent = of_first(&sent);
    assert_eq!(sent.len(), 2, "it was sent again");
    assert_eq!(sent[0], sent[1]);
}

#[test]
fn a_worker_that_ends_in_order_notes_how_far_it_was_and_nothing_is_told_again() {
    let mut told = Told::start();
    let heard = told.listen();
    let first = told.raise(&concern(&told.academy));
    let _told = told.until_told("concern.raised", &first);
    told.worker.take().unwrap().stop().unwrap();
    told.worker = Some(told.installation.serve("worker-2", "worker"));
    let _both = told.raise(&concern(&told.academy));
    let second = told.raise(&concern(&told.academy));
    let kept = told.until_told("concern.raised", &second);

    let sent: Vec<_> = heard.try_iter().map(|it| it.id().to_owned()).collect();
    let after_opening: Vec<_> = kept[kept.len() - 3..]
        .iter()
        .map(|it| it.id().to_owned())
        .collect();
    assert!(sent.ends_with(&after_opening), "{sent:?} {after_opening:?}");
    let once: std::collections::BTreeSet<_> = sent.iter().collect();
    assert_eq!(once.len(), sent.len(), "nothing was sent twice");
    // One event for all of it, not one for each.
    let deliveries = deliveries(&told.installation);
    let types: Vec<_> = deliveries
        .iter()
        .map(|it| it.event.envelope.event_type.as_str())
        .collect();
    assert_eq!(types, ["delivery.began", "delivery.reached"]);
}

#[test]
fn nats_goes_and_comes_back_and_no_fact_is_lost() {
    let told = Told::start();
    let clients = (0..4).map(|_| told.miriam()).collect();
    let body = concern(&told.academy);
    let load = Load::start(clients, &body);
    a_while();
    told.installation.nats[0].stop(None);
    a_while();
    told.installation.nats[0].start();
    a_while();
    let answers = load.stop();
    settle(&told.miriam(), &body, &answers);
    let last = told.raise(&body);
    let kept = told.until_told("concern.raised", &last);

    let mut told_ids: Vec<_> = kept
        .iter()
        .filter(|it| it.body["type"] == "lanyard.concern.raised")
        .map(|it| it.id().to_owned())
        .collect();
    told_ids.sort_unstable();
    let mut raised: Vec<_> = recorded(&told.installation)
        .iter()
        .filter(|it| it.event.envelope.event_type.as_str() == "concern.raised")
        .map(|it| it.event.envelope.id.to_string())
        .collect();
    raised.sort_unstable();
    assert!(raised.len() > 10, "there was load");
    assert_eq!(told_ids, raised, "each once");
}
