//! Late entries: what was written down before it was entered was known then, and the clocks run from then.

use lanyard::demo::School;
use lanyard_tests::{World, moment};
use serde_json::json;

use crate::steps::{
    about_adult, all, at, due_of, id_of, open_allegation, open_case, raise, step_of, threats,
    threshold, triage,
};

/// Friday afternoon, on paper; Monday morning, in the record.
const WRITTEN: &str = "2026-11-13T15:00:00Z";
const TYPED: &str = "2026-11-16T09:00";

#[test]
fn the_lados_clock_runs_from_the_paper_not_from_the_typing() {
    let world = World::at(TYPED);
    let adult = Some(world.staff("priya"));
    let mut body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    body["late_entry"] = json!(WRITTEN);
    let helen = world.client("helen");
    let allegation = open_allegation(&helen, &raise(&world.client("tom"), &body));
    let due = due_of(&helen, "/v1/me/actions", "allegation_review");
    let decide = { due.iter() }.find(|row| row["clock"] == "threshold");
    assert_eq!(at(&decide.unwrap()["due_at"]), moment("2026-11-16T17:00"));
    let _ = helen
        .change(&allegation, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    let queue = all(&helen, "/v1/referrals?agency=lado");
    assert_eq!(at(&queue[0]["due"]["at"]), moment("2026-11-16T17:00"));
    assert_eq!(
        queue[0]["due"]["reason"],
        "one working day from Fri 13 Nov, 15:00"
    );
}

/// It joins the matter last, and was known first.
#[test]
fn the_lados_clock_runs_from_whichever_concern_was_known_first() {
    let world = World::at(TYPED);
    let adult = Some(world.staff("priya"));
    let mut body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let (helen, tom) = (world.client("helen"), world.client("tom"));
    let allegation = open_allegation(&helen, &raise(&tom, &body));
    body["late_entry"] = json!(WRITTEN);
    let join = json!({"kind": "add_to_allegation", "allegation": id_of(&allegation)});
    let _ = triage(&helen, &raise(&tom, &body), &join, "The same adult.").expect(201);
    let _ = helen
        .change(&allegation, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    let queue = all(&helen, "/v1/referrals?agency=lado");
    assert_eq!(at(&queue[0]["due"]["at"]), moment("2026-11-16T17:00"));
}

#[test]
fn a_playbooks_first_steps_were_due_on_the_day_of_the_paper() {
    let world = World::at(TYPED);
    let mut body = threats(&world, world.oakfield().amara);
    body["late_entry"] = json!(WRITTEN);
    let ruth = world.client("ruth");
    let case = open_case(&ruth, &raise(&world.client("priya"), &body));
    let parents = step_of(&ruth, &case, ("bullying_by_email_or_phone", "5.5"));
    assert_eq!(at(&parents["due"]["at"]), moment("2026-11-13T15:30"));
}
