//! S01: Priya Nair reports threatening messages; Ruth Osei opens a case the same afternoon.

use lanyard::demo::School;
use lanyard_tests::{Client, World, moment};
use serde_json::{Value, json};

use crate::steps::{
    Concern, all, at, due_of, figures, found, id_of, items, open_case, raise, row, step_of,
    threats, triage,
};

const START: &str = "2026-11-10T14:05";
const PLAYBOOK: &str = "bullying_by_email_or_phone";

fn reported() -> (World, Concern) {
    let world = World::at(START);
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    (world, concern)
}

/// Nothing of these may reach whoever only raised it.
const CONTENT: [&str; 6] = [
    "threatening",
    "fox_1902",
    "Told her not to reply",
    "cyber_bullying",
    "Amara",
    "we look into it",
];

#[track_caller]
fn shows_no_content(answer: &Value) {
    let text = answer.to_string();
    for content in CONTENT {
        assert!(!text.contains(content), "{content} in {text}");
    }
}

#[test]
fn ruth_and_helen_have_it_in_their_inbox_at_once_with_its_clock() {
    let (world, concern) = reported();
    for senior in ["ruth", "callum", "helen"] {
        let inbox = items(
            &world
                .client(senior)
                .get("/v1/concerns?state=untriaged")
                .expect(200),
        );
        assert_eq!(inbox.len(), 1, "{senior}");
        let shown = &inbox[0];
        assert_eq!(shown["id"], json!(concern.id));
        assert_eq!(shown["due"]["rule"], "R1");
        assert_eq!(
            shown["due"]["reason"],
            "today 15:30, end of the school day (R1)"
        );
        assert_eq!(at(&shown["due"]["at"]), moment("2026-11-10T15:30"));
        assert_eq!(shown["raised_by_name"], "Priya Nair");
        assert_eq!(at(&shown["raised_at"]), moment(START));
        assert_eq!(shown["people"][0]["name"], "Amara Example");
        assert_eq!(shown["category"], "cyber_bullying");
    }
    world.remind();
    for senior in ["ruth", "helen"] {
        let notices = all(&world.client(senior), "/v1/me/notices");
        assert_eq!(notices.len(), 1, "{senior}");
        assert_eq!(notices[0]["matter"], format!("concern-{}", concern.id));
    }
    let page = world
        .client("helen")
        .get(&concern.address())
        .expect(200)
        .json();
    assert_eq!(page["place"]["kind"], "online");
    assert_eq!(page["place"]["accounts"], json!(["fox_1902"]));
    assert_eq!(
        page["action_taken"]["text"],
        "Told her not to reply and not to delete anything."
    );
}

#[test]
fn nobody_else_learns_of_it_by_list_count_search_or_address() {
    let (world, concern) = reported();
    let case = open_case(&world.client("ruth"), &concern);
    let sees_nothing = |name: &str| {
        let client = world.client(name);
        for list in ["/v1/concerns", "/v1/cases", "/v1/me/actions"] {
            assert_eq!(all(&client, list), [json!(null); 0], "{name} {list}");
        }
        assert_eq!(found(&client, "threatening"), [""; 0], "{name}");
        assert_eq!(found(&client, "Amara Example"), [""; 0], "{name}");
        for address in [concern.address(), case.clone(), format!("{case}/timeline")] {
            let _ = client.get(&address).expect(404);
        }
        let _ = client.get(&concern.receipt).expect(404);
        let amara = world.oakfield().amara;
        let _ = client
            .get(&format!("/v1/pupils/{amara}/history"))
            .expect(404);
    };
    for name in ["tom", "dev", "jon", "kit", "alan", "sunita", "iris", "bea"] {
        sees_nothing(name);
    }
    for name in ["grace", "nora", "omar", "lena"] {
        sees_nothing(name);
    }
    assert!(row(&world.client("miriam"), "/v1/cases", id_of(&case)).is_some());
}

#[test]
fn ruth_opens_a_case_with_a_reason_and_the_timeline_shows_it_in_order() {
    let (world, concern) = reported();
    let ruth = world.client("ruth");
    world.now("2026-11-10T14:40");
    let decision = json!({"kind": "open_case"});
    let unreasoned = triage(&ruth, &concern, &decision, "");
    assert_eq!(unreasoned.status, 422);
    let case = open_case(&ruth, &concern);
    let timeline = all(&ruth, &format!("{case}/timeline"));
    let entry = |i: usize| {
        let entry = &timeline[i];
        (
            entry["kind"].as_str().unwrap(),
            entry["actor_name"].as_str().unwrap(),
            at(&entry["proposed_at"]),
        )
    };
    assert_eq!(timeline.len(), 6);
    assert_eq!(entry(0), ("concern.raised", "Priya Nair", moment(START)));
    assert_eq!(
        entry(1),
        ("concern.triaged", "Ruth Osei", moment("2026-11-10T14:40"))
    );
    assert_eq!(
        entry(2),
        ("case.opened", "Ruth Osei", moment("2026-11-10T14:40"))
    );
    for (i, playbook) in [(3, "common"), (4, PLAYBOOK)] {
        assert_eq!(
            entry(i),
            (
                "case.playbook_started",
                "Ruth Osei",
                moment("2026-11-10T14:40")
            )
        );
        assert_eq!(timeline[i]["detail"]["playbook"], playbook);
        assert_eq!(timeline[i]["detail"]["edition"], 1);
    }
    assert_eq!(entry(5).0, "referral.needed");
    assert_eq!(timeline[1]["detail"]["reason"], "Threats: we look into it.");
    let shown = ruth.get(&case).expect(200).json();
    assert_eq!(shown["owner_name"], "Ruth Osei");
    assert_eq!(shown["state"], "open");
    assert_eq!(
        row(&ruth, "/v1/concerns?state=untriaged", &concern.id),
        None
    );
    let page = ruth.get(&concern.address()).expect(200).json();
    assert_eq!(
        (&page["state"], &page["case"]),
        (&json!("in_case"), &json!(id_of(&case)))
    );
}

#[test]
fn playbook_5_starts_with_it_and_its_first_steps_are_due_today() {
    let (world, concern) = reported();
    let ruth = world.client("ruth");
    world.now("2026-11-10T14:40");
    let case = open_case(&ruth, &concern);
    let parents = step_of(&ruth, &case, (PLAYBOOK, "5.5"));
    assert_eq!(parents["state"], "open");
    assert_eq!(parents["owner_name"], "Ruth Osei");
    // From when it was raised, not from when it was triaged.
    assert_eq!(at(&parents["due"]["at"]), moment("2026-11-10T15:30"));
    assert_eq!(
        parents["due"]["reason"],
        "today 15:30, end of the school day"
    );
    let mine = due_of(&ruth, "/v1/me/actions", "step");
    assert!(mine.iter().any(|row| row["step"]["step"] == "5.5"));
    let by_evening = due_of(&ruth, "/v1/due?before=2026-11-10T16:00:00Z", "step");
    assert!(!by_evening.is_empty());
    for name in ["priya", "tom", "jon", "grace"] {
        assert_eq!(all(&world.client(name), "/v1/due"), [json!(null); 0]);
        assert_eq!(all(&world.client(name), "/v1/referrals"), [json!(null); 0]);
    }
}

#[test]
fn a_bullying_post_never_goes_to_ceop_and_the_right_desks_are_offered() {
    let (world, concern) = reported();
    let ruth = world.client("ruth");
    let case = open_case(&ruth, &concern);
    let ceop = json!({"agency": "ceop", "reason": "The messages are vile."});
    let refused = ruth.post(&format!("{case}/referrals"), &ceop).expect(422);
    assert_eq!(refused.problem(), "desk-cannot-act");
    for desk in ["Harmful content", "Police"] {
        assert!(refused.text().contains(desk), "{}", refused.text());
    }
    assert_eq!(all(&ruth, "/v1/referrals?agency=ceop"), [json!(null); 0]);
}

/// What Priya sees of her concern, by its address and in her list.
#[track_caller]
fn status(priya: &Client, concern: &Concern) -> String {
    let shown = priya.get(&concern.address()).expect(200).json();
    let listed = row(priya, "/v1/concerns", &concern.id).unwrap();
    for answer in [&shown, &listed] {
        assert_eq!(answer["view"], "status");
        shows_no_content(answer);
    }
    assert_eq!(shown, listed);
    shown["status"].as_str().unwrap().to_owned()
}

#[test]
fn priya_sees_received_then_being_dealt_with_and_nothing_of_the_case() {
    let (world, concern) = reported();
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    assert_eq!(status(&priya, &concern), "received");
    world.now("2026-11-10T14:40");
    let case = open_case(&ruth, &concern);
    assert_eq!(status(&priya, &concern), "being_dealt_with");
    for path in [case.clone(), format!("{case}/timeline")] {
        let _ = priya.get(&path).expect(404);
    }
    let note = json!({"kind": "note", "text": "May I?"});
    let _ = priya.post(&format!("{case}/notes"), &note).expect(404);
    assert_eq!(all(&priya, "/v1/cases"), [json!(null); 0]);
    assert_eq!(found(&priya, "threatening"), [""; 0]);
    assert_eq!(found(&priya, "Amara Example"), [""; 0]);
}

#[test]
fn the_central_team_counts_it_and_opens_nothing() {
    let (world, concern) = reported();
    let jon = world.client("jon");
    let oakfield = world.academy(School::Oakfield);
    let shown = figures(&jon, &oakfield);
    assert_eq!(
        (&shown["untriaged"], &shown["open_cases"]),
        (&json!(1), &json!(0))
    );
    world.now("2026-11-10T14:40");
    let case = open_case(&world.client("ruth"), &concern);
    let shown = figures(&jon, &oakfield);
    assert_eq!(
        (&shown["untriaged"], &shown["open_cases"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(shown["triage_minutes_median"], 35);
    let _ = jon.get(&case).expect(404);
    let dashboard = jon.get("/v1/dashboards/trust").expect(200).json();
    for personal in ["Amara", "Nair", "threatening", &concern.id] {
        assert!(!dashboard.to_string().contains(personal), "{dashboard}");
    }
}
