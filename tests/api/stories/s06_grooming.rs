//! S06: an adult in a game asks a year 7 pupil at Oakfield to move to another app and keep it secret.

use lanyard_tests::{World, moment};
use serde_json::{Value, json};

use crate::steps::{all, at, do_step, kinds, open_case, pointers, pupil, raise, referral, step_of};

const PLAYBOOK: &str = "inappropriate_contact_with_a_child";
const POLICE: (&str, &str) = (PLAYBOOK, "7.6");
const CEOP: (&str, &str) = (PLAYBOOK, "7.5");

fn with_case() -> (World, String) {
    let world = World::at("2027-01-12T10:20");
    let body = json!({
        "academy": world.academy(lanyard::demo::School::Oakfield),
        "about_adult": "no",
        "category": "grooming",
        "people": [
            {"person": pupil(world.oakfield().amara), "role": "affected"},
            {"person": {"kind": "described", "description": "Says he is 30 and drives a van"},
             "role": "alleged_to_have_done_it"},
        ],
        "when_text": "Since Sunday 10 Jan, last at 09:50 today",
        "place": {"kind": "online", "platform": "a game with a chat", "accounts": ["quiet_heron"]},
        "account": "A grown-up in a game asks her to use another app and not to tell.",
        "danger_now": false,
    });
    let concern = raise(&world.client("priya"), &body);
    let case = open_case(&world.client("ruth"), &concern);
    (world, case)
}

#[test]
fn playbook_7_starts_and_the_police_and_ceop_stand_in_their_queues() {
    let (world, case) = with_case();
    let ruth = world.client("ruth");
    let step = step_of(&ruth, &case, POLICE);
    assert_eq!(
        (&step["state"], &step["step"]["due"]),
        (&json!("open"), &json!("now"))
    );
    let queue = all(&ruth, "/v1/referrals");
    let desks: Vec<_> = { queue.iter() }
        .map(|row| {
            (
                row["agency"].as_str().unwrap(),
                row["due"]["rule"].as_str().unwrap(),
            )
        })
        .collect();
    // The police at once, by the step; CEOP the same day (R8). Social care is a decision of its own.
    assert_eq!(desks, [("police", "R7"), ("ceop", "R8")]);
    assert_eq!(at(&queue[1]["due"]["at"]), moment("2027-01-12T15:30"));
    assert_eq!(
        queue[1]["due"]["reason"],
        "today 15:30, end of the school day"
    );
    assert_eq!(
        (&queue[0]["overdue"], &queue[1]["overdue"]),
        (&json!(false), &json!(false))
    );
    world.now("2027-01-12T15:31");
    let ceop = &all(&ruth, "/v1/referrals?agency=ceop")[0];
    assert_eq!(ceop["overdue"], true);
}

#[test]
fn the_ceop_form_is_filled_with_platform_and_accounts_and_never_an_image() {
    let (world, case) = with_case();
    let ruth = world.client("ruth");
    let path = referral(&ruth, &case, "ceop");
    let form = ruth.get(&format!("{path}/form")).expect(200).json();
    let value = |id: &str| {
        let fields = form["fields"].as_array().unwrap();
        fields.iter().find(|field| field["id"] == id).unwrap()["value"].clone()
    };
    assert_eq!(value("platform"), "a game with a chat");
    assert_eq!(value("account_names"), "quiet_heron");
    assert_eq!(
        value("occurred_at"),
        "Since Sunday 10 Jan, last at 09:50 today"
    );
    assert_eq!(value("suspect"), "Says he is 30 and drives a van");
    assert_eq!(value("in_danger_now"), "no");
    assert_eq!(value("reporter_name"), "Ruth Osei");
    assert!(
        value("what_happened")
            .as_str()
            .unwrap()
            .contains("another app")
    );
    let kinds: Vec<_> = { form["fields"].as_array().unwrap().iter() }
        .map(|field| field["kind"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        !kinds
            .iter()
            .any(|kind| kind.contains("image") || kind.contains("file")),
        "{kinds:?}"
    );
}

/// Every field that the desk still asks for, as somebody in a hurry fills it.
fn filled(form: &Value) -> Value {
    let fields = form["fields"].as_array().unwrap();
    let needed =
        { fields.iter() }.filter(|field| field["required"] == true && field["value"].is_null());
    let values: serde_json::Map<String, Value> = needed
        .map(|field| {
            let value = match field["choices"].as_array() {
                Some(choices) if !choices.is_empty() => choices[0].clone(),
                _ => json!("unknown"),
            };
            (field["id"].as_str().unwrap().to_owned(), value)
        })
        .collect();
    json!({"fields": values})
}

#[test]
fn ceop_is_told_on_its_portal_answers_and_is_closed() {
    let (world, case) = with_case();
    let ruth = world.client("ruth");
    let path = referral(&ruth, &case, "ceop");
    let told = json!({"how": "portal", "their_reference": "CE-10443"});
    let gaps = pointers(&ruth.change(&path, "submission", &told).expect(422));
    assert!(
        gaps.contains(&"/fields/platform".to_owned()),
        "nobody has confirmed it: {gaps:?}"
    );
    let form = ruth.get(&format!("{path}/form")).expect(200).json();
    let _ = ruth.change(&path, "draft", &filled(&form)).expect(201);
    world.now("2027-01-12T11:05");
    let _ = ruth.change(&path, "submission", &told).expect(201);
    let step = step_of(&ruth, &case, CEOP);
    assert_eq!(
        (&step["state"], &step["detail"]["reference"]),
        (&json!("done"), &json!("CE-10443"))
    );
    let shown = ruth.get(&path).expect(200).json();
    assert_eq!(
        (&shown["state"], &shown["next"]),
        (&json!("submitted"), &json!("chase"))
    );
    assert_eq!(shown["told"]["how"], "portal");
    world.now("2027-01-14T09:00");
    let answer = json!({"outcome": "passed_to_local_police", "text": "The local force has it."});
    let _ = ruth.change(&path, "answers", &answer).expect(201);
    let _ = ruth
        .change(&path, "close", &json!({"reason": "With the police."}))
        .expect(201);
    assert_eq!(ruth.get(&path).expect(200).json()["state"], "closed");
    let timeline = all(&ruth, &format!("{case}/timeline"));
    let of_ceop: Vec<_> = { timeline.iter() }
        .filter(|entry| entry["matter"] == format!("referral-{}", &path[14..]))
        .map(|entry| entry["kind"].as_str().unwrap().to_owned())
        .collect();
    let expected = ["needed", "drafted", "submitted", "answered", "closed"];
    assert_eq!(of_ceop, expected.map(|it| format!("referral.{it}")));
}

#[test]
fn not_calling_the_police_is_refused_from_ruth_alone_and_recorded_with_callum() {
    let (world, case) = with_case();
    let ruth = world.client("ruth");
    let mut body = json!({"answer": "no", "text": "The adult is her aunt, who set the game up."});
    let refused = do_step(&ruth, &case, POLICE, &body).expect(403);
    assert_eq!(refused.problem(), "second-person-needed");
    body["second"] = json!(world.staff("ruth").to_string());
    let refused = do_step(&ruth, &case, POLICE, &body).expect(403);
    assert_eq!(refused.problem(), "second-person-needed");
    body["second"] = json!(world.staff("tom").to_string());
    assert_eq!(
        do_step(&ruth, &case, POLICE, &body).expect(403).problem(),
        "not-a-senior"
    );
    body["second"] = json!(world.staff("callum").to_string());
    let _ = do_step(&ruth, &case, POLICE, &body).expect(201);
    let step = step_of(&ruth, &case, POLICE);
    assert_eq!(step["detail"]["second"], world.staff("callum").to_string());
    assert_eq!(step["ended_by_name"], "Ruth Osei");
    let police = &all(&ruth, "/v1/referrals?agency=police")[0];
    assert_eq!(
        (&police["state"], &police["due"]),
        (&json!("not_made"), &json!(null))
    );
    // Thought better of it: one person is enough to call.
    let yes = json!({"answer": "yes", "text": "The aunt knows nothing of it."});
    let _ = do_step(&ruth, &case, POLICE, &yes).expect(201);
    let police = &all(&ruth, "/v1/referrals?agency=police")[0];
    assert_eq!(
        (&police["state"], &police["next"]),
        (&json!("needed"), &json!("tell"))
    );
    let last: Vec<_> = kinds(&ruth, &case).into_iter().rev().take(2).collect();
    assert_eq!(last, ["referral.needed_again", "case.step_done"]);
}

#[test]
fn whoever_has_a_conflict_in_the_case_has_it_in_its_referrals() {
    let (world, case) = with_case();
    let (ruth, callum) = (world.client("ruth"), world.client("callum"));
    let path = referral(&callum, &case, "police");
    let mark =
        json!({"staff": world.staff("callum").to_string(), "reason": "A statement names him."});
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    let _ = callum.get(&path).expect(404);
    let _ = callum.get(&format!("{path}/form")).expect(404);
    for list in [
        "/v1/referrals",
        "/v1/referrals?agency=police",
        "/v1/due",
        "/v1/me/actions",
    ] {
        assert_eq!(all(&callum, list), [json!(null); 0], "{list}");
    }
    let second = json!({
        "answer": "no", "text": "A dare.", "second": world.staff("callum").to_string(),
    });
    assert_eq!(
        do_step(&ruth, &case, POLICE, &second).expect(403).problem(),
        "conflicted"
    );
}

#[test]
fn parents_are_decided_one_by_one_the_child_is_advised_and_social_care_is_decided() {
    let (world, case) = with_case();
    let ruth = world.client("ruth");
    let parents = (PLAYBOOK, "7.3");
    let ticked = json!({"text": "Rang home."});
    let refused = do_step(&ruth, &case, parents, &ticked).expect(422);
    assert_eq!(refused.problem(), "step-takes-contacts");
    let told = json!({
        "pupil": world.oakfield().amara.to_string(), "person": null, "contact": "Mother",
        "how": "telephone", "summary": "She will sit with her while she blocks him.",
        "asked_first": {"kind": "asked", "desk": "police", "advice": "She may be told today."},
    });
    let _ = ruth
        .post(&format!("{case}/parents/contacts"), &told)
        .expect(201);
    assert_eq!(step_of(&ruth, &case, parents)["state"], "done");
    // How to end the contact, once everything is kept.
    let advise = (PLAYBOOK, "7.4");
    let mut advised = json!({
        "text": "Showed her how to block and report.",
        "fields": {"advice_given": "Block, report, tell us of any new account."},
    });
    let refused = do_step(&ruth, &case, advise, &advised).expect(422);
    assert_eq!(pointers(&refused), ["/fields/what_was_kept"]);
    advised["fields"]["what_was_kept"] = json!("Messages, account name and times, written down.");
    let _ = do_step(&ruth, &case, advise, &advised).expect(201);
    let social_care = || all(&ruth, "/v1/referrals?agency=social_care&state=needed").len();
    assert_eq!(social_care(), 0);
    let yes = json!({"answer": "yes", "text": "She is 11 and gave him her street."});
    let _ = do_step(&ruth, &case, (PLAYBOOK, "7.7"), &yes).expect(201);
    assert_eq!(social_care(), 1);
}
