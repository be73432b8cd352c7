//! A trust in which every text holds a canary, and every way to be refused with one.

use lanyard::demo::School;
use lanyard::demo::issuer::ISSUER;
use lanyard_tests::{Answer, Client, World, new_key};
use serde_json::{Value, json};

use crate::pupils::upn;
use crate::steps::{Concern, do_step, etag, file, plan, pupil, raise, referral, step_path};

/// In every text of this file, so that any of them can be found anywhere.
pub const CANARY: &str = "canary";

/// A text that is found wherever it goes.
pub fn canary(field: &str) -> String {
    format!("{CANARY}-{field}-Quetzal")
}

/// Answers that somebody without the right to read may meet: their addresses, and their bodies.
#[derive(Default)]
pub struct Leaving(pub Vec<(String, Answer)>);

impl Leaving {
    /// Keeps what a change is answered with; it carries ids, never the text.
    #[track_caller]
    pub fn recorded(&mut self, what: &str, answer: Answer) -> Answer {
        let answer = answer.expect(201);
        self.0.push((what.to_owned(), answer.clone()));
        answer
    }

    pub fn refused(&mut self, what: &str, answer: Answer) {
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
pub fn concern(world: &World, leaving: &mut Leaving) -> Concern {
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

/// Steps and a referral of a case with a canary in every text.
pub fn steps_and_desks(world: &World, case: &str, leaving: &mut Leaving) {
    let ruth = world.client("ruth");
    let games = json!({"playbook": "age_inappropriate_games", "reason": canary("playbook")});
    leaving.recorded("playbook", ruth.post(&format!("{case}/playbooks"), &games));
    let decided = json!({"answer": "no", "text": canary("decided"), "reference": canary("ref")});
    leaving.recorded("step", do_step(&ruth, case, ("common", "O5"), &decided));
    let odd = json!({"answer": canary("answer"), "fields": {canary("name"): canary("value")}});
    leaving.refused("step", do_step(&ruth, case, ("common", "O6"), &odd));
    let skip = json!({"reason": canary("skip")});
    let step = step_path(case, "age_inappropriate_games", "8.6");
    let tag = etag(&ruth, case);
    leaving.recorded(
        "skip",
        ruth.post_on(&format!("{step}/skipped"), &tag, &skip),
    );
    let give = json!({"owner": world.staff("callum").to_string(), "reason": canary("give")});
    let tag = etag(&ruth, case);
    let step = step_path(case, "age_inappropriate_games", "8.2");
    leaving.recorded("give", ruth.post_on(&format!("{step}/owner"), &tag, &give));
    let need = json!({"agency": "prevent", "reason": canary("need")});
    leaving.recorded("need", ruth.post(&format!("{case}/referrals"), &need));
    let odd = json!({"agency": canary("agency"), "reason": canary("need")});
    leaving.refused("need", ruth.post(&format!("{case}/referrals"), &odd));
    let path = referral(&ruth, case, "prevent");
    let odd = json!({"fields": {canary("field"): canary("value")}});
    leaving.refused("draft", ruth.change(&path, "draft", &odd));
    for (verb, body) in [
        ("draft", json!({"fields": {}})),
        (
            "submission",
            json!({
                "how": "phone", "spoken_to": canary("spoken"), "their_reference": canary("theirs"),
                "missing_reason": canary("missing"),
            }),
        ),
        ("acknowledgement", json!({"by": canary("desk")})),
        ("chases", json!({"how": "email", "text": canary("chase")})),
        (
            "answers",
            json!({"outcome": "other_support", "text": canary("heard")}),
        ),
        (
            "disputes",
            json!({"reason": canary("dispute"), "taken_to": canary("taken")}),
        ),
        ("close", json!({"reason": canary("referral-close")})),
    ] {
        leaving.recorded(verb, ruth.change(&path, verb, &body));
    }
}

/// Evidence with a canary in every text and in the file itself, in every state and with every refusal.
pub fn evidence(world: &World, case: &str, leaving: &mut Leaving) {
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let add = format!("{case}/evidence");
    let mut body = file(
        &canary("file-name"),
        "text/plain",
        canary("content").as_bytes(),
    );
    body["description"] = json!(canary("file-description"));
    body["computer"] = json!(canary("computer"));
    for (field, value) in [
        ("media_type", json!(canary("media"))),
        ("content", json!(canary("base64"))),
        ("present", json!([canary("present")])),
        ("name", json!(canary("long-name").repeat(20))),
    ] {
        let mut odd = body.clone();
        odd[field] = value;
        leaving.refused(field, ruth.post(&add, &odd));
    }
    let added = leaving.recorded("evidence", ruth.post(&add, &body));
    let path = format!("/v1/evidence/{}", added.field("id"));
    let (to, place) = (
        json!({"kind": "described", "description": canary("keeper")}),
        canary("kept-at"),
    );
    let custody = json!({"to": to, "place": place, "reason": canary("custody-why")});
    leaving.recorded("custody", ruth.change(&path, "custody", &custody));
    let seal = json!({"reason": canary("seal-why")});
    leaving.recorded("seal", ruth.change(&path, "seal", &seal));
    leaving.refused("sealed", ruth.get(&format!("{path}/file")));
    let ask = json!({"reason": canary("open-why")});
    leaving.recorded("ask", ruth.change(&path, "openings", &ask));
    let agreement = format!("{path}/openings/agreement");
    let tag = etag(&helen, &path);
    leaving.recorded("agree", helen.post_on(&agreement, &tag, &json!({})));
    let opened = ruth.get(&format!("{path}/file")).expect(200);
    assert_eq!(opened.body, canary("content").as_bytes());
    let named = opened.header("content-disposition").unwrap_or_default();
    assert!(!named.contains(CANARY), "{named}");
    let handover = json!({
        "to": canary("officer"), "reference": canary("their-number"), "reason": canary("handed"),
    });
    leaving.recorded("handover", ruth.change(&path, "handover", &handover));
    let note = json!({"note": canary("press")});
    let press = format!("{path}/report-illegal");
    leaving.recorded("press", ruth.post(&press, &note));
    leaving.refused("unreadable", ruth.get(&format!("{path}/file")));
    let letter = json!({"instruction": canary("letter")});
    leaving.recorded("letter", ruth.change(&path, "destruction", &letter));
    // Nothing more can be attached: what is refused then leaves no trace either.
    let press = format!("{case}/report-illegal");
    leaving.recorded("press-matter", ruth.post(&press, &note));
    leaving.refused("barred", ruth.post(&add, &body));
}

/// A case with a canary in every text.
pub fn case(world: &World, concern: &Concern, leaving: &mut Leaving) -> String {
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
                "asked_first": {"kind": "not_asked", "reason": canary("not-asked")},
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
    let on_plan = json!({
        "kind": "child_in_need", "since": "2026-11-02", "social_worker": canary("worker"),
        "note": canary("plan-note"),
    });
    let tag = etag(&ruth, &case);
    let (path, headers) = (
        format!("{case}/plans/{amara}"),
        [("if-match", tag.as_str())],
    );
    let answer = ruth
        .send("PUT", &path, Some(&on_plan), &headers)
        .expect(200);
    leaving.0.push(("plan".to_owned(), answer));
    let end = json!({"on": "2026-11-10", "reason": canary("plan-end")});
    let ended = ruth.change(&case, &format!("plans/{amara}/end"), &end);
    leaving.recorded("plan-end", ended);
    let hold = json!({"reason": canary("hold")});
    let held = { world.client("miriam") }.post(&format!("{case}/hold"), &hold);
    leaving.recorded("hold", held);
    let serious = json!({"reason": canary("governors")});
    leaving.recorded(
        "governors",
        helen.post(&format!("{case}/governors"), &serious),
    );
    steps_and_desks(world, &case, leaving);
    evidence(world, &case, leaving);
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
                "leaving_open": canary("leaving"),
                "confirmed_by": world.staff("helen").to_string(),
            }),
        ),
        ("reopen".to_owned(), json!({"reason": canary("reopen")})),
    ] {
        leaving.recorded(&verb, ruth.change(&case, &verb, &body));
    }
    case
}

/// Who is around a pupil, with a canary in every text.
fn around(world: &World, pupil: &str, leaving: &mut Leaving) {
    let ruth = world.client("ruth");
    let contact = json!({
        "name": canary("contact"), "relation": "father", "may_be_told": "must_not",
        "reach": [{"kind": "post", "at": canary("reach"), "note": canary("reach-note")}],
        "responsibility": {"held": "yes", "basis": canary("basis")}, "mis_id": canary("contact-mis"),
    });
    let path = format!("{pupil}/contacts");
    let added = leaving.recorded("contact", ruth.post(&path, &contact));
    leaving.refused("contact", ruth.post(&path, &contact));
    let one = format!("{path}/{}", added.field("id"));
    for (path, text) in [
        (format!("{one}/do-not-contact"), "mark"),
        (format!("{one}/do-not-contact/lift"), "lift-mark"),
        (format!("{pupil}/do-not-contact"), "mark-family"),
        (format!("{pupil}/do-not-contact/lift"), "lift-family"),
    ] {
        let reason = json!({"reason": canary(text)});
        leaving.recorded(text, ruth.post(&path, &reason));
    }
    let order = json!({
        "title": canary("order"), "says": canary("order-says"), "made_on": "2026-10-01",
    });
    let path = format!("{pupil}/court-orders");
    let order = leaving.recorded("order", ruth.post(&path, &order));
    let end = json!({"on": "2026-11-01", "reason": canary("discharge")});
    let path = format!("{path}/{}/discharge", order.field("id"));
    leaving.recorded("discharge", ruth.post(&path, &end));
    let designation = json!({"kind": "other", "words": canary("words"), "from": "2026-09-01"});
    let path = format!("{pupil}/designations");
    leaving.recorded("designation", ruth.post(&path, &designation));
    let tag = etag(&ruth, &format!("{pupil}/contacts"));
    let headers = [("if-match", tag.as_str())];
    let how = json!({"how": canary("communicates")});
    let path = format!("{pupil}/communication");
    let answer = ruth.send("PUT", &path, Some(&how), &headers).expect(200);
    leaving.0.push(("communication".to_owned(), answer));
    let tag = etag(&ruth, &format!("{pupil}/contacts"));
    let end = json!({"reason": canary("contact-end")});
    leaving.recorded("end", ruth.post_on(&format!("{one}/end"), &tag, &end));
    let mut file = crate::pupils::invented_file("2013-11-02");
    file["matters"][0]["timeline"][0]["detail"] = json!({"account": canary("file-account")});
    file["matters"][0]["category"] = json!(canary("file-category"));
    let taken = json!({
        "school": canary("file-school"), "handed_over_by": canary("file-by"),
        "received_at": "2026-11-10T09:00:00Z", "file": file,
    });
    let path = format!("{pupil}/received-files");
    leaving.recorded("file", ruth.post(&path, &taken));
    let mut odd = taken;
    odd["file"]["format"] = json!(canary("file-format"));
    leaving.refused("file", ruth.post(&path, &odd));
}

/// People with a canary in every text.
pub fn people(world: &World, leaving: &mut Leaving) {
    let (dev, helen) = (world.client("dev"), world.client("helen"));
    let registered = json!({
        "academy": world.academy(School::Oakfield), "upn": upn(77), "surname": canary("surname"),
        "forename": canary("forename"), "preferred_forename": canary("preferred"),
        "date_of_birth": "2013-11-02", "year_group": 8, "mis_id": canary("mis"),
    });
    let answer = leaving.recorded("pupil", dev.post("/v1/pupils", &registered));
    let address = format!("/v1/pupils/{}", answer.field("id"));
    around(world, &address, leaving);
    let leave = json!({"on": "2026-11-09", "destination": canary("destination")});
    leaving.recorded("leave", dev.change(&address, "leave", &leave));
    let employed = json!({
        "academy": world.academy(School::Oakfield), "surname": canary("staff-surname"),
        "forename": canary("staff-forename"), "job_title": canary("job"), "employer": "academy",
        "login": {"issuer": ISSUER, "subject": canary("subject")},
    });
    let answer = leaving.recorded("staff", helen.post("/v1/staff", &employed));
    let address = format!("/v1/staff/{}", answer.field("id"));
    let email = json!({"email": format!("{}@oakfield.example", canary("email"))});
    leaving.recorded("email", helen.change(&address, "email", &email));
    let wrong = json!({"email": canary("no-address")});
    leaving.refused("no address", helen.change(&address, "email", &wrong));
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
pub fn refusals(world: &World, concern: &Concern, case: &str, leaving: &mut Leaving) {
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
