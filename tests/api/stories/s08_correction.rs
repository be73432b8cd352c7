//! S08: Priya named the wrong pupil; there are two Amaras.

use lanyard_tests::{Client, World, moment};
use serde_json::{Value, json};

use crate::program::lanyard;
use crate::registers::state;
use crate::steps::{
    Concern, all, at, due_of, found, id_of, open_case, pupil, raise, referral, threats,
};

struct Mistake {
    world: World,
    concern: Concern,
    case: String,
}

/// The concern names Amara Example; meant is Amara Sample.
fn mistaken() -> Mistake {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let case = open_case(&world.client("ruth"), &concern);
    world.now("2026-11-11T09:20");
    Mistake {
        world,
        concern,
        case,
    }
}

impl Mistake {
    #[track_caller]
    fn correct(&self, by: &Client) {
        let pupils = self.world.oakfield();
        let body = json!({
            "kind": "person",
            "from": pupil(pupils.amara),
            "to": pupil(pupils.other_amara),
            "reason": "There are two Amaras in year 8; it was the other one.",
        });
        let _ = by
            .change(&self.concern.address(), "corrections", &body)
            .expect(201);
    }

    /// A desk is told of the case.
    #[track_caller]
    fn told(&self, by: &Client, agency: &str) {
        let need = json!({"agency": agency, "reason": "They have to know of it."});
        let _ = by
            .post(&format!("{}/referrals", self.case), &need)
            .expect(201);
        tell(by, &referral(by, &self.case, agency));
    }

    /// The matters in a pupil's history.
    fn history(&self, by: &Client, pupil: impl std::fmt::Display) -> Vec<String> {
        let mut matters: Vec<_> = all(by, &format!("/v1/pupils/{pupil}/history"))
            .iter()
            .map(|item| item["matter"].as_str().unwrap().to_owned())
            .collect();
        matters.sort();
        matters
    }

    fn matters(&self) -> Vec<String> {
        let case = id_of(&self.case);
        vec![
            format!("case-{case}"),
            format!("concern-{}", self.concern.id),
        ]
    }
}

#[test]
fn the_history_moves_to_the_right_pupil_for_everybody() {
    let mistake = mistaken();
    let pupils = mistake.world.oakfield();
    let ruth = mistake.world.client("ruth");
    assert_eq!(mistake.history(&ruth, pupils.amara), mistake.matters());
    assert_eq!(mistake.history(&ruth, pupils.other_amara), [""; 0]);
    mistake.correct(&ruth);
    for reader in ["ruth", "callum", "helen", "miriam"] {
        let reader = mistake.world.client(reader);
        assert_eq!(mistake.history(&reader, pupils.amara), [""; 0]);
        assert_eq!(
            mistake.history(&reader, pupils.other_amara),
            mistake.matters()
        );
        assert_eq!(found(&reader, "Amara Example"), [""; 0]);
        let mut by_name = found(&reader, "Amara Sample");
        by_name.sort();
        assert_eq!(by_name, mistake.matters());
    }
}

#[test]
fn on_the_concern_the_old_name_stands_struck_with_who_when_and_why() {
    let mistake = mistaken();
    let ruth = mistake.world.client("ruth");
    mistake.correct(&ruth);
    let page = mistake
        .world
        .client("helen")
        .get(&mistake.concern.address())
        .expect(200)
        .json();
    assert_eq!(page["people"].as_array().unwrap().len(), 1);
    assert_eq!(page["people"][0]["name"], "Amara Sample");
    assert_eq!(page["people"][0]["role"], "affected");
    let struck = &page["struck_people"][0];
    assert_eq!(struck["from_name"], "Amara Example");
    assert_eq!(struck["to_name"], "Amara Sample");
    assert_eq!(struck["by_name"], "Ruth Osei");
    assert_eq!(at(&struck["at"]), moment("2026-11-11T09:20"));
    assert_eq!(
        struck["reason"],
        "There are two Amaras in year 8; it was the other one."
    );
}

#[test]
fn the_case_follows_and_its_timeline_strikes_what_was_wrong() {
    let mistake = mistaken();
    let ruth = mistake.world.client("ruth");
    mistake.correct(&ruth);
    let case = ruth.get(&mistake.case).expect(200).json();
    assert_eq!(case["people"].as_array().unwrap().len(), 1);
    assert_eq!(case["people"][0]["name"], "Amara Sample");
    let timeline = all(&ruth, &format!("{}/timeline", mistake.case));
    let entry = |kind: &str| -> &Value {
        let found = timeline.iter().find(|entry| entry["kind"] == kind);
        found.unwrap_or_else(|| panic!("no {kind}"))
    };
    let corrected = entry("concern.person_corrected");
    assert_eq!(corrected["actor_name"], "Ruth Osei");
    assert_eq!(
        entry("concern.raised")["corrected_by"],
        corrected["position"]
    );
    let followed = entry("case.person_corrected");
    assert_eq!(followed["actor_name"], "Ruth Osei");
    assert_eq!(followed["detail"]["concern"], json!(mistake.concern.id));
    assert_eq!(corrected["corrected_by"], json!(null));
}

#[test]
fn priya_who_named_the_wrong_pupil_learns_nothing_of_the_correction() {
    let mistake = mistaken();
    let priya = mistake.world.client("priya");
    let before = priya.get(&mistake.concern.address()).expect(200).json();
    mistake.correct(&mistake.world.client("ruth"));
    assert_eq!(
        priya.get(&mistake.concern.address()).expect(200).json(),
        before
    );
}

/// A desk is told; what its form asks for was said to it.
#[track_caller]
fn tell(by: &Client, referral: &str) {
    let told = json!({
        "how": "portal",
        "their_reference": "REP-118",
        "missing_reason": "All of it was typed into their own page.",
    });
    let _ = by.change(referral, "submission", &told).expect(201);
}

/// The titles of what is planned in the case.
fn planned(by: &Client) -> Vec<String> {
    due_of(by, "/v1/due", "action")
        .iter()
        .map(|row| row["title"].as_str().unwrap().to_owned())
        .collect()
}

fn breaches(by: &Client) -> Vec<Value> {
    all(by, "/v1/registers/breaches/entries")
}

#[test]
fn where_the_wrong_name_had_left_the_agency_is_told_and_a_breach_assessed_once() {
    let mut mistake = mistaken();
    let ruth = mistake.world.client("ruth");
    mistake.told(&ruth, "police");
    // No name goes to a provider, so that there is nothing to tell it.
    tell(&ruth, &referral(&ruth, &mistake.case, "platform"));
    assert_eq!(planned(&ruth), [""; 0]);
    mistake.correct(&ruth);
    let titles = planned(&ruth);
    assert_eq!(titles.len(), 2, "{titles:?}");
    let tells = { titles.iter() }.find(|it| it.starts_with("Tell them that the name"));
    assert!(tells.unwrap().contains("Police"), "{titles:?}");
    // The breach has its entry, with the 72 hours from knowing.
    let helen = mistake.world.client("helen");
    let entries = breaches(&helen);
    assert_eq!(entries.len(), 1);
    let number = entries[0]["number"].as_str().unwrap();
    assert!(
        titles
            .iter()
            .any(|it| it.contains(number) && it.contains("R10"))
    );
    let entry = format!(
        "/v1/registers/breaches/entries/{}",
        entries[0]["id"].as_str().unwrap()
    );
    assert_eq!(state(&helen, &entry), "reported_here");
    let shown = helen.get(&entry).expect(200).json();
    let clock = { shown["due"].as_array().unwrap().iter() }.find(|it| it["clock"] == "ico");
    assert_eq!(at(&clock.unwrap()["due"]["at"]), moment("2026-11-14T09:20"));
    let case = ruth.get(&mistake.case).expect(200).field("reference");
    for hidden in ["Amara", "Ruth", case.as_str()] {
        assert!(!shown.to_string().contains(hidden), "{hidden}: {shown}");
    }
    // Nothing twice: not by asking again, not after a restart, and not for what leaves after it.
    mistake.world.stop();
    mistake.world.start_again().unwrap();
    let ruth = mistake.world.client("ruth");
    mistake.told(&ruth, "local_authority");
    // The worker looks at everything again.
    mistake.world.react_again();
    mistake.world.remind();
    assert_eq!(planned(&ruth).len(), 2);
    assert_eq!(breaches(&mistake.world.client("helen")).len(), 1);
}

#[test]
fn a_headteacher_who_was_named_wrongly_sees_nothing_of_the_breach() {
    let mistake = mistaken();
    let ruth = mistake.world.client("ruth");
    let staff = |name: &str| crate::steps::staff(mistake.world.staff(name));
    let link = json!({"person": staff("helen"), "role": "witness", "reason": "She was there."});
    let _ = ruth
        .post(&format!("{}/people", mistake.case), &link)
        .expect(201);
    mistake.told(&ruth, "police");
    let wrong = json!({"from": staff("helen"), "to": staff("dev"), "reason": "It was Mr Patel."});
    let _ = ruth
        .change(&mistake.case, "corrections", &wrong)
        .expect(201);
    assert_eq!(breaches(&mistake.world.client("owen")).len(), 1);
    assert_eq!(breaches(&mistake.world.client("helen")), [json!(null); 0]);
    assert_eq!(planned(&ruth).len(), 2);
}

#[test]
fn where_nothing_had_left_nobody_is_told_and_no_breach_is_assessed() {
    let mistake = mistaken();
    let ruth = mistake.world.client("ruth");
    tell(&ruth, &referral(&ruth, &mistake.case, "platform"));
    mistake.correct(&ruth);
    assert_eq!(planned(&ruth), [""; 0]);
    assert_eq!(breaches(&mistake.world.client("helen")).len(), 0);
}

#[test]
fn the_chain_still_verifies() {
    let mut mistake = mistaken();
    mistake.correct(&mistake.world.client("ruth"));
    mistake.world.publish();
    mistake.world.stop();
    let folder = mistake.world.data_dir();
    let folder = folder.to_str().unwrap();
    let _ = lanyard(&["verify", "--store", folder], &[]).verified();
    let log = format!("{folder}/log");
    let _ = lanyard(&["verify", &log, "--key", &mistake.world.vkey()], &[]).verified();
}
