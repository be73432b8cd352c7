//! Grants, a broken glass and a public report in which every text holds a canary.

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::json;

use super::sent::{Leaving, canary};

/// Leave for somebody, taken back; the glass broken in vain and not, and reviewed.
pub fn grants(world: &World, case: &str, leaving: &mut Leaving) {
    let (ruth, grace) = (world.client("ruth"), world.client("grace"));
    let leave = json!({
        "to": world.staff("max").to_string(),
        "until": "2026-11-18T17:00:00Z",
        "reason": canary("leave"),
    });
    let given = leaving.recorded("leave", ruth.post(&format!("{case}/grants"), &leave));
    let end = json!({"reason": canary("leave-ended")});
    let path = format!("/v1/grants/{}/end", given.field("id"));
    leaving.recorded("leave ended", ruth.post(&path, &end));
    let odd = json!({"to": canary("to"), "until": canary("until"), "reason": canary("leave")});
    leaving.refused("leave", ruth.post(&format!("{case}/grants"), &odd));
    let glass = |find| {
        json!({
            "academy": world.academy(School::Oakfield), "find": find, "reason": canary("glass"),
        })
    };
    for find in [
        json!({"kind": "case", "reference": canary("reference")}),
        json!({"kind": "upn", "upn": canary("upn")}),
        json!({
            "kind": "name", "forename": canary("sought"), "surname": canary("sought"),
            "date_of_birth": "2013-11-02",
        }),
        json!({"kind": canary("find")}),
    ] {
        leaving.refused("glass", grace.post("/v1/break-glass", &glass(find)));
    }
    let find = json!({"kind": "case", "reference": ruth.get(case).field("reference")});
    let broken = leaving.recorded("glass", grace.post("/v1/break-glass", &glass(find)));
    let review = json!({"finding": "not_needed", "text": canary("review")});
    let path = format!("/v1/grants/{}/review", broken.field("id"));
    leaving.recorded("review", world.client("sunita").post(&path, &review));
}

/// A report by somebody who gives a name, and what is added to it.
pub fn report(world: &World, leaving: &mut Leaving) {
    let nobody = world.nobody();
    let path = format!("/public/{}/concerns", world.academy(School::Oakfield));
    let mut body = crate::public::body();
    body["account"] = json!(canary("public-account"));
    body["name"] = json!(canary("public-name"));
    body["when_text"] = json!(canary("public-when"));
    body["people"] = json!([{"description": canary("public-person"), "role": "affected"}]);
    let received = leaving.recorded("report", nobody.post(&path, &body));
    let added = format!("{path}/{}/additions", received.field("reference"));
    let detail = json!({"secret": received.field("secret"), "text": canary("public-added")});
    leaving.recorded("added to report", nobody.post(&added, &detail));
    let odd = json!({"secret": canary("secret"), "text": canary("public-added")});
    leaving.refused("added to report", nobody.post(&added, &odd));
    body["odd"] = json!(canary("public-odd"));
    leaving.refused("report", nobody.post(&path, &body));
}
