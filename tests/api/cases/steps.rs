//! POST /v1/cases/{case}/playbooks/{playbook}/steps/{step}/…

use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{do_step, due_of, etag, pointers, step_of, step_path};

const PLAYBOOK: &str = "bullying_by_email_or_phone";

fn path(scene: &Scene, step: &str) -> String {
    step_path(&scene.case, PLAYBOOK, step)
}

pub const DO: Door = Door {
    route: "POST /v1/cases/{case}/playbooks/{playbook}/steps/{step}/done",
    ask: |scene| Ask::new(format!("{}/done", path(scene, "5.6")), answered("no")),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const SKIP: Door = Door {
    route: "POST /v1/cases/{case}/playbooks/{playbook}/steps/{step}/skipped",
    ask: |scene| {
        let body = json!({"reason": "Nothing to keep."});
        Ask::new(format!("{}/skipped", path(scene, "5.2")), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const GIVE: Door = Door {
    route: "POST /v1/cases/{case}/playbooks/{playbook}/steps/{step}/owner",
    ask: |scene| {
        let body = json!({"owner": scene.world.staff("tom").to_string()});
        Ask::new(format!("{}/owner", path(scene, "5.3")), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

fn answered(answer: &str) -> Value {
    json!({"answer": answer, "text": "What was said and seen."})
}

#[test]
fn a_decision_is_recorded_and_can_be_taken_anew() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let police = (PLAYBOOK, "5.6");
    let _ = do_step(&ruth, &case, police, &answered("no")).expect(201);
    let step = step_of(&ruth, &case, police);
    assert_eq!(step["state"], "done");
    assert_eq!(step["detail"]["answer"], "no");
    assert_eq!(step["ended_by_name"], "Ruth Osei");
    let again = do_step(&ruth, &case, police, &answered("no")).expect(200);
    assert_eq!(again.json()["receipt"], json!(null));
    let _ = do_step(&ruth, &case, police, &answered("yes")).expect(201);
    assert_eq!(step_of(&ruth, &case, police)["detail"]["answer"], "yes");
}

#[test]
fn what_is_missing_is_named_and_nothing_is_recorded() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let before = etag(&ruth, &case);
    let refused = do_step(
        &ruth,
        &case,
        (PLAYBOOK, "5.6"),
        &json!({"answer": "perhaps"}),
    );
    assert_eq!(pointers(&refused.expect(422)), ["/answer", "/text"]);
    let absent = do_step(&ruth, &case, (PLAYBOOK, "9.9"), &answered("no")).expect(404);
    assert_eq!(absent.problem(), "not-found");
    let path = format!("{}/skipped", step_path(&case, PLAYBOOK, "5.6"));
    let refused = ruth
        .post_on(&path, &before, &json!({"reason": "Why not."}))
        .expect(422);
    assert_eq!(refused.problem(), "step-not-skippable");
    assert_eq!(etag(&ruth, &case), before);
}

#[test]
fn whoever_a_step_is_given_to_does_it_without_seeing_the_case() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let sanction = step_path(&case, PLAYBOOK, "5.3");
    let to = scene.world.staff("dev").to_string();
    let give = json!({"owner": to, "reason": "Knows the class."});
    let _ = ruth
        .post_on(&format!("{sanction}/owner"), &etag(&ruth, &case), &give)
        .expect(201);
    let dev = scene.client("dev");
    let mine = due_of(&dev, "/v1/me/actions", "step");
    let given = mine
        .iter()
        .find(|row| row["matter"] == format!("case-{}", &case[10..]))
        .unwrap();
    assert_eq!(given["step"], json!({"playbook": PLAYBOOK, "step": "5.3"}));
    let _ = dev.get(&case).expect(404);
    let _ = dev.get(&format!("{case}/playbooks")).expect(404);
    let fields = json!({"matrix_row": "none", "matrix_reason": "Between the two of them only."});
    let done = json!({"answer": "sanction", "text": "Detention, and a talk.", "fields": fields});
    let _ = dev.post(&format!("{sanction}/done"), &done).expect(201);
    assert_eq!(step_of(&ruth, &case, (PLAYBOOK, "5.3"))["state"], "done");
    // Nobody else, and no other step.
    let _ = dev
        .post(
            &format!("{}/done", step_path(&case, PLAYBOOK, "5.6")),
            &answered("no"),
        )
        .expect(404);
}

#[test]
fn a_case_closes_with_duties_open_only_for_a_reason() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let mut closing = json!({
        "outcome": "resolved_in_school",
        "reason": "No messages in six weeks.",
        "confirmed_by": scene.world.staff("helen").to_string(),
    });
    let refused = ruth.change(&case, "close", &closing).expect(422);
    assert_eq!(refused.problem(), "open-duties");
    closing["leaving_open"] = json!("The family moved away; the new school has the plan.");
    let _ = ruth.change(&case, "close", &closing).expect(201);
    let path = format!("{case}/timeline");
    let timeline = crate::steps::all(&ruth, &path);
    let [.., left, closed] = &timeline[..] else {
        panic!("{timeline:?}");
    };
    assert_eq!(
        (&left["kind"], &closed["kind"]),
        (&json!("case.duties_left"), &json!("case.closed"))
    );
    assert!(left["detail"]["steps"].as_array().unwrap().len() > 1);
}

#[test]
fn choosing_the_kind_proposes_the_actions_and_departing_takes_a_reason() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let page = ruth.get(&format!("{case}/playbooks")).expect(200).json();
    let matrix = &page["matrix"];
    assert_eq!(matrix["id"], "pupil");
    let rows = matrix["rows"].as_array().unwrap();
    let row = { rows.iter() }.find(|row| row["id"] == "P10").unwrap();
    let proposed: Vec<&str> = { row["proposed"].as_object().unwrap().iter() }
        .filter(|(_, proposal)| *proposal == "propose")
        .map(|(column, _)| column.as_str())
        .collect();
    assert!(proposed.contains(&"dsl"), "{proposed:?}");
    let sanction = (PLAYBOOK, "5.3");
    let take = |fields: Value| {
        let body = json!({"answer": "other_action", "text": "A talk with both.", "fields": fields});
        do_step(&ruth, &case, sanction, &body)
    };
    let refused = take(json!({"matrix_row": "Detention"})).expect(422);
    assert_eq!(pointers(&refused), ["/fields/matrix_row"]);
    // The kind alone is answered with what it proposes.
    let refused = take(json!({"matrix_row": "P10"})).expect(422);
    assert_eq!(pointers(&refused), ["/fields/matrix_actions"]);
    assert!(refused.text().contains("proposes: "), "{}", refused.text());
    // What has to be decided is decided for or against.
    let actions = proposed.join(", ");
    let refused = take(json!({"matrix_row": "P10", "matrix_actions": actions})).expect(422);
    assert_eq!(pointers(&refused), ["/fields/matrix_against"]);
    let fewer = json!({"matrix_row": "P10", "matrix_actions": "dsl, parents"});
    assert_eq!(
        pointers(&take(fewer.clone()).expect(422)),
        ["/fields/matrix_reason"]
    );
    let mut reasoned = fewer;
    reasoned["matrix_reason"] = json!("The head was there and knows.");
    let _ = take(reasoned).expect(201);
    let done = step_of(&ruth, &case, sanction);
    let fields = done["detail"]["fields"].as_array().unwrap();
    let value = |name: &str| {
        let found = fields.iter().find(|filled| filled["field"] == name);
        found.unwrap()["value"].as_str().unwrap().to_owned()
    };
    assert_eq!(value("matrix_actions"), "dsl, parents");
    assert_eq!(value("matrix_edition"), "pupil, edition 1");
    let said = value("matrix_proposed");
    assert!(
        proposed.iter().all(|column| said.contains(column)),
        "{said}"
    );
}
