//! GET and POST /v1/cases/{case}/playbooks

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{kinds, open_case, pointers, raise, step_of};

pub const SHOW: Door = Door {
    route: "GET /v1/cases/{case}/playbooks",
    ask: |scene| Ask::of(format!("{}/playbooks", scene.case)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const START: Door = Door {
    route: "POST /v1/cases/{case}/playbooks",
    ask: |scene| {
        let body = json!({"playbook": "age_inappropriate_games", "reason": "Also this."});
        Ask::new(format!("{}/playbooks", scene.case), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn a_playbook_started_by_hand_stands_beside_the_first_and_keeps_its_edition() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let path = format!("{case}/playbooks");
    let games = json!({"playbook": "age_inappropriate_games", "reason": "It began in a game."});
    let _ = ruth.post(&path, &games).expect(201);
    let page = ruth.get(&path).expect(200).json();
    let running: Vec<_> = { page["items"].as_array().unwrap().iter() }
        .map(|it| {
            (
                it["playbook"].as_str().unwrap(),
                it["edition"].as_u64().unwrap(),
            )
        })
        .collect();
    let expected = [
        "common",
        "bullying_by_email_or_phone",
        "age_inappropriate_games",
    ];
    assert_eq!(running, expected.map(|id| (id, 1)));
    assert_eq!(page["items"][2]["started_by_name"], "Ruth Osei");
    assert_eq!(page["items"][2]["steps"][0]["step"]["step"], "8.1");
    assert!(
        kinds(&ruth, &case)
            .iter()
            .filter(|it| *it == "case.playbook_started")
            .count()
            == 3
    );
}

#[test]
fn one_that_there_is_not_or_that_belongs_elsewhere_is_refused() {
    let scene = scene();
    let (ruth, path) = (scene.client("ruth"), format!("{}/playbooks", scene.case));
    let start = |playbook: &str, reason: &str| {
        ruth.post(&path, &json!({"playbook": playbook, "reason": reason}))
    };
    assert_eq!(
        pointers(&start("nothing", "Why not.").expect(422)),
        ["/playbook"]
    );
    let adults = start("allegation_against_adult", "Said of a teacher.").expect(422);
    assert_eq!(adults.problem(), "adult-matter");
    let beside = start("inflammatory_parent_posts", "Parents post too.").expect(422);
    assert_eq!(beside.problem(), "playbook-excluded");
    assert_eq!(
        pointers(&start("age_inappropriate_games", " ").expect(422)),
        ["/reason"]
    );
}

#[test]
fn a_case_for_which_no_playbook_opens_still_asks_whether_anybody_is_in_danger_now() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let mut body = scene.body();
    body["category"] = json!("mental_health");
    let case = open_case(&ruth, &raise(&scene.client("priya"), &body));
    let page = ruth.get(&format!("{case}/playbooks")).expect(200).json();
    let running = page["items"].as_array().unwrap();
    assert_eq!(running.len(), 1);
    assert_eq!(running[0]["playbook"], "common");
    let danger = step_of(&ruth, &case, ("common", "O1"));
    assert_eq!(danger["state"], "open");
    assert_eq!(danger["due"]["reason"], "at once");
    // A playbook that is chosen later brings them no second time.
    let chosen = json!({"playbook": "age_inappropriate_games", "reason": "Plays all night."});
    let _ = ruth.post(&format!("{case}/playbooks"), &chosen).expect(201);
    let page = ruth.get(&format!("{case}/playbooks")).expect(200).json();
    let names: Vec<_> = { page["items"].as_array().unwrap().iter() }
        .map(|it| it["playbook"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["common", "age_inappropriate_games"]);
}
