//! After a loss: two seniors open another log, which says what is missing.

use serde_json::Value;

use crate::trust::{ORIGIN, Site, Trust, academy, concern, until};

const NEXT: &str = "log.backup.example/trust-2";

/// Ids of the two founders, as `init` says them.
fn founders(words: &str) -> Vec<String> {
    let ids = words.split(|c: char| !c.is_ascii_hexdigit() && c != '-');
    ids.filter(|word| word.len() == 36)
        .map(str::to_owned)
        .collect()
}

fn accounts(trust: &Trust, site: &Site) -> Vec<Value> {
    let server = trust.serve(site);
    let list = until(|| trust.miriam(&server).get("/v1/concerns")).json();
    server.stop().unwrap();
    list["items"].as_array().unwrap().clone()
}

#[test]
fn two_seniors_open_another_log_that_goes_on_from_what_was_kept() {
    let (trust, here) = (Trust::new(), Site::new("here"));
    let founders = founders(&trust.init(&here));
    let [lead, second] = founders.as_slice() else {
        panic!("{founders:?}");
    };
    let server = trust.serve(&here);
    let miriam = trust.miriam(&server);
    let id = miriam
        .post("/v1/academies", &academy())
        .expect(201)
        .field("id");
    let _shown = until(|| miriam.get(&format!("/v1/academies/{id}")));
    let raise = |account| {
        let raised = miriam
            .post("/v1/concerns", &concern(&id, account))
            .expect(201);
        until(|| miriam.get(&raised.field("receipt"))).text()
    };
    let kept = raise("Kept.");
    trust.run_on(&here, "backup", "--to", "backup").done();
    trust.run_on(&here, "backup", "--keys-to", "keys").done();
    let _lost = raise("Lost.");
    server.stop().unwrap();
    let locked = trust.lock();

    let there = Site::new("there").with("LANYARD_ORIGIN", NEXT);
    let backup = trust.path("backup").display().to_string();
    let restore = |site: &Site, first: &str, other: &str| {
        let people = ["--ordered-by", first, "--second", other];
        let what = ["restore", "--from", &backup, "--after-loss"];
        trust.run(site, &[&what[..], &people].concat())
    };
    // A new log has a name of its own, and the keys come first: under the former name.
    restore(&Site::new("there"), lead, second).refused("a name of its own");
    trust
        .run_on(&Site::new("there"), "restore", "--keys-from", "keys")
        .done();
    // One person is not enough, nor somebody who is nobody; it is broken off, and may be repeated.
    restore(&there, lead, lead).refused("two different people");
    restore(&there, lead, "01992f4e-7c00-7000-8000-00000000ffff").refused("senior");
    let words = trust.run(&there, &["serve", "--listen", "127.0.0.1:0"]);
    words.refused("restore --after-loss");
    let words = restore(&there, lead, second).done();
    assert!(words.contains(NEXT), "{words}");

    // The lock has every line that it had, and those of the new log.
    for line in locked.lines() {
        assert!(trust.lock().contains(line), "{line}");
    }
    assert!(trust.lock().contains(&format!("{NEXT}/inner ")));
    // What was kept is there and goes on; what was lost is not.
    let shown = accounts(&trust, &there);
    assert_eq!(shown.len(), 1, "{shown:?}");
    let words = trust.run_on(&there, "verify", "--store", "there").done();
    assert!(words.contains("VERIFIED"), "{words}");
    // A receipt of the former log still holds under the former key.
    std::fs::write(trust.path("kept.tlog-proof"), kept).unwrap();
    let (receipt, key) = (trust.path("kept.tlog-proof"), trust.path("log.vkey"));
    let verify = [
        "verify",
        receipt.to_str().unwrap(),
        "--key",
        key.to_str().unwrap(),
    ];
    let words = trust.run(&there, &verify).done();
    assert!(words.contains(ORIGIN), "{words}");
    // The former log is not served from this record.
    let former = Site::new("there");
    let words = trust.run(&former, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(!words.succeeded, "{}", words.words);
}

#[test]
fn nothing_lost_is_no_loss() {
    let (trust, here) = (Trust::new(), Site::new("here"));
    let founders = founders(&trust.init(&here));
    trust.run_on(&here, "backup", "--to", "backup").done();
    let there = Site::new("there").with("LANYARD_ORIGIN", NEXT);
    let backup = trust.path("backup").display().to_string();
    let what = ["restore", "--from", &backup, "--after-loss"];
    let people = ["--ordered-by", &founders[0], "--second", &founders[1]];
    trust
        .run(&there, &[&what[..], &people].concat())
        .refused("without --after-loss");
}
