//! Nothing personal leaves by another way than an answer to whoever may read it: not by logs, metrics,
//! errors, addresses, nor in plain by the files of the record.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use lanyard::demo::School;
use lanyard::demo::issuer::ISSUER;
use lanyard_tests::{Answer, Client, World, new_key};
use serde_json::{Value, json};
use tracing_subscriber::fmt::MakeWriter;

use crate::pupils::upn;
use crate::steps::{Concern, etag, plan, pupil, raise};

/// In every text of this file, so that any of them can be found anywhere.
const CANARY: &str = "canary";

/// A text that is found wherever it goes.
fn canary(field: &str) -> String {
    format!("{CANARY}-{field}-Quetzal")
}

/// Every line that the process logs.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Captured {
    fn text(&self) -> String {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&kept).into_owned()
    }
}

/// Answers that somebody without the right to read may meet: their addresses, and their bodies.
#[derive(Default)]
struct Leaving(Vec<(String, Answer)>);

impl Leaving {
    /// Keeps what a change is answered with; it carries ids, never the text.
    #[track_caller]
    fn recorded(&mut self, what: &str, answer: Answer) -> Answer {
        let answer = answer.expect(201);
        self.0.push((what.to_owned(), answer.clone()));
        answer
    }

    fn refused(&mut self, what: &str, answer: Answer) {
        assert!(
            (400..500).contains(&answer.status),
            "{what}: {}",
            answer.text()
        );
        self.0.push((what.to_owned(), answer));
    }
}

fn full_concern(world: &World) -> Value {
    json!({
        "academy": world.academy(School::Oakfield),
        "about_adult": "no",
        "category": "physical_abuse",
        "people": [
            {"person": pupil(world.oakfield().amara), "role": "affected"},
            {"person": {"kind": "described", "description": canary("described")}, "role": "witness"},
        ],
        "place": {
            "kind": "online",
            "description": canary("place"),
            "platform": canary("platform"),
            "address": canary("address"),
            "accounts": [canary("account-name")],
            "device": canary("device"),
        },
        "when_text": canary("when"),
        "account": canary("account"),
        "childs_words": canary("childs-words"),
        "body_map": [{"region": "head", "side": "front", "description": canary("mark")}],
        "action_taken": canary("action-taken"),
        "danger_now": false,
    })
}

/// A concern with a canary in every text, raised, added to and corrected.
fn concern(world: &World, leaving: &mut Leaving) -> Concern {
    let ruth = world.client("ruth");
    let concern = raise(&world.client("priya"), &full_concern(world));
    let mut sent = full_concern(world);
    sent["reporter"] = json!({"kind": "named", "name": canary("reporter")});
    sent["external_reference"] = json!(canary("external"));
    let mis = world.mis("concerns:write");
    leaving.recorded("by a client", mis.post("/v1/concerns", &sent));
    let address = concern.address();
    let added = json!({"text": canary("added"), "childs_words": canary("added-words")});
    leaving.recorded(
        "information",
        ruth.post(&format!("{address}/information"), &added),
    );
    let right = json!({
        "kind": "text", "field": "account", "text": canary("right"), "reason": canary("why"),
    });
    leaving.recorded("correction", ruth.change(&address, "corrections", &right));
    concern
}

/// A case with a canary in every text.
fn case(world: &World, concern: &Concern, leaving: &mut Leaving) -> String {
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let triage = json!({"decision": {"kind": "open_case"}, "reason": canary("triage")});
    let triaged = leaving.recorded("triage", ruth.change(&concern.address(), "triage", &triage));
    let case = format!("/v1/cases/{}", triaged.field("case"));
    let amara = world.oakfield().amara.to_string();
    let callum = world.staff("callum").to_string();
    for (verb, body) in [
        ("notes", json!({"kind": "note", "text": canary("note")})),
        (
            "parents/contacts",
            json!({
                "pupil": amara, "contact": canary("parent"), "how": "letter",
                "summary": canary("summary"),
            }),
        ),
        (
            "parents/not-told",
            json!({
                "pupil": amara, "contact": canary("not-told"), "reason": canary("not-told-why"),
                "review_on": "2026-11-24",
            }),
        ),
        (
            "people",
            json!({
                "person": {"kind": "described", "description": canary("linked")},
                "role": "other", "reason": canary("linked-why"),
            }),
        ),
        (
            "conflicts",
            json!({"staff": callum, "reason": canary("conflict")}),
        ),
    ] {
        leaving.recorded(verb, ruth.post(&format!("{case}/{verb}"), &body));
    }
    let lift = json!({"reason": canary("lift")});
    leaving.recorded(
        "lift",
        helen.post(&format!("{case}/conflicts/{callum}/lift"), &lift),
    );
    let action = plan(&ruth, &case, world.staff("ruth"), &canary("title"));
    for (verb, body) in [
        (
            format!("actions/{action}/done"),
            json!({"outcome": canary("outcome")}),
        ),
        (
            "owner".to_owned(),
            json!({"owner": callum, "reason": canary("owner")}),
        ),
        (
            "close".to_owned(),
            json!({
                "outcome": "resolved_in_school", "reason": canary("close"),
                "confirmed_by": world.staff("helen").to_string(),
            }),
        ),
        ("reopen".to_owned(), json!({"reason": canary("reopen")})),
    ] {
        leaving.recorded(&verb, ruth.change(&case, &verb, &body));
    }
    case
}

/// People with a canary in every text.
fn people(world: &World, leaving: &mut Leaving) {
    let (dev, helen) = (world.client("dev"), world.client("helen"));
    let registered = json!({
        "academy": world.academy(School::Oakfield), "upn": upn(77), "surname": canary("surname"),
        "forename": canary("forename"), "preferred_forename": canary("preferred"),
        "date_of_birth": "2013-11-02", "year_group": 8, "mis_id": canary("mis"),
    });
    let answer = leaving.recorded("pupil", dev.post("/v1/pupils", &registered));
    let address = format!("/v1/pupils/{}", answer.field("id"));
    let leave = json!({"on": "2026-11-09", "destination": canary("destination")});
    leaving.recorded("leave", dev.change(&address, "leave", &leave));
    let employed = json!({
        "academy": world.academy(School::Oakfield), "surname": canary("staff-surname"),
        "forename": canary("staff-forename"), "job_title": canary("job"), "employer": "academy",
        "login": {"issuer": ISSUER, "subject": canary("subject")},
    });
    let answer = leaving.recorded("staff", helen.post("/v1/staff", &employed));
    let address = format!("/v1/staff/{}", answer.field("id"));
    let role = json!({
        "role": "pastoral", "academy": world.academy(School::Oakfield),
        "reason": canary("role"),
    });
    leaving.recorded("role", helen.change(&address, "roles", &role));
    let described = json!({
        "person": {"kind": "described", "description": canary("friend")}, "relation": "friend",
    });
    let answer = helen.change(&address, "relations", &described);
    leaving.0.push(("relation".to_owned(), answer));
    let mine = world.with_token(world.token(&canary("subject")));
    let _ = mine.get("/v1/me").expect(200);
}

/// Every way to be refused with a canary in what was sent.
fn refusals(world: &World, concern: &Concern, case: &str, leaving: &mut Leaving) {
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    for field in [
        "about_adult",
        "category",
        "academy",
        "danger_now",
        "late_entry",
        "reporter",
    ] {
        let mut body = full_concern(world);
        body[field] = json!(canary(field));
        leaving.refused(field, priya.post("/v1/concerns", &body));
    }
    for place in [
        "/place/kind",
        "/people/0/role",
        "/people/0/person/id",
        "/people/0/person/kind",
    ] {
        let mut body = full_concern(world);
        *body.pointer_mut(place).unwrap() = json!(canary("wrong"));
        leaving.refused(place, priya.post("/v1/concerns", &body));
    }
    let mut long = full_concern(world);
    long["account"] = json!(canary("long").repeat(2_000));
    leaving.refused("too long", priya.post("/v1/concerns", &long));
    let cut = format!("{{\"account\": \"{}\"", canary("cut")).into_bytes();
    let key = new_key();
    let headers = [("idempotency-key", key.as_str())];
    leaving.refused(
        "cut",
        priya.send_bytes("POST", "/v1/concerns", Some(cut), &headers),
    );
    let spaced = format!("{} of mine", canary("key"));
    let headers = [("idempotency-key", spaced.as_str())];
    let body = full_concern(world);
    leaving.refused(
        "key",
        priya.send("POST", "/v1/concerns", Some(&body), &headers),
    );
    let query = canary("query");
    for path in [
        format!("/v1/concerns?state={query}"),
        format!("/v1/concerns?{query}=1"),
        format!("/v1/concerns?cursor={query}"),
        format!("/v1/cases?owner={query}"),
        format!("/v1/access-log?actor={query}"),
        format!("/v1/{query}"),
        format!("/v1/concerns/{query}"),
        format!("/log/tile/{query}"),
    ] {
        leaving.refused(&path, world.client("kit").get(&path));
    }
    refused_changes(&ruth, concern, case, leaving);
    leaving.refused("token", world.with_token(canary("token")).get("/v1/me"));
    let stranger = world.with_token(world.token(&canary("stranger")));
    leaving.refused("stranger", stranger.get("/v1/me"));
}

fn refused_changes(ruth: &Client, concern: &Concern, case: &str, leaving: &mut Leaving) {
    let note = json!({"kind": canary("kind"), "text": canary("note")});
    leaving.refused("note", ruth.post(&format!("{case}/notes"), &note));
    let action = json!({"title": canary("t"), "owner": canary("o"), "due_at": canary("d")});
    leaving.refused("action", ruth.post(&format!("{case}/actions"), &action));
    let triage = json!({"decision": {"kind": canary("decision")}, "reason": canary("reason")});
    let tag = etag(ruth, &concern.address());
    let path = format!("{}/triage", concern.address());
    leaving.refused("triage", ruth.post_on(&path, &tag, &triage));
    let text = json!({"text": canary("stale"), "kind": "text", "field": "account", "reason": "x"});
    let path = format!("{}/corrections", concern.address());
    leaving.refused("stale", ruth.post_on(&path, "\"0\"", &text));
    leaving.refused("if-match", ruth.post_on(&path, &canary("tag"), &text));
    let pupil = json!({"name": canary("name"), "academy": canary("academy")});
    leaving.refused("find", ruth.post("/v1/pupils/search", &pupil));
}

#[track_caller]
fn holds_none(what: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for canary in [CANARY, "Quetzal"] {
        let found = text.find(canary).map(|place| {
            let start = text[..place]
                .char_indices()
                .rev()
                .nth(120)
                .map_or(0, |(i, _)| i);
            text[start..].chars().take(240).collect::<String>()
        });
        assert_eq!(found, None, "{what} tells {canary}");
    }
}

/// Every file below a folder, but the views: they hold opened text, for their owner's eyes only.
fn files(folder: &Path, seen: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, seen);
        } else {
            seen(&path);
        }
    }
}

#[test]
fn no_log_metric_error_address_or_file_of_the_record_tells_anything_personal() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(captured.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).expect("only this test listens");
    let mut world = World::at("2026-11-10T14:05");
    let mut leaving = Leaving::default();
    let concern = concern(&world, &mut leaving);
    let case = case(&world, &concern, &mut leaving);
    people(&world, &mut leaving);
    refusals(&world, &concern, &case, &mut leaving);
    // It can be read by whoever may, so it was there to be told.
    let ruth = world.client("ruth");
    assert!(
        ruth.get(&concern.address())
            .expect(200)
            .text()
            .contains(&canary("right"))
    );
    assert!(!crate::steps::found(&ruth, &canary("note")).is_empty());
    for (what, answer) in &leaving.0 {
        holds_none(what, &answer.body);
        for (name, value) in &answer.headers {
            holds_none(&format!("{what}: {name}"), value.as_bytes());
        }
    }
    holds_none("metrics", &world.nobody().get("/metrics").expect(200).body);
    world.publish();
    world.stop();
    let log = captured.text();
    assert!(
        log.contains("/v1/concerns/{concern}"),
        "requests are logged by route"
    );
    holds_none("the log", log.as_bytes());
    let views = world.data_dir().join("views");
    let mut opened = 0;
    files(&world.data_dir(), &mut |path| {
        let content = fs::read(path).unwrap();
        if path.starts_with(&views) {
            let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", path.display());
            opened += usize::from(String::from_utf8_lossy(&content).contains("Quetzal"));
        } else {
            holds_none(&path.display().to_string(), &content);
        }
    });
    assert!(opened > 0, "the views hold what can be read");
    holds_none(
        "the lock",
        &fs::read(world.data_dir().with_extension("lock")).unwrap(),
    );
}
