//! S09: somebody reports on Oakfield's public form, without a name.

use lanyard::demo::School;
use lanyard_evidence::note::VerifierKey;
use lanyard_evidence::verify::{self, Scope};
use lanyard_tests::World;
use serde_json::{Value, json};

use crate::public::{body, report};
use crate::steps::{Concern, all, eventually, kinds, open_case, told};

fn about_an_adult() -> Value {
    json!({
        "about_adult": "yes",
        "category": "low_level_concern_about_an_adult",
        "people": [{"description": "The man who runs the club on Thursdays", "role": "alleged_to_have_done_it"}],
        "account": "He messages girls at night from a private account.",
        "danger_now": false,
    })
}

/// The report in the inbox of somebody who gets it. What the public is answered names no position to
/// wait for.
#[track_caller]
fn arrived(world: &World, name: &str, reference: &str) -> Value {
    eventually(|| inbox(world, name, reference))
}

fn inbox(world: &World, name: &str, reference: &str) -> Option<Value> {
    let mut rows = all(&world.client(name), "/v1/concerns?state=untriaged").into_iter();
    rows.find(|row| row["reference"] == reference)
}

#[test]
fn it_goes_to_the_head_and_comes_from_the_public() {
    let world = World::at("2026-11-10T14:05");
    let (reference, secret) = report(&world, &about_an_adult());
    let row = arrived(&world, "helen", &reference);
    for name in ["ruth", "callum", "priya"] {
        assert_eq!(inbox(&world, name, &reference), None, "{name}");
    }
    let address = format!("/v1/concerns/{}", row["id"].as_str().unwrap());
    let helen = world.client("helen");
    let page = helen.get(&address).expect(200).json();
    assert_eq!(page["raised_by"], "public", "{page}");
    assert_eq!(page["reporter"], json!({"kind": "anonymous"}));
    // They come back with the reference and add a detail.
    let oakfield = world.academy(School::Oakfield);
    let path = format!("/public/{oakfield}/concerns/{reference}");
    let detail = json!({"secret": secret, "text": "It was about a dunnock."});
    let added = world.nobody().post(&format!("{path}/additions"), &detail);
    assert_eq!(added.expect(201).text(), r#"{"state":"received"}"#);
    let _ = eventually(|| {
        let page = helen.get(&address).expect(200).text();
        page.contains("dunnock").then_some(page)
    });
    // Nobody learns more from the reference, also once the head has decided.
    let decision = json!({"kind": "no_further_action"});
    let concern = Concern {
        id: row["id"].as_str().unwrap().to_owned(),
        reference: reference.clone(),
        receipt: String::new(),
    };
    let _ = crate::steps::triage(&helen, &concern, &decision, "Known, and looked into.");
    let status = world
        .nobody()
        .post(&format!("{path}/status"), &json!({"secret": secret}));
    assert_eq!(status.expect(200).text(), r#"{"state":"received"}"#);
}

#[test]
fn the_receipt_is_had_from_the_next_night_on_and_nothing_before_it_counts_events() {
    let world = World::at("2026-11-10T14:05");
    let (reference, secret) = report(&world, &about_an_adult());
    let oakfield = world.academy(School::Oakfield);
    let path = format!("/public/{oakfield}/concerns/{reference}/receipt");
    let ask = || {
        let body = json!({"secret": secret});
        world.nobody().send("POST", &path, Some(&body), &[])
    };
    // Whatever is recorded meanwhile, they learn no more than "received": no size of an inner checkpoint.
    let at_once = ask();
    assert_eq!(at_once.status, 202);
    assert_eq!(at_once.text(), r#"{"state":"received"}"#);
    let _ = report(&world, &body());
    world.now("2026-11-10T14:21");
    assert_eq!(told(&ask()), told(&at_once));
    world.publish();
    let key = VerifierKey::parse(&world.vkey()).unwrap();
    let receipt = || verify::receipt(ask().expect(200).text(), &key).unwrap();
    let public = receipt();
    assert_eq!(public.signed.scope, Scope::Outside);
    assert_eq!(public.signed.checkpoint.size.0 % 256, 0);
    // It stays as it is until the night after.
    let _ = report(&world, &body());
    let again = receipt();
    assert_eq!(again.signed.checkpoint.size, public.signed.checkpoint.size);
    assert_eq!((again.leaf, again.index), (public.leaf, public.index));
}

#[test]
fn about_pupils_it_is_in_the_safeguarding_teams_inbox_and_on_the_timeline_as_from_the_public() {
    let world = World::at("2026-11-10T14:05");
    let mut named = body();
    named["name"] = json!("A neighbour");
    let (reference, _) = report(&world, &named);
    let ruth = world.client("ruth");
    let row = arrived(&world, "ruth", &reference);
    assert_eq!(row["raised_by"], "public", "{row}");
    assert_eq!(
        row["due"]["at"], "2026-11-10T15:30:00.000Z",
        "R1 runs: {row}"
    );
    let concern = Concern {
        id: row["id"].as_str().unwrap().to_owned(),
        reference,
        receipt: String::new(),
    };
    let page = ruth.get(&concern.address()).expect(200).json();
    assert_eq!(page["reporter"]["name"], "A neighbour");
    let case = open_case(&ruth, &concern);
    assert_eq!(kinds(&ruth, &case)[0], "concern.raised");
    let timeline = all(&ruth, &format!("{case}/timeline"));
    assert_eq!(timeline[0]["actor"], "public");
    assert_eq!(timeline[0]["actor_name"], json!(null));
}

#[test]
fn thirty_after_an_assembly_all_arrive_and_a_script_is_slowed_down() {
    let world = World::at("2026-11-10T14:05");
    let path = format!("/public/{}/concerns", world.academy(School::Oakfield));
    let nobody = world.nobody();
    let before = all(&world.client("ruth"), "/v1/concerns?state=untriaged").len();
    for _ in 0..30 {
        let _ = nobody.post(&path, &body()).expect(201);
    }
    let refused: Vec<_> = (0..100)
        .map(|_| nobody.post(&path, &body()))
        .filter(|answer| answer.status != 201)
        .collect();
    assert!(refused.len() > 50, "{} were refused", refused.len());
    for answer in &refused {
        assert_eq!(
            (answer.status, &*answer.problem()),
            (429, "too-many-reports")
        );
        let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=60).contains(&wait));
    }
    let _ = eventually(|| {
        let after = all(&world.client("ruth"), "/v1/concerns?state=untriaged").len();
        (after - before == 130 - refused.len()).then_some(after)
    });
}

#[test]
fn no_network_address_is_kept() {
    let mut world = World::at("2026-11-10T14:05");
    let path = format!("/public/{}/concerns", world.academy(School::Oakfield));
    let forwarded = [
        ("idempotency-key", "019a0000-0000-7000-8000-00000000f009"),
        ("x-forwarded-for", "203.0.113.77"),
        ("forwarded", "for=203.0.113.77"),
        ("user-agent", "quetzal-browser"),
    ];
    let answer = { world.nobody() }.send("POST", &path, Some(&body()), &forwarded);
    let reference = answer.expect(201).field("reference");
    let row = arrived(&world, "ruth", &reference);
    let address = format!("/v1/concerns/{}", row["id"].as_str().unwrap());
    let page = world.client("ruth").get(&address).expect(200).text();
    world.stop();
    for kept in ["203.0.113.77", "127.0.0.1", "quetzal"] {
        assert!(!page.contains(kept), "{kept}: {page}");
    }
    let mut looked_at = 0;
    in_files(&world.data_dir(), &mut |bytes| {
        looked_at += 1;
        for kept in ["203.0.113.77", "quetzal-browser"] {
            let found = bytes.windows(kept.len()).any(|it| it == kept.as_bytes());
            assert!(!found, "{kept} is kept");
        }
    });
    assert!(looked_at > 5);
}

fn in_files(folder: &std::path::Path, look: &mut impl FnMut(&[u8])) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            in_files(&path, look);
        } else {
            look(&std::fs::read(&path).unwrap());
        }
    }
}
