//! A process that cannot be trusted to serve does not start, and says why: the data folder in use, a
//! store or vault damaged, a key that is another's, a lock that is lost.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use lanyard_tests::{Server, World};

use crate::steps::{all, copy_folder, raise, threats};

fn with_a_concern() -> World {
    let world = World::at("2026-11-10T14:05");
    let priya = world.client("priya");
    let concern = raise(&priya, &threats(&world, world.oakfield().amara));
    // Once there is a receipt, the checkpoint lock knows of it.
    let _ = priya.get(&concern.receipt).expect(200);
    world
}

/// What start-up says after `harm`; then the harm is undone, and it starts with all there was.
#[track_caller]
fn says_after(harm: impl FnOnce(&Path)) -> String {
    let mut world = with_a_concern();
    world.stop();
    let data = world.data_dir();
    let kept = tempfile::tempdir().unwrap();
    let lock = data.with_extension("lock");
    copy_folder(&data, &kept.path().join("data"));
    fs::copy(&lock, kept.path().join("lock")).unwrap();
    harm(&data);
    let error = match world.start_again() {
        Ok(()) => panic!("it started"),
        Err(error) => format!("{error:#}"),
    };
    fs::remove_dir_all(&data).unwrap();
    copy_folder(&kept.path().join("data"), &data);
    fs::copy(kept.path().join("lock"), &lock).unwrap();
    world.start_again().unwrap();
    assert_eq!(all(&world.client("ruth"), "/v1/concerns").len(), 1);
    error
}

#[track_caller]
fn says(harm: impl FnOnce(&Path), words: &str) {
    let error = says_after(harm);
    assert!(error.contains(words), "{error}");
}

fn overwrite(file: &Path, at: u64, bytes: &[u8]) {
    let mut file = fs::OpenOptions::new().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

fn cut(file: &Path, length: impl FnOnce(u64) -> u64) {
    let whole = fs::metadata(file).unwrap().len();
    let file = fs::OpenOptions::new().write(true).open(file).unwrap();
    file.set_len(length(whole)).unwrap();
}

#[test]
fn a_data_folder_in_use_is_refused_and_goes_on_being_used() {
    let world = with_a_concern();
    let error = format!("{:#}", world.start_second().unwrap_err());
    assert!(error.contains("in use by another process"), "{error}");
    let error = match Server::demo(&world.data_dir()) {
        Ok(_) => panic!("a second server started"),
        Err(error) => format!("{error:#}"),
    };
    assert!(error.contains("in use by another process"), "{error}");
    assert_eq!(all(&world.client("ruth"), "/v1/concerns").len(), 1);
    let _ = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
}

#[test]
fn a_store_whose_beginning_is_overwritten_is_refused() {
    says(
        |data| overwrite(&data.join("store.sqlite"), 0, &[0xAA; 100]),
        "damaged",
    );
}

#[test]
fn a_store_with_pages_overwritten_is_refused() {
    let harm = |data: &Path| {
        let store = data.join("store.sqlite");
        let length = fs::metadata(&store).unwrap().len();
        overwrite(
            &store,
            4096,
            &vec![0x5A; usize::try_from(length - 4096).unwrap()],
        );
    };
    says(harm, "damaged");
}

#[test]
fn a_store_cut_to_half_is_refused() {
    says(
        |data| cut(&data.join("store.sqlite"), |whole| whole / 2),
        "damaged",
    );
}

#[test]
fn a_store_cut_to_nothing_is_an_old_copy() {
    says(
        |data| cut(&data.join("store.sqlite"), |_| 0),
        "the store is empty or an old copy",
    );
}

#[test]
fn a_missing_store_is_not_begun_anew() {
    let harm = |data: &Path| fs::remove_file(data.join("store.sqlite")).unwrap();
    says(harm, "the store is empty or an old copy");
}

#[test]
fn a_file_that_is_no_store_is_refused() {
    let harm = |data: &Path| fs::write(data.join("store.sqlite"), "Dear diary,\n").unwrap();
    let error = says_after(harm);
    assert!(
        error.contains("the store") && error.contains("damaged"),
        "{error}"
    );
}

#[test]
fn a_damaged_vault_is_refused() {
    says(
        |data| overwrite(&data.join("vault.sqlite"), 0, &[0xAA; 100]),
        "the key store is damaged",
    );
}

#[test]
fn a_vault_that_is_gone_is_not_begun_anew() {
    let harm = |data: &Path| fs::remove_file(data.join("vault.sqlite")).unwrap();
    says(harm, "missing from the vault");
}

#[test]
fn another_root_key_is_refused() {
    let harm =
        |data: &Path| fs::write(data.join("root.key"), format!("{}\n", "5a".repeat(32))).unwrap();
    says(
        harm,
        "this root key is not the one the vault's keys are wrapped under",
    );
}

#[test]
fn a_root_key_that_is_none_or_that_others_may_read_is_refused() {
    let harm = |data: &Path| fs::write(data.join("root.key"), "open sesame\n").unwrap();
    says(harm, "must hold 64 hexadecimal digits");
    let harm = |data: &Path| {
        fs::set_permissions(data.join("root.key"), fs::Permissions::from_mode(0o644)).unwrap();
    };
    let mut world = with_a_concern();
    world.stop();
    harm(&world.data_dir());
    let error = format!("{:#}", world.start_again().unwrap_err());
    assert!(error.contains("chmod 600"), "{error}");
}

#[test]
fn another_log_key_is_refused() {
    let harm =
        |data: &Path| fs::write(data.join("log.key"), format!("{}\n", "5a".repeat(32))).unwrap();
    let mut world = with_a_concern();
    world.publish();
    world.stop();
    let vkey = world.vkey();
    harm(&world.data_dir());
    let error = format!("{:#}", world.start_again().unwrap_err());
    assert!(error.contains("made with another key"), "{error}");
    assert_eq!(world.vkey(), vkey, "the public key was not replaced");
}

#[test]
fn a_lost_checkpoint_lock_is_refused() {
    let harm = |data: &Path| fs::remove_file(data.with_extension("lock")).unwrap();
    says(harm, "does not know the log");
}

#[test]
fn a_year_without_bank_holidays_does_not_stop_it_and_is_told_from_the_first_moment() {
    let mut world = with_a_concern();
    world.now("2027-12-20T09:00");
    world.stop();
    world.start_again().unwrap();
    let readiness = world.nobody().get("/readyz").expect(200).json();
    let told = "the bank holidays of a coming year are missing";
    assert!(
        readiness["impaired"].to_string().contains(told),
        "{readiness}"
    );
}
