//! Whoever has a conflict of interest is told nothing by any route (domain.md 1 rule 1): by each content address the very
//! bytes that are told of nothing, and by each list, count, search, figure and export what would be told if the matter
//! were not there. Both walk the router's own table, so that a new route is asked too.

use lanyard_api::{Effect, Route, Verb, Who};
use lanyard_tests::Client;
use serde_json::json;

use crate::absent::tells_nothing_in;
use crate::doors::{Ask, knock, routes};
use crate::scene::Scene;
use crate::steps::{NOTHING, Told, attach, chat, plan, told};

/// Where matters of a child are, and what hangs on them.
const OF_A_MATTER: [&str; 7] = [
    "/v1/concerns",
    "/v1/cases",
    "/v1/referrals",
    "/v1/evidence",
    "/v1/grants",
    "/v1/receipts",
    "/log/proofs",
];

/// The child's own addresses that show matters. Roster and contacts stay as they are for all staff.
const OF_THE_CHILD: [&str; 2] = ["/v1/pupils/{pupil}/history", "/v1/pupils/{pupil}/file"];

#[track_caller]
fn is_told_nothing(scene: &Scene, name: &str) {
    let by = scene.client(name);
    let asked = tells_nothing_in(scene, &by, &|path| {
        OF_A_MATTER.iter().any(|it| path.starts_with(it)) || OF_THE_CHILD.contains(&path)
    });
    // It is there: whoever has no conflict reads it by the same requests.
    let ruth = scene.client("ruth");
    let reads = |(route, ask): &&(&'static Route, Ask)| {
        route.verb == Verb::Get && knock(&ruth, route, ask).status == 200
    };
    let read = asked.iter().filter(reads).count();
    assert!(asked.len() > 50 && read > 10, "{read} of {}", asked.len());
}

/// Lists, counts, searches, figures and exports: whatever reads without being content at an address.
fn lists(scene: &Scene) -> Vec<(&'static Route, Ask)> {
    routes()
        .filter(|(route, _)| route.effect == Effect::Reads && matches!(route.who, Who::Caller))
        .map(|(route, door)| (route, (door.ask)(scene)))
        .collect()
}

/// What they answer; without the position of the record, which rises with whatever is recorded.
fn answers(by: &Client, lists: &[(&'static Route, Ask)]) -> Vec<(&'static str, Told)> {
    { lists.iter() }
        .map(|(route, ask)| {
            let mut answer = told(&knock(by, route, ask));
            answer.1.retain(|(name, _)| name != "lanyard-position");
            (route.template, answer)
        })
        .collect()
}

/// Everything that a matter of the child comes to, and that somebody is reminded of it.
#[track_caller]
fn much_happens(scene: &Scene, second: &str) {
    let ruth = scene.client("ruth");
    let _untriaged = scene.raise();
    let case = scene.open_case();
    let note = json!({"kind": "note", "text": "Threatening messages, and worse."});
    let _ = ruth.post(&format!("{case}/notes"), &note).expect(201);
    let _ = plan(&ruth, &case, scene.world.staff("tom"), "Watch the corridor");
    let _ = attach(&ruth, &case, &chat());
    let need = json!({"agency": "social_care", "reason": "Afraid to go home."});
    let _ = ruth.post(&format!("{case}/referrals"), &need).expect(201);
    let _ = crate::grants::give(
        &ruth,
        &case,
        scene.world.staff("zoe"),
        "2026-11-20T17:00:00Z",
    );
    let closed = scene.open_case();
    let closing = json!({
        "outcome": "resolved_in_school",
        "reason": "No messages since.",
        "leaving_open": "Taken up in the weekly meetings.",
        "confirmed_by": scene.world.staff(second).to_string(),
    });
    let _ = ruth.change(&closed, "close", &closing).expect(201);
    scene.world.remind();
}

#[track_caller]
fn is_shown_no_change(scene: &Scene, name: &str) {
    let (by, ruth) = (scene.client(name), scene.client("ruth"));
    let lists = lists(scene);
    assert!(lists.len() > 35, "{} lists", lists.len());
    // What is due by now has been told before anything is looked at.
    scene.world.remind();
    let (before, of_ruth) = (answers(&by, &lists), answers(&ruth, &lists));
    let second = if name == "helen" { "callum" } else { "helen" };
    much_happens(scene, second);
    for (was, is) in before.iter().zip(answers(&by, &lists)) {
        assert_eq!(*was, is, "{name}");
    }
    assert_ne!(of_ruth, answers(&ruth, &lists), "something has happened");
}

#[test]
fn a_deputy_safeguarding_lead_is_told_nothing_by_any_route() {
    let scene = Scene::with_relative("callum");
    is_told_nothing(&scene, "callum");
    is_shown_no_change(&scene, "callum");
}

#[test]
fn a_headteacher_is_told_nothing_by_any_route() {
    let scene = Scene::with_relative("helen");
    is_told_nothing(&scene, "helen");
    is_shown_no_change(&scene, "helen");
}

#[test]
fn the_trusts_lead_is_told_nothing_by_any_route() {
    let scene = Scene::with_relative("miriam");
    is_told_nothing(&scene, "miriam");
    is_shown_no_change(&scene, "miriam");
}

/// Who counts for the trust reads no matter, and counts none that is closed to them.
#[test]
fn the_central_team_counts_nothing_that_is_closed_to_it() {
    is_shown_no_change(&Scene::with_relative("jon"), "jon");
}

/// A conflict that is marked later closes the same addresses, and tells no more than that something went to others.
#[test]
fn a_conflict_that_is_marked_closes_every_address_of_the_case() {
    let scene = Scene::alone();
    let (ruth, callum) = (scene.client("ruth"), scene.client("callum"));
    let of_case = |path: &str| path.starts_with("/v1/cases") || path.starts_with("/v1/referrals");
    let asked: Vec<_> = { routes() }
        .filter(|(route, _)| route.is_content() && of_case(route.path))
        .map(|(route, door)| (route, (door.ask)(&scene)))
        .collect();
    assert_eq!(callum.get(&scene.case).status, 200);
    let mark = json!({
        "staff": scene.world.staff("callum").to_string(),
        "reason": "A statement names him.",
    });
    let conflicts = format!("{}/conflicts", scene.case);
    let _ = ruth.post(&conflicts, &mark).expect(201);
    for (route, ask) in asked {
        let first = ask.path.split('/').find(|part| part.len() == 36).unwrap();
        // Some requests make a case of their own, which is not closed to him.
        if ![&scene.case, &scene.referral]
            .iter()
            .any(|it| it.ends_with(first))
        {
            continue;
        }
        let denied = knock(&callum, route, &ask);
        let elsewhere = Ask::new(ask.path.replacen(first, NOTHING, 1), ask.body.clone());
        let absent = knock(&callum, route, &elsewhere);
        assert_eq!(denied.status, 404, "{}", route.template);
        assert_eq!(told(&denied), told(&absent), "{}", route.template);
    }
}
