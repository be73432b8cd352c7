//! GET and POST /v1/allegations/{allegation}/playbooks and …/steps/{step}/…

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{
    about_adult, all, do_step, due_of, etag, id_of, kinds, open_allegation, raise, referral_of,
    step_of, step_path, threshold,
};

const ACCUSED: &str = "allegation_against_adult";
const EQUIPMENT: &str = "adult_misuses_equipment";

pub const SHOW: Door = Door {
    route: "GET /v1/allegations/{allegation}/playbooks",
    ask: |scene| Ask::of(format!("{}/playbooks", scene.allegation)),
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const START: Door = Door {
    route: "POST /v1/allegations/{allegation}/playbooks",
    ask: |scene| {
        let body = json!({"playbook": EQUIPMENT, "reason": "It was on a school laptop."});
        Ask::new(format!("{}/playbooks", scene.allegation), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const DO: Door = Door {
    route: "POST /v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/done",
    ask: |scene| {
        let path = step_path(&scene.allegation, ACCUSED, "15.1");
        let body = json!({"answer": "no", "text": "The child is at home with her mother."});
        Ask::new(format!("{path}/done"), body)
    },
    wrong: Wrong::Refused("callum", 404, "not-found"),
};

pub const SKIP: Door = Door {
    route: "POST /v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/skipped",
    ask: |scene| {
        let path = step_path(&scene.allegation, ACCUSED, "15.4");
        Ask::new(
            format!("{path}/skipped"),
            json!({"reason": "The police do."}),
        )
    },
    wrong: Wrong::Refused("ruth", 404, "not-found"),
};

pub const GIVE: Door = Door {
    route: "POST /v1/allegations/{allegation}/playbooks/{playbook}/steps/{step}/owner",
    ask: |scene| {
        let path = step_path(&scene.allegation, ACCUSED, "15.11");
        let owner = scene.world.staff("zoe").to_string();
        Ask::new(format!("{path}/owner"), json!({"owner": owner}))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

fn start(scene: &Scene, matter: &str, playbook: &str) {
    let body = json!({"playbook": playbook, "reason": "As the guidance says."});
    let _ = scene
        .client("helen")
        .post(&format!("{matter}/playbooks"), &body)
        .expect(201);
}

fn proposed(scene: &Scene, matter: &str) -> Vec<String> {
    let page = scene.client("helen").get(&format!("{matter}/playbooks"));
    let page = page.expect(200).json();
    { page["proposed"].as_array().unwrap().iter() }
        .map(|it| it["playbook"].as_str().unwrap().to_owned())
        .collect()
}

/// All that somebody can list of what is due, of referrals and of matters.
fn everything(world: &World, name: &str) -> Value {
    let client = world.client(name);
    let lists = [
        "/v1/due",
        "/v1/me/actions",
        "/v1/referrals",
        "/v1/allegations",
    ];
    json!(lists.map(|list| all(&client, list)))
}

#[test]
fn the_playbook_of_allegations_is_proposed_until_it_runs_or_the_threshold_is_not_met() {
    let scene = scene();
    let helen = scene.client("helen");
    let matter = scene.open_allegation();
    assert_eq!(proposed(&scene, &matter), [ACCUSED]);
    let _ = helen
        .change(&matter, "threshold", &threshold("may_meet_threshold"))
        .expect(201);
    assert_eq!(proposed(&scene, &matter), [ACCUSED]);
    start(&scene, &matter, ACCUSED);
    assert_eq!(proposed(&scene, &matter), [""; 0]);
    let low = scene.open_allegation();
    let _ = helen
        .change(&low, "threshold", &threshold("low_level"))
        .expect(201);
    assert_eq!(proposed(&scene, &low), [""; 0]);
}

#[test]
fn misuse_proposes_the_playbooks_of_misuse() {
    let scene = scene();
    let adult = Some(scene.world.staff("priya"));
    let amara = scene.world.oakfield().amara;
    let mut body = about_adult(&scene.world, School::Oakfield, amara, adult);
    body["category"] = json!("misuse_of_accounts_or_equipment");
    let concern = raise(&scene.client("tom"), &body);
    let matter = open_allegation(&scene.client("helen"), &concern);
    let expected = ["inappropriate_site_on_purpose_staff", EQUIPMENT, ACCUSED];
    assert_eq!(proposed(&scene, &matter), expected);
}

#[test]
fn every_step_is_the_case_managers_and_due_and_nobody_else_learns_of_it() {
    let world = World::at("2026-11-10T14:05");
    let helen = world.client("helen");
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let matter = open_allegation(&helen, &raise(&world.client("tom"), &body));
    let others = [
        "priya", "ruth", "callum", "tom", "jon", "dev", "zoe", "miriam",
    ];
    let before = others.map(|name| everything(&world, name));
    let start = json!({"playbook": ACCUSED, "reason": "As the guidance says."});
    let path = format!("{matter}/playbooks");
    let _ = helen.post(&path, &start).expect(201);
    let her = world.staff("helen").to_string();
    let page = helen.get(&path).expect(200).json();
    let steps = page["items"][0]["steps"].as_array().unwrap().clone();
    assert!(steps.len() > 10 && steps.iter().all(|step| step["owner"] == json!(her)));
    let due = due_of(&helen, "/v1/due", "step");
    let mine = json!(format!("allegation-{}", id_of(&matter)));
    assert!(due.iter().any(|row| row["matter"] == mine), "{due:?}");
    // Calling the police is what happens unless two decide otherwise (R7).
    assert_eq!(all(&helen, "/v1/referrals?agency=police").len(), 1);
    for (name, before) in others.into_iter().zip(before) {
        assert_eq!(everything(&world, name), before, "{name}");
        let _ = world.client(name).get(&path).expect(404);
    }
}

#[test]
fn a_yes_to_the_limbs_makes_the_referral_to_the_lado_due() {
    let scene = scene();
    let helen = scene.client("helen");
    let matter = scene.open_allegation();
    start(&scene, &matter, ACCUSED);
    let limbs = json!({
        "answer": "yes", "text": "A pupil says that she was grabbed by the arm.",
        "fields": {
            "harmed_or_may_have_harmed": "yes", "possible_offence": "unknown",
            "may_pose_a_risk": "unknown", "may_not_be_suitable": "no",
        },
    });
    let _ = do_step(&helen, &matter, (ACCUSED, "15.6"), &limbs).expect(201);
    let mine = json!(format!("allegation-{}", id_of(&matter)));
    let queue = all(&helen, "/v1/referrals?agency=lado");
    let row = queue.iter().find(|row| row["matter"] == mine);
    let row = row.unwrap_or_else(|| panic!("{queue:?}"));
    // R3: one working day from the employer knowing, Tuesday 14:05.
    assert_eq!(row["due"]["at"], "2026-11-11T17:00:00.000Z");
    // Told by the desk's queue, the police are not asked for twice.
    let police = all(&helen, "/v1/referrals?agency=police");
    let police = police.iter().find(|row| row["matter"] == mine).unwrap();
    let path = format!("/v1/referrals/{}", police["id"].as_str().unwrap());
    let sent = json!({
        "how": "phone", "their_reference": "CAD-77",
        "missing_reason": "The rest is told to the officer who comes.",
    });
    let _ = helen.change(&path, "submission", &sent).expect(201);
    let step = step_of(&helen, &matter, (ACCUSED, "15.3"));
    assert_eq!(
        (&step["state"], &step["detail"]["answer"]),
        (&json!("done"), &json!("yes"))
    );
}

#[test]
fn a_step_and_the_threshold_make_one_referral_to_the_lado_in_whatever_order() {
    let scene = scene();
    let helen = scene.client("helen");
    let answered = |matter: &str, answer: &str| {
        let body = json!({
            "answer": answer, "text": "A pupil says that she was grabbed by the arm.",
            "fields": {
                "harmed_or_may_have_harmed": "yes", "possible_offence": "unknown",
                "may_pose_a_risk": "unknown", "may_not_be_suitable": "no",
            },
        });
        do_step(&helen, matter, (ACCUSED, "15.6"), &body).expect(201)
    };
    let decide = |matter: &str| {
        let body = threshold("may_meet_threshold");
        helen.change(matter, "threshold", &body).expect(201)
    };
    let first = scene.open_allegation();
    start(&scene, &first, ACCUSED);
    let _ = answered(&first, "yes");
    let by_step = referral_of(&helen, &first, "lado");
    let _ = decide(&first);
    assert_eq!(referral_of(&helen, &first, "lado"), by_step);

    let second = scene.open_allegation();
    start(&scene, &second, ACCUSED);
    let _ = decide(&second);
    let by_decision = referral_of(&helen, &second, "lado");
    let _ = answered(&second, "yes");
    assert_eq!(referral_of(&helen, &second, "lado"), by_decision);
    // Another answer to the step does not call off what the decision asks for.
    let _ = answered(&second, "no");
    let shown = helen.get(&by_decision).expect(200).json();
    assert_eq!(shown["state"], "needed");
}

#[test]
fn nobody_looks_into_an_adults_misuse_alone_nor_with_a_safeguarding_lead() {
    let scene = scene();
    let helen = scene.client("helen");
    let matter = scene.open_allegation();
    start(&scene, &matter, EQUIPMENT);
    let look = |second: Option<&str>| {
        let mut body = json!({
            "text": "Three pages of a betting site.",
            "fields": {"description": "A betting site", "addresses": "bets.example"},
        });
        if let Some(second) = second {
            body["second"] = json!(scene.world.staff(second).to_string());
        }
        do_step(&helen, &matter, (EQUIPMENT, "4.8"), &body)
    };
    assert_eq!(look(None).expect(403).problem(), "second-person-needed");
    assert_eq!(
        look(Some("helen")).expect(403).problem(),
        "second-person-needed"
    );
    assert_eq!(look(Some("ruth")).problem(), "not-a-senior");
    assert_eq!(look(Some("priya")).problem(), "conflicted");
    let _ = look(Some("miriam")).expect(201);
    let step = step_of(&helen, &matter, (EQUIPMENT, "4.8"));
    let second = json!(scene.world.staff("miriam").to_string());
    assert_eq!(step["detail"]["second"], second);
}

#[test]
fn a_step_is_given_on_by_name_to_somebody_who_sees_nothing_else() {
    let scene = scene();
    let (helen, dev) = (scene.client("helen"), scene.client("dev"));
    let matter = scene.open_allegation();
    start(&scene, &matter, EQUIPMENT);
    let give = |to: &str| {
        let owner = scene.world.staff(to).to_string();
        let path = format!("{}/owner", step_path(&matter, EQUIPMENT, "4.3"));
        let body = json!({"owner": owner, "reason": "He has nothing to do with it."});
        helen.post_on(&path, &etag(&helen, &matter), &body)
    };
    assert_eq!(give("priya").problem(), "conflicted");
    let _ = give("dev").expect(201);
    let mine = json!(format!("allegation-{}", id_of(&matter)));
    let his = all(&dev, "/v1/me/actions");
    assert_eq!(his.iter().filter(|row| row["matter"] == mine).count(), 1);
    for path in ["", "/playbooks", "/timeline"] {
        let _ = dev.get(&format!("{matter}{path}")).expect(404);
    }
    let done = json!({
        "text": "Off the network, left as it was.",
        "fields": {
            "device": "Laptop 14", "accounts_disabled": "Sign-on and mail",
            "time": "14:20", "by_whom": "Dev Patel",
        },
    });
    let path = format!("{}/done", step_path(&matter, EQUIPMENT, "4.3"));
    let _ = dev.post(&path, &done).expect(201);
    let step = step_of(&helen, &matter, (EQUIPMENT, "4.3"));
    assert_eq!(step["ended_by_name"], "Dev Patel");
    let other = format!("{}/done", step_path(&matter, EQUIPMENT, "4.6"));
    let _ = dev.post(&other, &done).expect(404);
}

#[test]
fn what_is_the_safeguarding_teams_does_not_run_here() {
    let scene = scene();
    let helen = scene.client("helen");
    let matter = scene.open_allegation();
    let path = format!("{matter}/playbooks");
    let start = |playbook: &str| {
        helen.post(
            &path,
            &json!({"playbook": playbook, "reason": "Also this."}),
        )
    };
    let pupils = start("bullying_by_email_or_phone").expect(422);
    assert_eq!(pupils.problem(), "pupils-matter");
    let unknown = start("nothing").expect(422).json();
    assert_eq!(unknown["errors"][0]["code"], "unknown_playbook");
    let _ = start("looking_into_suspected_misuse").expect(201);
}

#[test]
fn a_matter_with_duties_open_closes_with_a_reason_and_then_nothing_of_it_is_due() {
    let scene = scene();
    let helen = scene.client("helen");
    let matter = scene.open_allegation();
    start(&scene, &matter, ACCUSED);
    let _ = helen
        .change(&matter, "threshold", &threshold("low_level"))
        .expect(201);
    let miriam = scene.world.staff("miriam").to_string();
    let mut closing = json!({"reason": "Told to all.", "confirmed_by": miriam});
    let refused = helen.change(&matter, "close", &closing).expect(422);
    assert_eq!(refused.problem(), "open-duties");
    closing["leaving_open"] = json!("It was a low-level concern after all.");
    let _ = helen.change(&matter, "close", &closing).expect(201);
    let ends = kinds(&helen, &matter);
    let ends: Vec<_> = ends.iter().rev().take(2).rev().collect();
    assert_eq!(ends, ["allegation.duties_left", "allegation.closed"]);
    let mine = json!(format!("allegation-{}", id_of(&matter)));
    let due = due_of(&helen, "/v1/due", "step");
    assert!(due.iter().all(|row| row["matter"] != mine));
}
