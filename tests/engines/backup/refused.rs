//! What is refused, and with which words: a backup or a restore that would do harm or be of no use.

use std::fs;
use std::path::Path;

use crate::files;
use crate::trust::{Site, Trust, academy, concern, new_bucket, until};

/// A trust with a backup of its record and one of its keys, and nothing serving.
fn backed_up() -> (Trust, Site) {
    let (trust, here) = (Trust::new(), Site::new("here"));
    trust.init(&here);
    files::put(&trust, &here);
    trust.run_on(&here, "backup", "--to", "backup").done();
    trust.run_on(&here, "backup", "--keys-to", "keys").done();
    (trust, here)
}

#[track_caller]
fn restore_refused(trust: &Trust, why: &str) {
    let there = Site::new("there");
    trust
        .run_on(&there, "restore", "--from", "backup")
        .refused(why);
    let left = trust.path("there");
    assert!(!left.exists(), "nothing is written");
}

fn change(file: &Path, place: usize) {
    let mut content = fs::read(file).unwrap();
    content[place] ^= 1;
    fs::write(file, content).unwrap();
}

#[test]
fn a_backup_lies_apart_from_the_data_and_from_other_backups() {
    let (trust, here) = backed_up();
    let back_up = |option, to| trust.run_on(&here, "backup", option, to);
    back_up("--to", "here/backup").refused("lie in one another");
    back_up("--to", "backup").refused("is not empty");
    back_up("--keys-to", "backup").refused("is not empty");
    back_up("--keys-to", "backup/keys").refused("inside another backup");
}

#[test]
fn a_backup_that_was_broken_off_is_not_taken_for_a_whole_one() {
    let (trust, _) = backed_up();
    fs::remove_file(trust.path("backup/manifest.json")).unwrap();
    restore_refused(&trust, "is no whole backup");
}

#[test]
fn a_damaged_or_missing_or_foreign_file_is_named() {
    let (trust, here) = backed_up();
    let blob = trust.path("backup").join(files::in_backup(0));
    let kept = fs::read(&blob).unwrap();
    change(&blob, 100_000);
    restore_refused(&trust, "is not what was backed up");
    let verify = || trust.run_on(&here, "verify", "--store", "backup");
    verify().refused("REFUSED");
    fs::remove_file(&blob).unwrap();
    restore_refused(&trust, "is missing");
    fs::write(&blob, kept).unwrap();
    verify().done();
    change(&trust.path("backup/store.sqlite"), 5_000);
    restore_refused(&trust, "store.sqlite is not what was backed up");
    change(&trust.path("backup/store.sqlite"), 5_000);
    fs::write(trust.path("backup/notes.txt"), "mine").unwrap();
    restore_refused(&trust, "notes.txt does not belong to it");
}

#[test]
fn a_manifest_made_to_fit_a_changed_record_is_refused() {
    let (trust, _) = backed_up();
    let path = trust.path("backup/manifest.json");
    let mut manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    manifest["record"]["root"] = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".into();
    fs::write(&path, manifest.to_string()).unwrap();
    restore_refused(&trust, "does not agree with what was signed");
}

#[test]
fn a_record_is_restored_into_an_empty_place_only() {
    let (trust, here) = backed_up();
    let restore = |option, from| trust.run_on(&here, "restore", option, from);
    restore("--from", "backup").refused("is not empty: it has store.sqlite");
    restore("--keys-from", "keys").refused("has a vault already");
    restore("--from", "keys").refused("give it by --keys-from");
    restore("--keys-from", "backup").refused("give it by --from");
}

#[test]
fn another_log_and_another_root_key_are_refused() {
    let (trust, _) = backed_up();
    let other = Site::new("there").with("LANYARD_ORIGIN", "log.other.example/trust");
    let restore = |site, option, from| trust.run_on(site, "restore", option, from);
    restore(&other, "--from", "backup").refused("the backup is of the log");
    restore(&other, "--keys-from", "keys").refused("the keys are of the log");
    lanyard_vault::RootKey::create(&trust.path("other.key")).unwrap();
    let key = trust.path("other.key").display().to_string();
    let other = Site::new("there").with("LANYARD_ROOT_KEY_FILE", key);
    restore(&other, "--keys-from", "keys").refused("the keys are of another trust");
    assert!(!trust.path("there/vault.sqlite").exists());
}

#[test]
fn a_backup_behind_the_lock_is_refused_and_the_lock_is_not_lowered() {
    let (trust, here) = backed_up();
    let server = trust.serve(&here);
    let miriam = trust.miriam(&server);
    let opened = miriam.post("/v1/academies", &academy()).expect(201);
    let id = opened.field("id");
    let _shown = until(|| miriam.get(&format!("/v1/academies/{id}")));
    let raised = miriam.post("/v1/concerns", &concern(&id, "Acknowledged."));
    // Once there is a receipt, the lock knows of it.
    let receipt = raised.expect(201).field("receipt");
    let _receipt = until(|| miriam.get(&receipt));
    server.stop().unwrap();
    let locked = trust.lock();
    restore_refused(&trust, "acknowledged events are not in it");
    assert_eq!(trust.lock(), locked);
    // And one whose lock is gone.
    fs::remove_file(trust.path("checkpoint.lock")).unwrap();
    restore_refused(&trust, "does not know the log");
}

#[test]
fn a_wrong_place_of_evidence_files_is_refused_at_start_with_what_to_do() {
    let (trust, here) = backed_up();
    let (bucket, credentials) = new_bucket();
    let serve = |url: &str, credentials: Option<&str>| {
        let mut site = here.clone().with("LANYARD_BLOBS_URL", url);
        if let Some(file) = credentials {
            site = site.with("LANYARD_BLOBS_CREDENTIALS_FILE", file);
        }
        trust.run(&site, &["serve", "--listen", "127.0.0.1:0"])
    };
    serve("bucket", None).refused("must be s3://bucket");
    serve(&bucket, None).refused("LANYARD_BLOBS_CREDENTIALS_FILE");
    serve(&bucket, Some("/nowhere")).refused("cannot be read");
    serve("file:///nowhere/at/all", None).refused("does not exist");
    serve("s3://no-such-bucket", Some(&credentials)).refused("does not exist");
    let text = fs::read_to_string(&credentials).unwrap();
    let wrong = trust.path("wrong");
    fs::write(
        &wrong,
        text.replace("secret_access_key = ", "secret_access_key = x"),
    )
    .unwrap();
    serve(&bucket, Some(wrong.to_str().unwrap())).refused("refuses the credentials");
}
