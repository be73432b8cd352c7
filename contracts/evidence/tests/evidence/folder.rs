//! Whole log folders: accepted only complete, alone, and continuing what was signed before.

use lanyard_evidence::verify::{self, Scope, VerifyError};
use lanyard_evidence::{Hash, TreeSize};

use crate::support::{Folder, Tree, leaves, signed, signer};

#[test]
fn folders_of_many_sizes_hold() {
    let log = signer();
    for size in [0, 1, 2, 255, 256, 257, 512, 700] {
        let verified = verify::directory(&Folder::of(&leaves(size), &log), log.verifier_key());
        assert_eq!(verified.unwrap().signed.checkpoint.size, TreeSize(size));
    }
    let inner = verify::directory(&Folder::of(&leaves(3), &log.inner()), log.verifier_key());
    assert_eq!(inner.unwrap().signed.scope, Scope::Inner);
    let big = Folder::of(&leaves(65_536 + 300), &log);
    verify::directory(&big, log.verifier_key()).unwrap();
}

#[test]
fn a_missing_file_and_one_too_many_are_named() {
    let log = signer();
    let folder = Folder::of(&leaves(600), &log);
    for path in folder.0.keys() {
        let mut lacking = folder.clone();
        lacking.0.remove(path);
        let refused = verify::directory(&lacking, log.verifier_key());
        assert_eq!(refused, Err(VerifyError::Missing(path.clone())));
    }
    for path in
        ["notes.txt", "tile/0/003", "tile/0/002.p/87", "tile/entries/000.p/3", "tile/2/000.p/1"]
    {
        let mut laden = folder.clone();
        laden.0.insert(path.to_owned(), vec![0; 32]);
        let refused = verify::directory(&laden, log.verifier_key());
        assert_eq!(refused, Err(VerifyError::NotNeeded(path.to_owned())));
    }
}

#[test]
fn a_signed_size_beyond_all_files_ends_at_the_first_missing_one() {
    let log = signer();
    let mut folder = Folder::of(&leaves(3), &log);
    let mut head = Tree::of(&leaves(3)).head(3);
    head.size = TreeSize(u64::MAX);
    folder.0.insert("checkpoint".into(), signed(&head, &log).to_string().into_bytes());
    let refused = verify::directory(&folder, log.verifier_key());
    assert_eq!(refused, Err(VerifyError::Missing("tile/entries/000".into())));
}

#[test]
fn tampering_is_named_by_its_place() {
    let log = signer();
    let good = Folder::of(&leaves(65_600), &log);
    let check = |folder: &Folder| verify::directory(folder, log.verifier_key());
    let changed = |path: &str, at: usize| {
        let mut folder = good.clone();
        folder.0.get_mut(path).unwrap()[at] ^= 1;
        folder
    };
    let entry = check(&changed("tile/entries/003", 71 * 9 + 40));
    assert_eq!(entry, Err(VerifyError::TileDiffers("tile/0/003".into(), 9)));
    let hash = check(&changed("tile/0/256.p/64", 32 * 63));
    assert_eq!(hash, Err(VerifyError::TileDiffers("tile/0/256.p/64".into(), 63)));
    let above = check(&changed("tile/1/000", 32 * 200));
    assert_eq!(above, Err(VerifyError::TileDiffers("tile/1/000".into(), 200)));
    let top = check(&changed("tile/2/000.p/1", 0));
    assert_eq!(top, Err(VerifyError::TileDiffers("tile/2/000.p/1".into(), 0)));
    let length = check(&changed("tile/entries/003", 71));
    assert!(matches!(length, Err(VerifyError::Tile(path, _)) if path == "tile/entries/003"));

    // The operator changes a leaf and makes every tile anew, but cannot sign again unseen.
    let mut other = leaves(65_600);
    other[70].digest = Hash::ZERO;
    let mut forged = Folder::of(&other, &log);
    forged.0.insert("checkpoint".into(), good.0["checkpoint"].clone());
    assert_eq!(check(&forged), Err(VerifyError::RootDiffers(TreeSize(65_600))));
}

#[test]
fn an_older_checkpoint_must_be_continued() {
    let log = signer();
    let (tree, folder) = (Tree::of(&leaves(700)), Folder::of(&leaves(700), &log));
    for size in [0, 1, 100, 255, 256, 257, 512, 699, 700] {
        let older = signed(&tree.head(size), &log).to_string();
        let verified = verify::directory_since(&folder, log.verifier_key(), older).unwrap();
        assert_eq!(verified.continues.unwrap().checkpoint.size, TreeSize(size));
        let mut other = leaves(700);
        other[size.saturating_sub(1) as usize].recorded_minute += 1;
        if size > 0 {
            let forked = signed(&Tree::of(&other).head(size), &log).to_string();
            let refused = verify::directory_since(&folder, log.verifier_key(), forked);
            let reason = VerifyError::NotAppendOnly(TreeSize(size), TreeSize(700));
            assert_eq!(refused, Err(reason));
        }
    }
    let later = signed(&Tree::of(&leaves(800)).head(800), &log).to_string();
    let refused = verify::directory_since(&folder, log.verifier_key(), later);
    assert_eq!(refused, Err(VerifyError::NotAppendOnly(TreeSize(800), TreeSize(700))));
}
