//! S16: the allegation of S02 opens two records: Helen's about the adult, and a welfare case for the
//! pupil that Ruth owns, with "an adult in school" and no name until Helen shares it.

use std::sync::Arc;

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::steps::{
    Concern, NOTHING, about_adult, all, do_step, eventually, id_of, kinds, open_allegation,
    pointers, pupil, raise, row, staff, step_of, told,
};

struct Matter {
    world: World,
    concern: Concern,
    allegation: String,
}

/// A pupil alleges that somebody grabbed her arm.
fn alleged(adult: &str) -> Matter {
    let world = World::at("2026-11-10T14:05");
    let body = about_adult(
        &world,
        School::Oakfield,
        world.oakfield().amara,
        Some(world.staff(adult)),
    );
    let concern = raise(&world.client("tom"), &body);
    let allegation = open_allegation(&world.client("helen"), &concern);
    Matter {
        world,
        concern,
        allegation,
    }
}

impl Matter {
    /// Helen asks for the child's case; its address.
    #[track_caller]
    fn child_case(&self) -> String {
        let amara = self.world.oakfield().amara.to_string();
        let body = json!({"pupils": [amara], "reason": "Priya Nair or not: somebody of her own."});
        let answer = { self.world.client("helen") }
            .change(&self.allegation, "child-case", &body)
            .expect(201);
        format!("/v1/cases/{}", answer.field("case"))
    }

    #[track_caller]
    fn share(&self, adult: &str) {
        let person = staff(self.world.staff(adult));
        let body = json!({"person": person, "reason": "The safety plan has to say whose lessons."});
        let _ = { self.world.client("helen") }
            .change(&self.allegation, "share-name", &body)
            .expect(201);
    }
}

/// All that somebody can list, count or find.
fn everything(by: &Client) -> Value {
    crate::steps::everything(by, &["grabbed", "welfare", "Amara Example"])
}

#[track_caller]
fn answers_like_an_absent_one(by: &Client, case: &str) {
    for path in ["", "/timeline"] {
        let denied = by.get(&format!("{case}{path}"));
        let absent = by.get(&format!("/v1/cases/{NOTHING}{path}"));
        assert_eq!(denied.status, 404);
        assert_eq!(told(&denied), told(&absent));
    }
}

#[test]
fn ruth_owns_the_childs_case_and_nothing_in_it_says_who_the_adult_is() {
    let matter = alleged("priya");
    let ruth = matter.world.client("ruth");
    let case = matter.child_case();
    let shown = row(&ruth, "/v1/cases", id_of(&case)).unwrap();
    assert_eq!(shown["owner_name"], "Ruth Osei");
    assert_eq!(shown["category"], "physical_abuse");
    let page = ruth.get(&case).expect(200).json();
    assert_eq!(page["people"].as_array().unwrap().len(), 1);
    assert_eq!(page["people"][0]["name"], "Amara Example");
    assert_eq!(page["people"][0]["role"], "affected");
    assert_eq!(page["concerns"], json!([]));
    let begun = ["case.opened", "case.playbook_started"];
    assert_eq!(kinds(&ruth, &case), begun);
    let timeline = ruth.get(&format!("{case}/timeline")).expect(200).text();
    assert!(timeline.contains("an adult in school"), "{timeline}");
    let priya = matter.world.staff("priya").to_string();
    for secret in [
        "Priya",
        "Nair",
        &priya,
        &matter.concern.id,
        id_of(&matter.allegation),
    ] {
        for text in [&page.to_string(), &timeline] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    for hidden in [&matter.concern.address(), &matter.allegation] {
        let _ = ruth.get(hidden).expect(404);
    }
    let matters = ruth
        .post("/v1/search", &json!({"text": "Priya Nair"}))
        .expect(200)
        .json();
    assert_eq!(matters["matters"], json!([]));
}

#[test]
fn ruth_records_injury_wishes_and_safety_plan_and_helen_reads_both_sides() {
    let matter = alleged("priya");
    let ruth = matter.world.client("ruth");
    let case = matter.child_case();
    for (kind, text) in [
        ("note", "A bruise on the left arm, the size of a thumb."),
        ("childs_wishes", "Not to be in the same corridor."),
        ("decision", "Safety plan: her tutor walks with her."),
    ] {
        let note = json!({"kind": kind, "text": text});
        let _ = ruth.post(&format!("{case}/notes"), &note).expect(201);
    }
    let helen = matter.world.client("helen");
    assert_eq!(kinds(&helen, &case).len(), 5);
    let page = helen.get(&matter.allegation).expect(200).json();
    assert_eq!(page["child_cases"][0]["case"], json!(id_of(&case)));
}

#[test]
fn the_name_is_shared_with_a_reason_that_its_readers_see() {
    let matter = alleged("priya");
    let ruth = matter.world.client("ruth");
    let case = matter.child_case();
    matter.share("priya");
    let page = ruth.get(&case).expect(200).json();
    assert_eq!(page["people"][1]["name"], "Priya Nair");
    assert_eq!(page["people"][1]["role"], "other");
    let timeline = all(&ruth, &format!("{case}/timeline"));
    let reason = timeline[2]["detail"]["reason"].as_str().unwrap();
    assert!(reason.contains("whose lessons"), "{reason}");
    let page = { matter.world.client("helen") }
        .get(&matter.allegation)
        .expect(200)
        .json();
    assert_eq!(page["child_cases"][0]["name_shared"], true);
    let _ = ruth.get(&matter.allegation).expect(404);
}

#[test]
fn the_adult_sees_neither_nor_a_changed_count() {
    let matter = alleged("priya");
    let priya = matter.world.client("priya");
    let before = everything(&priya);
    let case = matter.child_case();
    assert_eq!(everything(&priya), before);
    answers_like_an_absent_one(&priya, &case);
    matter.share("priya");
    assert_eq!(everything(&priya), before);
    answers_like_an_absent_one(&priya, &case);
}

/// Callum reads every pupil's case of the academy but this: nothing in it names him, and he is kept
/// from it all the same.
#[test]
fn a_deputy_safeguarding_lead_who_is_accused_does_not_see_the_childs_case() {
    let matter = alleged("callum");
    let callum = matter.world.client("callum");
    let before = everything(&callum);
    let case = matter.child_case();
    assert!(row(&matter.world.client("ruth"), "/v1/cases", id_of(&case)).is_some());
    assert_eq!(everything(&callum), before);
    answers_like_an_absent_one(&callum, &case);
}

#[test]
fn whoever_is_close_to_the_adult_does_not_see_it_nor_own_it() {
    let matter = alleged("priya");
    let ruth = format!("/v1/staff/{}", matter.world.staff("ruth"));
    let body = json!({"person": staff(matter.world.staff("priya")), "relation": "partner"});
    let _ = { matter.world.client("helen") }
        .change(&ruth, "relations", &body)
        .expect(201);
    let case = matter.child_case();
    answers_like_an_absent_one(&matter.world.client("ruth"), &case);
    let shown = matter.world.client("callum").get(&case).expect(200).json();
    assert_eq!(shown["owner_name"], "Callum Byrne");
}

#[test]
fn a_safeguarding_lead_who_turns_out_to_be_part_of_it_is_shut_out_of_the_childs_case() {
    let matter = alleged("priya");
    let callum = matter.world.client("callum");
    let case = matter.child_case();
    let _ = callum.get(&case).expect(200);
    let link = json!({"person": staff(matter.world.staff("callum")), "role": "witness"});
    let _ = { matter.world.client("helen") }
        .post(&format!("{}/people", matter.allegation), &link)
        .expect(201);
    answers_like_an_absent_one(&callum, &case);
}

#[test]
fn a_category_that_speaks_of_an_adult_is_not_taken_over() {
    let world = World::at("2026-11-10T14:05");
    let helen = world.client("helen");
    let amara = world.oakfield().amara;
    let mut body = about_adult(&world, School::Oakfield, amara, Some(world.staff("priya")));
    body["category"] = json!("allegation_that_may_meet_the_harm_threshold");
    let allegation = open_allegation(&helen, &raise(&world.client("tom"), &body));
    let ask = json!({"pupils": [amara.to_string()], "reason": "Somebody of her own."});
    let opened = helen.change(&allegation, "child-case", &ask).expect(201);
    let case = format!("/v1/cases/{}", opened.field("case"));
    let shown = world.client("ruth").get(&case).expect(200).json();
    assert_eq!(shown["category"], "emotional_abuse");
}

/// R4: whether social care is called is a decision that is due at once, and a yes stands in the queue.
#[test]
fn the_childs_case_asks_at_once_whether_social_care_is_told() {
    let matter = alleged("priya");
    let ruth = matter.world.client("ruth");
    let case = matter.child_case();
    let step = step_of(&ruth, &case, ("childs_side", "C1"));
    assert_eq!(
        (&step["state"], &step["owner_name"]),
        (&json!("open"), &json!("Ruth Osei"))
    );
    assert_eq!(step["due"]["reason"], "at once");
    assert_eq!(all(&ruth, "/v1/referrals"), [json!(null); 0]);
    let yes = json!({"answer": "yes", "text": "Her arm is bruised, and she is afraid."});
    let _ = do_step(&ruth, &case, ("childs_side", "C1"), &yes).expect(201);
    let queue = all(&ruth, "/v1/referrals?agency=social_care");
    assert_eq!(queue.len(), 1);
    assert_eq!(queue[0]["due"]["rule"], "R4");
    let text = ruth.get(&format!("{case}/playbooks")).expect(200).text();
    assert!(!text.contains("Priya") && !text.contains("Nair"), "{text}");
}

/// Parents only after the LADO's advice, and without a name.
#[test]
fn parents_are_told_in_the_childs_case_after_the_lados_advice() {
    let matter = alleged("priya");
    let ruth = matter.world.client("ruth");
    let case = matter.child_case();
    let path = format!("{case}/parents/contacts");
    let mut told = json!({
        "pupil": matter.world.oakfield().amara.to_string(), "contact": "Mother", "how": "in_person",
        "summary": "That she was hurt in school, and that it is looked into.",
    });
    let refused = ruth.post(&path, &told).expect(422);
    assert_eq!(pointers(&refused), ["/asked_first"]);
    assert!(!refused.text().contains("Priya"), "{}", refused.text());
    told["asked_first"] = json!({
        "kind": "asked", "desk": "lado", "advice": "Tell her today; the adult is not named.",
    });
    let _ = ruth.post(&path, &told).expect(201);
}

/// Issue 4, Build 6: the conflict is in force before the case is there, so that a crash between the two hides too much and
/// never too little; and looking at everything again adds nothing.
#[test]
fn the_adult_is_shut_out_in_the_record_before_the_childs_case_begins() {
    let mut matter = alleged("priya");
    let case = format!("case-{}", id_of(&matter.child_case()));
    let of_both = |world: &World| {
        let mut order = world.in_order();
        order.retain(|(stream, kind)| *stream == case || kind == "conflict.matter_added");
        order
    };
    let before = of_both(&matter.world);
    let opened = { before.iter() }
        .position(|(stream, _)| *stream == case)
        .unwrap();
    assert_eq!(before[opened].1, "case.opened");
    assert!(opened > 0, "nobody was shut out first: {before:?}");
    let late = { before.iter() }.skip(opened);
    let late = late.filter(|(_, kind)| kind == "conflict.matter_added");
    assert_eq!(late.count(), 0, "{before:?}");
    matter.world.stop();
    let _ = std::fs::remove_file(matter.world.data_dir().join("reactions.position"));
    matter.world.start_again().unwrap();
    matter.world.remind();
    assert_eq!(of_both(&matter.world), before);
}

/// Cuts the record off before the first event of a type that came after the asking for a child's case, as a crash there
/// would have; everything is looked at again at the next start. What was signed by then goes back into the lock.
fn crashed_before(world: &mut World, kind: &str, signed: &[u8]) {
    world.stop();
    let folder = world.data_dir();
    let store = Connection::open(folder.join("store.sqlite")).unwrap();
    let from: i64 = store
        .query_row(
            "SELECT min(position) FROM events WHERE type = ?1 AND position >
               (SELECT max(position) FROM events WHERE type = 'allegation.child_case_linked')",
            [kind],
            |row| row.get(0),
        )
        .unwrap();
    store
        .execute_batch(&format!(
            "DROP TRIGGER IF EXISTS events_remain; DROP TRIGGER IF EXISTS commands_remain;
             DELETE FROM events WHERE position >= {from}; DELETE FROM boxes WHERE position >= {from};
             DELETE FROM commands WHERE last >= {from};"
        ))
        .unwrap();
    drop(store);
    for made_of_it in ["ledger", "log", "views"] {
        std::fs::remove_dir_all(folder.join(made_of_it)).unwrap();
    }
    let _ = std::fs::remove_file(folder.join("reactions.position"));
    std::fs::write(folder.with_extension("lock"), signed).unwrap();
    world.start_again().unwrap();
}

/// Issue 4, Build 6: whichever of the two a crash has left out, the worker adds it, the conflict first.
#[test]
fn a_crash_before_the_conflict_or_between_it_and_the_childs_case_is_finished_in_the_same_order() {
    let mut matter = alleged("callum");
    matter.world.stop();
    let lock = matter.world.data_dir().with_extension("lock");
    let signed = std::fs::read(lock).unwrap();
    matter.world.start_again().unwrap();
    let case = matter.child_case();
    let stream = format!("case-{}", id_of(&case));
    let of_both = |world: &World| {
        let mut order = world.in_order();
        order.retain(|(of, kind)| *of == stream || kind == "conflict.matter_added");
        order
    };
    let whole = of_both(&matter.world);
    for kind in ["case.opened", "conflict.matter_added"] {
        crashed_before(&mut matter.world, kind, &signed);
        let finished = eventually(|| {
            let now = of_both(&matter.world);
            (now.len() >= whole.len()).then_some(now)
        });
        assert_eq!(finished, whole, "cut before {kind}");
        // Whoever asks anew: by what was cut off nobody has seen anything.
        let by = |name: &str| {
            let token = matter.world.token(name);
            Client::new(matter.world.base(), Some(token), Arc::default())
        };
        eventually(|| (by("ruth").get(&case).status == 200).then_some(()));
        answers_like_an_absent_one(&by("callum"), &case);
    }
}

#[test]
fn a_case_that_refuses_the_name_keeps_it_from_no_other() {
    let matter = alleged("priya");
    let (helen, ruth) = (matter.world.client("helen"), matter.world.client("ruth"));
    let another = matter.world.oakfield().another;
    let link =
        json!({"person": pupil(another), "role": "affected", "reason": "Her too, she says."});
    let people = format!("{}/people", matter.allegation);
    let _ = helen.post(&people, &link).expect(201);
    let of_another = json!({"pupils": [another.to_string()], "reason": "Somebody of her own too."});
    let mut cases = [matter.child_case(), {
        let made = helen.change(&matter.allegation, "child-case", &of_another);
        format!("/v1/cases/{}", made.expect(201).field("case"))
    }];
    // In the first one, as they are told, she has another part already.
    cases.sort();
    let witness = json!({
        "person": staff(matter.world.staff("priya")), "role": "witness", "reason": "She was there.",
    });
    let _ = { ruth.post(&format!("{}/people", cases[0]), &witness) }.expect(201);
    matter.share("priya");
    let part = |case: &str| {
        let page = ruth.get(case).expect(200).json();
        let mut people = page["people"].as_array().unwrap().iter();
        let hers = people.find(|person| person["name"] == "Priya Nair");
        hers.map(|person| person["role"].clone())
    };
    assert_eq!(part(&cases[0]), Some(json!("witness")));
    assert_eq!(part(&cases[1]), Some(json!("other")));
}
