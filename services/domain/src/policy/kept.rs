//! What a trust may not edit away: each breach is a mistake with its line.

use super::mistake::Mistake;

/// Collects what may not be edited away.
pub(super) struct Fixed {
    line: usize,
    found: Vec<Mistake>,
}

impl Fixed {
    pub(super) const fn new(line: usize) -> Self {
        let found = Vec::new();
        Self { line, found }
    }

    /// What is wrong from here on is wrong in this line.
    pub(super) const fn at(&mut self, line: usize) {
        self.line = line;
    }

    pub(super) fn that(&mut self, holds: bool, or: impl FnOnce() -> String) {
        if !holds {
            self.found.push(Mistake::at(self.line, or()));
        }
    }

    pub(super) fn found(self) -> Vec<Mistake> {
        self.found
    }
}

/// A value is the shipped one.
pub(super) fn same<T: PartialEq>(
    fixed: &mut Fixed,
    edited: &T,
    shipped: &T,
    or: impl FnOnce() -> String,
) {
    fixed.that(edited == shipped, or);
}
