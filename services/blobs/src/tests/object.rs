//! One object that several want to replace.

use super::s3::{credentials, new_bucket};
use crate::error::{BlobError, PlaceError};
use crate::object::{Object, Swapped};

fn object(bucket: &str) -> Object {
    let url = format!("s3://{bucket}/ridgeway/checkpoint.lock");
    Object::parse(&url, Some(&credentials())).unwrap()
}

#[tokio::test]
async fn it_is_replaced_only_by_who_has_read_the_newest() {
    let bucket = new_bucket();
    let (ours, theirs) = (object(&bucket), object(&bucket));
    assert!(ours.read().await.unwrap().is_none());
    let first = ours.replace(b"1".to_vec(), None).await.unwrap();
    assert_eq!(first, Swapped::Done);
    let late = theirs.replace(b"2".to_vec(), None).await.unwrap();
    assert_eq!(late, Swapped::Overtaken, "they thought that there was none");

    let (content, read) = theirs.read().await.unwrap().unwrap();
    assert_eq!(content, "1");
    let swapped = theirs.replace(b"2".to_vec(), Some(read.clone())).await;
    assert_eq!(swapped.unwrap(), Swapped::Done);
    let late = ours.replace(b"3".to_vec(), Some(read)).await.unwrap();
    assert_eq!(
        late,
        Swapped::Overtaken,
        "it was changed since they read it"
    );
    assert_eq!(ours.read().await.unwrap().unwrap().0, "2");
}

#[tokio::test]
async fn of_many_at_once_one_wins() {
    let bucket = new_bucket();
    let start = object(&bucket);
    start.replace(b"0".to_vec(), None).await.unwrap();
    let (_, read) = start.read().await.unwrap().unwrap();
    let swaps = (1..=8u8).map(|n| {
        let (object, read) = (object(&bucket), read.clone());
        async move { object.replace(vec![n], Some(read)).await.unwrap() }
    });
    let swaps = futures_util::future::join_all(swaps).await;
    let won: Vec<u8> = (1..=8u8)
        .zip(swaps)
        .filter_map(|(n, swapped)| (swapped == Swapped::Done).then_some(n))
        .collect();
    assert_eq!(won.len(), 1, "{won:?}");
    assert_eq!(start.read().await.unwrap().unwrap().0, won);
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_not_an_object_that_is_not_there() {
    let refused = object("no-such-bucket").read().await.unwrap_err();
    assert!(
        matches!(refused, BlobError::NoSuchPlace { .. }),
        "{refused:?}"
    );
}

#[test]
fn an_address_names_bucket_and_object() {
    let parse =
        |url: &str| Object::parse(url, Some(&credentials())).map(|object| object.to_string());
    let named = parse("s3://locks/ridgeway/checkpoint.lock").unwrap();
    assert_eq!(named, "ridgeway/checkpoint.lock in the bucket locks");
    for url in ["s3://locks", "s3://locks/", "file:///srv/lock"] {
        assert_eq!(parse(url), Err(PlaceError::NoName), "{url}");
    }
}
