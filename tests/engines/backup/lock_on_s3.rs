//! The checkpoint lock on S3: it guards as the file does, from wherever the worker runs.

use std::fs;

use crate::trust::{Site, Trust, academy, concern, new_bucket, until};

/// A site whose lock is on S3. Two sites of one lock are two machines of one trust.
fn sites(names: [&str; 2]) -> [Site; 2] {
    let (bucket, credentials) = new_bucket();
    let lock = format!("{bucket}/checkpoint.lock");
    names.map(|name| {
        Site::new(name)
            .with("LANYARD_CHECKPOINT_LOCK", &lock)
            .with("LANYARD_CHECKPOINT_LOCK_CREDENTIALS_FILE", &credentials)
    })
}

/// Raises a concern and waits for its receipt, so that a checkpoint over it is locked and signed.
fn raise(trust: &Trust, site: &Site) {
    let server = trust.serve(site);
    let miriam = trust.miriam(&server);
    let academies = until(|| miriam.get("/v1/academies")).json();
    let academy = match academies["items"][0]["id"].as_str() {
        Some(id) => id.to_owned(),
        None => miriam
            .post("/v1/academies", &academy())
            .expect(201)
            .field("id"),
    };
    let raised = miriam.post("/v1/concerns", &concern(&academy, "An account."));
    let receipt = raised.expect(201).field("receipt");
    let _signed = until(|| miriam.get(&receipt));
    server.stop().unwrap();
}

#[test]
fn it_refuses_an_older_record_and_lets_the_newest_be_restored() {
    let trust = Trust::new();
    let [here, there] = sites(["here", "there"]);
    trust.init(&here);
    raise(&trust, &here);
    trust.run_on(&here, "backup", "--to", "older").done();
    raise(&trust, &here);
    let verify = trust.run_on(&here, "verify", "--store", "here").done();
    assert!(verify.contains("VERIFIED"), "{verify}");
    trust.run_on(&here, "backup", "--to", "backup").done();
    trust.run_on(&here, "backup", "--keys-to", "keys").done();

    let restore = |from| trust.run_on(&there, "restore", "--from", from);
    restore("older").refused("acknowledged events are not in it");
    assert!(!trust.path("there").exists(), "nothing is written");
    restore("backup").done();
    trust
        .run_on(&there, "restore", "--keys-from", "keys")
        .done();
    raise(&trust, &there);
    // The first machine comes back with what it had.
    let again = trust.run(&here, &["serve", "--listen", "127.0.0.1:0"]);
    again.refused("the store is empty or an old copy");
    assert!(!trust.path("checkpoint.lock").exists());
}

#[test]
fn a_new_record_under_a_known_log_is_refused() {
    let trust = Trust::new();
    let [here, there] = sites(["here", "there"]);
    trust.init(&here);
    raise(&trust, &here);
    let second = trust.run(&there, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(!second.succeeded, "{}", second.words);
}

#[test]
fn what_is_wrong_with_it_is_said_at_start() {
    let trust = Trust::new();
    let [here, _] = sites(["here", "there"]);
    trust.init(&here);
    let serve = |site: Site| trust.run(&site, &["serve", "--listen", "127.0.0.1:0"]);
    let elsewhere = |place: &str| here.clone().with("LANYARD_CHECKPOINT_LOCK", place);
    serve(elsewhere("s3://no-such-bucket/lock")).refused("does not exist");
    serve(elsewhere("s3://bucket")).refused("must be s3://bucket/name");
    serve(elsewhere("https://bucket/lock")).refused("must be a path or like s3://bucket/name");

    let credentials = here.settings[1].1.clone();
    let wrong = fs::read_to_string(credentials).unwrap();
    let wrong = wrong.replace("aws_secret_access_key = ", "aws_secret_access_key = x");
    fs::write(trust.path("wrong"), wrong).unwrap();
    let file = trust.path("wrong").display().to_string();
    let refused = here
        .clone()
        .with("LANYARD_CHECKPOINT_LOCK_CREDENTIALS_FILE", file);
    serve(refused).refused("check the credentials file");
}
