//! What a step of a pupil's case finds about an adult: the headteacher hears of it, and the case shows no more
//! than that it was handed over.

use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::steps::{
    Concern, NOTHING, all, do_step, due_of, found, id_of, open_allegation, open_case, pupil, raise,
    row, step_of, threats, told,
};

const GROOMING: &str = "inappropriate_contact_with_a_child";
const HANDED: &str = "Handed to the headteacher.";

struct Case {
    world: World,
    address: String,
}

fn groomed() -> Case {
    let world = World::at("2027-01-12T10:20");
    let body = json!({
        "academy": world.academy(lanyard::demo::School::Oakfield),
        "about_adult": "no",
        "category": "grooming",
        "people": [{"person": pupil(world.oakfield().amara), "role": "affected"}],
        "place": {"kind": "online", "platform": "a game with a chat", "accounts": ["quiet_heron"]},
        "account": "A grown-up in a game asks her to use another app and not to tell.",
        "danger_now": false,
    });
    let concern = raise(&world.client("priya"), &body);
    let address = open_case(&world.client("ruth"), &concern);
    Case { world, address }
}

impl Case {
    #[track_caller]
    fn answer(&self, step: (&str, &str), body: &Value) {
        let ruth = self.world.client("ruth");
        let _ = do_step(&ruth, &self.address, step, body).expect(201);
    }

    /// The concerns about adults that somebody reads.
    fn heard(&self, name: &str) -> Vec<Value> {
        let mut rows = all(&self.world.client(name), "/v1/concerns");
        rows.retain(|row| row["about_adult"] == "yes");
        rows
    }

    /// Nobody who reads the case finds the concern, by anything.
    #[track_caller]
    fn hides(&self, name: &str, concern: &Value) {
        let client = self.world.client(name);
        let id = concern["id"].as_str().unwrap();
        assert_eq!(row(&client, "/v1/concerns", id), None, "{name}");
        let denied = client.get(&format!("/v1/concerns/{id}"));
        let absent = client.get(&format!("/v1/concerns/{NOTHING}"));
        assert_eq!(told(&denied), told(&absent), "{name}");
        let mine = format!("concern-{id}");
        assert!(!found(&client, "Amara Example").contains(&mine), "{name}");
        for path in ["", "/timeline", "/playbooks"] {
            let text = client.get(&format!("{}{path}", self.address)).text();
            assert!(!text.contains(id), "{name}: {path}");
            assert!(!text.contains(concern["reference"].as_str().unwrap()));
        }
    }
}

/// What is written in the field of the step that says so.
fn handed(by: &Client, case: &Case, step: (&str, &str)) -> Value {
    let step = step_of(by, &case.address, step);
    let fields = step["detail"]["fields"].as_array().unwrap();
    let field = fields.iter().find(|field| field["field"] == "handed_over");
    field.map_or(Value::Null, |field| field["value"].clone())
}

fn lado_and_prevent() -> Value {
    json!({
        "answer": "yes", "text": "He says that he coaches a youth team.",
        "agencies": ["lado", "prevent"], "fields": {"agencies_considered": "LADO, Prevent"},
    })
}

#[test]
fn the_lado_is_not_told_out_of_the_case_and_the_headteacher_hears_of_it() {
    let case = groomed();
    let step = (GROOMING, "7.8");
    case.answer(step, &lado_and_prevent());
    for name in ["ruth", "callum", "helen"] {
        let queue = all(&case.world.client(name), "/v1/referrals");
        assert!(queue.iter().all(|row| row["agency"] != "lado"), "{name}");
        assert!(queue.iter().any(|row| row["agency"] == "prevent"), "{name}");
    }
    let heard = case.heard("helen");
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(heard[0]["state"], "untriaged");
    let helen = case.world.client("helen");
    let id = heard[0]["id"].as_str().unwrap();
    let concern = helen.get(&format!("/v1/concerns/{id}")).expect(200).json();
    let reference = helen.get(&case.address).expect(200).field("reference");
    let account = concern["account"]["text"].as_str().unwrap();
    assert!(account.contains(&reference), "{account}");
    assert!(!account.contains("coaches"), "{account}");
    for name in ["ruth", "callum", "priya", "tom", "jon"] {
        case.hides(name, &heard[0]);
    }
    assert_eq!(handed(&case.world.client("ruth"), &case, step), HANDED);
    // It is a concern like any other: Helen takes it on, and the LADO is told out of her matter.
    let raised = crate::steps::Concern {
        id: id.to_owned(),
        reference: String::new(),
        receipt: String::new(),
    };
    let _ = open_allegation(&helen, &raised);
}

#[test]
fn an_adult_who_is_suspected_is_passed_to_the_headteacher_once() {
    let case = groomed();
    let step = ("common", "O5");
    let yes = |text: &str| json!({"answer": "yes", "text": text});
    case.answer(step, &json!({"answer": "no", "text": "Nobody of ours."}));
    assert_eq!(case.heard("helen").len(), 0);
    case.answer(step, &yes("The voice is known to her."));
    case.answer(step, &yes("She recognised the voice of a coach."));
    let heard = case.heard("helen");
    assert_eq!(heard.len(), 1, "{heard:?}");
    let id = heard[0]["id"].as_str().unwrap();
    let helen = case.world.client("helen");
    let concern = helen.get(&format!("/v1/concerns/{id}")).expect(200).json();
    assert_eq!(concern["information"].as_array().unwrap().len(), 1);
    case.hides("ruth", &heard[0]);
    assert_eq!(handed(&case.world.client("ruth"), &case, step), HANDED);
    // Once she has decided on it, what comes after is one of its own.
    let first = crate::steps::Concern {
        id: id.to_owned(),
        reference: String::new(),
        receipt: String::new(),
    };
    let _ = open_allegation(&helen, &first);
    case.answer(step, &yes("Another child says that it is a coach."));
    let mut heard = case.heard("helen");
    heard.retain(|row| row["state"] == "untriaged");
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_ne!(heard[0]["id"], id);
    case.hides("ruth", &heard[0]);
}

#[test]
fn a_headteacher_who_is_close_to_the_child_does_not_hear_of_it() {
    let case = groomed();
    let helen = format!("/v1/staff/{}", case.world.staff("helen"));
    let body = json!({"person": pupil(case.world.oakfield().amara), "relation": "relative"});
    let _ = { case.world.client("helen") }
        .change(&helen, "relations", &body)
        .expect(201);
    case.answer(
        ("common", "O5"),
        &json!({"answer": "unknown", "text": "Perhaps."}),
    );
    assert_eq!(case.heard("helen").len(), 0);
    let heard = case.heard("miriam");
    assert_eq!(heard.len(), 1, "{heard:?}");
    for name in ["helen", "ruth", "callum"] {
        let id = heard[0]["id"].as_str().unwrap();
        let client = case.world.client(name);
        assert_eq!(row(&client, "/v1/concerns", id), None, "{name}");
    }
}

/// A headteacher to whom the case was closed by hand is closed out of what comes of it.
#[test]
fn whoever_the_case_is_closed_to_does_not_hear_of_it() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let address = open_case(&world.client("ruth"), &concern);
    let mark = json!({
        "staff": world.staff("helen").to_string(), "reason": "She is named in a statement.",
    });
    let _ = world
        .client("ruth")
        .post(&format!("{address}/conflicts"), &mark)
        .expect(201);
    let case = Case { world, address };
    case.answer(
        ("common", "O5"),
        &json!({"answer": "yes", "text": "A statement says so."}),
    );
    assert_eq!(case.heard("helen").len(), 0);
    assert_eq!(case.heard("miriam").len(), 1);
}

/// Ruth's case about threats, of which a step was handed to Helen.
fn handed_to_helen() -> (Case, Concern) {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let address = open_case(&world.client("ruth"), &concern);
    let case = Case { world, address };
    case.answer(
        ("common", "O5"),
        &json!({"answer": "yes", "text": "A statement says so."}),
    );
    let heard = case.heard("helen");
    assert_eq!(heard.len(), 1, "{heard:?}");
    let handed_over = Concern {
        id: heard[0]["id"].as_str().unwrap().to_owned(),
        reference: heard[0]["reference"].as_str().unwrap().to_owned(),
        receipt: String::new(),
    };
    (case, handed_over)
}

impl Case {
    /// Somebody is marked in the case, by Ruth, who knows of no concern.
    #[track_caller]
    fn mark(&self, who: &str) {
        let body = json!({
            "staff": self.world.staff(who).to_string(), "reason": "A statement names her.",
        });
        let path = format!("{}/conflicts", self.address);
        let _ = self.world.client("ruth").post(&path, &body).expect(201);
    }

    /// There is nothing at an address for somebody.
    #[track_caller]
    fn is_gone(&self, who: &str, address: &str) {
        let client = self.world.client(who);
        let kind = address.trim_end_matches(id_of(address));
        let absent = client.get(&format!("{kind}{NOTHING}"));
        assert_eq!(told(&client.get(address)), told(&absent), "{who} {address}");
    }
}

/// The other order: the conflict is marked in the case after the headteacher has heard.
#[test]
fn whoever_the_case_is_closed_to_later_loses_what_was_handed_over() {
    let (case, handed_over) = handed_to_helen();
    let (ruth, helen, miriam) = (
        case.world.client("ruth"),
        case.world.client("helen"),
        case.world.client("miriam"),
    );
    case.mark("helen");
    assert_eq!(case.heard("helen").len(), 0);
    case.is_gone("helen", &handed_over.address());
    case.is_gone("helen", &case.address);
    assert_eq!(case.heard("miriam").len(), 1);
    // She looks at it again in 90 days; whoever works in the case hears of nothing but the case.
    let who = case.world.staff("helen").to_string();
    let reviews = |by: &Client| -> Vec<Value> {
        let mut rows = due_of(by, "/v1/due", "conflict_review");
        rows.retain(|row| row["staff"] == json!(who));
        rows.into_iter().map(|row| row["matter"].clone()).collect()
    };
    let mine = json!(format!("concern-{}", handed_over.id));
    assert!(reviews(&miriam).contains(&mine));
    let of_case = json!(format!("case-{}", id_of(&case.address)));
    assert_eq!(reviews(&ruth), [of_case]);
    // Lifting it in the case opens the case.
    let lift = format!("{}/conflicts/{who}/lift", case.address);
    let _ = ruth
        .post(&lift, &json!({"reason": "Another Marsh."}))
        .expect(201);
    let _ = helen.get(&case.address).expect(200);
    case.is_gone("helen", &handed_over.address());
    // What was handed over two seniors open who see it.
    let lift = format!("{}/conflicts/{who}/lift", handed_over.address());
    let alone = miriam.post(&lift, &json!({"reason": "Another Marsh."}));
    assert_eq!(
        (alone.status, &*alone.problem()),
        (403, "second-person-needed")
    );
    let second = case.world.staff("esther").to_string();
    let both = json!({"reason": "Another Marsh.", "second": second});
    let _ = miriam.post(&lift, &both).expect(201);
    let _ = helen.get(&handed_over.address()).expect(200);
}

/// It may have become a matter by then, which has another owner at once.
#[test]
fn whoever_the_case_is_closed_to_later_loses_the_matter_that_came_of_it() {
    let (case, handed_over) = handed_to_helen();
    let (helen, miriam) = (case.world.client("helen"), case.world.client("miriam"));
    let matter = open_allegation(&helen, &handed_over);
    let _ = helen.get(&matter).expect(200);
    case.mark("helen");
    case.is_gone("helen", &handed_over.address());
    case.is_gone("helen", &matter);
    assert_eq!(row(&helen, "/v1/allegations", id_of(&matter)), None);
    let shown = row(&miriam, "/v1/allegations", id_of(&matter)).expect("it is hers");
    assert_eq!(
        shown["owner"],
        json!(case.world.staff("miriam").to_string())
    );
}

/// Nobody is marked: she comes to be linked to the case.
#[test]
fn whoever_is_linked_to_the_case_later_loses_what_was_handed_over() {
    let (case, handed_over) = handed_to_helen();
    let link = json!({
        "person": crate::steps::staff(case.world.staff("helen")), "role": "other",
        "reason": "She was in the room.",
    });
    let path = format!("{}/people", case.address);
    let _ = case.world.client("ruth").post(&path, &link).expect(201);
    case.is_gone("helen", &case.address);
    case.is_gone("helen", &handed_over.address());
    assert_eq!(case.heard("miriam").len(), 1);
}

/// Two seniors open to her what was handed over, while the case stays closed: what becomes of the case after that
/// closes it to her no more.
#[test]
fn what_two_seniors_opened_of_what_was_handed_over_stays_open() {
    let (mut case, handed_over) = handed_to_helen();
    let (ruth, helen) = (case.world.client("ruth"), case.world.client("helen"));
    case.mark("helen");
    case.is_gone("helen", &handed_over.address());
    let who = case.world.staff("helen").to_string();
    let lift = format!("{}/conflicts/{who}/lift", handed_over.address());
    let second = case.world.staff("esther").to_string();
    let both = json!({"reason": "She is to manage it.", "second": second});
    let _ = { case.world.client("miriam") }
        .post(&lift, &both)
        .expect(201);
    let _ = helen.get(&handed_over.address()).expect(200);
    let link = json!({"person": pupil(case.world.oakfield().another), "role": "witness"});
    let path = format!("{}/people", case.address);
    let _ = ruth.post(&path, &link).expect(201);
    let _ = helen.get(&handed_over.address()).expect(200);
    // Nor does marking her once more, which changes nothing.
    case.mark("helen");
    let _ = helen.get(&handed_over.address()).expect(200);
    // Nor does the worker when it looks at everything again.
    case.world.stop();
    let _ = std::fs::remove_file(case.world.data_dir().join("reactions.position"));
    case.world.start_again().unwrap();
    case.world.remind();
    let _ = { case.world.client("helen") }
        .get(&handed_over.address())
        .expect(200);
    case.is_gone("helen", &case.address);
}
