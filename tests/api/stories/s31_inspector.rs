//! S31: an inspector calls. Helen Marsh grants Joan Pryce four sampled cases until the evening of the next day.
//!
//! What Ruth prints without names is in `s31_figures`.

use lanyard::demo::School;
use lanyard::demo::issuer::ISSUER;
use lanyard_tests::{Client, World};
use serde_json::json;

use crate::grants::give;
use crate::steps::{
    Concern, NOTHING, all, attach, chat, eventually, found, id_of, kinds, open_case, raise, row,
    threats, told,
};

/// Joan Pryce, who works for nobody here.
fn inspector(world: &World) -> String {
    let miriam = world.client("miriam");
    let joan = json!({
        "forename": "Joan", "surname": "Pryce", "job_title": "Inspector", "employer": "trust",
        "login": {"issuer": ISSUER, "subject": "joan"},
    });
    let id = miriam.post("/v1/staff", &joan).expect(201).field("id");
    let address = format!("/v1/staff/{id}");
    let guest = json!({
        "role": "guest", "academy": world.academy(School::Oakfield), "reason": "Inspects us.",
    });
    let proposed = miriam.change(&address, "roles", &guest).expect(201);
    let confirm = format!("{address}/roles/{}/confirm", proposed.field("id"));
    let _ = world
        .client("esther")
        .post(&confirm, &json!({}))
        .expect(201);
    id
}

struct Inspection {
    world: World,
    joan: Client,
    sampled: Vec<(Concern, String)>,
    other: String,
}

fn inspection() -> Inspection {
    let world = World::at("2026-11-17T10:00");
    let who = inspector(&world);
    let joan = world.with_token(world.token("joan"));
    let (priya, ruth, helen) = (
        world.client("priya"),
        world.client("ruth"),
        world.client("helen"),
    );
    let mut cases: Vec<_> = (0..5)
        .map(|_| {
            let concern = raise(&priya, &threats(&world, world.oakfield().amara));
            let case = open_case(&ruth, &concern);
            (concern, case)
        })
        .collect();
    let (_, other) = cases.pop().unwrap();
    for (_, case) in &cases {
        give(&helen, case, &who, "2026-11-18T17:00:00Z");
    }
    Inspection {
        world,
        joan,
        sampled: cases,
        other,
    }
}

#[test]
fn she_reads_the_four_with_what_led_to_them_and_nothing_else() {
    let Inspection {
        world,
        joan,
        sampled,
        other,
    } = inspection();
    let mut listed: Vec<_> = { all(&joan, "/v1/cases").into_iter() }
        .map(|row| format!("/v1/cases/{}", row["id"].as_str().unwrap()))
        .collect();
    listed.sort();
    let mut granted: Vec<_> = { sampled.iter() }.map(|(_, case)| case.clone()).collect();
    granted.sort();
    assert_eq!(listed, granted);
    let (concern, case) = &sampled[0];
    let page = joan.get(case).expect(200).json();
    assert_eq!(page["concerns"][0]["id"], json!(concern.id));
    assert_eq!(kinds(&joan, case), kinds(&world.client("ruth"), case));
    assert_eq!(kinds(&joan, case)[0], "concern.raised");
    // Not another case of the same child, not the concern by itself, no history, no search, no receipt.
    let amara = world.oakfield().amara;
    for (there, absent) in [
        (other, format!("/v1/cases/{NOTHING}")),
        (concern.address(), format!("/v1/concerns/{NOTHING}")),
        (
            format!("/v1/pupils/{amara}/history"),
            format!("/v1/pupils/{NOTHING}/history"),
        ),
        (concern.receipt.clone(), format!("/v1/receipts/{NOTHING}")),
    ] {
        let denied = joan.get(&there);
        assert_eq!(denied.status, 404, "{there}");
        assert_eq!(told(&denied), told(&joan.get(&absent)), "{there}");
    }
    assert_eq!(found(&joan, "threatening"), [""; 0]);
    for list in [
        "/v1/concerns",
        "/v1/pupils",
        "/v1/staff",
        "/v1/due",
        "/v1/referrals",
    ] {
        assert_eq!(all(&joan, list), [json!(null); 0], "{list}");
    }
}

#[test]
fn she_changes_nothing() {
    let Inspection {
        world: _running,
        joan,
        sampled,
        ..
    } = inspection();
    let (_, case) = &sampled[0];
    let note = json!({"kind": "note", "text": "Well kept."});
    let answer = joan.post(&format!("{case}/notes"), &note);
    assert_eq!((answer.status, &*answer.problem()), (403, "forbidden"));
    let answer = joan.change(case, "owner", &json!({"owner": NOTHING, "reason": "Mine."}));
    assert_eq!((answer.status, &*answer.problem()), (403, "forbidden"));
}

#[test]
fn each_look_of_hers_is_listed_with_her_name() {
    let Inspection {
        world,
        joan,
        sampled,
        ..
    } = inspection();
    let (_, case) = &sampled[1];
    let _ = joan.get(case).expect(200);
    let _ = joan.get(&format!("{case}/timeline")).expect(200);
    let ruth = world.client("ruth");
    let hers = eventually(|| {
        let mut looks = all(&ruth, &format!("{case}/looks"));
        looks.retain(|look| look["actor_name"] == "Joan Pryce");
        (looks.len() == 2).then_some(looks)
    });
    let routes: Vec<_> = hers.iter().map(|look| look["route"].clone()).collect();
    assert_eq!(
        routes,
        ["GET /v1/cases/{case}/timeline", "GET /v1/cases/{case}"]
    );
}

#[test]
fn it_ends_by_itself() {
    let Inspection {
        world,
        joan,
        sampled,
        ..
    } = inspection();
    let (_, case) = &sampled[0];
    world.now("2026-11-18T16:59");
    let _ = joan.get(case).expect(200);
    world.now("2026-11-18T17:00");
    let ended = joan.get(case);
    assert_eq!(ended.status, 404);
    assert_eq!(
        told(&ended),
        told(&joan.get(&format!("/v1/cases/{NOTHING}")))
    );
    assert_eq!(row(&joan, "/v1/cases", id_of(case)), None);
    assert_eq!(all(&joan, "/v1/cases"), [json!(null); 0]);
}

#[test]
fn she_can_download_nothing() {
    let Inspection {
        world,
        joan,
        sampled,
        ..
    } = inspection();
    let (_, case) = &sampled[0];
    let evidence = attach(&world.client("ruth"), case, &chat());
    let amara = world.oakfield().amara;
    for path in [
        evidence.clone(),
        format!("{evidence}/file"),
        format!("/v1/pupils/{amara}/file"),
        format!("/v1/pupils/{amara}/file?format=text"),
        "/v1/registers/breaches/export".to_owned(),
        "/v1/registers/complaints/export".to_owned(),
        "/v1/registers/image_consent/export".to_owned(),
    ] {
        let refused = joan.get(&path);
        assert!(
            matches!(refused.status, 403 | 404),
            "{path}: {}",
            refused.status
        );
    }
    // The case itself she still reads.
    let _ = joan.get(case).expect(200);
}
