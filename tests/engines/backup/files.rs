//! Evidence files of a trust, put and read as the program will.

use std::path::Path;
use std::sync::Arc;

use lanyard_blobs::{BlobName, Blobs, Place, Reading};
use lanyard_events::{BlobId, StreamId, StreamKind};
use lanyard_vault::{KeyAnswer, RootKey, SqliteKeyVault, Vault};
use uuid::Uuid;

use crate::trust::{Site, Trust};

/// Longer than one chunk, and short.
const LENGTHS: [usize; 2] = [200_000, 17];

fn content(nth: usize) -> Vec<u8> {
    (0..=240).cycle().take(LENGTHS[nth]).collect()
}

fn name(nth: usize) -> BlobName {
    BlobName {
        stream: StreamId::new(StreamKind::Case, Uuid::from_u128(7)),
        blob: BlobId::new(Uuid::from_u128(nth as u128)),
    }
}

fn place(trust: &Trust, site: &Site) -> Place {
    let setting = |name| {
        let found = site.settings.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.clone())
    };
    let Some(url) = setting("LANYARD_BLOBS_URL") else {
        let folder = trust.path(&site.data).join("blobs");
        std::fs::create_dir_all(&folder).unwrap();
        return Place::Folder(folder);
    };
    let file = setting("LANYARD_BLOBS_CREDENTIALS_FILE").unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    Place::parse(&url, Some(&text)).unwrap()
}

fn vault(trust: &Trust, data: &Path) -> Arc<Vault> {
    let keys = SqliteKeyVault::open(&data.join("vault.sqlite")).unwrap();
    let root = RootKey::read(&trust.path("root.key")).unwrap();
    Arc::new(Vault::new(Arc::new(keys), root).unwrap())
}

/// Puts the files; nothing serves the site meanwhile.
pub fn put(trust: &Trust, site: &Site) {
    let vault = vault(trust, &trust.path(&site.data));
    let (owner, wrapped) = vault.draw_owner_key(name(0).stream);
    vault.store(&[wrapped]).unwrap();
    let blobs = Blobs::open(&place(trust, site)).unwrap();
    runtime().block_on(async {
        for nth in 0..LENGTHS.len() {
            let pieces = futures_util::stream::iter([Ok::<_, lanyard_blobs::Cause>(
                bytes::Bytes::from(content(nth)),
            )]);
            blobs.put(&owner, name(nth).blob, pieces).await.unwrap();
        }
    });
    assert!(matches!(
        vault.owner_key(name(0).stream).unwrap(),
        KeyAnswer::Key(_)
    ));
}

/// Reads them back, with the site's own keys.
pub fn are_there(trust: &Trust, site: &Site) {
    let vault = vault(trust, &trust.path(&site.data));
    let blobs = Blobs::open(&place(trust, site)).unwrap();
    runtime().block_on(async {
        for nth in 0..LENGTHS.len() {
            let Reading::Content(found) = blobs.get(&vault, name(nth)).await.unwrap() else {
                panic!("it is erased");
            };
            assert_eq!(found.whole().await.unwrap().to_vec(), content(nth));
        }
    });
}

/// Where one of them is in a backup.
pub fn in_backup(nth: usize) -> String {
    format!("blobs/{}", name(nth))
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}
