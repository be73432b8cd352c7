//! POST /v1/policies/{document}/proposals, …/publish, …/withdraw: by two people, for what begins after

use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use super::{BULLYING, edited, file, propose, publish};
use crate::scene::scene;
use crate::steps::{self, items, open_case, raise, threats};

const SHIPPED: &str = "text = \"Advise the child not to answer, and not to delete anything.\"";
const OURS: &str = "text = \"Sit down with the child. Not to answer, not to delete anything.\"";

/// Opens a case of cyber-bullying and says which edition it goes by, with the words of its first step.
#[track_caller]
fn begin(world: &World) -> (String, u64, String) {
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let concern = raise(&priya, &threats(world, world.oakfield().amara));
    let case = open_case(&ruth, &concern);
    let (edition, text) = edition_of(&ruth, &case);
    (case, edition, text)
}

#[track_caller]
fn edition_of(by: &Client, case: &str) -> (u64, String) {
    let page = items(&by.get(&format!("{case}/playbooks")).expect(200));
    let step = steps::step_of(by, case, ("bullying_by_email_or_phone", "5.1"));
    let text = step["step"]["text"].as_str().unwrap().to_owned();
    let running = { page.iter() }.find(|it| it["playbook"] == "bullying_by_email_or_phone");
    (running.unwrap()["edition"].as_u64().unwrap(), text)
}

#[test]
fn a_case_keeps_the_edition_it_began_with_and_a_new_one_takes_the_next() {
    let world = World::at("2026-11-10T14:05");
    let (miriam, helen, ruth) = (
        world.client("miriam"),
        world.client("helen"),
        world.client("ruth"),
    );
    let (first, edition, words) = begin(&world);
    assert_eq!(edition, 1);

    let text = edited(&file(&miriam, BULLYING), SHIPPED, OURS);
    let proposal = propose(&miriam, BULLYING, &text).expect(201).field("id");
    assert_eq!(begin(&world).1, 1, "proposed is not published");
    let listed = items(&helen.get("/v1/policies").expect(200));
    let waiting = listed.iter().find(|it| it["proposed"] == 2).unwrap();
    assert_eq!(waiting["document"], "playbook.bullying_by_email_or_phone");

    // Two people: not whoever proposed it (domain.md 1 rules 4 and 7).
    let alone = publish(&miriam, BULLYING, &proposal);
    assert_eq!(
        (alone.status, alone.problem().as_str()),
        (403, "second-person-needed")
    );
    let published = publish(&helen, BULLYING, &proposal).expect(201);
    let receipt = helen.get(&published.field("receipt")).expect(200);
    assert!(!receipt.text().is_empty());

    let shown = ruth
        .get("/v1/playbooks/bullying_by_email_or_phone")
        .expect(200)
        .json();
    assert_eq!(shown["edition"], 2);
    let (second, edition, new_words) = begin(&world);
    assert_eq!((edition, new_words.as_str()), (2, &OURS[8..OURS.len() - 1]));
    assert_eq!(
        edition_of(&ruth, &first),
        (1, words.clone()),
        "the first keeps its own"
    );

    // The shipped one is in force again, for what begins from now on.
    let body = json!({"reason": "It named the wrong nurse."});
    let _ = miriam
        .post(&format!("{BULLYING}/withdraw"), &body)
        .expect(201);
    assert_eq!(begin(&world).1, 1);
    assert_eq!(edition_of(&ruth, &second).0, 2);

    let editions = items(&helen.get(&format!("{BULLYING}/editions")).expect(200));
    assert_eq!(editions.len(), 1);
    assert_eq!(editions[0]["state"], "withdrawn");
    assert_eq!(editions[0]["text"], json!(text));
    assert_eq!(editions[0]["published_by_name"], "Helen Marsh");
    assert_eq!(editions[0]["withdrawn_reason"], "It named the wrong nurse.");
}

#[test]
fn every_mistake_is_refused_with_its_line_and_changes_nothing() {
    let scene = scene();
    let miriam = scene.client("miriam");
    let text = file(&miriam, BULLYING);
    let said = |text: &str| -> Vec<String> {
        let answer = propose(&miriam, BULLYING, text).expect(422).json();
        let errors = answer["errors"].as_array().unwrap();
        let said = errors.iter().map(|it| {
            assert_eq!(
                (&it["pointer"], &it["code"]),
                (&json!("/text"), &json!("file_mistaken"))
            );
            it["detail"].as_str().unwrap().to_owned()
        });
        said.collect()
    };
    assert_eq!(
        said(&text),
        ["line 4: edition 1 was in force: the next has a higher number"]
    );
    let unknown = said(&edited(&text, "due = \"now\"", "due = \"soon\""));
    assert!(
        unknown[0].starts_with("line 17: \"soon\" is no time"),
        "{unknown:?}"
    );
    let nobody = said(&edited(
        &text,
        "owner = [\"finder\"]",
        "owner = [\"matron\"]",
    ));
    assert!(
        nobody[0].contains("\"matron\" is no role; it must be finder"),
        "{nobody:?}"
    );
    // Two steps of which each counts from the end of the other would never be due.
    let circle = edited(&text, "due = \"now\"", "due = \"now\"\nafter = \"5.2\"");
    let circle = circle.replacen("due = \"today\"", "due = \"today\"\nafter = \"5.1\"", 1);
    let circle = said(&circle);
    for step in ["5.1", "5.2"] {
        let words = format!("step {step} counts from itself, by way of another");
        assert!(circle.iter().any(|it| it.contains(&words)), "{circle:?}");
    }
    // R7 and R4: what sends to the police and to social care stays, as does what law asks for.
    let gone = said(&edited(&text, "id = \"5.6\"", "id = \"5.66\""));
    assert!(
        gone.iter()
            .any(|it| it.contains("step 5.6 may not be left out")),
        "{gone:?}"
    );
    let blank = json!({"text": text, "reason": " "});
    let blank = miriam
        .post(&format!("{BULLYING}/proposals"), &blank)
        .expect(422);
    assert_eq!(steps::pointers(&blank), ["/reason"]);
    assert_eq!(
        miriam.get(BULLYING).expect(200).json()["proposed"],
        Value::Null
    );
}

#[test]
fn what_the_seed_says_stays_and_what_is_proposed_may_be_edited() {
    let world = World::at("2026-11-10T14:05");
    let (miriam, helen) = (world.client("miriam"), world.client("helen"));
    let matrix = "/v1/policies/matrix.pupil";
    let text = file(&miriam, matrix);
    let tick = propose(
        &miriam,
        matrix,
        &edited(&text, "\"certain\"", "\"unknown\""),
    )
    .expect(422);
    assert!(
        tick.text().contains("cells are what the seed says"),
        "{}",
        tick.text()
    );
    let ours = edited(&text, "technical = \"propose\"", "technical = \"consider\"");
    let (before, ..) = begin(&world);
    world.now("2026-11-10T14:10");
    let proposal = propose(&miriam, matrix, &ours).expect(201).field("id");
    let _ = publish(&helen, matrix, &proposal).expect(201);
    world.now("2026-11-10T14:15");
    let (after, ..) = begin(&world);
    // A case keeps the edition that it began with, as it keeps its playbooks.
    for (case, edition) in [(&before, 1), (&after, 2)] {
        let page = world.client("ruth").get(&format!("{case}/playbooks"));
        assert_eq!(page.expect(200).json()["matrix"]["edition"], edition);
    }
    let matrices = items(&helen.get("/v1/matrices").expect(200));
    assert_eq!(matrices[0]["edition"], 2);
    assert_eq!(matrices[0]["rows"][0]["proposed"]["technical"], "consider");

    let actions = "/v1/policies/user_actions";
    let text = edited(
        &file(&miriam, actions),
        "title = \"User actions\"",
        "title = \"Ours\"",
    );
    let proposal = propose(&miriam, actions, &text).expect(201).field("id");
    let _ = publish(&helen, actions, &proposal).expect(201);
    let table = helen.get("/v1/user-actions").expect(200).json();
    assert_eq!(
        (&table["edition"], &table["title"]),
        (&json!(2), &json!("Ours"))
    );
}

#[test]
fn a_trust_adds_a_playbook_of_its_own_and_starts_it() {
    let world = World::at("2026-11-10T14:05");
    let (miriam, helen, ruth) = (
        world.client("miriam"),
        world.client("helen"),
        world.client("ruth"),
    );
    let guide = include_str!("../../../docs/write-a-playbook.md");
    // A category for which nothing is shipped.
    let text = guide.split("```").nth(1).unwrap();
    let own = "/v1/policies/playbook.trust_phone_in_an_examination";
    let foreign = propose(&miriam, BULLYING, text).expect(422);
    assert!(
        foreign
            .text()
            .contains("its id is \\\"trust_phone_in_an_examination\\\""),
        "{}",
        foreign.text()
    );
    let replaced = propose(&miriam, own, text).expect(201).field("id");
    let proposal = propose(&miriam, own, text).expect(201).field("id");
    let _gone = publish(&helen, own, &replaced).expect(404);
    let _ = publish(&helen, own, &proposal).expect(201);
    let listed = items(&ruth.get("/v1/playbooks").expect(200));
    assert_eq!(
        listed.last().unwrap()["id"],
        "trust_phone_in_an_examination"
    );
    let mut body = threats(&world, world.oakfield().amara);
    body["category"] = json!("copyright");
    let case = open_case(&ruth, &raise(&world.client("priya"), &body));
    let playbooks = items(&ruth.get(&format!("{case}/playbooks")).expect(200));
    let own_runs = |it: &serde_json::Value| it["playbook"] == "trust_phone_in_an_examination";
    assert!(playbooks.iter().any(own_runs), "{playbooks:?}");
    let body = json!({"reason": "The board has one of its own."});
    let _ = miriam.post(&format!("{own}/withdraw"), &body).expect(201);
    let _absent = ruth
        .get("/v1/playbooks/trust_phone_in_an_examination")
        .expect(404);
    let again = miriam.post(&format!("{own}/withdraw"), &body);
    assert_eq!(
        (again.status, again.problem().as_str()),
        (422, "nothing-published")
    );
}
