//! GET /v1/trust/settings, POST …/proposals, …/proposals/{proposal}/confirm

use lanyard_tests::{Answer, Client, World};
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{NOTHING, pointers};

const PATH: &str = "/v1/trust/settings";

pub const SHOW: Door = Door {
    route: "GET /v1/trust/settings",
    ask: |_| Ask::of(PATH),
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

pub const PROPOSE: Door = Door {
    route: "POST /v1/trust/settings/proposals",
    ask: |_| Ask::new(format!("{PATH}/proposals"), asking(years_75())),
    // One of those who may confirm what the group's lead proposes.
    wrong: Wrong::Refused("helen", 403, "forbidden"),
};

pub const CONFIRM: Door = Door {
    route: "POST /v1/trust/settings/proposals/{proposal}/confirm",
    ask: |_| Ask::of(format!("{PATH}/proposals/{NOTHING}/confirm")),
    wrong: Wrong::Refused("sunita", 403, "forbidden"),
};

/// Records of child sexual abuse are kept for 75 years.
pub fn years_75() -> Value {
    json!({"kind": "abuse_records", "kept_75_years": true})
}

/// Small figures are hidden by this rule.
pub fn hidden_by(rule: &str) -> Value {
    json!({"kind": "suppression", "rule": rule})
}

fn asking(setting: Value) -> Value {
    json!({"setting": setting, "reason": "The board has decided so."})
}

#[track_caller]
fn propose(by: &Client, setting: Value) -> String {
    let answer = by.post(&format!("{PATH}/proposals"), &asking(setting));
    answer.expect(201).field("id")
}

#[track_caller]
fn confirm(by: &Client, proposal: &str) -> Answer {
    by.post(&format!("{PATH}/proposals/{proposal}/confirm"), &json!({}))
}

/// Settles something for the trust, as two people do.
#[track_caller]
pub fn settle(world: &World, setting: Value) {
    let proposal = propose(&world.client("miriam"), setting);
    let _ = confirm(&world.client("helen"), &proposal).expect(201);
}

#[test]
fn a_setting_holds_when_a_second_senior_has_confirmed_it() {
    let world = World::at("2026-11-10T14:05");
    let (miriam, helen) = (world.client("miriam"), world.client("helen"));
    let settings = || miriam.get(PATH).expect(200).json();
    assert_eq!(settings()["suppression"], "dfe");
    assert_eq!(settings()["abuse_kept_75_years"], false);
    let nhs = propose(&miriam, hidden_by("nhs"));
    let kept = propose(&miriam, years_75());
    assert_eq!(settings()["suppression"], "dfe");
    let waiting = settings()["proposed"].clone();
    assert_eq!(waiting[0]["proposal"], nhs.as_str());
    assert_eq!(waiting[0]["setting"], hidden_by("nhs"));
    let alone = confirm(&miriam, &nhs);
    let met = (alone.status, &*alone.problem());
    assert_eq!(met, (403, "second-person-needed"));
    let _ = confirm(&helen, &nhs).expect(201);
    // Again, by another request: it is so.
    let _ = confirm(&helen, &nhs).expect(200);
    assert_eq!(settings()["suppression"], "nhs");
    // A later proposal of the same kind takes the place of the earlier one.
    let other = json!({"kind": "abuse_records", "kept_75_years": false});
    let _ = propose(&miriam, other);
    let gone = confirm(&helen, &kept);
    assert_eq!((gone.status, &*gone.problem()), (404, "not-found"));
    assert_eq!(settings()["abuse_kept_75_years"], false);
    for name in ["ruth", "esther", "sunita", "kit"] {
        let _ = world.client(name).get(PATH).expect(200);
    }
}

#[test]
fn a_setting_that_there_is_not_or_without_a_reason_is_refused() {
    let scene = scene();
    let miriam = scene.client("miriam");
    let before = miriam.get(PATH).expect(200).json();
    for (setting, pointer) in [
        (hidden_by("none"), "/setting"),
        (json!({"kind": "suppression"}), "/setting"),
        (json!({"kind": "colours", "rule": "dfe"}), "/setting"),
        (json!("dfe"), "/setting"),
    ] {
        let answer = miriam.post(&format!("{PATH}/proposals"), &asking(setting.clone()));
        let met = (answer.status, &*answer.problem());
        assert_eq!(met, (422, "invalid-body"), "{setting}");
        assert!(pointers(&answer)[0].starts_with(pointer), "{setting}");
    }
    let unreasoned = json!({"setting": hidden_by("ons"), "reason": " "});
    let answer = miriam.post(&format!("{PATH}/proposals"), &unreasoned);
    assert_eq!(pointers(&answer), ["/reason"]);
    assert_eq!(miriam.get(PATH).expect(200).json(), before);
}
