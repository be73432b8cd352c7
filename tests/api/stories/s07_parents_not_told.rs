//! S07: Ruth decides not to inform parents because the father is alleged to be violent.

use lanyard::demo::School;
use lanyard_tests::{World, moment};
use serde_json::{Value, json};

use crate::steps::{
    all, at, do_step, due_of, etag, figures, kinds, open_case, pointers, raise, step_of, step_path,
    threats,
};

const STEP: (&str, &str) = ("bullying_by_email_or_phone", "5.5");

fn decision(world: &World) -> Value {
    json!({
        "pupil": world.oakfield().amara.to_string(),
        "contact": "Father",
        "reason": "He is alleged to be violent; telling him could put her at risk.",
        "review_on": "2026-11-24",
    })
}

fn with_case() -> (World, String) {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let case = open_case(&world.client("ruth"), &concern);
    (world, case)
}

#[test]
fn the_decision_cannot_be_left_empty_nor_put_off_for_ever() {
    let (world, case) = with_case();
    let ruth = world.client("ruth");
    let path = format!("{case}/parents/not-told");
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut body = decision(&world);
        change(&mut body);
        pointers(&ruth.post(&path, &body).expect(422))
    };
    assert_eq!(refused(&|body| body["reason"] = json!("")), ["/reason"]);
    assert_eq!(refused(&|body| body["reason"] = json!(" \n")), ["/reason"]);
    assert_eq!(refused(&|body| body["reason"] = json!(null)), ["/reason"]);
    assert_eq!(refused(&|body| body["contact"] = json!(" ")), ["/contact"]);
    for review_on in [
        json!(null),
        json!("2026-11-10"),
        json!("2026-11-01"),
        json!("2028-11-24"),
    ] {
        assert_eq!(
            refused(&|body| body["review_on"] = review_on.clone()),
            ["/review_on"]
        );
    }
    for missing in ["reason", "review_on", "pupil"] {
        let without = |body: &mut Value| drop(body.as_object_mut().unwrap().remove(missing));
        assert_eq!(refused(&without), [format!("/{missing}")]);
    }
    let _ = ruth.post(&path, &json!({})).expect(422);
    assert_eq!(kinds(&ruth, &case).last().unwrap(), "referral.needed");
}

#[test]
fn it_stands_on_the_timeline_and_comes_back_to_ruths_actions_on_its_day() {
    let (world, case) = with_case();
    let (ruth, jon) = (world.client("ruth"), world.client("jon"));
    let path = format!("{case}/parents/not-told");
    let _ = ruth.post(&path, &decision(&world)).expect(201);
    let timeline = all(&ruth, &format!("{case}/timeline"));
    // The step that asks about the parents of each child is done with it.
    let [.., entry, step] = &timeline[..] else {
        panic!("{timeline:?}");
    };
    assert_eq!(step["kind"], "case.step_done");
    assert_eq!(step["detail"]["name"]["step"], "5.5");
    assert_eq!(entry["kind"], "case.parents_not_told");
    assert_eq!(entry["actor_name"], "Ruth Osei");
    assert_eq!(entry["detail"], decision(&world));
    let reviews = || due_of(&ruth, "/v1/me/actions", "parents_review");
    assert_eq!(reviews().len(), 1);
    let review = &reviews()[0];
    assert_eq!(at(&review["due_at"]), moment("2026-11-24T17:00"));
    assert_eq!(review["title"], "Father");
    assert_eq!(review["pupil_name"], "Amara Example");
    assert_eq!(review["done"], json!(null));
    for other in ["priya", "tom", "grace"] {
        assert_eq!(
            all(&world.client(other), "/v1/me/actions"),
            [json!(null); 0]
        );
    }
    let overdue = || figures(&jon, &world.academy(School::Oakfield))["overdue_actions"].clone();
    world.now("2026-11-24T16:59");
    assert_eq!(overdue(), 0);
    assert_eq!(reviews(), std::slice::from_ref(review));
    world.now("2026-11-24T17:01");
    assert_eq!(overdue(), 1);
    assert_eq!(reviews(), std::slice::from_ref(review));
}

#[test]
fn it_follows_the_case_to_a_new_owner() {
    let (world, case) = with_case();
    let (ruth, callum) = (world.client("ruth"), world.client("callum"));
    let _ = ruth
        .post(&format!("{case}/parents/not-told"), &decision(&world))
        .expect(201);
    let owner = json!({"owner": world.staff("callum").to_string(), "reason": "Ruth is away."});
    let _ = ruth.change(&case, "owner", &owner).expect(201);
    let reviews = due_of(&callum, "/v1/me/actions", "parents_review");
    assert_eq!(reviews.len(), 1);
    // The steps that were Ruth's are his too.
    assert!(!due_of(&callum, "/v1/me/actions", "step").is_empty());
    assert_eq!(due_of(&ruth, "/v1/me/actions", "step"), [json!(null); 0]);
    assert_eq!(
        due_of(&ruth, "/v1/me/actions", "parents_review"),
        [json!(null); 0]
    );
}

#[test]
fn the_step_that_asks_for_it_is_neither_ticked_nor_left_empty_nor_left_out() {
    let (world, case) = with_case();
    let ruth = world.client("ruth");
    for body in [
        json!({}),
        json!({"text": "Done."}),
        json!({"answer": "no", "text": "He is alleged to be violent."}),
    ] {
        let refused = do_step(&ruth, &case, STEP, &body).expect(422);
        assert_eq!(refused.problem(), "step-takes-contacts");
    }
    let path = format!("{}/skipped", step_path(&case, STEP.0, STEP.1));
    let skip = json!({"reason": "He is alleged to be violent."});
    let refused = ruth.post_on(&path, &etag(&ruth, &case), &skip).expect(422);
    assert_eq!(refused.problem(), "step-not-skippable");
    assert_eq!(step_of(&ruth, &case, STEP)["state"], "open");
    let decided = format!("{case}/parents/not-told");
    let _ = ruth.post(&decided, &decision(&world)).expect(201);
    assert_eq!(step_of(&ruth, &case, STEP)["state"], "done");
}
