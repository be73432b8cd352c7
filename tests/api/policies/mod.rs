//! `/v1/policies`

mod edit;
mod registers;
mod show;

use lanyard_tests::{Answer, Client};
use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::steps::NOTHING;

pub const DOORS: &[&Door] = &[&ALL, &ONE, &EDITIONS, &PROPOSE, &PUBLISH, &WITHDRAW];

/// The playbook of S01.
pub const BULLYING: &str = "/v1/policies/playbook.bullying_by_email_or_phone";

const ALL: Door = Door {
    route: "GET /v1/policies",
    ask: |_| Ask::of("/v1/policies"),
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

const ONE: Door = Door {
    route: "GET /v1/policies/{document}",
    ask: |_| Ask::of(BULLYING),
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

const EDITIONS: Door = Door {
    route: "GET /v1/policies/{document}/editions",
    ask: |_| Ask::of(format!("{BULLYING}/editions")),
    wrong: Wrong::Refused("jon", 403, "forbidden"),
};

const PROPOSE: Door = Door {
    route: "POST /v1/policies/{document}/proposals",
    ask: |scene| {
        let text = file(&scene.client("ruth"), BULLYING);
        Ask::new(
            format!("{BULLYING}/proposals"),
            json!({"text": text, "reason": "Read again."}),
        )
    },
    // One of those who may publish what the group's lead proposes.
    wrong: Wrong::Refused("helen", 403, "forbidden"),
};

const PUBLISH: Door = Door {
    route: "POST /v1/policies/{document}/proposals/{proposal}/publish",
    ask: |_| Ask::of(format!("{BULLYING}/proposals/{NOTHING}/publish")),
    wrong: Wrong::Refused("sunita", 403, "forbidden"),
};

const WITHDRAW: Door = Door {
    route: "POST /v1/policies/{document}/withdraw",
    ask: |_| {
        Ask::new(
            format!("{BULLYING}/withdraw"),
            json!({"reason": "Read again."}),
        )
    },
    wrong: Wrong::Refused("ruth", 403, "forbidden"),
};

/// The file in force of a document.
#[track_caller]
pub fn file(by: &Client, document: &str) -> String {
    by.get(document).expect(200).field("text")
}

/// The same with something changed, as the next edition after the first.
#[track_caller]
pub fn edited(text: &str, right: &str, new: &str) -> String {
    assert!(text.contains(right), "{right}");
    text.replacen("edition = 1", "edition = 2", 1)
        .replacen(right, new, 1)
}

/// Proposes an edition.
#[track_caller]
pub fn propose(by: &Client, document: &str, text: &str) -> Answer {
    let body = json!({"text": text, "reason": "The nurse comes on Tuesdays now."});
    by.post(&format!("{document}/proposals"), &body)
}

/// Publishes a proposal.
#[track_caller]
pub fn publish(by: &Client, document: &str, proposal: &str) -> Answer {
    by.post(
        &format!("{document}/proposals/{proposal}/publish"),
        &json!({}),
    )
}
