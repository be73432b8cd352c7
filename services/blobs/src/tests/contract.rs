//! What every place must do.

use aws_lc_rs::digest::{SHA256, digest};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use lanyard_vault::BlobSealer;

use super::{Scene, arriving, blob, bytes, name, stream_id};
use crate::error::{BlobError, Cause};
use crate::reading::Reading;
use crate::size::MOST_BYTES;

/// Makes a test of each behaviour; `$fresh` is a function that gives a [`Scene`] in an empty place.
macro_rules! blobs_contract {
    ($fresh:path) => {
        $crate::tests::contract::blobs_contract! { $fresh =>
            what_is_put_comes_back_with_its_digests
            what_is_stored_shows_nothing_of_its_content
            a_blob_is_never_overwritten
            content_that_does_not_arrive_whole_leaves_nothing
            content_that_is_too_long_is_refused_and_leaves_nothing
            what_was_changed_in_the_storage_is_refused
            a_deleted_blob_is_gone_and_another_stays
            blobs_are_listed_by_stream
            what_is_not_there_is_absent
            a_blob_of_an_erased_stream_is_erased
            a_sealed_blob_is_copied_without_a_key
        }
    };
    ($fresh:path => $($behaviour:ident)+) => {$(
        #[tokio::test]
        async fn $behaviour() {
            $crate::tests::contract::$behaviour(&$fresh()).await;
        }
    )+};
}
pub(super) use blobs_contract;

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

pub(super) async fn what_is_put_comes_back_with_its_digests(scene: &Scene) {
    scene.blobs.check().await.unwrap();
    for (n, length) in [(1, 0), (2, 10), (3, 65_536), (4, 400_000)] {
        let content = bytes(length);
        let put = scene.blobs.put(&scene.owner, blob(n), arriving(&content));
        let stored = put.await.unwrap();
        assert_eq!(stored.name, name(n));
        assert_eq!(stored.content_bytes.get(), length as u64);
        assert_eq!(stored.content_sha256[..], sha256(&content));
        let sealed = scene.blobs.sealed(name(n)).await.unwrap();
        assert_eq!(stored.sealed_sha256[..], sha256(&sealed));
        assert_eq!(stored.sealed_bytes, sealed.len() as u64);
        let head = scene.blobs.head(name(n)).await.unwrap();
        assert_eq!(head, Some(stored.sealed_bytes));
        assert_eq!(scene.read(name(n)).await, content);
    }
}

pub(super) async fn what_is_stored_shows_nothing_of_its_content(scene: &Scene) {
    let secret = b"She told me on the way to the hall.";
    let put = scene.blobs.put(&scene.owner, blob(1), arriving(secret));
    put.await.unwrap();
    let sealed = scene.blobs.sealed(name(1)).await.unwrap();
    assert!(!sealed.windows(8).any(|part| part == &secret[..8]));
}

pub(super) async fn a_blob_is_never_overwritten(scene: &Scene) {
    let put = |content: &'static [u8]| {
        let content = arriving(content);
        scene.blobs.put(&scene.owner, blob(1), content)
    };
    put(b"first").await.unwrap();
    for again in [&b"second"[..], b"first"] {
        let refused = put(again).await.unwrap_err();
        assert!(matches!(refused, BlobError::Present(found) if found == name(1)));
    }
    assert_eq!(scene.read(name(1)).await, b"first");
}

pub(super) async fn content_that_does_not_arrive_whole_leaves_nothing(scene: &Scene) {
    let broken: Vec<Result<Bytes, Cause>> = vec![
        Ok(Bytes::from(bytes(200_000))),
        Err(std::sync::Arc::new(std::io::Error::other(
            "the line was cut",
        ))),
    ];
    let put = scene.blobs.put(&scene.owner, blob(1), stream::iter(broken));
    assert!(matches!(put.await.unwrap_err(), BlobError::Content(_)));
    // And whoever gives up waiting.
    let never = arriving(&bytes(200_000)).chain(stream::pending());
    let put = scene.blobs.put(&scene.owner, blob(2), never);
    let given_up = tokio::time::timeout(std::time::Duration::from_millis(50), put).await;
    assert!(given_up.is_err());
    assert_eq!(scene.listed(None).await, []);
}

pub(super) async fn content_that_is_too_long_is_refused_and_leaves_nothing(scene: &Scene) {
    let piece = Bytes::from(vec![7; 1 << 20]);
    let pieces = usize::try_from(MOST_BYTES >> 20).unwrap() + 1;
    let content = stream::iter((0..pieces).map(move |_| Ok::<_, Cause>(piece.clone())));
    let put = scene.blobs.put(&scene.owner, blob(1), content).await;
    assert!(matches!(put.unwrap_err(), BlobError::TooLarge));
    assert_eq!(scene.listed(None).await, []);
}

pub(super) async fn what_was_changed_in_the_storage_is_refused(scene: &Scene) {
    let put = scene
        .blobs
        .put(&scene.owner, blob(1), arriving(&bytes(150_000)));
    put.await.unwrap();
    let sealed = scene.blobs.sealed(name(1)).await.unwrap();
    let mut changed = sealed.to_vec();
    changed[100_000] ^= 1;
    let cut = sealed.slice(..sealed.len() - 20);
    for (n, wrong) in [
        (2, sealed),
        (3, changed.into()),
        (4, cut),
        (5, Bytes::new()),
    ] {
        // A copy under another name is another blob too.
        scene.blobs.put_sealed(name(n), wrong).await.unwrap();
        let refused = match scene.blobs.get(&scene.vault, name(n)).await {
            Ok(Reading::Content(content)) => content.whole().await.unwrap_err(),
            Ok(Reading::Erased) => panic!("it is not erased"),
            Err(error) => error,
        };
        assert!(matches!(refused, BlobError::Sealed { .. }), "{refused:?}");
    }
}

pub(super) async fn a_deleted_blob_is_gone_and_another_stays(scene: &Scene) {
    for n in [1, 2] {
        let put = scene.blobs.put(&scene.owner, blob(n), arriving(b"x"));
        put.await.unwrap();
    }
    assert!(scene.blobs.delete(name(1)).await.unwrap());
    assert!(!scene.blobs.delete(name(1)).await.unwrap());
    assert_eq!(scene.blobs.head(name(1)).await.unwrap(), None);
    assert_eq!(scene.read(name(2)).await, b"x");
}

pub(super) async fn blobs_are_listed_by_stream(scene: &Scene) {
    let (other, _) = scene.vault.draw_owner_key(stream_id(2));
    for n in [1, 2] {
        let put = scene.blobs.put(&scene.owner, blob(n), arriving(b"x"));
        put.await.unwrap();
    }
    scene
        .blobs
        .put(&other, blob(3), arriving(b"y"))
        .await
        .unwrap();
    let names = |entries: &[crate::Entry]| -> Vec<_> {
        entries
            .iter()
            .map(|entry| (entry.name.stream, entry.name.blob))
            .collect()
    };
    let (of_one, of_other) = (stream_id(1), stream_id(2));
    let all = scene.listed(None).await;
    assert_eq!(
        names(&all),
        [(of_one, blob(1)), (of_one, blob(2)), (of_other, blob(3))]
    );
    let one = scene.listed(Some(of_one)).await;
    assert_eq!(names(&one), [(of_one, blob(1)), (of_one, blob(2))]);
    assert_eq!(scene.listed(Some(stream_id(9))).await, []);
}

pub(super) async fn what_is_not_there_is_absent(scene: &Scene) {
    let got = scene.blobs.get(&scene.vault, name(1)).await;
    assert!(matches!(got.unwrap_err(), BlobError::Absent(_)));
    let sealed = scene.blobs.sealed(name(1)).await;
    assert!(matches!(sealed.unwrap_err(), BlobError::Absent(_)));
}

pub(super) async fn a_blob_of_an_erased_stream_is_erased(scene: &Scene) {
    let put = scene.blobs.put(&scene.owner, blob(1), arriving(b"x"));
    put.await.unwrap();
    scene
        .vault
        .destroy(stream_id(1), scene.owner.key_id())
        .unwrap();
    let got = scene.blobs.get(&scene.vault, name(1)).await.unwrap();
    assert!(matches!(got, Reading::Erased));
}

pub(super) async fn a_sealed_blob_is_copied_without_a_key(scene: &Scene) {
    // Sealed elsewhere, under a key that is not known here.
    let (owner, _) = scene.vault.draw_owner_key(stream_id(1));
    let mut sealer = BlobSealer::new(&owner, blob(1));
    let mut sealed = sealer.header().to_vec();
    sealed.extend(sealer.push(&bytes(100_000)));
    sealed.extend(sealer.finish());
    let put = |bytes: &[u8]| {
        let bytes = Bytes::copy_from_slice(bytes);
        scene.blobs.put_sealed(name(1), bytes)
    };
    put(&sealed).await.unwrap();
    put(&sealed).await.unwrap();
    assert_eq!(scene.blobs.sealed(name(1)).await.unwrap(), sealed);
    sealed[60] ^= 1;
    assert!(matches!(
        put(&sealed).await.unwrap_err(),
        BlobError::Present(_)
    ));
}
