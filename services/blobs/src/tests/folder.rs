//! Blobs in a folder.

use super::{Scene, arriving, blob, name};
use crate::blobs::Blobs;
use crate::error::BlobError;
use crate::place::Place;

fn fresh() -> Scene {
    Scene::new(|folder| {
        let blobs = folder.path().join("blobs");
        std::fs::create_dir(&blobs).unwrap();
        Place::Folder(blobs)
    })
}

super::contract::blobs_contract!(fresh);

#[test]
fn a_folder_that_is_not_there_is_refused_with_what_to_do() {
    let place = Place::Folder("/nowhere/at/all".into());
    let refused = Blobs::open(&place).unwrap_err();
    assert!(matches!(refused, BlobError::NoSuchPlace { .. }));
    assert!(refused.to_string().contains("correct its address"));
}

#[tokio::test]
async fn what_a_killed_process_has_left_behind_is_no_blob_and_in_nobodys_way() {
    let scene = fresh();
    let file = scene.folder.path().join("blobs").join(name(1).to_string());
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    // So the storage names what it has not finished writing.
    std::fs::write(format!("{}#1", file.display()), b"half").unwrap();
    assert_eq!(scene.listed(None).await, []);
    let got = scene.blobs.get(&scene.vault, name(1)).await;
    assert!(matches!(got.unwrap_err(), BlobError::Absent(_)));
    let put = scene.blobs.put(&scene.owner, blob(1), arriving(b"whole"));
    put.await.unwrap();
    assert_eq!(scene.read(name(1)).await, b"whole");
}
