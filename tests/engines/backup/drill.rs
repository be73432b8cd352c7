//! The drill: serve, record, back up while serving, lose everything but keys and lock, restore
//! elsewhere, serve, and find all of it again.

use lanyard_tests::{Answer, Client, key_of_now};
use serde_json::Value;

use crate::files;
use crate::trust::{ORIGIN, Site, Trust, academy, concern, new_bucket, new_database, until};

/// What was answered before the loss.
struct Before {
    raised: Vec<(String, Value, Value)>,
    pages: Vec<(String, Value)>,
    receipt: String,
}

fn pages(miriam: &Client, addresses: impl Iterator<Item = String>) -> Vec<(String, Value)> {
    addresses
        .map(|address| {
            let shown = until(|| miriam.get(&address)).json();
            (address, shown)
        })
        .collect()
}

fn work(miriam: &Client) -> Before {
    let key = key_of_now();
    let opened = miriam.post_with_key("/v1/academies", &academy(), &key);
    let academy = opened.expect(201).field("id");
    let _shown = until(|| miriam.get(&format!("/v1/academies/{academy}")));
    let raised: Vec<_> = (1..=5)
        .map(|n| {
            let (key, body) = (key_of_now(), concern(&academy, &format!("Account {n}.")));
            let answer: Answer = miriam.post_with_key("/v1/concerns", &body, &key);
            (key, body, answer.expect(201).json())
        })
        .collect();
    let text = |answer: &Value, field: &str| answer[field].as_str().unwrap().to_owned();
    let receipt = until(|| miriam.get(&text(&raised[0].2, "receipt"))).text();
    let addresses = raised
        .iter()
        .map(|(_, _, answer)| format!("/v1/concerns/{}", text(answer, "id")));
    let lists = ["/v1/concerns", "/v1/academies", "/v1/staff"].map(str::to_owned);
    let pages = pages(miriam, addresses.chain(lists));
    Before {
        raised,
        pages,
        receipt,
    }
}

fn drill(trust: &Trust, here: &Site, there: &Site) {
    trust.init(here);
    files::put(trust, here);
    let server = trust.serve(here);
    let before = work(&trust.miriam(&server));

    // Record and keys, apart, while it serves.
    let words = trust.run_on(here, "backup", "--to", "backup").done();
    assert!(words.contains("2 evidence files"), "{words}");
    trust.run_on(here, "backup", "--keys-to", "keys").done();
    server.stop().unwrap();
    let locked = trust.lock();

    // The backup proves itself without a key.
    let words = trust.run_on(here, "verify", "--store", "backup").done();
    assert!(words.contains("VERIFIED"), "{words}");

    trust.run_on(there, "restore", "--from", "backup").done();
    trust.run_on(there, "restore", "--keys-from", "keys").done();
    assert_eq!(trust.lock(), locked, "the lock is as it was");
    files::are_there(trust, there);
    let server = trust.serve(there);
    let miriam = trust.miriam(&server);

    // Receipts of before hold, and are given again for what was raised before.
    std::fs::write(trust.path("old.tlog-proof"), &before.receipt).unwrap();
    let address = before.raised[0].2["receipt"].as_str().unwrap();
    let again = until(|| miriam.get(address)).text();
    std::fs::write(trust.path("new.tlog-proof"), again).unwrap();
    for receipt in ["old.tlog-proof", "new.tlog-proof"] {
        let (receipt, key) = (trust.path(receipt), trust.path("log.vkey"));
        let verify = [
            "verify",
            receipt.to_str().unwrap(),
            "--key",
            key.to_str().unwrap(),
        ];
        let words = trust.run(there, &verify).done();
        assert!(words.contains(ORIGIN), "{words}");
    }
    // Every page shows what it showed.
    let addresses = before.pages.iter().map(|(address, _)| address.clone());
    assert_eq!(pages(&miriam, addresses), before.pages);
    // A repeat gets its first answer, and is not recorded a second time.
    for (key, body, answer) in &before.raised {
        let repeated = miriam.post_with_key("/v1/concerns", body, key).expect(201);
        assert_eq!(repeated.json(), *answer);
    }
    // It goes on from there.
    let academy = before.raised[0].1["academy"].as_str().unwrap();
    let _new = miriam
        .post("/v1/concerns", &concern(academy, "After the restore."))
        .expect(201);
    server.stop().unwrap();
}

#[test]
fn an_embedded_trust_is_restored_into_another_folder() {
    let trust = Trust::new();
    let (here, there) = (Site::new("here"), Site::new("there"));
    drill(&trust, &here, &there);
    let words = trust.run_on(&there, "verify", "--store", "there").done();
    assert!(words.contains("VERIFIED"), "{words}");
}

#[test]
fn a_trust_on_postgresql_and_s3_is_restored_into_another_database_and_bucket() {
    let trust = Trust::new();
    let site = |name: &str| {
        let (bucket, credentials) = new_bucket();
        Site::new(name)
            .with(
                "LANYARD_STORE_URL_FILE",
                new_database(&trust, &format!("{name}.url")),
            )
            .with("LANYARD_BLOBS_URL", bucket)
            .with("LANYARD_BLOBS_CREDENTIALS_FILE", credentials)
    };
    drill(&trust, &site("here"), &site("there"));
}

#[test]
fn a_trust_on_postgresql_is_restored_into_a_folder() {
    let trust = Trust::new();
    let url = new_database(&trust, "here.url");
    let here = Site::new("here").with("LANYARD_STORE_URL_FILE", url);
    drill(&trust, &here, &Site::new("there"));
}
