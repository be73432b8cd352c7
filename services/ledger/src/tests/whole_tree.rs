//! A tree held whole, to compare with: slow and plain.

use lanyard_evidence::tree::{HashReader, TreeError, node_hash, root_at};
use lanyard_evidence::{Hash, TreeSize};

/// Every complete subtree of every level.
#[derive(Default)]
pub struct WholeTree(Vec<Vec<Hash>>);

impl WholeTree {
    pub fn push(&mut self, leaf_hash: Hash) {
        let mut hash = leaf_hash;
        for level in 0.. {
            if level == self.0.len() {
                self.0.push(Vec::new());
            }
            let row = &mut self.0[level];
            row.push(hash);
            if row.len() % 2 == 1 {
                return;
            }
            hash = node_hash(&row[row.len() - 2], &row[row.len() - 1]);
        }
    }

    pub fn root(&self) -> Hash {
        let leaves = self.0.first().map_or(0, Vec::len) as u64;
        root_at(self, TreeSize(leaves)).unwrap()
    }
}

impl HashReader for WholeTree {
    fn subtree(&self, level: u8, index: u64) -> Result<Hash, TreeError> {
        let row = self.0.get(usize::from(level));
        let hash = row.and_then(|row| row.get(usize::try_from(index).unwrap()));
        hash.copied().ok_or(TreeError::MissingHash(level, index))
    }
}
