//! Blobs on a server that speaks S3, which checks every signature.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Scene, arriving, blob, name};
use crate::blobs::Blobs;
use crate::error::BlobError;
use crate::place::Place;

/// Names the folder of the server that tests share.
const SERVER: &str = "LANYARD_TEST_S3";

fn server() -> PathBuf {
    let folder = std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} is not set: run the tests by `scripts/with-servers cargo test …`")
    });
    folder.into()
}

pub(super) fn credentials() -> String {
    std::fs::read_to_string(server().join("credentials")).unwrap()
}

/// A bucket of a test's own.
pub(super) fn new_bucket() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("blobs-{}-{number}", std::process::id());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/servers/s3");
    let made = Command::new(script)
        .arg("bucket")
        .arg(server())
        .arg(&name)
        .status()
        .unwrap();
    assert!(made.success());
    name
}

fn fresh() -> Scene {
    let url = format!("s3://{}/ridgeway/evidence", new_bucket());
    Scene::new(|_| Place::parse(&url, Some(&credentials())).unwrap())
}

super::contract::blobs_contract!(fresh);

async fn refused(bucket: &str, credentials: &str) -> BlobError {
    let place = Place::parse(&format!("s3://{bucket}"), Some(credentials)).unwrap();
    let blobs = Blobs::open(&place).unwrap();
    blobs.check().await.unwrap_err()
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_refused_with_what_to_do() {
    let refused = refused("no-such-bucket", &credentials()).await;
    assert!(
        matches!(refused, BlobError::NoSuchPlace { .. }),
        "{refused:?}"
    );
    assert!(refused.to_string().contains("correct its address"));
}

#[tokio::test]
async fn wrong_credentials_are_refused_with_what_to_do() {
    let bucket = new_bucket();
    let unknown = "aws_access_key_id = AKIAUNKNOWNUNKNOWN00";
    let wrong_secret = "aws_secret_access_key = wrong";
    for (setting, wrong) in [
        ("aws_access_key_id", unknown),
        ("aws_secret_access_key", wrong_secret),
    ] {
        let lines = credentials();
        let lines: Vec<_> = lines
            .lines()
            .map(|line| {
                if line.starts_with(setting) {
                    wrong
                } else {
                    line
                }
            })
            .collect();
        let refused = refused(&bucket, &lines.join("\n")).await;
        assert!(matches!(refused, BlobError::Refused { .. }), "{refused:?}");
        assert!(refused.to_string().contains("check the credentials file"));
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_said_to_be_away() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let lines = credentials();
    let away = format!("endpoint_url = http://127.0.0.1:{port}");
    let lines: Vec<_> = lines
        .lines()
        .map(|line| {
            if line.starts_with("endpoint_url") {
                &away
            } else {
                line
            }
        })
        .collect();
    let refused = refused("evidence", &lines.join("\n")).await;
    assert!(matches!(refused, BlobError::Away { .. }), "{refused:?}");
}

#[tokio::test]
async fn two_prefixes_of_one_bucket_do_not_see_each_other() {
    let bucket = new_bucket();
    let place = |prefix: &str| {
        Place::parse(&format!("s3://{bucket}/{prefix}"), Some(&credentials())).unwrap()
    };
    let ours = Scene::new(|_| place("ridgeway"));
    let theirs = Blobs::open(&place("harbour")).unwrap();
    ours.blobs
        .put(&ours.owner, blob(1), arriving(b"x"))
        .await
        .unwrap();
    assert_eq!(theirs.head(name(1)).await.unwrap(), None);
    assert_eq!(ours.listed(None).await.len(), 1);
    assert!(ours.place.to_string().contains(&bucket));
}
