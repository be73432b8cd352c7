//! S19: two 15-year-olds at Oakfield shared a picture. Also what S05 has of the queues: a picture
//! where an adult may be involved.

use lanyard_tests::World;
use serde_json::{Value, json};

use crate::steps::{all, chat, do_step, open_case, pointers, pupil, raise, step_of};

const NUDES: &str = "nudes_and_semi_nudes_between_pupils";
const IMAGE: &str = "suspected_indecent_image";
const FIVE: (&str, &str) = (NUDES, "10.8");
const QUESTIONS: [&str; 5] = ["10.3", "10.4", "10.5", "10.6", "10.7"];

fn with_case(category: &str) -> (World, String) {
    let world = World::at("2026-11-10T14:05");
    let body = json!({
        "academy": world.academy(lanyard::demo::School::Oakfield),
        "about_adult": "no",
        "category": category,
        "people": [
            {"person": pupil(world.oakfield().amara), "role": "affected"},
            {"person": pupil(world.oakfield().another), "role": "affected"},
        ],
        "place": {"kind": "online", "platform": "a messenger"},
        "account": "They told their tutor that they had shared a picture.",
        "danger_now": false,
    });
    let concern = raise(&world.client("priya"), &body);
    let case = open_case(&world.client("ruth"), &concern);
    (world, case)
}

/// The desks that are to be told, in the order of their names.
fn to_tell(world: &World) -> Vec<String> {
    let queue = all(&world.client("ruth"), "/v1/referrals?state=needed");
    let mut desks: Vec<_> = { queue.iter() }
        .map(|row| row["agency"].as_str().unwrap().to_owned())
        .collect();
    desks.sort();
    desks
}

fn five(step: &Value, answer: &str) -> Value {
    let fields: serde_json::Map<String, Value> = { step["step"]["done"]["fields"].as_array() }
        .unwrap()
        .iter()
        .map(|field| (field.as_str().unwrap().to_owned(), json!("no")))
        .collect();
    json!({"answer": answer, "text": "Asked both, apart from each other.", "fields": fields})
}

/// Answers one of the five questions.
#[track_caller]
fn answer(world: &World, by: &str, case: &str, question: &str, answer: &str) {
    let body = json!({"answer": answer, "text": "Asked both, apart from each other."});
    let _ = do_step(&world.client(by), case, (NUDES, question), &body).expect(201);
}

/// Whether police and social care are to be told: both or none.
#[track_caller]
fn called(world: &World) -> bool {
    let desks = to_tell(world);
    let [police, social_care] =
        ["police", "social_care"].map(|desk| desks.iter().any(|one| one == desk));
    assert_eq!(police, social_care, "{desks:?}");
    police
}

#[test]
fn all_five_are_not_said_to_be_no_while_one_is_not_and_a_yes_later_calls_police_and_social_care() {
    let (world, case) = with_case(NUDES);
    let ruth = world.client("ruth");
    let step = step_of(&ruth, &case, FIVE);
    let mut all_no = five(&step, "yes");
    all_no["second"] = json!(world.staff("callum").to_string());
    let refused = do_step(&ruth, &case, FIVE, &all_no).expect(422);
    assert_eq!(refused.json()["errors"][0]["pointer"], "/answer");
    assert_eq!(refused.json()["errors"][0]["code"], "not_all_answered_no");
    for question in QUESTIONS {
        answer(&world, "ruth", &case, question, "no");
    }
    // One of them flipped before the two have met: there is no route past the desks.
    answer(&world, "callum", &case, "10.5", "yes");
    assert!(called(&world));
    let _ = do_step(&ruth, &case, FIVE, &all_no).expect(422);
    answer(&world, "callum", &case, "10.5", "no");
    let _ = do_step(&ruth, &case, FIVE, &all_no).expect(201);
    assert!(!called(&world));
    // And flipped after they have met.
    answer(&world, "ruth", &case, "10.4", "yes");
    assert!(called(&world));
    assert_eq!(step_of(&ruth, &case, (NUDES, "10.9"))["state"], "open");
    assert_eq!(step_of(&ruth, &case, FIVE)["state"], "open");
    let deletes = step_of(&ruth, &case, (NUDES, "10.12"));
    assert_eq!(
        deletes["state"], "not_applicable",
        "the police may need it: {deletes}"
    );
    // Taken back by one, both stay called; only two together go through all five again.
    answer(&world, "ruth", &case, "10.4", "no");
    assert!(called(&world));
    let _ = do_step(&ruth, &case, FIVE, &all_no).expect(201);
    assert!(!called(&world));
}

#[test]
fn five_answers_of_no_by_two_people_send_it_to_no_desk_and_one_yes_sends_it_at_once() {
    let (world, case) = with_case(NUDES);
    let ruth = world.client("ruth");
    assert!(
        to_tell(&world).contains(&"police".to_owned()),
        "until it is answered"
    );
    for question in QUESTIONS {
        answer(&world, "ruth", &case, question, "no");
    }
    let step = step_of(&ruth, &case, FIVE);
    let mut all_no = five(&step, "yes");
    let refused = do_step(&ruth, &case, FIVE, &all_no).expect(403);
    assert_eq!(refused.problem(), "second-person-needed");
    all_no["second"] = json!(world.staff("callum").to_string());
    let _ = do_step(&ruth, &case, FIVE, &all_no).expect(201);
    for desk in ["police", "social_care", "iwf"] {
        assert!(!to_tell(&world).contains(&desk.to_owned()), "{desk}");
    }
    // Report Remove is offered: its step is there, for the owner of the picture.
    assert_eq!(step_of(&ruth, &case, (NUDES, "10.11"))["state"], "open");
    let mut changed = five(&step, "no");
    changed["second"] = json!(world.staff("callum").to_string());
    let _ = do_step(&ruth, &case, FIVE, &changed).expect(201);
    for desk in ["police", "social_care"] {
        assert!(to_tell(&world).contains(&desk.to_owned()), "{desk}");
    }
    assert!(!to_tell(&world).contains(&"iwf".to_owned()));
}

#[test]
fn where_an_adult_may_be_involved_police_and_social_care_are_due_now_and_iwf_is_not() {
    let (world, case) = with_case(IMAGE);
    let ruth = world.client("ruth");
    let unknown = json!({"answer": "unknown", "text": "Nobody knows who took it."});
    let step = step_of(&ruth, &case, (IMAGE, "11.2"));
    let mut body = unknown;
    body["fields"] = five(&step, "no")["fields"].clone();
    let _ = do_step(&ruth, &case, (IMAGE, "11.2"), &body).expect(201);
    let queue = all(&ruth, "/v1/referrals?state=needed");
    for desk in ["police", "social_care"] {
        let row = queue.iter().find(|row| row["agency"] == desk).unwrap();
        assert_eq!(
            (&row["due"]["rule"], &row["due"]["reason"]),
            (&json!("R6"), &json!("at once"))
        );
    }
    assert!(
        !queue.iter().any(|row| row["agency"] == "iwf"),
        "there is no public address"
    );
}

#[test]
fn nobody_views_it_parents_are_decided_for_each_child_and_each_deletes_it() {
    let (world, case) = with_case(NUDES);
    let ruth = world.client("ruth");
    let children = [world.oakfield().amara, world.oakfield().another].map(|it| it.to_string());
    let told = (NUDES, "10.1");
    let mut said = json!({
        "text": "They told their tutor by themselves.",
        "fields": {"what_was_said": "They shared one picture.", "who_is_said_to_have_it": "They"},
    });
    let refused = do_step(&ruth, &case, told, &said).expect(422);
    assert_eq!(pointers(&refused), ["/fields/seen_by_accident"]);
    said["fields"]["seen_by_accident"] = json!("By nobody.");
    let _ = do_step(&ruth, &case, told, &said).expect(201);
    // Nothing is attached that somebody could view.
    let refused = ruth.post(&format!("{case}/evidence"), &chat());
    assert!(refused.status >= 400, "{}", refused.status);

    for question in QUESTIONS {
        answer(&world, "ruth", &case, question, "no");
    }
    let mut all_no = five(&step_of(&ruth, &case, FIVE), "yes");
    all_no["second"] = json!(world.staff("callum").to_string());
    let _ = do_step(&ruth, &case, FIVE, &all_no).expect(201);
    let parents = (NUDES, "10.10");
    for (place, child) in children.iter().enumerate() {
        let body = json!({
            "pupil": child, "person": null, "contact": "Mother", "how": "in_person",
            "summary": "Told, with the child there.",
        });
        let _ = ruth
            .post(&format!("{case}/parents/contacts"), &body)
            .expect(201);
        let is_done = step_of(&ruth, &case, parents)["state"] == "done";
        assert_eq!(is_done, place == 1);
    }
    let delete = (NUDES, "10.12");
    for (place, child) in children.iter().enumerate() {
        let mut body = json!({
            "child": child, "text": "With her mother beside her.",
            "fields": {"told_us_at": "10 Nov 2026, 15:10", "who_was_present": "Her mother"},
        });
        let refused = do_step(&ruth, &case, delete, &body).expect(422);
        assert_eq!(pointers(&refused), ["/fields/deleted_by"]);
        body["fields"]["deleted_by"] = json!("The pupil, whose picture it is");
        let _ = do_step(&ruth, &case, delete, &body).expect(201);
        let is_done = step_of(&ruth, &case, delete)["state"] == "done";
        assert_eq!(is_done, place == 1);
    }
}
