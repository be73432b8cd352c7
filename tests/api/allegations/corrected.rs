//! S08, R10 in an adult's matter: a person was the wrong one, and the name had left.

use lanyard::demo::School;
use lanyard_tests::{Client, World, moment};
use serde_json::{Value, json};

use crate::registers::make;
use crate::steps::{
    Concern, about_adult, all, at, decline_child_case, do_step, due_of, everything, id_of,
    open_allegation, open_case, outcome, pupil, raise, referral, referral_of, staff, step_of,
    threats, threshold,
};

const ACCUSED: &str = "allegation_against_adult";

/// A matter about Priya, managed by Helen, of whose arm-grabbing the LADO is told.
struct Mistake {
    world: World,
    helen: Client,
    concern: Concern,
    matter: String,
}

impl Mistake {
    fn told() -> Self {
        let world = World::at("2026-11-10T14:05");
        let helen = world.client("helen");
        let adult = Some(world.staff("priya"));
        let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
        let concern = raise(&world.client("tom"), &body);
        let matter = open_allegation(&helen, &concern);
        let _ = helen
            .change(&matter, "threshold", &threshold("may_meet_threshold"))
            .expect(201);
        let mistake = Self {
            world,
            helen,
            concern,
            matter,
        };
        mistake.tell("lado");
        mistake.world.now("2026-11-11T09:20");
        mistake
    }

    /// A desk is told, by the referral that stands in its queue.
    #[track_caller]
    fn tell(&self, agency: &str) {
        let referral = referral_of(&self.helen, &self.matter, agency);
        let told = json!({
            "how": "phone", "their_reference": "REF-77",
            "missing_reason": "The rest follows in writing.",
        });
        let _ = self
            .helen
            .change(&referral, "submission", &told)
            .expect(201);
    }

    #[track_caller]
    fn need(&self, agency: &str) {
        let need = json!({"agency": agency, "reason": "They have to know of it."});
        let _ = self
            .helen
            .post(&format!("{}/referrals", self.matter), &need)
            .expect(201);
    }

    #[track_caller]
    fn correct(&self, from: &str, to: &str) {
        let body = json!({
            "from": staff(self.world.staff(from)), "to": staff(self.world.staff(to)),
            "reason": "The rota of that day.",
        });
        let _ = self
            .helen
            .change(&self.matter, "corrections", &body)
            .expect(201);
    }

    #[track_caller]
    fn link(&self, witness: &str) {
        let person = staff(self.world.staff(witness));
        let link = json!({"person": person, "role": "witness", "reason": "Passed by."});
        let _ = self
            .helen
            .post(&format!("{}/people", self.matter), &link)
            .expect(201);
    }

    /// There are two Amaras, and it was the other one.
    fn two_amaras(&self) -> Value {
        let pupils = self.world.oakfield();
        json!({
            "from": pupil(pupils.amara), "to": pupil(pupils.other_amara),
            "reason": "There are two Amaras in year 8.",
        })
    }

    /// What follows from corrections, one playbook for each.
    #[track_caller]
    fn follows(&self) -> Vec<Value> {
        let path = format!("{}/playbooks", self.matter);
        let page = self.helen.get(&path).expect(200).json();
        let mut found = page["items"].as_array().unwrap().clone();
        found.retain(|it| it["title"] == "A wrong name had left");
        found
    }
}

/// The ids of a playbook's steps.
fn steps(playbook: &Value) -> Vec<&str> {
    { playbook["steps"].as_array().unwrap().iter() }
        .map(|step| step["step"]["step"].as_str().unwrap())
        .collect()
}

fn breaches(by: &Client) -> Vec<Value> {
    all(by, "/v1/registers/breaches/entries")
}

#[test]
fn each_desk_is_told_of_the_correction_and_a_breach_is_assessed_once() {
    let mut mistake = Mistake::told();
    mistake.need("police");
    mistake.tell("police");
    // It stands in a queue, and nobody has told them anything.
    mistake.need("local_authority");
    assert_eq!(mistake.follows(), [json!(null); 0]);
    mistake.correct("priya", "dev");
    let follows = mistake.follows();
    assert_eq!(follows.len(), 1, "{follows:?}");
    assert_eq!(steps(&follows[0]), ["N1.1", "N1.2", "N2"]);
    let text = follows[0].to_string();
    assert!(text.contains("LADO") && text.contains("Police"), "{text}");
    let her = json!(mistake.world.staff("helen").to_string());
    for step in follows[0]["steps"].as_array().unwrap() {
        assert_eq!((&step["owner"], &step["state"]), (&her, &json!("open")));
    }
    // R10: 72 clock hours from the correction.
    let due = &follows[0]["steps"][2]["due"]["at"];
    assert_eq!(at(due), moment("2026-11-14T09:20"));
    assert_eq!(breaches(&mistake.world.client("sunita")).len(), 1);
    // Nothing twice: not when the worker looks at everything again.
    mistake.world.stop();
    mistake.world.start_again().unwrap();
    mistake.helen = mistake.world.client("helen");
    mistake.world.react_again();
    mistake.world.remind();
    assert_eq!(mistake.follows().len(), 1);
    assert_eq!(breaches(&mistake.world.client("sunita")).len(), 1);
    // They are done like any step of the matter.
    let playbook = follows[0]["playbook"].as_str().unwrap();
    let told = json!({"text": "Told Ms Brown by telephone; she strikes the name."});
    for step in ["N1.1", "N1.2"] {
        let done = do_step(&mistake.helen, &mistake.matter, (playbook, step), &told);
        let _ = done.expect(201);
    }
    let assessed = json!({"answer": "yes", "text": "The SIRO reports it; see the entry."});
    let _ = do_step(&mistake.helen, &mistake.matter, (playbook, "N2"), &assessed).expect(201);
    let shown = step_of(&mistake.helen, &mistake.matter, (playbook, "N2"));
    assert_eq!(shown["state"], "done");
}

#[test]
fn siro_and_dpo_learn_of_a_breach_and_neither_of_the_names_nor_of_the_matter() {
    let mistake = Mistake::told();
    let (owen, sunita) = (mistake.world.client("owen"), mistake.world.client("sunita"));
    mistake.correct("priya", "dev");
    let reference = mistake.helen.get(&mistake.matter).expect(200);
    let reference = reference.field("reference");
    let manager = mistake.world.staff("helen").to_string();
    let secret = [
        "Priya Nair",
        "Dev Patel",
        "Amara",
        "LADO",
        "allegation",
        "Helen",
        manager.as_str(),
        reference.as_str(),
    ];
    for reader in [&owen, &sunita] {
        let entries = breaches(reader);
        assert_eq!(entries.len(), 1);
        let id = entries[0]["id"].as_str().unwrap();
        let path = format!("/v1/registers/breaches/entries/{id}");
        let entry = reader.get(&path).expect(200).json();
        assert_eq!(entry["added_by"], "system");
        let text = entry.to_string();
        for hidden in secret {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
        let _ = reader.get(&mistake.matter).expect(404);
    }
}

#[test]
fn nobody_else_sees_anything_change_and_nothing_lands_in_the_childs_case() {
    let mistake = Mistake::told();
    let amara = mistake.world.oakfield().amara.to_string();
    let open = json!({"pupils": [amara], "reason": "Somebody of her own."});
    let opened = mistake.helen.change(&mistake.matter, "child-case", &open);
    let case = format!("/v1/cases/{}", opened.expect(201).field("case"));
    let names = ["ruth", "callum", "priya", "dev", "tom"];
    let words = ["Priya Nair", "Dev Patel", "wrong"];
    let seen = |name: &str| everything(&mistake.world.client(name), &words);
    let before = names.map(|name| (seen(name), breaches(&mistake.world.client(name))));
    let ruth = mistake.world.client("ruth");
    let case_before = ruth.get(&case).expect(200).json();
    mistake.correct("priya", "dev");
    assert_eq!(mistake.follows().len(), 1);
    assert_eq!(ruth.get(&case).expect(200).json(), case_before);
    for (name, before) in names.into_iter().zip(before) {
        let after = (seen(name), breaches(&mistake.world.client(name)));
        assert_eq!(after, before, "{name}");
    }
}

#[test]
fn a_headteacher_whom_the_matter_is_about_sees_nothing_of_its_breach() {
    let world = World::at("2026-11-10T14:05");
    let miriam = world.client("miriam");
    let adult = Some(world.staff("helen"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let matter = open_allegation(&miriam, &raise(&world.client("callum"), &body));
    let link = json!({"person": staff(world.staff("tom")), "role": "witness", "reason": "Saw it."});
    let _ = miriam.post(&format!("{matter}/people"), &link).expect(201);
    let lado = referral_of(&miriam, &matter, "lado");
    let told = json!({"how": "phone", "missing_reason": "The rest follows in writing."});
    let _ = miriam.change(&lado, "submission", &told).expect(201);
    let wrong = json!({
        "from": staff(world.staff("tom")), "to": staff(world.staff("priya")),
        "reason": "It was she who stood there.",
    });
    let _ = miriam.change(&matter, "corrections", &wrong).expect(201);
    assert_eq!(breaches(&miriam).len(), 1);
    assert_eq!(breaches(&world.client("owen")).len(), 1);
    assert_eq!(breaches(&world.client("helen")), [json!(null); 0]);
}

#[test]
fn whoever_was_told_before_the_name_was_there_needs_no_correction() {
    let mistake = Mistake::told();
    mistake.link("dev");
    // Nobody is told anew by the step that this does.
    let start = json!({"playbook": ACCUSED, "reason": "As the guidance says."});
    let playbooks = format!("{}/playbooks", mistake.matter);
    let _ = mistake.helen.post(&playbooks, &start).expect(201);
    let step = step_of(&mistake.helen, &mistake.matter, (ACCUSED, "15.6"));
    assert_eq!(
        (&step["state"], &step["detail"]["reference"]),
        (&json!("done"), &json!("REF-77"))
    );
    mistake.correct("dev", "callum");
    assert_eq!(mistake.follows(), [json!(null); 0]);
    assert_eq!(breaches(&mistake.world.client("owen")), [json!(null); 0]);
}

#[test]
fn where_it_was_the_wrong_one_again_only_those_who_were_told_since_are_told() {
    let mistake = Mistake::told();
    mistake.correct("priya", "dev");
    mistake.need("local_authority");
    mistake.tell("local_authority");
    mistake.correct("dev", "callum");
    let follows = mistake.follows();
    assert_eq!(follows.len(), 2, "{follows:?}");
    assert_eq!(steps(&follows[1]), ["N1.1", "N2"]);
    assert!(!follows[1].to_string().contains("LADO"));
    assert_eq!(breaches(&mistake.world.client("owen")).len(), 2);
}

#[test]
fn the_steps_stand_in_what_the_manager_has_to_do_and_in_the_way_of_closing() {
    let mistake = Mistake::told();
    mistake.correct("priya", "dev");
    let mine = json!(format!("allegation-{}", id_of(&mistake.matter)));
    let mut due = due_of(&mistake.helen, "/v1/me/actions", "step");
    due.retain(|row| row["matter"] == mine);
    let names: Vec<_> = { due.iter() }
        .map(|row| row["step"]["step"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["N1.1", "N2"]);
    let miriam = mistake.world.staff("miriam");
    let _ = mistake
        .helen
        .change(
            &mistake.matter,
            "outcome",
            &outcome("unsubstantiated", miriam),
        )
        .expect(201);
    decline_child_case(&mistake.helen, &mistake.matter);
    let closing = json!({"reason": "Told to all.", "confirmed_by": miriam.to_string()});
    let refused = mistake.helen.change(&mistake.matter, "close", &closing);
    assert_eq!(refused.expect(422).problem(), "open-duties");
}

#[test]
fn the_entry_is_the_same_whether_a_case_or_an_adults_matter_was_corrected() {
    let mistake = Mistake::told();
    let (ruth, owen) = (mistake.world.client("ruth"), mistake.world.client("owen"));
    let amara = mistake.world.oakfield().amara;
    let concern = raise(
        &mistake.world.client("priya"),
        &threats(&mistake.world, amara),
    );
    let case = open_case(&ruth, &concern);
    let need = json!({"agency": "police", "reason": "They have to know of it."});
    let _ = ruth.post(&format!("{case}/referrals"), &need).expect(201);
    let told = json!({"how": "phone", "missing_reason": "The rest follows in writing."});
    let police = referral(&ruth, &case, "police");
    let _ = ruth.change(&police, "submission", &told).expect(201);
    let wrong = mistake.two_amaras();
    let _ = ruth.change(&case, "corrections", &wrong).expect(201);
    let _ = mistake
        .helen
        .change(&mistake.matter, "corrections", &wrong)
        .expect(201);
    let entries = breaches(&owen);
    let shown: Vec<_> = { entries.iter() }
        .map(|entry| {
            let keys: Vec<_> = entry["fields"]
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect();
            let said = ["facts", "what", "data_kinds", "whose"];
            let said = said.map(|field| entry["fields"][field].clone());
            (keys, said, entry["added_by"].clone())
        })
        .collect();
    assert_eq!(shown.len(), 2);
    assert_eq!(shown[0], shown[1]);
}

#[test]
fn a_correction_that_the_childs_case_follows_has_one_entry() {
    let mistake = Mistake::told();
    let ruth = mistake.world.client("ruth");
    let amara = mistake.world.oakfield().amara.to_string();
    let open = json!({"pupils": [amara], "reason": "Somebody of her own."});
    let opened = mistake.helen.change(&mistake.matter, "child-case", &open);
    let case = format!("/v1/cases/{}", opened.expect(201).field("case"));
    let need = json!({"agency": "local_authority", "reason": "They have to know of it."});
    let _ = ruth.post(&format!("{case}/referrals"), &need).expect(201);
    let told = json!({"how": "phone", "missing_reason": "The rest follows in writing."});
    let desk = referral(&ruth, &case, "local_authority");
    let _ = ruth.change(&desk, "submission", &told).expect(201);
    let _ = mistake
        .helen
        .change(&mistake.matter, "corrections", &mistake.two_amaras())
        .expect(201);
    let entries = breaches(&mistake.world.client("owen"));
    assert_eq!(entries.len(), 1, "{entries:?}");
    // Both are assessed in it.
    let number = entries[0]["number"].as_str().unwrap();
    assert!(mistake.follows()[0].to_string().contains(number));
    let planned = due_of(&ruth, "/v1/due", "action");
    assert!(
        planned
            .iter()
            .any(|row| row["title"].as_str().unwrap().contains(number))
    );
    mistake.world.react_again();
    assert_eq!(breaches(&mistake.world.client("owen")).len(), 1);
}

#[test]
fn a_siro_who_was_named_wrongly_sees_nothing_of_the_breach_and_keeps_none_of_its_clocks() {
    let mistake = Mistake::told();
    let (owen, sunita) = (mistake.world.client("owen"), mistake.world.client("sunita"));
    mistake.link("owen");
    mistake.need("police");
    mistake.tell("police");
    mistake.world.remind();
    let lists = ["/v1/due", "/v1/me/actions", "/v1/me/notices"];
    let his = || lists.map(|list| all(&owen, list));
    let before = his();
    mistake.correct("owen", "dev");
    mistake.world.remind();
    let entries = breaches(&sunita);
    assert_eq!(entries.len(), 1);
    assert_eq!(breaches(&owen), [json!(null); 0]);
    let id = entries[0]["id"].as_str().unwrap();
    let entry = format!("/v1/registers/breaches/entries/{id}");
    let _ = owen.get(&entry).expect(404);
    assert_eq!(his(), before);
    // Nor later: what stands behind it stays there, whatever number somebody fills in.
    let fill = json!({"fields": {"matter": "K7PW3HDN", "how_many": 1}});
    let _ = sunita.change(&entry, "fields", &fill).expect(201);
    mistake.world.remind();
    let _ = owen.get(&entry).expect(404);
    assert_eq!(his(), before);
    // A clock of the SIRO's that starts only now is not his either.
    let ico = json!({
        "ico_reference": "IC-118", "reported_at": "2026-11-11T09:20:00Z", "late_reason": "in time",
    });
    let _ = make(&sunita, &entry, "tell_ico", &ico).expect(201);
    let mut later = all(&mistake.world.client("miriam"), "/v1/due");
    later.retain(|row| row["matter"] == json!(format!("register-{id}")));
    let him = mistake.world.staff("owen").to_string();
    for clock in &later {
        assert!(!clock["owner"].to_string().contains(&him), "{clock}");
    }
}

#[test]
fn whoever_the_matter_is_closed_to_sees_nothing_of_its_breach_whatever_number_is_filled_in() {
    let mistake = Mistake::told();
    mistake.link("owen");
    mistake.correct("priya", "dev");
    let (owen, sunita) = (mistake.world.client("owen"), mistake.world.client("sunita"));
    let id = breaches(&sunita)[0]["id"].as_str().unwrap().to_owned();
    let entry = format!("/v1/registers/breaches/entries/{id}");
    let _ = owen.get(&entry).expect(404);
    let case = open_case(
        &mistake.world.client("ruth"),
        &raise(
            &mistake.world.client("tom"),
            &threats(&mistake.world, mistake.world.oakfield().niamh),
        ),
    );
    let number = mistake.world.client("ruth").get(&case).expect(200);
    let fill = json!({"fields": {"matter": number.field("reference")}});
    let _ = sunita.change(&entry, "fields", &fill).expect(201);
    let _ = owen.get(&entry).expect(404);
    assert_eq!(breaches(&owen), [json!(null); 0]);
}

#[test]
fn a_closed_matter_whose_concern_was_wrong_tells_the_agencies_once_it_is_opened_again() {
    let mistake = Mistake::told();
    let miriam = mistake.world.staff("miriam");
    let unsubstantiated = outcome("unsubstantiated", miriam);
    let helen = &mistake.helen;
    let _ = helen
        .change(&mistake.matter, "outcome", &unsubstantiated)
        .expect(201);
    decline_child_case(helen, &mistake.matter);
    let closing = json!({"reason": "Told to all.", "confirmed_by": miriam.to_string()});
    let _ = helen.change(&mistake.matter, "close", &closing).expect(201);
    let mut wrong = mistake.two_amaras();
    wrong["kind"] = json!("person");
    let _ = helen
        .change(&mistake.concern.address(), "corrections", &wrong)
        .expect(201);
    let owen = mistake.world.client("owen");
    let entries = breaches(&owen);
    assert_eq!(entries.len(), 1);
    let facts = entries[0]["fields"]["facts"].as_str().unwrap();
    assert!(facts.contains("opened again"), "{facts}");
    assert_eq!(mistake.follows(), [json!(null); 0]);
    let why = json!({"reason": "It was the other pupil."});
    let _ = helen.change(&mistake.matter, "reopen", &why).expect(201);
    let follows = mistake.follows();
    assert_eq!(follows.len(), 1, "{follows:?}");
    assert_eq!(steps(&follows[0]), ["N1.1", "N2"]);
    assert_eq!(breaches(&owen).len(), 1);
}
