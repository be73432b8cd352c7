//! A table of counts with its totals, as numbers only: what a row or column is called matters to nobody
//! here.

use super::rule::Shown;

/// Counts by row and column. Rows may lie in groups; then each group has a subtotal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// The group of each row.
    row_groups: Vec<usize>,
    groups: usize,
    columns: usize,
    /// Lines with their totals: rows, subtotals, the grand total; in each the total of the line last.
    lines: Vec<Vec<u64>>,
}

/// One cell: a line, and a column of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which line: rows first, then subtotals, then the grand total.
    pub line: usize,
    /// Which column: the total of the line last, where there are several columns.
    pub column: usize,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Counts of one row, with the row's group.
    Row(usize),
    /// The subtotal of a group.
    Group(usize),
    /// The grand total.
    Total,
}

impl Counts {
    /// A table of rows, each with its group, all of the same length.
    ///
    /// # Panics
    /// When rows are of different lengths, or there is none: a fault of whoever counts.
    #[must_use]
    pub fn new(rows: &[(usize, Vec<u64>)]) -> Self {
        let columns = rows.first().map_or(0, |(_, counts)| counts.len());
        assert!(columns > 0, "a table has a row and a column");
        assert!(
            rows.iter().all(|(_, counts)| counts.len() == columns),
            "rows of a table are of one length"
        );
        let row_groups: Vec<usize> = rows.iter().map(|(group, _)| *group).collect();
        let groups = row_groups.iter().max().map_or(1, |most| most + 1);
        let mut lines: Vec<Vec<u64>> = rows.iter().map(|(_, counts)| counts.clone()).collect();
        if groups > 1 {
            for group in 0..groups {
                let of_group = rows.iter().filter(|(its, _)| *its == group);
                lines.push(sums(columns, of_group));
            }
        }
        lines.push(sums(columns, rows.iter()));
        if columns > 1 {
            for line in &mut lines {
                line.push(line.iter().sum());
            }
        }
        Self {
            row_groups,
            groups,
            columns,
            lines,
        }
    }

    /// How many rows there are, totals left aside.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.row_groups.len()
    }

    /// How many groups of rows: subtotals follow the rows where there are several.
    #[must_use]
    pub const fn groups(&self) -> usize {
        self.groups
    }

    /// How many columns there are, the total left aside.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// Every cell, totals among them.
    pub fn places(&self) -> impl Iterator<Item = Place> + use<> {
        let (lines, width) = (self.lines.len(), self.lines[0].len());
        (0..lines).flat_map(move |line| (0..width).map(move |column| Place { line, column }))
    }

    /// The count in a cell.
    #[must_use]
    pub fn at(&self, place: Place) -> u64 {
        self.lines[place.line][place.column]
    }

    /// The lines in order, all shown: of what is of nobody.
    #[must_use]
    pub fn lines_shown(&self) -> Vec<Vec<Shown>> {
        { self.lines.iter() }
            .map(|line| line.iter().copied().map(Shown::Count).collect())
            .collect()
    }

    /// Whether the cell is a total of others.
    #[must_use]
    pub fn is_total(&self, place: Place) -> bool {
        place.line >= self.rows() || self.is_line_total(place)
    }

    pub(super) fn is_line_total(&self, place: Place) -> bool {
        self.columns > 1 && place.column == self.columns
    }

    pub(super) fn line(&self, place: Place) -> Line {
        let rows = self.rows();
        if place.line < rows {
            Line::Row(self.row_groups[place.line])
        } else if place.line + 1 < self.lines.len() {
            Line::Group(place.line - rows)
        } else {
            Line::Total
        }
    }

    #[cfg(test)]
    pub(super) fn group_of(&self, row: usize) -> usize {
        self.row_groups[row]
    }

    pub(super) fn width(&self) -> usize {
        self.lines[0].len()
    }
}

fn sums<'a>(columns: usize, rows: impl Iterator<Item = &'a (usize, Vec<u64>)>) -> Vec<u64> {
    let mut sums = vec![0; columns];
    for (_, counts) in rows {
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_stand_after_what_they_add_up() {
        let table = Counts::new(&[(0, vec![3, 0, 9]), (1, vec![1, 2, 3]), (1, vec![0, 0, 4])]);
        let shown: Vec<Vec<u64>> = (0..6)
            .map(|line| {
                (0..4)
                    .map(|column| table.at(Place { line, column }))
                    .collect()
            })
            .collect();
        assert_eq!(
            shown,
            [
                [3, 0, 9, 12],
                [1, 2, 3, 6],
                [0, 0, 4, 4],
                [3, 0, 9, 12],
                [1, 2, 7, 10],
                [4, 2, 16, 22]
            ]
        );
        let one = Counts::new(&[(0, vec![2]), (0, vec![5])]);
        assert_eq!(one.places().count(), 3);
        assert_eq!(one.at(Place { line: 2, column: 0 }), 7);
    }
}
