//! A trust's own categories: added by two people, never removed, closed for what is new (domain.md 2)

use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::policies::{file, propose, publish};
use crate::scene::scene;
use crate::steps::{self, open_case, raise, threats};

pub(super) const TAXONOMY: &str = "/v1/policies/taxonomy";
const VAPING: &str =
    "\n[[category]]\nid = \"trust_vaping\"\nlabel = \"Vaping\"\nfour_c = \"commerce\"\n";

/// The file in force with another edition's number, and something behind it.
#[track_caller]
pub(super) fn next(by: &Client, more: &str) -> String {
    let text = file(by, TAXONOMY);
    let now = { text.lines() }
        .find_map(|line| line.strip_prefix("edition = "))
        .unwrap();
    let next = now.parse::<u16>().unwrap() + 1;
    let text = text.replacen(&format!("edition = {now}"), &format!("edition = {next}"), 1);
    format!("{text}{more}")
}

#[track_caller]
pub(super) fn put(world: &World, text: &str) {
    let (miriam, helen) = (world.client("miriam"), world.client("helen"));
    let proposal = propose(&miriam, TAXONOMY, text).expect(201).field("id");
    let _ = publish(&helen, TAXONOMY, &proposal).expect(201);
}

fn about_vaping(world: &World) -> Value {
    let mut body = threats(world, world.oakfield().amara);
    body["category"] = json!("trust_vaping");
    body
}

#[test]
fn concerns_bear_a_category_of_the_trusts_own_once_two_people_have_added_it() {
    let world = World::at("2026-11-10T14:05");
    let (miriam, ruth, priya) = (
        world.client("miriam"),
        world.client("ruth"),
        world.client("priya"),
    );
    let unknown = priya
        .post("/v1/concerns", &about_vaping(&world))
        .expect(422);
    assert_eq!(steps::pointers(&unknown), ["/category"]);
    put(&world, &next(&miriam, VAPING));

    let taxonomy = priya.get("/v1/taxonomy").expect(200).json();
    let added = taxonomy["categories"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&added["id"], &added["four_c"]),
        (&json!("trust_vaping"), &json!("commerce"))
    );
    let oakfield = world.academy(lanyard::demo::School::Oakfield);
    let form = format!("/v1/academies/{oakfield}/concern-form");
    let offered = priya.get(&form).expect(200).json();
    assert_eq!(
        offered["categories"].as_array().unwrap().last().unwrap()["label"],
        "Vaping"
    );
    let concern = raise(&priya, &about_vaping(&world));
    let case = open_case(&ruth, &concern);
    assert_eq!(
        ruth.get(&case).expect(200).json()["category"],
        "trust_vaping"
    );
    let found = ruth
        .post("/v1/search", &json!({"text": "wait for me"}))
        .expect(200)
        .json();
    let categories: Vec<_> = { found["items"].as_array().unwrap().iter() }
        .map(|it| &it["category"])
        .collect();
    assert!(categories.contains(&&json!("trust_vaping")), "{found}");

    // Never removed or renamed; closed for what is new.
    let gone = propose(&miriam, TAXONOMY, &next(&miriam, "").replace(VAPING, "")).expect(422);
    assert!(
        gone.text().contains("trust_vaping may not be left out"),
        "{}",
        gone.text()
    );
    let renamed = next(&miriam, "").replace("\"Vaping\"", "\"Smoking\"");
    let renamed = propose(&miriam, TAXONOMY, &renamed).expect(422);
    assert!(
        renamed.text().contains("may be closed, and nothing else"),
        "{}",
        renamed.text()
    );
    let withdrawn = miriam.post(
        &format!("{TAXONOMY}/withdraw"),
        &json!({"reason": "Not wanted."}),
    );
    assert_eq!(
        (withdrawn.status, withdrawn.problem().as_str()),
        (422, "stays-in-force")
    );
    put(&world, &next(&miriam, "closed = true\n"));
    let _ = priya
        .post("/v1/concerns", &about_vaping(&world))
        .expect(422);
    assert_eq!(
        ruth.get(&concern.address()).expect(200).json()["category"],
        "trust_vaping"
    );
    let offered = priya.get(&form).expect(200).json();
    assert_ne!(
        offered["categories"].as_array().unwrap().last().unwrap()["id"],
        "trust_vaping"
    );
}

#[test]
fn a_wrong_category_is_refused_with_its_line() {
    let scene = scene();
    let miriam = scene.client("miriam");
    let line = next(&miriam, "").lines().count() + 2;
    for (wrong, expected) in [
        (
            VAPING.replace("trust_vaping", "vaping"),
            "it begins with trust_",
        ),
        (VAPING.replace("commerce", "crime"), "unknown variant"),
        (
            VAPING.replace("Vaping", "Bullying"),
            "there is another called",
        ),
    ] {
        let answer = propose(&miriam, TAXONOMY, &next(&miriam, &wrong))
            .expect(422)
            .json();
        let detail = answer["errors"][0]["detail"].as_str().unwrap();
        let at: usize = { detail.split(&[' ', ':']) }
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        assert!(
            detail.contains(expected) && at >= line,
            "line {line}: {detail}"
        );
    }
}

#[test]
fn cases_are_closed_with_an_outcome_of_the_trusts_own_until_it_is_closed_itself() {
    let world = World::at("2026-11-10T14:05");
    let (miriam, ruth, priya) = (
        world.client("miriam"),
        world.client("ruth"),
        world.client("priya"),
    );
    let case = || {
        open_case(
            &ruth,
            &raise(&priya, &threats(&world, world.oakfield().amara)),
        )
    };
    let closing = json!({
        "outcome": "trust_mentoring", "reason": "A mentor meets them every week.",
        "leaving_open": "Taken up with the mentor.", "confirmed_by": world.staff("helen"),
    });
    let first = case();
    let unknown = ruth.change(&first, "close", &closing).expect(422);
    assert_eq!(steps::pointers(&unknown), ["/outcome"]);
    let mentoring = "\n[[outcome]]\nid = \"trust_mentoring\"\nlabel = \"Mentoring\"\n";
    put(&world, &next(&miriam, mentoring));
    let taxonomy = priya.get("/v1/taxonomy").expect(200).json();
    let added = taxonomy["outcomes"].as_array().unwrap().last().unwrap();
    assert_eq!(added["label"], "Mentoring");
    let _ = ruth.change(&first, "close", &closing).expect(201);

    let gone = propose(&miriam, TAXONOMY, &next(&miriam, "").replace(mentoring, "")).expect(422);
    assert!(
        gone.text().contains("trust_mentoring may not be left out"),
        "{}",
        gone.text()
    );
    put(&world, &next(&miriam, "closed = true\n"));
    let refused = ruth.change(&case(), "close", &closing).expect(422);
    assert_eq!(steps::pointers(&refused), ["/outcome"]);
    // The case keeps what it was closed with.
    assert_eq!(
        ruth.get(&first).expect(200).json()["outcome"],
        "trust_mentoring"
    );
}
