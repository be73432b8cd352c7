//! Denied looks like absent, at every address whose very being is a secret (design.md 5).

use lanyard_api::{Effect, Route};
use lanyard_tests::Client;
use serde_json::json;

use crate::doors::{Ask, knock, routes};
use crate::scene::{Scene, scene};
use crate::steps::{NOTHING, all, eventually, told};

/// Other addresses at which nothing is: of another version, nobody's, and no id at all.
const NOWHERE: [&str; 4] = [
    NOTHING,
    "3f0e8a52-9d0b-4c0e-8d5f-0123456789ab",
    "00000000-0000-0000-0000-000000000000",
    "nonsense",
];

/// The same request at an address where nothing is: its first id is another.
fn elsewhere(ask: &Ask, id: &str) -> Ask {
    let first = ask
        .path
        .split('/')
        .find(|part| part.len() == 36)
        .expect("a content address has an id");
    Ask::new(ask.path.replacen(first, id, 1), ask.body.clone())
}

/// Whoever asks is told the same of what is there and what is not, by every content route.
#[track_caller]
fn tells_nothing(by: &Client, wanted: &dyn Fn(&str) -> bool) {
    let _ = tells_nothing_in(&scene(), by, wanted);
}

/// The same in some scene; the requests that were made.
#[track_caller]
pub fn tells_nothing_in(
    scene: &Scene,
    by: &Client,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<(&'static Route, Ask)> {
    let mut asked = Vec::new();
    for (route, door) in routes().filter(|(route, _)| route.is_content()) {
        if !wanted(route.path) {
            continue;
        }
        let ask = (door.ask)(scene);
        let denied = knock(by, route, &ask);
        assert_eq!(denied.status, 404, "{}: {}", route.template, denied.text());
        assert_eq!(denied.header("etag"), None, "{}", route.template);
        assert_eq!(
            denied.header("lanyard-position"),
            None,
            "{}",
            route.template
        );
        for id in NOWHERE {
            let absent = knock(by, route, &elsewhere(&ask, id));
            assert_eq!(told(&denied), told(&absent), "{} at {id}", route.template);
        }
        asked.push((route, ask));
    }
    assert!(!asked.is_empty());
    asked
}

#[test]
fn the_safeguarding_lead_of_another_academy_is_told_nothing_by_any_content_address() {
    tells_nothing(&scene().client("grace"), &|_| true);
}

#[test]
fn staff_of_the_academy_are_told_nothing_of_cases_nor_of_concerns_of_others() {
    let matters = |path: &str| {
        ["/v1/concerns", "/v1/cases", "/v1/allegations"]
            .iter()
            .any(|content| path.starts_with(content))
    };
    tells_nothing(&scene().client("dev"), &matters);
    tells_nothing(&scene().client("jon"), &matters);
    tells_nothing(&scene().client("kit"), &matters);
}

#[test]
fn whoever_raised_a_concern_is_told_nothing_of_its_case() {
    tells_nothing(&scene().client("priya"), &|path| {
        path.starts_with("/v1/cases")
    });
}

/// The adult, the safeguarding team of the academy, and whoever raised the concern.
#[test]
fn nobody_to_whom_an_adults_matter_did_not_go_is_told_anything_of_it() {
    for name in ["priya", "ruth", "callum", "tom", "miriam", "esther", "iris"] {
        tells_nothing(&scene().client(name), &|path| {
            path.starts_with("/v1/allegations")
        });
    }
}

#[test]
fn a_client_of_the_trust_is_told_nothing_of_what_it_did_not_send() {
    let matters = |path: &str| {
        [
            "/v1/concerns",
            "/v1/cases",
            "/v1/allegations",
            "/v1/receipts",
            "/log/proofs",
        ]
        .iter()
        .any(|content| path.starts_with(content))
    };
    tells_nothing(&scene().world.mis("concerns:read concerns:write"), &matters);
}

#[test]
fn a_head_request_tells_no_more() {
    let scene = scene();
    let grace = scene.client("grace");
    let head = |path: String| told(&grace.send("HEAD", &path, None, &[]));
    let there = head(scene.case.clone());
    assert_eq!(there.0, 404);
    assert_eq!(there, head(format!("/v1/cases/{NOTHING}")));
}

#[test]
fn an_action_that_is_not_there_and_one_of_another_case_answer_alike() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let other = scene.open_case();
    let done = |action: &str| {
        let body = json!({"outcome": "Done."});
        told(&ruth.change(&other, &format!("actions/{action}/done"), &body))
    };
    let absent = done(NOTHING);
    assert!(matches!(absent.0, 404 | 422), "{absent:?}");
    assert_eq!(absent, done(&scene.action));
}

#[test]
fn both_leave_one_access_record_alike() {
    let scene = scene();
    let grace = scene.client("grace");
    let concern = scene.raise();
    let absent = "018f4e9a-0000-7000-8000-00000000bead";
    let _ = grace.get(&concern.address()).expect(404);
    let _ = grace.get(&format!("/v1/concerns/{absent}")).expect(404);
    let kit = scene.client("kit");
    let looks = |id: &str| {
        let looks = all(&kit, &format!("/v1/access-log?stream=concern-{id}"));
        let told = |look: &serde_json::Value| json!([look["actor"], look["result"], look["route"]]);
        looks.iter().map(told).collect::<Vec<_>>()
    };
    let of_absent = eventually(|| Some(looks(absent)).filter(|looks| !looks.is_empty()));
    assert_eq!(of_absent.len(), 1);
    assert_eq!(of_absent[0][1], "not_shown");
    assert_eq!(looks(&concern.id), of_absent);
}

#[test]
fn matters_in_bodies_that_one_may_not_see_answer_like_absent_ones() {
    let scene = scene();
    // A case of Oakfield that Callum is conflicted in, named in a body of his.
    let (ruth, callum) = (scene.client("ruth"), scene.client("callum"));
    let case = scene.open_case();
    let who = scene.world.staff("callum").to_string();
    let mark = json!({"staff": who, "reason": "A statement names him."});
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    let concern = scene.raise();
    let join = |case: &str| {
        let decision = json!({"kind": "add_to_case", "case": case});
        told(&crate::steps::triage(
            &callum,
            &concern,
            &decision,
            "The same chat.",
        ))
    };
    let denied = join(crate::steps::id_of(&case));
    assert!(matches!(denied.0, 404 | 422), "{denied:?}");
    assert_eq!(denied, join(NOTHING));
}

#[test]
fn an_adults_matter_named_in_a_body_that_one_may_not_see_answers_like_an_absent_one() {
    let scene = scene();
    // About Helen: it went to Miriam.
    let (helen, miriam) = (scene.client("helen"), scene.client("miriam"));
    let about_helen = crate::steps::about_adult(
        &scene.world,
        lanyard::demo::School::Oakfield,
        scene.world.oakfield().amara,
        Some(scene.world.staff("helen")),
    );
    let concern = crate::steps::raise(&scene.client("callum"), &about_helen);
    let hidden = crate::steps::open_allegation(&miriam, &concern);
    let concern = scene.raise_about_adult(true);
    let join = |allegation: &str| {
        let decision = json!({"kind": "add_to_allegation", "allegation": allegation});
        told(&crate::steps::triage(
            &helen,
            &concern,
            &decision,
            "The same adult.",
        ))
    };
    let denied = join(crate::steps::id_of(&hidden));
    assert!(matches!(denied.0, 404 | 422), "{denied:?}");
    assert_eq!(denied, join(NOTHING));
}

#[test]
fn every_content_route_was_asked() {
    let content: Vec<_> = routes().filter(|(route, _)| route.is_content()).collect();
    assert!(
        content
            .iter()
            .any(|(route, _)| route.effect == Effect::ReadsContent)
    );
    assert!(content.len() > 30, "{} content routes", content.len());
}
