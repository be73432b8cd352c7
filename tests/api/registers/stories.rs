//! Registers from the first entry to the last: clocks to their end, two people where it takes two, and what
//! has to be there before anything moves.

use lanyard::demo::School;
use lanyard_tests::{Client, World, moment};
use serde_json::{Value, json};

use super::{add, make, state};
use crate::scene::scene;
use crate::steps::{all, at, pointers};

/// When a clock of an entry ends; none where it does not run.
#[track_caller]
fn ends(by: &Client, entry: &str, clock: &str) -> Option<Value> {
    let shown = by.get(entry).expect(200).json();
    let due = shown["due"].as_array().unwrap();
    let found = due.iter().find(|it| it["clock"] == clock);
    found.map(|it| it["due"]["at"].clone())
}

#[track_caller]
fn ends_on(by: &Client, entry: &str, clock: &str, day: &str) {
    let end = ends(by, entry, clock).unwrap_or_else(|| panic!("{clock} does not run"));
    assert!(end.as_str().unwrap().starts_with(day), "{clock}: {end}");
}

fn at_oakfield(world: &World, fields: &Value) -> Value {
    json!({"academy": world.academy(School::Oakfield), "fields": fields})
}

/// How it was refused.
fn barred(answer: &lanyard_tests::Answer) -> (u16, String) {
    (answer.status, answer.problem())
}

#[test]
fn a_breach_has_72_hours_over_a_weekend_and_the_change_of_the_clock() {
    let world = World::at("2026-10-23T16:10");
    let (priya, owen, sunita) = (
        world.client("priya"),
        world.client("owen"),
        world.client("sunita"),
    );
    let fields = json!({
        "known_at": "2026-10-23T15:00:00Z", "what": "sent_to_the_wrong_person",
        "facts": "A list of one class went to another school.", "data_kinds": ["health_or_send"],
        "whose": ["pupils"], "protection": "none", "danger": "no",
    });
    let entry = add(&priya, "breaches", &at_oakfield(&world, &fields));
    // 16:00 in summer time to 15:00 in winter time: 72 hours (domain.md 3).
    let ico = ends(&owen, &entry, "ico").unwrap();
    assert_eq!(at(&ico), moment("2026-10-26T15:00"));
    let _ = make(&owen, &entry, "acknowledge", &json!({})).expect(201);
    assert_eq!(ends(&owen, &entry, "at_once"), None);
    let advice = json!({
        "likelihood": "likely", "severity": "serious", "dpo_advice": "Report it: health data.",
    });
    let _ = make(&sunita, &entry, "advise", &advice).expect(201);
    assert_eq!(ends(&owen, &entry, "advice"), None);
    world.now("2026-10-26T15:01");
    world.remind();
    assert_eq!(
        ends(&owen, &entry, "ico"),
        Some(ico),
        "it is over, and still runs"
    );
    // Late is better than never, and says why.
    let mut told = json!({"ico_reference": "IC-118", "reported_at": "2026-10-26T15:00:00Z"});
    let refused = make(&owen, &entry, "tell_ico", &told).expect(422);
    assert_eq!(pointers(&refused), ["/fields/late_reason"]);
    told["late_reason"] = json!("The other school answered on Monday only.");
    world.now("2026-10-26T15:06");
    let _ = make(&owen, &entry, "tell_ico", &told).expect(201);
    assert_eq!(state(&owen, &entry), "told_ico");
    assert_eq!(ends(&owen, &entry, "ico"), None);
    ends_on(&owen, &entry, "people", "2026-10-28");
}

#[test]
fn a_subject_access_request_has_a_month_and_may_be_extended_by_two() {
    let world = World::at("2026-11-26T10:00");
    let (helen, sunita) = (world.client("helen"), world.client("sunita"));
    let fields = json!({
        "kind": "subject_access", "about": "pupil", "pupils": [world.oakfield().amara],
        "asked_for_pupil": {"kind": "described", "description": "Somebody with a letter"},
        "request": "All that you hold.", "sar_from": "2026-11-26",
    });
    let entry = add(
        &helen,
        "information_requests",
        &at_oakfield(&world, &fields),
    );
    // 26 December is a Saturday, and the 28th a bank holiday for it (R11).
    ends_on(&helen, &entry, "month", "2026-12-29");
    let refused = make(&sunita, &entry, "extend", &json!({})).expect(422);
    assert_eq!(pointers(&refused), ["/fields/extension_reason"]);
    let complex = json!({"extension_reason": "Four years, and other families in it."});
    let _ = make(&sunita, &entry, "extend", &complex).expect(201);
    assert_eq!(ends(&helen, &entry, "month"), None);
    ends_on(&helen, &entry, "three_months", "2027-02-26");
    // Whoever gathered it does not check it.
    let gathered = json!({"identity": "Letter and passport", "searched": "Cases and registers"});
    let _ = make(&helen, &entry, "gather", &gathered).expect(201);
    let checked = json!({
        "harm_check": "yes_parts_kept_back", "harm_reasons": "Where she lives now.",
        "small_numbers": "no_numbers_in_it",
    });
    let alone = make(&helen, &entry, "check", &checked);
    assert_eq!(barred(&alone), (403, "second-person-needed".to_owned()));
    let _ = make(&sunita, &entry, "check", &checked).expect(201);
    let sent = json!({"answered_at": "2026-11-26T10:00:00Z", "sent_how": "secure_portal"});
    let _ = make(&helen, &entry, "answer", &sent).expect(201);
    assert_eq!(ends(&helen, &entry, "three_months"), None);
}

#[test]
fn a_freedom_of_information_request_has_20_school_days_or_60_working_days() {
    let world = World::at("2026-11-10T10:00");
    let helen = world.client("helen");
    let fields = json!({
        "kind": "freedom_of_information", "about": "nobody_by_name",
        "asked_by": "A newspaper, by email", "request": "How many devices were lost?",
        "foi_received_on": "2026-11-10",
    });
    let entry = add(
        &helen,
        "information_requests",
        &at_oakfield(&world, &fields),
    );
    ends_on(&helen, &entry, "foi_school_days", "2026-12-08");
    ends_on(&helen, &entry, "foi_working_days", "2027-02-05");
}

#[test]
fn consent_is_asked_given_and_withdrawn_and_a_pupil_gives_only_what_they_understand() {
    let world = World::at("2026-11-10T10:00");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    // Thirteen since last week.
    let body = crate::pupils::new_pupil_of(&world, &crate::pupils::upn(98));
    let pupil = world.client("dev").post("/v1/pupils", &body).expect(201);
    let asked = |gives: &Value| {
        let mut fields = json!({
            "pupil": pupil.field("id"), "purpose": "school_website",
            "school_year": "2026/27",
        });
        for (field, value) in gives.as_object().unwrap() {
            fields[field] = value.clone();
        }
        add(&priya, "image_consent", &at_oakfield(&world, &fields))
    };
    let entry = asked(&json!({
        "gives": "parental_responsibility",
        "giver": {"kind": "described", "description": "Her mother"},
    }));
    assert_eq!(state(&ruth, &entry), "asked");
    let given = json!({"given_on": "2026-11-10", "answer_way": "paper"});
    let _ = make(&ruth, &entry, "give", &given).expect(201);
    assert_eq!(state(&ruth, &entry), "given");
    // Anybody may enter a withdrawal, and the picture comes down.
    let withdrawn = json!({"withdrawn_on": "2026-11-10"});
    let _ = make(&priya, &entry, "withdraw", &withdrawn).expect(201);
    ends_on(&ruth, &entry, "take_down", "2026-11-17");
    let down = json!({"removed_on": "2026-11-10", "still_out": "Nothing."});
    let _ = make(&ruth, &entry, "confirm_removed", &down).expect(201);
    assert_eq!(state(&ruth, &entry), "removed");

    let entry = asked(&json!({"gives": "pupil_from_13", "understands": false}));
    let given = json!({"given_on": "2026-11-10", "pupil_way": "in_person"});
    let refused = make(&ruth, &entry, "give_as_pupil", &given).expect(422);
    assert_eq!(refused.json()["errors"][0]["code"], "move_not_offered");
}

#[test]
fn a_searched_device_has_a_witness_who_signs() {
    let world = World::at("2026-11-10T10:00");
    let (tom, ruth, helen) = (
        world.client("tom"),
        world.client("ruth"),
        world.client("helen"),
    );
    let fields = json!({
        "how": "confiscated", "whose": "pupil", "pupil": world.oakfield().amara,
        "device": "A phone in a green case", "taken_at": "2026-11-10T09:30:00Z",
        "place": "Room 12", "why": "suspected_harm", "reason": "Messages were shown round.",
        "state_found": "on", "kept_where": "Safe in the office",
    });
    let entry = add(&tom, "searched_devices", &at_oakfield(&world, &fields));
    let mut agreed = json!({"search_reason": "A threat in the next hour.",
        "searched_by": world.staff("tom")});
    let refused = make(&helen, &entry, "authorise", &agreed).expect(422);
    assert_eq!(pointers(&refused), ["/fields/witness"]);
    agreed["witness"] = json!(world.staff("ruth"));
    let _ = make(&helen, &entry, "authorise", &agreed).expect(201);
    let found = json!({
        "pupil_agreed": "yes", "what_was_searched": "The one conversation.",
        "found": "No threat.",
    });
    let _ = make(&tom, &entry, "record_search", &found).expect(201);
    let alone = make(&tom, &entry, "witness_signs", &json!({}));
    assert_eq!(barred(&alone), (403, "second-person-needed".to_owned()));
    let _ = make(&ruth, &entry, "witness_signs", &json!({})).expect(201);
    assert_eq!(state(&ruth, &entry), "signed");
}

#[test]
fn leave_to_record_is_the_heads_and_never_for_oneself() {
    let world = World::at("2026-11-10T10:00");
    let (priya, ruth, helen) = (
        world.client("priya"),
        world.client("ruth"),
        world.client("helen"),
    );
    let ask = |by: &Client, who: &str| {
        let fields = json!({
            "staff_member": world.staff(who), "device": "Own phone", "records": "pictures",
            "what_for": "The display about the trip.", "group": "Year 8",
            "consent_checked": true, "starts_at": "2026-11-12T09:00:00Z",
            "ends_at": "2026-11-12T15:00:00Z", "moved_to": "The school's drive",
        });
        add(by, "recording_leave", &at_oakfield(&world, &fields))
    };
    let given = json!({"conditions": "No faces of the two without consent."});
    let entry = ask(&priya, "priya");
    assert_eq!(make(&ruth, &entry, "give", &given).status, 403);
    let _ = make(&helen, &entry, "give", &given).expect(201);
    assert_eq!(state(&helen, &entry), "given");
    ends_on(&helen, &entry, "end", "2026-11-12");
    let own = ask(&helen, "helen");
    assert_eq!(make(&helen, &own, "give", &given).status, 403);
    assert_eq!(state(&helen, &own), "asked");
}

#[test]
fn nothing_leaves_before_the_recipient_is_checked_by_telephone() {
    let world = World::at("2026-11-10T10:00");
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let fields = json!({
        "what": "chronology", "pupils": [world.oakfield().amara],
        "description": "Two pages", "recipient": "Duty team of social care",
        "why": "They asked for it.", "basis": "to_protect_a_child", "way": "encrypted_mail",
    });
    let entry = add(&ruth, "disclosures", &at_oakfield(&world, &fields));
    let agreed = json!({"agreed_reason": "Needed for tomorrow's meeting."});
    let alone = make(&ruth, &entry, "agree", &agreed);
    assert_eq!(barred(&alone), (403, "second-person-needed".to_owned()));
    let _ = make(&helen, &entry, "agree", &agreed).expect(201);
    let sent = json!({"sent_at": "2026-11-10T10:00:00Z", "key_needed": "yes"});
    let refused = make(&ruth, &entry, "send", &sent).expect(422);
    assert_eq!(refused.json()["errors"][0]["code"], "move_not_offered");
    // Urgency skips the agreement, never the telephone.
    let mut urgent = sent.clone();
    urgent["urgent_reason"] = json!("The meeting is in an hour.");
    let refused = make(&ruth, &entry, "send_urgently", &urgent).expect(422);
    let mut missing = pointers(&refused);
    missing.sort();
    assert_eq!(missing, ["/fields/checked_at", "/fields/checked_with"]);
    let checked = json!({
        "checked_with": "Sal Ward, the number of the council's own page",
        "checked_at": "2026-11-10T09:55:00Z",
    });
    let _ = make(&ruth, &entry, "check", &checked).expect(201);
    let _ = make(&ruth, &entry, "send", &sent).expect(201);
    ends_on(&ruth, &entry, "receipt", "2026-11-12");
}

#[test]
fn a_visitors_exception_is_allowed_by_somebody_else_with_somebody_present() {
    let scene = scene();
    let (ruth, helen) = (scene.client("ruth"), scene.client("helen"));
    let fields = json!({
        "visitor": "A poet", "organisation": "A theatre", "purpose": "A reading",
        "host": scene.world.staff("ruth"), "edition": "2026", "regular": false,
        "visits_on": "2026-11-10", "connection": "own_device", "exceptions": true,
        "exception": "Plays sound from her own phone.",
    });
    let entry = add(
        &ruth,
        "visitor_agreements",
        &at_oakfield(&scene.world, &fields),
    );
    let present = json!({"present": scene.world.staff("tom")});
    let refused = make(&helen, &entry, "allow_exception", &present).expect(422);
    assert_eq!(refused.json()["errors"][0]["code"], "move_not_offered");
    let signed = json!({"visitor_signed_at": "2026-11-10T14:00:00Z", "signed_how": "paper"});
    let _ = make(&ruth, &entry, "sign", &signed).expect(201);
    let alone = make(&ruth, &entry, "allow_exception", &present);
    assert_eq!(barred(&alone), (403, "second-person-needed".to_owned()));
    let refused = make(&helen, &entry, "allow_exception", &json!({})).expect(422);
    assert_eq!(pointers(&refused), ["/fields/present"]);
    let _ = make(&helen, &entry, "allow_exception", &present).expect(201);
    assert_eq!(state(&helen, &entry), "with_exception");
    let listed = all(&helen, "/v1/registers/visitor_agreements/entries");
    assert!({ listed.iter() }.any(|it| entry.ends_with(it["id"].as_str().unwrap())));
}

#[test]
fn consent_is_given_by_who_is_13_by_the_roster_or_holds_parental_responsibility() {
    let scene = scene();
    let (ruth, priya) = (scene.client("ruth"), scene.client("priya"));
    // Born on 2 November 2013; and one a year younger.
    let child = crate::pupils::register(&scene, 98);
    let mut body = crate::pupils::new_pupil(&scene, &crate::pupils::upn(99));
    body["date_of_birth"] = json!("2014-11-02");
    let younger = scene.client("dev").post("/v1/pupils", &body).expect(201);
    let ask = |pupil: &str, gives: &Value| {
        let mut fields = json!({
            "pupil": pupil, "purpose": "displays_in_school", "school_year": "2026/27",
        });
        for (field, value) in gives.as_object().unwrap() {
            fields[field] = value.clone();
        }
        let body = at_oakfield(&scene.world, &fields);
        priya.post("/v1/registers/image_consent/entries", &body)
    };
    let by_pupil = json!({"gives": "pupil_from_13", "understands": true});
    let id = crate::steps::id_of(&child);
    let _ = ask(id, &by_pupil).expect(201);
    let refused = ask(&younger.field("id"), &by_pupil).expect(422);
    assert_eq!(pointers(&refused), ["/fields/gives"]);

    let mut uncle = crate::pupils::contacts::contact("Col Example", "other_relative");
    uncle["responsibility"] = json!({"held": "no", "basis": null});
    let _ = ruth.post(&format!("{child}/contacts"), &uncle).expect(201);
    let _ = crate::pupils::contacts::add(&ruth, &child, "Dana Example", "mother");
    let by = |name: &str| {
        let giver = json!({"kind": "described", "description": name});
        ask(
            id,
            &json!({"gives": "parental_responsibility", "giver": giver}),
        )
    };
    let refused = by("col  example").expect(422);
    assert_eq!(pointers(&refused), ["/fields/giver"]);
    let _ = by("Dana Example").expect(201);
}

/// R15, and KCSIE for leads: what is asked for every year is over in one, whatever was written for it.
#[test]
fn training_that_is_yearly_lapses_after_a_year_and_a_leads_after_two() {
    let world = World::at("2026-11-10T14:05");
    let ruth = world.client("ruth");
    let trained = |course: &str| {
        let trainee = json!({"kind": "staff", "id": world.staff("priya")});
        let fields = json!({
            "trainee": trainee, "course": course, "edition": "2026", "do_by": "2026-11-30",
        });
        let entry = add(&ruth, "training", &at_oakfield(&world, &fields));
        let done = json!({"completed_on": "2026-11-10", "valid_until": "2031-11-10"});
        let _ = make(&ruth, &entry, "record", &done).expect(201);
        ends_on(&ruth, &entry, "again", "2031-11-10");
        entry
    };
    let (gdpr, lead, ceop) = (trained("gdpr"), trained("dsl"), trained("ceop"));
    ends_on(&ruth, &gdpr, "gdpr_yearly", "2027-11-10");
    ends_on(&ruth, &lead, "dsl_two_years", "2028-11-10");
    for clock in ["gdpr_yearly", "dsl_two_years", "kcsie_yearly"] {
        assert_eq!(ends(&ruth, &ceop, clock), None, "{clock}");
    }
    world.now("2027-11-10T17:00");
    world.remind();
    let states = [&gdpr, &lead, &ceop].map(|entry| state(&ruth, entry));
    assert_eq!(states, ["lapsed", "done", "done"]);
}
