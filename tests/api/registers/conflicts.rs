//! POST /v1/registers/{register}/entries/{entry}/conflicts and the steps that follow (domain.md 1 rule 1)

use lanyard::demo::School;
use lanyard_tests::{Client, World, moment};
use serde_json::{Value, json};

use super::{add, block, change_blindly, make};
use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{
    NOTHING, all, at, due_of, eventually, id_of, items, pupil, raise, row, threats, told,
};

pub const MARK: Door = Door {
    route: "POST /v1/registers/{register}/entries/{entry}/conflicts",
    ask: |scene| {
        let lena = scene.world.staff("lena").to_string();
        let body = json!({"staff": lena, "reason": "A friend of whoever asked."});
        Ask::new(path(scene, ""), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const CONFIRM: Door = Door {
    route: "POST /v1/registers/{register}/entries/{entry}/conflicts/{staff}/confirm",
    ask: |scene| Ask::of(path(scene, "confirm")),
    // A governor sees the entry, and decides nothing about it.
    wrong: Wrong::Refused("alan", 403, "forbidden"),
};

pub const REVIEW: Door = Door {
    route: "POST /v1/registers/{register}/entries/{entry}/conflicts/{staff}/review",
    ask: |scene| Ask::new(path(scene, "review"), json!({"reason": "Still a friend."})),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const LIFT: Door = Door {
    route: "POST /v1/registers/{register}/entries/{entry}/conflicts/{staff}/lift",
    ask: |scene| Ask::new(path(scene, "lift"), json!({"reason": "Another Brandt."})),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

/// The address for marking somebody in the scene's entry, or a step that follows.
fn path(scene: &Scene, step: &str) -> String {
    let entry = &scene.entry;
    if step.is_empty() {
        return format!("{entry}/conflicts");
    }
    format!("{entry}/conflicts/{}/{step}", scene.world.staff("lena"))
}

#[track_caller]
pub(super) fn mark(world: &World, by: &str, entry: &str, who: &str) {
    let body = json!({"staff": world.staff(who).to_string(), "reason": "A statement names them."});
    let marked = world.client(by).post(&format!("{entry}/conflicts"), &body);
    let marked = marked.expect(201);
    assert_eq!(marked.json(), json!({"id": id_of(entry)}));
    assert_eq!(marked.header("etag"), None);
}

/// What a list has of an entry.
#[track_caller]
pub(super) fn of_entry(by: &Client, list: &str, entry: &str) -> Vec<Value> {
    let mut rows = all(by, list);
    rows.retain(|row| row["matter"] == json!(format!("register-{}", id_of(entry))));
    rows
}

/// The clocks of an entry that somebody has in hand.
#[track_caller]
pub(super) fn in_hand(world: &World, who: &str, entry: &str) -> Vec<String> {
    let mut rows = of_entry(&world.client(who), "/v1/me/actions", entry);
    rows.retain(|row| row["kind"] == "entry");
    { rows.iter() }
        .map(|row| row["clock"].as_str().unwrap().to_owned())
        .collect()
}

/// Nothing of an entry is there for somebody: no list, count or export has it, and its address is like one at
/// which nothing is.
#[track_caller]
pub(super) fn sees_nothing(world: &World, who: &str, (register, entry): (&str, &str)) {
    let client = world.client(who);
    let absent = format!("/v1/registers/{register}/entries/{NOTHING}");
    assert_eq!(told(&client.get(entry)), told(&client.get(&absent)));
    let rows = all(&client, &format!("/v1/registers/{register}/entries"));
    assert!(rows.iter().all(|row| row["id"] != id_of(entry)), "{rows:?}");
    for list in ["/v1/due", "/v1/me/actions", "/v1/me/notices"] {
        let rows = of_entry(&client, list, entry);
        assert!(rows.is_empty(), "{list}: {rows:?}");
    }
    // Whatever is sent is well formed: an entry that never existed answers with the same bytes.
    let lena = world.staff("lena").to_string();
    let reason = "A friend of whoever asked.";
    let of_lena = format!("conflicts/{lena}");
    for (step, body) in [
        (
            "conflicts".to_owned(),
            json!({"staff": lena, "reason": reason}),
        ),
        (format!("{of_lena}/confirm"), json!({})),
        (format!("{of_lena}/review"), json!({"reason": reason})),
        (format!("{of_lena}/lift"), json!({"reason": reason})),
        ("moves".to_owned(), json!({"move": "withdraw"})),
        (
            "fields".to_owned(),
            json!({"fields": {"incident": "K7PW3HDN"}}),
        ),
        (
            "corrections".to_owned(),
            json!({"fields": {"what": "category"}, "reason": "All of them."}),
        ),
    ] {
        let sent = |to: &str| client.post_on(&format!("{to}/{step}"), "\"0\"", &body);
        let (denied, never) = (sent(entry), sent(&absent));
        assert_eq!(denied.status, 404, "{step}: {}", denied.text());
        assert_eq!(told(&denied), told(&never), "{step}");
    }
}

#[test]
fn a_marked_entry_is_gone_for_whom_it_was_marked_until_it_is_lifted() {
    let scene = scene();
    let (dev, ruth, helen) = (
        scene.client("dev"),
        scene.client("ruth"),
        scene.client("helen"),
    );
    let register = "/v1/registers/filter_changes";
    let mut body = block(&scene.world);
    body["fields"]["site"] = json!("quillwort.example");
    let entry = add(&dev, "filter_changes", &body);
    let sees = |by: &Client| {
        let listed = row(by, &format!("{register}/entries"), id_of(&entry)).is_some();
        let narrowed = format!("{register}/entries?limit=200&where=action:block&state=proposed");
        let narrowed = items(&by.get(&narrowed).expect(200));
        let counted = narrowed.iter().any(|row| row["id"] == id_of(&entry));
        let exports = ["csv", "json"].map(|format| {
            let export = by.get(&format!("{register}/export?format={format}"));
            export.expect(200).text().contains("quillwort")
        });
        (by.get(&entry).status, listed, counted, exports)
    };
    let (everything, nothing) = (
        (200, true, true, [true, true]),
        (404, false, false, [false, false]),
    );
    assert_eq!(sees(&dev), everything);
    mark(&scene.world, "ruth", &entry, "dev");
    assert_eq!(sees(&dev), nothing);
    sees_nothing(&scene.world, "dev", ("filter_changes", &entry));
    let blind = change_blindly(&dev, &ruth, &entry, "withdraw");
    assert_eq!((blind.status, &*blind.problem()), (404, "not-found"));
    assert_eq!(sees(&ruth), everything);
    let who = scene.world.staff("dev");
    let steps = format!("{entry}/conflicts/{who}");
    let own = dev.post(&format!("{steps}/lift"), &json!({"reason": "No."}));
    assert_eq!((own.status, &*own.problem()), (404, "not-found"));
    // Who sees it without being a senior decides nothing about it.
    for step in ["confirm", "review", "lift"] {
        let body = if step == "confirm" {
            json!({})
        } else {
            json!({"reason": "A slip."})
        };
        let refused = scene.client("alan").post(&format!("{steps}/{step}"), &body);
        assert_eq!((refused.status, &*refused.problem()), (403, "forbidden"));
    }
    let _ = helen
        .post(&format!("{steps}/confirm"), &json!({}))
        .expect(201);
    assert_eq!(sees(&dev), nothing);
    let reason = "It was another Patel.";
    let alone = helen.post(&format!("{steps}/lift"), &json!({"reason": reason}));
    assert_eq!(
        (alone.status, &*alone.problem()),
        (403, "second-person-needed")
    );
    let second = scene.world.staff("miriam").to_string();
    let both = json!({"reason": reason, "second": second});
    let _ = helen.post(&format!("{steps}/lift"), &both).expect(201);
    assert_eq!(sees(&dev), everything);
}

#[test]
fn an_entry_has_one_address_for_this_too() {
    let scene = scene();
    let dev = scene.world.staff("dev").to_string();
    let mark = json!({"staff": dev, "reason": "A statement names him."});
    let helen = scene.client("helen");
    let id = id_of(&scene.entry);
    for register in ["complaints", "nothing"] {
        let path = format!("/v1/registers/{register}/entries/{id}/conflicts");
        let refused = helen.post(&path, &mark);
        assert_eq!((refused.status, &*refused.problem()), (404, "not-found"));
    }
    let _ = scene.client("dev").get(&scene.entry).expect(200);
}

/// Within one working day another senior confirms or lifts it, and looks again every 90 days (rule 2).
#[test]
fn another_senior_is_asked_and_looks_again_every_90_days() {
    let world = World::at("2026-11-10T14:05");
    let (dev, ruth, callum) = (
        world.client("dev"),
        world.client("ruth"),
        world.client("callum"),
    );
    let entry = add(&dev, "filter_changes", &block(&world));
    mark(&world, "ruth", &entry, "dev");
    let who = world.staff("dev").to_string();
    let asked = |by: &Client| {
        let mut rows = due_of(by, "/v1/me/actions", "conflict_review");
        rows.retain(|row| row["staff"] == json!(who));
        rows
    };
    assert!(asked(&ruth).is_empty(), "she marked it");
    let due = asked(&callum);
    assert_eq!(due.len(), 1, "{due:?}");
    assert_eq!(due[0]["title"], "filter_changes");
    assert_eq!(
        due[0]["matter"],
        json!(format!("register-{}", id_of(&entry)))
    );
    assert_eq!(at(&due[0]["due_at"]), moment("2026-11-11T17:00"));
    let steps = format!("{entry}/conflicts/{who}");
    let still = json!({"reason": "The statement stands."});
    let early = callum.post(&format!("{steps}/review"), &still);
    assert_eq!(early.problem(), "conflict-not-confirmed");
    let _ = callum
        .post(&format!("{steps}/confirm"), &json!({}))
        .expect(201);
    assert_eq!(at(&asked(&callum)[0]["due_at"]), moment("2027-02-08T14:05"));
    world.now("2027-02-09T09:00");
    let _ = callum.post(&format!("{steps}/review"), &still).expect(201);
    assert_eq!(at(&asked(&callum)[0]["due_at"]), moment("2027-05-10T10:00"));
    assert_eq!(dev.get(&entry).status, 404);
}

/// The approver of a change to the filter: the next senior has it.
#[test]
fn what_somebody_kept_of_an_entry_goes_to_the_next_who_can() {
    let world = World::at("2026-11-10T14:05");
    let entry = add(&world.client("dev"), "filter_changes", &block(&world));
    let blocked =
        json!({"blocked_at": "2026-11-10T14:05:00Z", "block_tested": "from_a_pupil_login"});
    let _ = make(&world.client("dev"), &entry, "block_now", &blocked).expect(201);
    assert_eq!(in_hand(&world, "helen", &entry), ["approval"]);
    world.now("2026-11-11T15:31");
    world.remind();
    let notices = |who: &str| of_entry(&world.client(who), "/v1/me/notices", &entry).len();
    assert_eq!(notices("helen"), 1);
    mark(&world, "miriam", &entry, "helen");
    sees_nothing(&world, "helen", ("filter_changes", &entry));
    assert_eq!(in_hand(&world, "ruth", &entry), ["approval", "group_block"]);
    let shown = world.client("ruth").get(&entry).expect(200).json();
    let last = shown["history"].as_array().unwrap().last().unwrap();
    assert_eq!(last["what"], "given");
    assert!(!shown.to_string().contains("A statement"), "{shown}");
    // It runs on to the same moment, and what starts later goes past her.
    let mine = of_entry(&world.client("ruth"), "/v1/me/actions", &entry);
    assert_eq!(at(&mine[0]["due_at"]), moment("2026-11-11T15:30"));
    world.now("2026-11-13T09:00");
    world.remind();
    assert_eq!(notices("helen"), 0);
    let view = json!({"block_view": "yes"});
    let _ = make(&world.client("ruth"), &entry, "approve_block", &view).expect(201);
    let conflicted = world.staff("helen").to_string();
    let mut later = of_entry(&world.client("miriam"), "/v1/due", &entry);
    later.retain(|row| row["kind"] == "entry");
    for clock in &later {
        assert!(!clock["owner"].to_string().contains(&conflicted), "{clock}");
    }
    // She is told that something was given to others, and not what.
    let me = world.client("helen").get("/v1/me").expect(200).text();
    assert!(!me.contains(id_of(&entry)), "{me}");
}

/// With nobody else who holds the role of a clock it is the next senior's who sees the entry.
#[test]
fn a_clock_of_a_role_that_nobody_else_holds_is_a_seniors() {
    let world = World::at("2026-11-10T14:05");
    let entry = add(&world.client("dev"), "filter_changes", &block(&world));
    assert_eq!(in_hand(&world, "dev", &entry), ["block"]);
    mark(&world, "helen", &entry, "dev");
    assert_eq!(in_hand(&world, "ruth", &entry), ["block"]);
    let nobody: [String; 0] = [];
    assert_eq!(in_hand(&world, "dev", &entry), nobody);
}

/// R10: who decides whether a breach is reported. What is one's own is closed to one all the same.
#[test]
fn a_breach_goes_on_without_who_is_conflicted_in_it() {
    let world = World::at("2026-11-10T14:05");
    let body = json!({
        "academy": world.academy(School::Oakfield),
        "fields": {
            "known_at": "2026-11-10T13:00:00Z", "what": "lost",
            "facts": "A folder of year 8 was left on the train.",
            "data_kinds": ["contact_details"], "whose": ["pupils"], "protection": "none",
            "danger": "no",
        },
    });
    let entry = add(&world.client("priya"), "breaches", &body);
    assert_eq!(in_hand(&world, "owen", &entry), ["at_once", "ico"]);
    mark(&world, "helen", &entry, "owen");
    mark(&world, "helen", &entry, "priya");
    world.remind();
    for name in ["owen", "priya"] {
        sees_nothing(&world, name, ("breaches", &entry));
    }
    let mut taken_on = in_hand(&world, "sunita", &entry);
    taken_on.sort();
    assert_eq!(taken_on, ["advice", "at_once", "ico"]);
    assert!(!of_entry(&world.client("sunita"), "/v1/me/notices", &entry).is_empty());
}

/// Whoever looks after the record of who looked finds none of it about what is closed to them.
#[test]
fn the_record_of_looks_shows_none_of_a_marked_entry_to_whom_it_is_closed() {
    let world = World::at("2026-11-10T14:05");
    let entry = add(&world.client("dev"), "filter_changes", &block(&world));
    let _ = world.client("ruth").get(&entry).expect(200);
    let kit = world.client("kit");
    let log = format!("/v1/access-log?stream=register-{}", id_of(&entry));
    let _ = eventually(|| Some(all(&kit, &log)).filter(|looks| !looks.is_empty()));
    mark(&world, "helen", &entry, "kit");
    assert_eq!(all(&kit, &log), [json!(null); 0]);
}

/// A relation that comes on the register later: the entry links her, and what she kept of it is another's.
#[test]
fn whoever_comes_to_be_close_to_somebody_in_an_entry_keeps_nothing_of_it() {
    let world = World::at("2026-11-10T14:05");
    let body = json!({
        "academy": world.academy(School::Oakfield),
        "fields": {
            "raised_at": "2026-11-10T13:40:00Z", "system": "filter", "about": "pupil",
            "pupil": world.oakfield().amara, "danger_now": false, "risk": "content",
            "kind": "other", "reached": "no",
        },
    });
    let entry = add(&world.client("dev"), "filtering_alerts", &body);
    assert_eq!(in_hand(&world, "ruth", &entry), ["same_day"]);
    let register = format!("/v1/staff/{}", world.staff("ruth"));
    let relation = json!({"person": pupil(world.oakfield().amara), "relation": "relative"});
    let registered = { world.client("helen") }.change(&register, "relations", &relation);
    let _ = registered.expect(201);
    sees_nothing(&world, "ruth", ("filtering_alerts", &entry));
    assert_eq!(in_hand(&world, "callum", &entry), ["same_day"]);
}

/// Whoever is shut out of the matter behind an entry is shut out of it, of what is due with it too.
#[test]
fn whoever_is_shut_out_of_the_matter_behind_an_entry_hears_nothing_of_its_clocks() {
    let world = World::at("2026-11-10T14:05");
    let (dev, callum) = (world.client("dev"), world.client("callum"));
    let priya = world.client("priya");
    let concern = raise(&priya, &threats(&world, world.oakfield().amara));
    let mut body = block(&world);
    body["fields"]["incident"] = json!(concern.reference.clone());
    let entry = add(&dev, "filter_changes", &body);
    assert!(!of_entry(&callum, "/v1/due", &entry).is_empty());
    let mark = json!({"staff": world.staff("callum").to_string(), "reason": "He is named in it."});
    let path = format!("{}/conflicts", concern.address());
    let _ = world.client("ruth").post(&path, &mark).expect(201);
    sees_nothing(&world, "callum", ("filter_changes", &entry));
    // What she kept of it is another's.
    let blocked =
        json!({"blocked_at": "2026-11-10T14:05:00Z", "block_tested": "from_a_pupil_login"});
    let _ = make(&dev, &entry, "block_now", &blocked).expect(201);
    assert_eq!(in_hand(&world, "helen", &entry), ["approval"]);
    let mark = json!({"staff": world.staff("helen").to_string(), "reason": "So is she."});
    let _ = world.client("ruth").post(&path, &mark).expect(201);
    sees_nothing(&world, "helen", ("filter_changes", &entry));
    assert_eq!(in_hand(&world, "ruth", &entry), ["approval", "group_block"]);
}
