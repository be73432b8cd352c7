//! Tiles: proofs made from them, and content that must be refused.

use lanyard_evidence::leaf::LeafError;
use lanyard_evidence::tile::{
    TILE_WIDTH, Tile, TileError, TileHashes, TileKind, TileReader, encode_entries,
};
use lanyard_evidence::tree::{Frontier, HashReader, TreeError, prove_consistency, prove_inclusion};
use lanyard_evidence::{LeafIndex, TreeSize};

use crate::support::{Folder, Tree, leaves, signer};

struct Reader(Folder);

impl TileReader for Reader {
    fn read_tile(&self, tile: &Tile) -> Option<Vec<u8>> {
        let widths = tile.width..=TILE_WIDTH;
        widths.into_iter().find_map(|width| self.0.0.get(&Tile { width, ..*tile }.path()).cloned())
    }
}

#[test]
fn proofs_from_tiles_are_the_proofs_from_the_tree() {
    let tree = Tree::of(&leaves(1000));
    for size in [1, 5, 256, 257, 511, 1000] {
        let (folder, size) = (Folder::of(&leaves(size), &signer()), TreeSize(size));
        let tiles = TileHashes { size, tiles: Reader(folder) };
        for place in (0..size.0).step_by(17).chain([size.0 - 1]) {
            let index = LeafIndex(place);
            assert_eq!(prove_inclusion(&tiles, index, size), prove_inclusion(&tree, index, size));
            let old = TreeSize(place);
            assert_eq!(prove_consistency(&tiles, old, size), prove_consistency(&tree, old, size));
        }
        assert_eq!(Frontier::load(size, &tiles).unwrap().head(), tree.head(size.0));
    }
}

#[test]
fn wider_tiles_serve_in_place_of_partial_ones() {
    let folder = Folder::of(&leaves(512), &signer());
    let tiles = TileHashes { size: TreeSize(300), tiles: Reader(folder) };
    let tree = Tree::of(&leaves(512));
    let proof = prove_inclusion(&tiles, LeafIndex(299), TreeSize(300));
    assert_eq!(proof, prove_inclusion(&tree, LeafIndex(299), TreeSize(300)));
}

#[test]
fn a_missing_or_short_tile_is_named() {
    let mut folder = Folder::of(&leaves(300), &signer());
    folder.0.insert("tile/0/001.p/44".into(), vec![0; 31]);
    let mut tiles = TileHashes { size: TreeSize(300), tiles: Reader(folder) };
    assert_eq!(tiles.subtree(0, 256), Err(TreeError::MissingHash(0, 256)));
    tiles.tiles.0.0.clear();
    assert_eq!(tiles.subtree(5, 0), Err(TreeError::MissingHash(5, 0)));
    assert!(tiles.subtree(63, u64::MAX).is_err());
}

#[test]
fn entries_of_the_wrong_shape_are_refused_by_place() {
    let tile = Tile { kind: TileKind::Entries, index: 0, width: 3 };
    let good = encode_entries(&leaves(3));
    assert_eq!(tile.decode_entries(&good).unwrap(), leaves(3));
    assert_eq!(tile.decode_entries(&good[1..]), Err(TileError::Length(212, 213)));
    let mut changed = good.clone();
    changed[72] = 70;
    assert_eq!(tile.decode_entries(&changed), Err(TileError::EntryLength(1)));
    changed.clone_from(&good);
    changed[73] = 2;
    assert_eq!(tile.decode_entries(&changed), Err(TileError::Leaf(1, LeafError::Version(2))));
    let hashes = Tile { kind: TileKind::Hashes(0), ..tile };
    assert_eq!(hashes.decode_hashes(&[0; 95]), Err(TileError::Length(95, 96)));
}

#[test]
fn paths_have_one_spelling() {
    for path in
        ["tile/0/000", "tile/0/000.p/1", "tile/entries/x001/000", "tile/63/x001/x234/067.p/255"]
    {
        assert_eq!(Tile::parse(path).unwrap().path(), path);
    }
    for path in [
        "",
        "tile",
        "tile/0",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/xx001/000",
        "tile/256/000",
        "tile/data/000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/+00",
        "tile/0/x1/000",
    ] {
        assert_eq!(Tile::parse(path), None, "{path}");
    }
}
