//! Steps that many stories take, each one request, and how answers are looked through.

use std::fmt::Display;
use std::path::Path;

use lanyard_events::{At, StaffId};
use lanyard_tests::{Answer, Client, World};
use serde_json::{Value, json};

use lanyard::demo::School;

/// A concern that was raised.
#[derive(Debug, Clone)]
pub struct Concern {
    /// Its id.
    pub id: String,
    /// What people quote.
    pub reference: String,
    /// Where its receipt is.
    pub receipt: String,
}

impl Concern {
    /// Its address.
    pub fn address(&self) -> String {
        format!("/v1/concerns/{}", self.id)
    }
}

/// An id that nothing has.
pub const NOTHING: &str = "018f4e9a-0000-7000-8000-00000000dead";

/// A pupil, as bodies name people.
pub fn pupil(id: impl Display) -> Value {
    json!({"kind": "pupil", "id": id.to_string()})
}

/// A member of staff, as bodies name people.
pub fn staff(id: impl Display) -> Value {
    json!({"kind": "staff", "id": id.to_string()})
}

/// The concern of S01, about a pupil of Oakfield. It names nobody in its text.
pub fn threats(world: &World, about: impl Display) -> Value {
    json!({
        "academy": world.academy(School::Oakfield),
        "about_adult": "no",
        "category": "cyber_bullying",
        "people": [{"person": pupil(about), "role": "affected"}],
        "place": {"kind": "online", "platform": "a group chat", "accounts": ["fox_1902"]},
        "account": "She showed me threatening messages from a group chat.",
        "childs_words": "They said they would wait for me.",
        "action_taken": "Told her not to reply and not to delete anything.",
        "danger_now": false,
    })
}

/// Raises a concern.
#[track_caller]
pub fn raise(by: &Client, body: &Value) -> Concern {
    let answer = by.post("/v1/concerns", body).expect(201);
    Concern {
        id: answer.field("id"),
        reference: answer.field("reference"),
        receipt: answer.field("receipt"),
    }
}

/// Decides on a concern.
#[track_caller]
pub fn triage(by: &Client, concern: &Concern, decision: &Value, reason: &str) -> Answer {
    let body = json!({"decision": decision, "reason": reason});
    by.change(&concern.address(), "triage", &body)
}

/// Opens a case from a concern; its address.
#[track_caller]
pub fn open_case(by: &Client, concern: &Concern) -> String {
    let answer = triage(
        by,
        concern,
        &json!({"kind": "open_case"}),
        "Threats: we look into it.",
    );
    format!("/v1/cases/{}", answer.expect(201).field("case"))
}

/// A concern that a member of staff of an academy has hurt a pupil; with nobody named, about somebody
/// whom the reporter cannot name.
pub fn about_adult(
    world: &World,
    school: School,
    pupil: impl Display,
    adult: Option<StaffId>,
) -> Value {
    let adult = match adult {
        Some(id) => staff(id),
        None => json!({"kind": "described", "description": UNNAMED}),
    };
    json!({
        "academy": world.academy(school),
        "about_adult": "yes",
        "category": "physical_abuse",
        "people": [
            {"person": self::pupil(pupil), "role": "affected"},
            {"person": adult, "role": "alleged_to_have_done_it"},
        ],
        "place": {"kind": "in_school", "description": "The corridor by the hall"},
        "account": "She says that her arm was grabbed in the corridor.",
        "danger_now": false,
    })
}

/// How somebody whom nobody can name is described.
pub const UNNAMED: &str = "The cover teacher of Tuesday";

/// Opens an adult's matter from a concern; its address.
#[track_caller]
pub fn open_allegation(by: &Client, concern: &Concern) -> String {
    let answer = triage(
        by,
        concern,
        &json!({"kind": "open_allegation"}),
        "She says that an adult did it.",
    );
    format!("/v1/allegations/{}", answer.expect(201).field("allegation"))
}

/// A decision on the threshold.
pub fn threshold(decision: &str) -> Value {
    let harmed = if decision == "may_meet_threshold" {
        "yes"
    } else {
        "no"
    };
    json!({
        "limbs": {
            "harmed_or_may_have_harmed": harmed,
            "possible_offence": "unknown",
            "may_pose_a_risk": "unknown",
            "may_not_be_suitable": "no",
        },
        "decision": decision,
        "reasons": "Her arm is marked where she says that it was held.",
    })
}

/// Decides that the child of an adult's matter gets no case out of it.
#[track_caller]
pub fn decline_child_case(by: &Client, allegation: &str) {
    let body = json!({"reason": "She has a case already."});
    let _ = by
        .change(allegation, "child-case-declined", &body)
        .expect(201);
}

/// An outcome, confirmed by somebody.
pub fn outcome(word: &str, confirmed_by: StaffId) -> Value {
    json!({
        "outcome": word,
        "reasons": "Neither account could be proved or disproved.",
        "confirmed_by": confirmed_by.to_string(),
        "dbs": {"applies": false, "reason": "Nobody was removed from regulated activity."},
        "tra": {"applies": false, "reason": "No unacceptable conduct was found."},
        "agency_told": "not_applicable",
    })
}

/// Plans an action in a case; its id.
#[track_caller]
pub fn plan(by: &Client, case: &str, owner: impl Display, title: &str) -> String {
    let body =
        json!({"title": title, "owner": owner.to_string(), "due_at": "2026-11-12T16:00:00Z"});
    by.post(&format!("{case}/actions"), &body)
        .expect(201)
        .field("id")
}

/// The referral of a case to a desk; its address.
#[track_caller]
pub fn referral(by: &Client, case: &str, agency: &str) -> String {
    let queue = format!("/v1/referrals?case={}&agency={agency}", id_of(case));
    let rows = all(by, &queue);
    assert_eq!(rows.len(), 1, "one referral to {agency}");
    format!("/v1/referrals/{}", rows[0]["id"].as_str().unwrap())
}

/// The only referral of an adult's matter to a desk, as its manager sees it; its address.
#[track_caller]
pub fn referral_of(by: &Client, allegation: &str, agency: &str) -> String {
    let mine = json!(format!("allegation-{}", id_of(allegation)));
    let mut rows = all(by, &format!("/v1/referrals?agency={agency}"));
    rows.retain(|row| row["matter"] == mine);
    assert_eq!(rows.len(), 1, "one referral to {agency}");
    format!("/v1/referrals/{}", rows[0]["id"].as_str().unwrap())
}

/// What the pupil copied out of the group chat.
pub const CHAT: &[u8] = b"fox_1902: we wait for you at the gate\n";

/// A file as bodies bring it.
pub fn file(name: &str, media_type: &str, bytes: &[u8]) -> Value {
    use base64::Engine;
    json!({
        "name": name,
        "media_type": media_type,
        "content": base64::engine::general_purpose::STANDARD.encode(bytes),
        "description": "As the pupil showed it",
    })
}

/// The messages of the group chat as a file.
pub fn chat() -> Value {
    file("group chat.txt", "text/plain", CHAT)
}

/// Adds a file to a matter; the address of the evidence.
#[track_caller]
pub fn attach(by: &Client, matter: &str, body: &Value) -> String {
    let answer = by.post(&format!("{matter}/evidence"), body).expect(201);
    format!("/v1/evidence/{}", answer.field("id"))
}

/// The address of a step of a case.
pub fn step_path(case: &str, playbook: &str, step: &str) -> String {
    format!("{case}/playbooks/{playbook}/steps/{step}")
}

/// Does a step of a case.
#[track_caller]
pub fn do_step(by: &Client, case: &str, (playbook, step): (&str, &str), body: &Value) -> Answer {
    let path = format!("{}/done", step_path(case, playbook, step));
    by.post_on(&path, &etag(by, case), body)
}

/// A step of a case as the page of its playbooks shows it.
#[track_caller]
pub fn step_of(by: &Client, case: &str, (playbook, step): (&str, &str)) -> Value {
    let page = by.get(&format!("{case}/playbooks")).expect(200).json();
    let playbooks = page["items"].as_array().unwrap();
    let found = { playbooks.iter() }.find(|it| it["playbook"] == playbook);
    let steps = found.map(|it| it["steps"].as_array().unwrap().clone());
    { steps.into_iter().flatten() }
        .find(|it| it["step"]["step"] == step)
        .unwrap_or_else(|| panic!("no step {step} of {playbook}"))
}

/// The rows of a list of what is due that are of one kind.
#[track_caller]
pub fn due_of(by: &Client, list: &str, kind: &str) -> Vec<Value> {
    let mut rows = all(by, list);
    rows.retain(|row| row["kind"] == kind);
    rows
}

/// The id at the end of an address.
pub fn id_of(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

/// The `ETag` of what is at an address.
#[track_caller]
pub fn etag(by: &Client, address: &str) -> String {
    let read = by.get(address).expect(200);
    read.header("etag").expect("an ETag").to_owned()
}

/// The rows of one page.
#[track_caller]
pub fn items(answer: &Answer) -> Vec<Value> {
    let body = answer.json();
    let items = body["items"].as_array();
    items
        .unwrap_or_else(|| panic!("no items in {body}"))
        .clone()
}

/// All rows of a list, page after page.
#[track_caller]
pub fn all(by: &Client, path: &str) -> Vec<Value> {
    let joint = if path.contains('?') { '&' } else { '?' };
    let mut rows = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = by
            .get(&format!("{path}{joint}limit=200{cursor}"))
            .expect(200);
        rows.extend(items(&page));
        match page.json()["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return rows,
        }
    }
}

/// The names of an object's fields, sorted.
#[track_caller]
pub fn names(object: &Value) -> Vec<&str> {
    let fields = object.as_object().unwrap_or_else(|| panic!("{object}"));
    let mut names: Vec<_> = fields.keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// Asks until the answer is there: looks are projected apart from matters, and nobody who is refused
/// learns a position to wait for.
#[track_caller]
pub fn eventually<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    for _ in 0..2_000 {
        if let Some(answer) = ask() {
            return answer;
        }
    }
    panic!("it never came")
}

/// The row of a list with this id, if the caller sees it.
#[track_caller]
pub fn row(by: &Client, list: &str, id: &str) -> Option<Value> {
    all(by, list).into_iter().find(|row| row["id"] == id)
}

/// Every matter that a search finds, by text or by name.
#[track_caller]
pub fn found(by: &Client, text: &str) -> Vec<String> {
    let found = by
        .post("/v1/search", &json!({"text": text, "limit": 200}))
        .expect(200)
        .json();
    ["items", "matters"]
        .iter()
        .flat_map(|list| found[list].as_array().unwrap().clone())
        .map(|row| row["matter"].as_str().unwrap().to_owned())
        .collect()
}

/// The kinds of a timeline's entries, in order.
#[track_caller]
pub fn kinds(by: &Client, case: &str) -> Vec<String> {
    all(by, &format!("{case}/timeline"))
        .iter()
        .map(|entry| entry["kind"].as_str().unwrap().to_owned())
        .collect()
}

/// A time of a body.
#[track_caller]
pub fn at(value: &Value) -> At {
    let text = value.as_str().unwrap_or_else(|| panic!("no time: {value}"));
    text.parse().unwrap()
}

/// The figures of one academy on the trust's dashboard; null where it has none.
#[track_caller]
pub fn figures(by: &Client, academy: &str) -> Value {
    let dashboard = by.get("/v1/dashboards/trust").expect(200).json();
    let academies = dashboard["academies"].as_array().unwrap();
    academies
        .iter()
        .find(|figures| figures["academy"] == academy)
        .cloned()
        .unwrap_or_default()
}

/// The pointers of the mistakes that a refusal names.
#[track_caller]
pub fn pointers(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|error| error["pointer"].as_str().unwrap().to_owned())
        .collect()
}

/// Status, headers and body.
pub type Told = (u16, Vec<(String, String)>, String);

/// All of an answer that may tell something: not the date, not the request's own name.
pub fn told(answer: &Answer) -> Told {
    let mut headers = answer.headers.clone();
    headers.retain(|(name, _)| name != "date" && name != "x-request-id");
    headers.sort();
    (answer.status, headers, answer.text())
}

/// Copies a folder with all that is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// All that somebody can list, count or find: what must not change by what they must not know.
#[track_caller]
pub fn everything(by: &Client, words: &[&str]) -> Value {
    let lists = [
        "/v1/concerns",
        "/v1/cases",
        "/v1/allegations",
        "/v1/referrals",
        "/v1/due",
        "/v1/me/actions",
        "/v1/me/notices",
        "/v1/plans",
        "/v1/retention",
    ];
    let found: Vec<_> = words.iter().map(|words| found(by, words)).collect();
    let page = by.get("/v1/dashboards/trust");
    let figures = (page.status == 200).then(|| page.json());
    json!([lists.map(|list| all(by, list)), found, figures])
}
