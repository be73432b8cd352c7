//! What leavers leave behind: a matter always has one unconflicted owner, and a step never falls to nobody
//! (domain.md 1 rules 1, 2 and 7).

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::registers::{add, block, make};
use crate::steps::{
    about_adult, all, due_of, eventually, id_of, kinds, open_allegation, open_case, plan, pupil,
    raise, referral_of, step_of, threats, triage,
};

const PLAYBOOK: &str = "bullying_by_email_or_phone";

/// A case of Ruth's at Oakfield, about Amara.
fn with_case() -> (World, String) {
    let world = World::at("2026-11-10T14:05");
    let worry = threats(&world, world.oakfield().amara);
    let concern = raise(&world.client("priya"), &worry);
    let case = open_case(&world.client("ruth"), &concern);
    (world, case)
}

/// Their last day is entered.
#[track_caller]
fn leaves(world: &World, name: &str, on: &str) {
    let by = world.client(if name == "helen" { "miriam" } else { "helen" });
    let register = format!("/v1/staff/{}", world.staff(name));
    let _ = by.change(&register, "end", &json!({"on": on})).expect(201);
}

#[track_caller]
fn loses(world: &World, name: &str, role: &str) {
    let register = format!("/v1/staff/{}", world.staff(name));
    let body = json!({
        "role": role, "academy": world.academy(School::Oakfield), "reason": "Back to teaching.",
    });
    let _ = world
        .client("miriam")
        .change(&register, "roles/end", &body)
        .expect(201);
}

/// Somebody is given a role at Oakfield, for a time or until further notice.
#[track_caller]
fn gets(world: &World, name: &str, role: &str, until: Option<&str>) {
    let register = format!("/v1/staff/{}", world.staff(name));
    let mut body = json!({
        "role": role, "academy": world.academy(School::Oakfield), "reason": "Cover.",
    });
    if let Some(until) = until {
        body["until"] = json!(until);
    }
    let miriam = world.client("miriam");
    let proposed = miriam.change(&register, "roles", &body).expect(201);
    let confirm = format!("roles/{}/confirm", proposed.field("id"));
    let _ = world
        .client("esther")
        .change(&register, &confirm, &json!({}))
        .expect(201);
}

fn owner(by: &Client, matter: &str) -> Value {
    by.get(matter).expect(200).json()["owner"].clone()
}

fn id(world: &World, name: &str) -> Value {
    json!(world.staff(name).to_string())
}

/// Somebody, as lists of what is due name them.
fn keeper(world: &World, name: &str) -> Value {
    json!(format!("staff:{}", world.staff(name)))
}

/// How often somebody was told that something of a matter is theirs now.
#[track_caller]
fn told(world: &World, name: &str, matter: &str) -> usize {
    let notices = all(&world.client(name), "/v1/me/notices");
    { notices.iter() }
        .filter(|row| row["item"] == "handed_on")
        .filter(|row| row["matter"].as_str().unwrap().ends_with(id_of(matter)))
        .count()
}

fn waiting(world: &World) -> u64 {
    let metrics = world.nobody().get("/metrics").expect(200).text();
    let line =
        { metrics.lines() }.find_map(|line| line.strip_prefix("lanyard_matters_without_owner "));
    line.unwrap().parse().unwrap()
}

#[test]
fn a_leavers_case_is_the_deputys_with_all_that_is_open_in_it_once() {
    let (world, case) = with_case();
    let callum = world.client("callum");
    let ruth = world.staff("ruth");
    let action = plan(&world.client("ruth"), &case, ruth, "Speak to her tutor");
    leaves(&world, "ruth", "2026-11-09");
    // By the worker at once, without waiting for its look.
    eventually(|| (owner(&callum, &case) == id(&world, "callum")).then_some(()));
    for _again in 0..2 {
        world.remind();
    }
    let step = step_of(&callum, &case, (PLAYBOOK, "5.6"));
    assert_eq!(step["owner"], id(&world, "callum"));
    let actions = due_of(&callum, "/v1/me/actions", "action");
    assert!(actions.iter().any(|row| row["action"] == json!(action)));
    let kinds = kinds(&callum, &case);
    let changed = { kinds.iter() }.filter(|kind| *kind == "case.owner_changed");
    assert_eq!(changed.count(), 1);
    assert_eq!(told(&world, "callum", &case), 1);
    assert_eq!(told(&world, "helen", &case), 0);
    let left = all(&world.client("helen"), &format!("/v1/due?owner={ruth}"));
    assert_eq!(left, [json!(null); 0]);
    let timeline = all(&callum, &format!("{case}/timeline"));
    assert!(!json!(timeline).to_string().contains("has left"));
}

#[test]
fn the_last_day_is_worked_and_the_day_after_it_all_goes() {
    let (world, case) = with_case();
    leaves(&world, "ruth", "2026-11-10");
    world.remind();
    world.now("2026-11-10T23:59");
    world.remind();
    assert_eq!(owner(&world.client("helen"), &case), id(&world, "ruth"));
    world.now("2026-11-11T00:01");
    for _again in 0..2 {
        world.remind();
    }
    assert_eq!(owner(&world.client("helen"), &case), id(&world, "callum"));
    assert_eq!(told(&world, "callum", &case), 1);
}

#[test]
fn whoever_loses_the_role_keeps_what_was_given_to_them_by_name() {
    let (world, case) = with_case();
    let ruth = world.client("ruth");
    let given = plan(&ruth, &case, world.staff("callum"), "Sit her by the door");
    let other = threats(&world, world.oakfield().another);
    let own = open_case(
        &world.client("callum"),
        &raise(&world.client("priya"), &other),
    );
    loses(&world, "callum", "deputy_dsl");
    world.remind();
    assert_eq!(owner(&ruth, &own), id(&world, "ruth"));
    assert_eq!(told(&world, "ruth", &own), 1);
    assert_eq!(owner(&ruth, &case), id(&world, "ruth"));
    let callum = world.client("callum");
    let actions = due_of(&callum, "/v1/me/actions", "action");
    assert_eq!(actions.len(), 1, "{actions:?}");
    assert_eq!(actions[0]["action"], json!(given));
    assert_eq!(due_of(&callum, "/v1/me/actions", "step"), [json!(null); 0]);
    // Once he has left, that goes to whoever owns the case.
    leaves(&world, "callum", "2026-11-09");
    world.remind();
    let actions = due_of(&ruth, "/v1/me/actions", "action");
    assert!(actions.iter().any(|row| row["action"] == json!(given)));
    assert_eq!(told(&world, "ruth", &case), 1);
}

#[test]
fn what_somebody_had_by_a_role_until_a_time_goes_at_that_time() {
    let (world, case) = with_case();
    gets(&world, "tom", "dsl", Some("2026-11-13T17:00:00Z"));
    let ruth = world.client("ruth");
    let cover = json!({"owner": world.staff("tom").to_string(), "reason": "On a course."});
    let _ = ruth.change(&case, "owner", &cover).expect(201);
    world.now("2026-11-13T16:59");
    world.remind();
    assert_eq!(owner(&ruth, &case), id(&world, "tom"));
    world.now("2026-11-13T17:00");
    for _again in 0..2 {
        world.remind();
    }
    assert_eq!(owner(&ruth, &case), id(&world, "ruth"));
    assert_eq!(told(&world, "ruth", &case), 1);
    assert_eq!(told(&world, "tom", &case), 0);
    // The same once more, by another end.
    gets(&world, "tom", "dsl", Some("2026-11-20T17:00:00Z"));
    let _ = ruth.change(&case, "owner", &cover).expect(201);
    world.now("2026-11-20T17:00");
    world.remind();
    assert_eq!(owner(&ruth, &case), id(&world, "ruth"));
    assert_eq!(told(&world, "ruth", &case), 2);
}

#[test]
fn an_adults_matter_goes_to_the_trust_lead_with_its_referral() {
    let world = World::at("2026-11-10T14:05");
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let matter = open_allegation(&world.client("helen"), &raise(&world.client("tom"), &body));
    let start = json!({"playbook": "allegation_against_adult", "reason": "As the guidance says."});
    let _ = world
        .client("helen")
        .post(&format!("{matter}/playbooks"), &start)
        .expect(201);
    leaves(&world, "helen", "2026-11-09");
    world.remind();
    let miriam = world.client("miriam");
    assert_eq!(owner(&miriam, &matter), id(&world, "miriam"));
    let police = referral_of(&miriam, &matter, "police");
    assert_eq!(owner(&miriam, &police), id(&world, "miriam"));
    let reviews = due_of(&miriam, "/v1/me/actions", "allegation_review");
    let asked = { reviews.iter() }.filter(|row| row["clock"] == "handover");
    assert_eq!(asked.count(), 1);
    for name in ["ruth", "callum", "tom", "jon"] {
        assert_eq!(world.client(name).get(&matter).status, 404, "{name}");
        assert_eq!(told(&world, name, &matter), 0, "{name}");
    }
}

#[test]
fn with_nobody_unconflicted_left_it_waits_for_whoever_next_can_have_it() {
    let (world, case) = with_case();
    for name in ["callum", "helen", "miriam"] {
        let mark =
            json!({"staff": world.staff(name).to_string(), "reason": "A statement says so."});
        let _ = world
            .client("ruth")
            .post(&format!("{case}/conflicts"), &mark)
            .expect(201);
    }
    assert_eq!(waiting(&world), 0);
    world.remind();
    leaves(&world, "ruth", "2026-11-09");
    world.remind();
    eprintln!(
        "DBG1 {} {:#?}",
        waiting(&world),
        all(&world.client("miriam"), "/v1/due")
    );
    assert_eq!(waiting(&world), 1);
    for name in ["callum", "helen", "miriam", "esther"] {
        assert_eq!(world.client(name).get(&case).status, 404, "{name}");
    }
    gets(&world, "tom", "dsl", None);
    world.remind();
    assert_eq!(waiting(&world), 0);
    let tom = world.client("tom");
    assert_eq!(owner(&tom, &case), id(&world, "tom"));
    assert_eq!(told(&world, "tom", &case), 1);
    let step = step_of(&tom, &case, (PLAYBOOK, "5.6"));
    assert_eq!(step["owner"], id(&world, "tom"));
}

#[test]
fn a_concern_that_a_leaver_watched_is_watched_by_the_next() {
    let world = World::at("2026-11-10T14:05");
    let worry = threats(&world, world.oakfield().amara);
    let concern = raise(&world.client("priya"), &worry);
    let watch = json!({"kind": "monitor", "review_on": "2026-11-24"});
    let _ = triage(&world.client("ruth"), &concern, &watch, "Watch.").expect(201);
    leaves(&world, "ruth", "2026-11-09");
    world.remind();
    let callum = world.client("callum");
    let rows = due_of(&callum, "/v1/me/actions", "concern_review");
    assert_eq!(rows.len(), 2, "to be taken up, and reviewed: {rows:?}");
}

#[test]
fn concerns_of_an_academy_that_has_no_lead_any_more_are_put_before_the_head_once() {
    let world = World::at("2026-11-10T14:05");
    let worry = threats(&world, world.oakfield().amara);
    let concern = raise(&world.client("priya"), &worry);
    let helen = world.client("helen");
    let asked = || {
        let mine = json!(format!("concern-{}", concern.id));
        let rows = due_of(&helen, "/v1/me/actions", "concern_review");
        rows.iter().filter(|row| row["matter"] == mine).count()
    };
    loses(&world, "ruth", "dsl");
    world.remind();
    assert_eq!(asked(), 0, "Callum has it");
    loses(&world, "callum", "deputy_dsl");
    for _again in 0..2 {
        world.remind();
        assert_eq!(asked(), 1);
    }
    let _ = open_case(&helen, &concern);
    assert_eq!(asked(), 0);
}

#[test]
fn the_clock_of_an_entry_goes_to_the_next_of_its_keepers_and_runs_on() {
    let world = World::at("2026-11-10T14:05");
    let body = json!({
        "academy": world.academy(School::Oakfield),
        "fields": {
            "direction": "out",
            "pupil": world.oakfield().amara.to_string(),
            "other_school": "A school outside the trust",
            "left_on": "2026-11-10",
            "open_case": true,
            "social_worker": "Called the duty desk on Thursday, confirmed by email.",
        },
    });
    let entry = add(&world.client("ruth"), "file_transfers", &body);
    let file = || {
        let rows = all(&world.client("helen"), "/v1/due");
        let found = { rows.iter() }.find(|row| row["clock"] == "file").unwrap();
        (found["owner"].clone(), found["due_at"].clone())
    };
    let (before, due_at) = file();
    assert_eq!(before, keeper(&world, "ruth"));
    leaves(&world, "ruth", "2026-11-09");
    for _again in 0..2 {
        world.remind();
        // The deputy keeps none of these: the file names the lead and the head.
        assert_eq!(file(), (keeper(&world, "helen"), due_at.clone()));
    }
    assert_eq!(told(&world, "helen", &entry), 1);
    assert_eq!(told(&world, "callum", &entry), 0);
}

/// R13.
#[test]
fn a_review_of_the_log_that_a_head_left_unsigned_is_the_next_heads_to_sign() {
    let world = World::at("2027-01-04T08:00");
    world.remind();
    loses(&world, "helen", "head");
    world.remind();
    gets(&world, "tom", "head", None);
    for _again in 0..2 {
        world.remind();
    }
    let tom = world.client("tom");
    let list = "/v1/registers/log_reviews/entries";
    let listed = all(&tom, list);
    let mut hers = { listed.iter() }
        .map(|row| format!("{list}/{}", row["id"].as_str().unwrap()))
        .filter(|entry| tom.get(entry).expect(200).json()["fields"]["part"] == "what_i_may_see");
    let entry = hers.next().unwrap();
    assert_eq!(hers.next(), None, "there is one");
    let signer = tom.get(&entry).expect(200).json()["fields"]["signer"]["id"].clone();
    assert_eq!(signer, id(&world, "tom"));
    let said = json!({"findings": "None.", "to_do": "Nothing."});
    let _ = make(&tom, &entry, "sign", &said).expect(201);
}

/// R13: what a lead adds for themself is theirs, whatever roles they have had.
#[test]
fn a_review_of_the_log_that_somebody_added_for_themself_is_nobody_elses() {
    let world = World::at("2026-12-18T14:00");
    let ruth = world.client("ruth");
    let body = json!({
        "academy": world.academy(School::Oakfield),
        "fields": {
            "signer": {"kind": "staff", "id": world.staff("ruth")},
            "log": "incidents",
            "term": "autumn",
            "school_year": "2026/27",
            "part": "what_i_may_see",
        },
    });
    let entry = add(&ruth, "log_reviews", &body);
    gets(&world, "ruth", "deputy_dsl", None);
    loses(&world, "ruth", "deputy_dsl");
    for _again in 0..2 {
        world.remind();
    }
    let signer = ruth.get(&entry).expect(200).json()["fields"]["signer"]["id"].clone();
    assert_eq!(signer, id(&world, "ruth"));
    assert_eq!(told(&world, "helen", &entry), 0);
}

/// domain.md 1 rules 1 and 7: where nobody holds the roles of a clock it is the next senior's, and each is told once.
#[test]
fn clocks_of_one_entry_go_to_the_next_senior_where_nobody_holds_their_roles() {
    let world = World::at("2026-11-10T14:05");
    loses(&world, "ruth", "dsl");
    gets(&world, "helen", "dsl", None);
    let dev = world.client("dev");
    let entry = add(&dev, "filter_changes", &block(&world));
    let blocked =
        json!({"blocked_at": "2026-11-10T14:05:00Z", "block_tested": "from_a_pupil_login"});
    let _ = make(&dev, &entry, "block_now", &blocked).expect(201);
    let miriam = world.client("miriam");
    let keepers = || {
        let rows = all(&miriam, "/v1/due");
        ["approval", "group_block"].map(|clock| {
            let found = { rows.iter() }.find(|row| row["clock"] == clock).unwrap();
            found["owner"].clone()
        })
    };
    let both = |name: &str| [keeper(&world, name), keeper(&world, name)];
    assert_eq!(keepers(), both("helen"));
    leaves(&world, "helen", "2026-11-09");
    for _again in 0..2 {
        world.remind();
        assert_eq!(keepers(), both("callum"), "the deputy is the next senior");
    }
    assert_eq!(told(&world, "callum", &entry), 1);
    // What somebody keeps who works on stays theirs, whoever comes.
    gets(&world, "tom", "head", None);
    world.remind();
    assert_eq!(keepers(), both("callum"));
    loses(&world, "callum", "deputy_dsl");
    for _again in 0..2 {
        world.remind();
        // He approves as head, and meets with the group because no lead is left.
        assert_eq!(keepers(), both("tom"));
    }
    assert_eq!(told(&world, "tom", &entry), 1);
    // He is a senior all the same who sees it, until somebody holds the role itself.
    gets(&world, "tom", "deputy_dsl", None);
    loses(&world, "tom", "head");
    for _again in 0..2 {
        world.remind();
        assert_eq!(keepers(), both("tom"));
    }
    gets(&world, "callum", "dsl", None);
    for _again in 0..2 {
        world.remind();
        assert_eq!(keepers(), both("callum"));
    }
}

/// domain.md 1 rule 2: a restriction is looked at by whoever has the authority by then.
#[test]
fn a_review_of_a_relation_that_a_head_was_to_do_is_told_to_the_trust_lead_at_once() {
    let world = World::at("2026-11-10T14:05");
    let callum = format!("/v1/staff/{}", world.staff("callum"));
    let daughter = json!({"person": pupil(world.oakfield().niamh), "relation": "relative"});
    let registered = world
        .client("helen")
        .change(&callum, "relations", &daughter);
    let _ = registered.expect(201);
    loses(&world, "helen", "head");
    world.now("2027-02-09T09:00");
    world.remind();
    let reviews = |name: &str| {
        let notices = all(&world.client(name), "/v1/me/notices");
        let is_one = |row: &&Value| row["item"].as_str().unwrap().starts_with("relation ");
        notices.iter().filter(is_one).count()
    };
    assert_eq!((reviews("helen"), reviews("miriam")), (0, 1));
}

#[test]
fn nothing_is_given_to_whoever_has_left() {
    let (world, case) = with_case();
    leaves(&world, "priya", "2026-11-09");
    let priya = world.staff("priya").to_string();
    let body = json!({"title": "Look at it", "owner": priya, "due_at": "2026-11-12T16:00:00Z"});
    let refused = world
        .client("ruth")
        .post(&format!("{case}/actions"), &body)
        .expect(422);
    let error = &refused.json()["errors"][0];
    assert_eq!(
        (&error["pointer"], &error["code"]),
        (&json!("/owner"), &json!("cannot_carry_out"))
    );
}
