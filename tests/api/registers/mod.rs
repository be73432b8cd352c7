//! `/v1/registers`

mod breaches;
mod conflicts;
mod entries;
mod keepers;
mod leavers;
mod lists;
mod sorts;
mod stories;

use lanyard::demo::School;
use lanyard_tests::{Answer, Client, World};
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::steps::etag;

pub const DOORS: &[&Door] = &[
    &ALL,
    &ONE,
    &ENTRIES,
    &ADD,
    &EXPORT,
    &SHOW,
    &MOVE,
    &FILL,
    &CORRECT,
    &AGENDA,
    &conflicts::MARK,
    &conflicts::CONFIRM,
    &conflicts::REVIEW,
    &conflicts::LIFT,
];

const ALL: Door = Door {
    route: "GET /v1/registers",
    ask: |_| Ask::of("/v1/registers"),
    wrong: Wrong::Stranger,
};

const ONE: Door = Door {
    route: "GET /v1/registers/{register}",
    ask: |_| Ask::of("/v1/registers/filter_changes"),
    wrong: Wrong::Stranger,
};

const ENTRIES: Door = Door {
    route: "GET /v1/registers/{register}/entries",
    ask: |_| Ask::of("/v1/registers/filter_changes/entries"),
    wrong: Wrong::SeesNothing("priya"),
};

const ADD: Door = Door {
    route: "POST /v1/registers/{register}/entries",
    ask: |scene| Ask::new("/v1/registers/filter_changes/entries", block(&scene.world)),
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

const EXPORT: Door = Door {
    route: "GET /v1/registers/{register}/export",
    ask: |_| Ask::of("/v1/registers/filter_changes/export"),
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

const SHOW: Door = Door {
    route: "GET /v1/registers/{register}/entries/{entry}",
    ask: |scene| Ask::of(scene.entry.clone()),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

const MOVE: Door = Door {
    route: "POST /v1/registers/{register}/entries/{entry}/moves",
    ask: |scene| {
        Ask::new(
            format!("{}/moves", scene.entry),
            json!({"move": "withdraw"}),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

const FILL: Door = Door {
    route: "POST /v1/registers/{register}/entries/{entry}/fields",
    ask: |scene| {
        let body = json!({"fields": {"incident": "K7PW3HDN"}});
        Ask::new(format!("{}/fields", scene.entry), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

const CORRECT: Door = Door {
    route: "POST /v1/registers/{register}/entries/{entry}/corrections",
    ask: |scene| {
        let body = json!({"fields": {"what": "category"}, "reason": "All of them."});
        Ask::new(format!("{}/corrections", scene.entry), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

const AGENDA: Door = Door {
    route: "GET /v1/academies/{academy}/agenda",
    ask: |scene| {
        let oakfield = scene.world.academy(School::Oakfield);
        Ask::of(format!("/v1/academies/{oakfield}/agenda"))
    },
    wrong: Wrong::SeesNothing("priya"),
};

/// A site is blocked (S13).
pub fn block(world: &World) -> Value {
    json!({
        "academy": world.academy(School::Oakfield),
        "fields": {
            "action": "block",
            "what": "site",
            "site": "games.example",
            "for_whom": "pupils",
            "reason": "Reached by accident in year 8 science.",
            "requested_by": world.staff("dev"),
            "temporary": false,
            "seen_at": "2026-11-10T13:55:00Z",
        },
    })
}

/// A site is to be opened for a history project (S13).
pub fn unblock(world: &World, until: &str) -> Value {
    json!({
        "academy": world.academy(School::Oakfield),
        "fields": {
            "action": "unblock",
            "what": "site",
            "site": "archive.example",
            "for_whom": "one_year_or_class",
            "reason": "Year 9 history project on the 1930s.",
            "requested_by": world.staff("dev"),
            "temporary": true,
            "ends_at": until,
        },
    })
}

/// Adds an entry; its address.
#[track_caller]
pub fn add(by: &Client, register: &str, body: &Value) -> String {
    let path = format!("/v1/registers/{register}/entries");
    let id = by.post(&path, body).expect(201).field("id");
    format!("{path}/{id}")
}

/// Moves an entry on, as it stands now.
#[track_caller]
pub fn make(by: &Client, entry: &str, made: &str, fields: &Value) -> Answer {
    by.change(entry, "moves", &json!({"move": made, "fields": fields}))
}

/// Where an entry is in its life.
#[track_caller]
pub fn state(by: &Client, entry: &str) -> String {
    by.get(entry).expect(200).field("state")
}

/// Sends a change of a revision that somebody who does not see it would have to guess.
pub fn change_blindly(by: &Client, seen_by: &Client, entry: &str, made: &str) -> Answer {
    let tag = etag(seen_by, entry);
    let key = lanyard_tests::new_key();
    let headers = [
        ("idempotency-key", key.as_str()),
        ("if-match", tag.as_str()),
    ];
    by.send(
        "POST",
        &format!("{entry}/moves"),
        Some(&json!({"move": made})),
        &headers,
    )
}
