//! What is given to somebody by name, who sees nothing else of the case (domain.md 1, rows staff and pastoral).

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::json;

use crate::steps::{
    do_step, due_of, items, open_case, plan, pupil, raise, step_of, step_path, threats,
};

const ABUSE: &str = "disclosure_of_abuse_or_neglect";

/// A world of its own: what is given to Priya would stand in everybody's scene.
fn with_case() -> (World, String) {
    let world = World::at("2026-11-10T14:05");
    let worry = threats(&world, world.oakfield().another);
    let concern = raise(&world.client("priya"), &worry);
    let case = open_case(&world.client("ruth"), &concern);
    (world, case)
}

#[test]
fn a_teacher_sees_and_does_what_is_given_to_them_and_never_the_case() {
    let (world, case) = with_case();
    let (ruth, priya) = (world.client("ruth"), world.client("priya"));
    assert_eq!(due_of(&priya, "/v1/me/actions", "action"), [json!(null); 0]);
    let action = plan(&ruth, &case, world.staff("priya"), "Sit her by the door");
    let mine = due_of(&priya, "/v1/me/actions", "action");
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0]["action"], json!(action));
    for closed in ["", "/timeline", "/playbooks", "/actions"] {
        assert_ne!(
            priya.get(&format!("{case}{closed}")).status,
            200,
            "{closed}"
        );
    }
    let done = json!({"outcome": "She sits there since Monday."});
    let _ = priya
        .post(&format!("{case}/actions/{action}/done"), &done)
        .expect(201);
    assert_eq!(due_of(&priya, "/v1/me/actions", "action"), [json!(null); 0]);
}

#[test]
fn whoever_would_never_see_it_is_given_nothing() {
    let (world, case) = with_case();
    let ruth = world.client("ruth");
    // A governor, the central team, the executive, an auditor.
    for name in ["alan", "jon", "iris", "kit"] {
        let owner = world.staff(name).to_string();
        let body = json!({"title": "Look at it", "owner": owner, "due_at": "2026-11-12T16:00:00Z"});
        let refused = ruth.post(&format!("{case}/actions"), &body).expect(422);
        let error = &refused.json()["errors"][0];
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&json!("/owner"), &json!("cannot_carry_out")),
            "{name}"
        );
        let step = step_path(&case, "bullying_by_email_or_phone", "5.3");
        let body = json!({"owner": owner});
        let tag = crate::steps::etag(&ruth, &case);
        let refused = ruth
            .post_on(&format!("{step}/owner"), &tag, &body)
            .expect(422);
        assert_eq!(refused.json()["errors"][0]["code"], "cannot_carry_out");
    }
}

#[test]
fn known_fgm_becomes_an_action_of_the_teacher_who_raised_it() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, priya) = (world.client("ruth"), world.client("priya"));
    let body = json!({
        "academy": world.academy(School::Oakfield),
        "about_adult": "no",
        "category": "female_genital_mutilation",
        "people": [{"person": pupil(world.oakfield().another), "role": "affected"}],
        "place": {"kind": "in_school", "description": "The tutor room"},
        "account": "She told me what was done to her in the summer.",
        "danger_now": false,
    });
    let case = open_case(&ruth, &raise(&priya, &body));
    assert_eq!(due_of(&priya, "/v1/me/actions", "step"), [json!(null); 0]);
    let known = json!({"answer": "yes", "text": "She told her teacher herself."});
    let _ = do_step(&ruth, &case, (ABUSE, "16.3"), &known).expect(201);
    // R5: the teacher reports in person, and nobody else can; the referral itself is the safeguarding lead's.
    let mine = due_of(&priya, "/v1/me/actions", "step");
    assert_eq!(mine.len(), 1, "{mine:?}");
    assert_eq!(mine[0]["step"]["step"], "16.4");
    assert_eq!(
        due_of(&priya, "/v1/me/actions", "referral"),
        [json!(null); 0]
    );
    let of_step: Vec<_> = {
        items(
            &ruth
                .get("/v1/referrals?agency=police&state=needed")
                .expect(200),
        )
    }
    .into_iter()
    .filter(|row| case.ends_with(row["matter"].as_str().unwrap().trim_start_matches("case-")))
    .collect();
    assert!(!of_step.is_empty());
    assert!(
        of_step.iter().all(|row| row["owner_name"] == "Ruth Osei"),
        "{of_step:?}"
    );
    let _ = priya.get(&case).expect(404);
    let called = json!({"reference": "CAD 118 of today", "fields": {"call_made_by": "Priya Nair"}});
    let path = step_path(&case, ABUSE, "16.4");
    let _ = priya.post(&format!("{path}/done"), &called).expect(201);
    assert_eq!(due_of(&priya, "/v1/me/actions", "step"), [json!(null); 0]);
    let done = step_of(&ruth, &case, (ABUSE, "16.4"));
    assert_eq!(done["state"], "done");
    assert_eq!(done["ended_by_name"], "Priya Nair");
}
