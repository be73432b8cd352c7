//! Hiding what is too small, and as much besides as it takes that no sum gives it away (R16).

use std::collections::BTreeSet;

use super::attack::{Network, ends};
use super::rule::{Shown, SuppressionRule};
use super::table::{Counts, Place};

/// A table that may be shown: the counts, and which of them are hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protected {
    counts: Counts,
    hidden: BTreeSet<Place>,
    rule: SuppressionRule,
}

/// A cell that could be worked out closely enough to recognise somebody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} hidden cells could be worked out from those that are shown", .0.len())]
pub struct Exposed(pub Vec<Place>);

impl Protected {
    /// Hides the small counts of a table, and others with them until nothing can be worked out.
    #[must_use]
    pub fn new(counts: Counts, rule: SuppressionRule) -> Self {
        let hidden = { counts.places() }
            .filter(|place| rule.hides(counts.at(*place)))
            .collect();
        let mut table = Self {
            counts,
            hidden,
            rule,
        };
        // Every round hides a cell more; with all of them hidden there is nothing to work with.
        while let Err(Exposed(cells)) = table.check() {
            let before = table.hidden.len();
            for cell in &cells {
                table.hide_where_alone(*cell);
            }
            if table.hidden.len() == before {
                table.hide_near(cells[0]);
            }
        }
        table
    }

    /// A cell as it is shown.
    #[must_use]
    pub fn at(&self, place: Place) -> Shown {
        if self.hidden.contains(&place) {
            Shown::Suppressed
        } else {
            Shown::Count(self.counts.at(place))
        }
    }

    /// The lines in order, totals among them, as they are shown.
    #[must_use]
    pub fn lines(&self) -> Vec<Vec<Shown>> {
        let shown: Vec<Shown> = self.counts.places().map(|place| self.at(place)).collect();
        { shown.chunks(self.counts.width()) }
            .map(<[Shown]>::to_vec)
            .collect()
    }

    /// Attacks the table: whoever knows what is shown must be left with more possible values for every
    /// hidden cell than the rule hides, so that not even its being small can be told.
    ///
    /// # Errors
    /// The cells that can be worked out more closely than that.
    pub fn check(&self) -> Result<(), Exposed> {
        let network = Network::of(&self.counts, self.hidden.iter().copied());
        let narrow = network.narrower_than(self.rule.greatest_suppressed());
        if narrow.is_empty() {
            Ok(())
        } else {
            Err(Exposed(narrow))
        }
    }

    /// Hides another cell in each sum in which this one stands alone.
    fn hide_where_alone(&mut self, cell: Place) {
        let (tail, head) = ends(&self.counts, cell);
        for node in [tail, head] {
            let beside = self.beside(node);
            if { beside.iter() }.all(|it| *it == cell || !self.hidden.contains(it)) {
                self.hide_cheapest(&beside);
            }
        }
    }

    /// It stands alone in no sum, and the others there vary too little: hides one more there, or anywhere.
    fn hide_near(&mut self, cell: Place) {
        let (tail, head) = ends(&self.counts, cell);
        let near = [self.beside(tail), self.beside(head)].concat();
        if !self.hide_cheapest(&near) {
            let all: Vec<Place> = self.counts.places().collect();
            self.hide_cheapest(&all);
        }
    }

    /// Whether both sums of a cell have hidden cells.
    fn stands_among_hidden(&self, cell: Place) -> bool {
        let (tail, head) = ends(&self.counts, cell);
        [tail, head].into_iter().all(|node| {
            let beside = self.beside(node);
            beside
                .iter()
                .any(|it| *it != cell && self.hidden.contains(it))
        })
    }

    /// The cells of one sum.
    fn beside(&self, node: usize) -> Vec<Place> {
        { self.counts.places() }
            .filter(|place| {
                let (tail, head) = ends(&self.counts, *place);
                tail == node || head == node
            })
            .collect()
    }

    /// The smallest of those shown. First those whose sums both have hidden cells already, which protect one
    /// another then; nought, which is nobody, and totals, which tell most, come last.
    fn hide_cheapest(&mut self, among: &[Place]) -> bool {
        let shown = among.iter().filter(|it| !self.hidden.contains(it));
        let cheapest = shown.min_by_key(|it| {
            let count = self.counts.at(**it);
            let alone = !self.stands_among_hidden(**it);
            (self.counts.is_total(**it), count == 0, alone, count, **it)
        });
        cheapest
            .copied()
            .is_some_and(|place| self.hidden.insert(place))
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
