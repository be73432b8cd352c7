//! The attacker: what somebody who knows every published cell, the sums and the rule can work out about
//! the hidden ones (R16; research/evidence.md 5.1).
//!
//! A table with totals is a network: each line and each column is a node at which what comes in goes out
//! again, each cell an edge between two of them. So the hidden cells may change together exactly along
//! circles of hidden edges, and how far one of them can go up or down is a greatest flow between its two
//! ends over the others. That is exact, in whole numbers, and needs no linear programme. Hierarchies of
//! rows keep it so; tables that overlap in more ways than that would not (ADR 21).

use std::collections::VecDeque;

use super::table::{Counts, Line, Place};

/// Enough for every width that is asked for.
const UNLIMITED: u64 = u64::MAX / 4;

/// A table with its hidden cells, as the attacker draws it.
pub(super) struct Network {
    edges: Vec<Edge>,
    /// Edges at each node.
    at: Vec<Vec<usize>>,
}

/// A hidden cell: what it holds flows from `tail` to `head`.
struct Edge {
    place: Place,
    tail: usize,
    head: usize,
    count: u64,
    /// The least that the attacker reckons with: what is nought is mostly shown.
    least: u64,
}

/// Another table that shows the same published cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alternative {
    /// By how much the cell differs.
    pub by: u64,
    /// The hidden cells in it.
    pub hidden: Vec<(Place, u64)>,
}

/// The two nodes of a cell, from which and to which it flows.
pub(super) fn ends(table: &Counts, place: Place) -> (usize, usize) {
    let rows = table.rows();
    // With one column a line is no sum: all lines meet in one node.
    let row = |line: usize| if table.columns() == 1 { rows } else { line };
    let first_column = rows + 1;
    let column = |level: usize| first_column + level * table.width() + place.column;
    let top = table.groups();
    let level = |group: usize| if top > 1 { group } else { top };
    let (tail, head) = match table.line(place) {
        Line::Row(group) => (row(place.line), column(level(group))),
        Line::Group(group) => (column(group), column(top)),
        Line::Total => (column(top), rows),
    };
    if table.is_line_total(place) {
        (head, tail)
    } else {
        (tail, head)
    }
}

/// How many nodes there are.
fn nodes(table: &Counts) -> usize {
    table.rows() + 1 + (table.groups() + 1) * table.width()
}

impl Network {
    /// Draws it.
    pub(super) fn of(table: &Counts, hidden: impl IntoIterator<Item = Place>) -> Self {
        let mut at = vec![Vec::new(); nodes(table)];
        let mut edges = Vec::new();
        for place in hidden {
            let (tail, head) = ends(table, place);
            at[tail].push(edges.len());
            at[head].push(edges.len());
            let count = table.at(place);
            edges.push(Edge {
                place,
                tail,
                head,
                count,
                least: count.min(1),
            });
        }
        Self { edges, at }
    }

    /// Hidden cells whose span is narrower than this.
    pub(super) fn narrower_than(&self, width: u64) -> Vec<Place> {
        { 0..self.edges.len() }
            .filter(|edge| {
                let up = self.shift(*edge, true, width).by;
                up < width && up + self.shift(*edge, false, width - up).by < width
            })
            .map(|edge| self.edges[edge].place)
            .collect()
    }

    /// Moves one hidden cell up or down, as far as it goes and by `most` at most.
    pub(super) fn shift(&self, edge: usize, up: bool, most: u64) -> Alternative {
        let moved = &self.edges[edge];
        let (from, to, limit) = if up {
            (moved.head, moved.tail, most)
        } else {
            (moved.tail, moved.head, most.min(moved.count - moved.least))
        };
        let mut counts: Vec<u64> = self.edges.iter().map(|edge| edge.count).collect();
        let mut by = 0;
        while by < limit {
            let Some((path, room)) = self.path(&counts, edge, from, to) else {
                break;
            };
            let step = room.min(limit - by);
            for (edge, forward) in path {
                if forward {
                    counts[edge] += step;
                } else {
                    counts[edge] -= step;
                }
            }
            by += step;
        }
        counts[edge] = if up {
            moved.count + by
        } else {
            moved.count - by
        };
        Alternative {
            by,
            hidden: { self.edges.iter() }
                .zip(counts)
                .map(|(edge, count)| (edge.place, count))
                .collect(),
        }
    }

    /// A way from one node to another over the other hidden cells, and how much goes over it.
    fn path(
        &self,
        counts: &[u64],
        without: usize,
        from: usize,
        to: usize,
    ) -> Option<(Vec<(usize, bool)>, u64)> {
        let mut came: Vec<Option<(usize, bool)>> = vec![None; self.at.len()];
        let mut waiting = VecDeque::from([from]);
        while let Some(node) = waiting.pop_front() {
            if node == to {
                break;
            }
            for edge in self.at[node].iter().copied().filter(|it| *it != without) {
                let (forward, next) = self.leads(edge, node);
                let open = self.room(counts, edge, forward) > 0;
                if open && next != from && came[next].is_none() {
                    came[next] = Some((edge, forward));
                    waiting.push_back(next);
                }
            }
        }
        let (mut path, mut room, mut node) = (Vec::new(), UNLIMITED, to);
        while node != from {
            let (edge, forward) = came[node]?;
            room = room.min(self.room(counts, edge, forward));
            path.push((edge, forward));
            let edge = &self.edges[edge];
            node = if forward { edge.tail } else { edge.head };
        }
        Some((path, room))
    }

    fn leads(&self, edge: usize, node: usize) -> (bool, usize) {
        let edge = &self.edges[edge];
        if edge.tail == node {
            (true, edge.head)
        } else {
            (false, edge.tail)
        }
    }

    fn room(&self, counts: &[u64], edge: usize, forward: bool) -> u64 {
        if forward {
            UNLIMITED
        } else {
            counts[edge] - self.edges[edge].least
        }
    }
}
