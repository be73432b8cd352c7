//! S20, and the attacker against random tables. A second attacker, who tries every table there is, says
//! the same as the first where there are few enough.
#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::figures::attack::Network;

fn place(line: usize, column: usize) -> Place {
    Place { line, column }
}

fn count(number: u64) -> Shown {
    Shown::Count(number)
}

/// Oakfield, St Aldhelm's, The Beacon; bullying, sexual harassment, neglect.
fn of_s20() -> Counts {
    Counts::new(&[
        (0, vec![14, 8, 21]),
        (0, vec![3, 0, 9]),
        (0, vec![11, 7, 16]),
    ])
}

#[test]
fn a_small_cell_takes_one_more_of_its_row_and_of_its_column_with_it() {
    let table = Protected::new(of_s20(), SuppressionRule::Dfe);
    let c = Shown::Suppressed;
    assert_eq!(
        table.lines(),
        [
            [count(14), count(8), count(21), count(43)],
            [c, count(0), c, count(12)],
            [c, count(7), c, count(34)],
            [count(28), count(15), count(46), count(89)],
        ]
    );
    assert_eq!(table.check(), Ok(()));
}

#[test]
fn a_hidden_cell_alone_in_its_row_or_column_is_worked_out() {
    let mut table = Protected::new(of_s20(), SuppressionRule::Dfe);
    table.hidden = BTreeSet::from([place(1, 0)]);
    assert_eq!(table.check(), Err(Exposed(vec![place(1, 0)])));
    table.hidden.insert(place(1, 2));
    let exposed = Exposed(vec![place(1, 0), place(1, 2)]);
    assert_eq!(table.check(), Err(exposed));
}

#[test]
fn two_hidden_cells_that_add_up_to_little_need_a_third() {
    // Three and two are hidden by themselves, but five between two cells leaves little to guess.
    let counts = Counts::new(&[(0, vec![3, 2, 30]), (0, vec![9, 9, 9]), (0, vec![8, 8, 8])]);
    let table = Protected::new(counts, SuppressionRule::Dfe);
    let lines = table.lines();
    let hidden = lines[0].iter().filter(|it| **it == Shown::Suppressed);
    assert!(hidden.count() > 2, "{lines:?}");
}

#[test]
fn a_table_without_small_counts_is_shown_whole() {
    let counts = Counts::new(&[(0, vec![6, 0]), (1, vec![10, 12])]);
    let table = Protected::new(counts.clone(), SuppressionRule::Dfe);
    assert!(
        counts
            .places()
            .all(|it| table.at(it) == count(counts.at(it)))
    );
    let nothing = Counts::new(&[(0, vec![0, 0, 0]), (0, vec![0, 0, 0])]);
    let table = Protected::new(nothing, SuppressionRule::Ons);
    assert!(table.lines().iter().flatten().all(|it| *it == count(0)));
}

#[test]
fn one_column_has_no_total_of_its_lines_and_hides_its_sum_where_it_must() {
    let counts = Counts::new(&[(0, vec![2]), (0, vec![0])]);
    let table = Protected::new(counts, SuppressionRule::Dfe);
    assert_eq!(table.lines()[0], [Shown::Suppressed]);
    assert_eq!(table.lines()[2], [Shown::Suppressed]);
    let counts = Counts::new(&[(0, vec![2]), (0, vec![9]), (0, vec![40])]);
    let table = Protected::new(counts, SuppressionRule::Dfe);
    let c = Shown::Suppressed;
    assert_eq!(table.lines(), [[c], [c], [count(40)], [count(51)]]);
}

#[test]
fn a_subtotal_gives_nothing_away() {
    // Alone in its group: the subtotal would say it.
    let counts = Counts::new(&[(0, vec![4, 20]), (1, vec![30, 40]), (1, vec![50, 60])]);
    let table = Protected::new(counts, SuppressionRule::Dfe);
    assert_eq!(table.at(place(0, 0)), Shown::Suppressed);
    assert_eq!(table.at(place(3, 0)), Shown::Suppressed);
    assert_eq!(table.check(), Ok(()));
}

/// A random table: most counts small, so that most tables have something to hide.
fn counts(rows: usize, columns: usize, most: u64) -> impl Strategy<Value = Counts> {
    let cell = prop_oneof![2 => Just(0), 3 => 1..=5_u64, 3 => 0..=most];
    (1..=rows, 1..=columns).prop_flat_map(move |(rows, columns)| {
        let row = (0..2_usize, vec(cell.clone(), columns));
        vec(row, rows).prop_map(|rows| Counts::new(&rows))
    })
}

fn rule() -> impl Strategy<Value = SuppressionRule> {
    proptest::sample::select(SuppressionRule::ALL)
}

/// Whether a table's sums are right, from its rows alone.
fn adds_up(like: &Counts, cells: &std::collections::BTreeMap<Place, u64>) -> bool {
    let rows: Vec<(usize, Vec<u64>)> = (0..like.rows())
        .map(|line| {
            let counts = (0..like.columns()).map(|column| cells[&place(line, column)]);
            (like.group_of(line), counts.collect())
        })
        .collect();
    let again = Counts::new(&rows);
    like.places().all(|it| again.at(it) == cells[&it])
}

/// A random log of incidents: kinds within three sorts of action, by academy.
fn log(kinds: usize, columns: usize, most: u64) -> impl Strategy<Value = Counts> {
    let cell = prop_oneof![4 => Just(0), 3 => 1..=5_u64, 2 => 0..=most];
    (1..=kinds, 1..=columns).prop_flat_map(move |(kinds, columns)| {
        let row = vec(cell.clone(), columns);
        vec(row, 3 * kinds).prop_map(move |rows| {
            let rows: Vec<_> = { rows.into_iter().enumerate() }
                .map(|(place, row)| (place / kinds, row))
                .collect();
            Counts::new(&rows)
        })
    })
}

/// Two alternatives for each hidden cell, made and added up; see the properties below.
fn is_not_pinned(counts: &Counts, rule: SuppressionRule) -> Result<(), TestCaseError> {
    let table = Protected::new(counts.clone(), rule);
    prop_assert_eq!(table.check(), Ok(()));
    prop_assert!(
        counts
            .places()
            .all(|it| !rule.hides(counts.at(it)) || table.hidden.contains(&it))
    );
    let network = Network::of(counts, table.hidden.iter().copied());
    let width = rule.greatest_suppressed();
    for (edge, cell) in table.hidden.iter().enumerate() {
        let up = network.shift(edge, true, width);
        let down = network.shift(edge, false, width);
        prop_assert!(up.by + down.by >= width, "{:?}", cell);
        for other in [up, down] {
            let mut cells: std::collections::BTreeMap<Place, u64> =
                counts.places().map(|it| (it, counts.at(it))).collect();
            cells.extend(other.hidden);
            prop_assert_eq!(cells[cell].abs_diff(counts.at(*cell)), other.by);
            prop_assert!(adds_up(counts, &cells));
        }
    }
    Ok(())
}

/// Sixty random tables; `LANYARD_FIGURES_TABLES=100000` tries that many.
fn tables() -> ProptestConfig {
    let asked = std::env::var("LANYARD_FIGURES_TABLES").ok();
    ProptestConfig {
        cases: asked.map_or(60, |number| number.parse().unwrap()),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(tables())]

    /// For each hidden cell there are two tables that show the same and differ by as much as the rule
    /// hides: nobody can tell which of them is true. The two are made and added up here.
    #[test]
    fn no_hidden_cell_is_ever_pinned(counts in counts(5, 5, 40), rule in rule()) {
        is_not_pinned(&counts, rule)?;
    }

    /// The incident log: three sorts of action, the same kinds within each, a column for each academy.
    #[test]
    fn no_incident_is_pinned_in_a_log_by_action_and_kind(counts in log(4, 4, 25), rule in rule()) {
        is_not_pinned(&counts, rule)?;
    }
}

proptest! {
    #![proptest_config(tables())]

    /// The other attacker: every table of small numbers that shows the same.
    #[test]
    fn trying_every_table_finds_the_same_spans(
        rows in vec((Just(0_usize), vec(0..=3_u64, 2)), 2),
        chosen in vec(any::<bool>(), 9),
    ) {
        let counts = Counts::new(&rows);
        let hidden: Vec<Place> = counts
            .places()
            .zip(&chosen)
            .filter_map(|(it, hide)| hide.then_some(it))
            .collect();
        let network = Network::of(&counts, hidden.iter().copied());
        let possible = every_table(&counts, &hidden);
        for (edge, cell) in hidden.iter().enumerate() {
            let held = possible.iter().map(|table| table.at(*cell));
            let (least, most) = (held.clone().min().unwrap(), held.max().unwrap());
            let count = counts.at(*cell);
            prop_assert_eq!(network.shift(edge, false, 99).by, count - least);
            // What has no upper end runs into the greatest number tried, or into a sum of them.
            let up = network.shift(edge, true, 99).by;
            prop_assert!(count + up == most || (up == 99 && most >= GREATEST_TRIED), "{} {} {}", count, up, most);
        }
    }
}

/// All that four cells of at most three add up to.
const GREATEST_TRIED: u64 = 12;

/// Every table with these published cells whose own counts go up to a number, as the attacker reckons:
/// what is hidden and not nought is at least one.
fn every_table(of: &Counts, hidden: &[Place]) -> Vec<Counts> {
    let cells: Vec<Place> = of.places().filter(|it| !of.is_total(*it)).collect();
    let mut found = Vec::new();
    let mut tried = vec![0; cells.len()];
    try_from(of, hidden, &cells, 0, &mut tried, &mut found);
    found
}

fn try_from(
    of: &Counts,
    hidden: &[Place],
    cells: &[Place],
    next: usize,
    tried: &mut Vec<u64>,
    found: &mut Vec<Counts>,
) {
    let Some(cell) = cells.get(next) else {
        let rows: Vec<_> = tried
            .chunks(of.columns())
            .map(|row| (0, row.to_vec()))
            .collect();
        let table = Counts::new(&rows);
        let fits = |it: Place| {
            if hidden.contains(&it) {
                table.at(it) >= of.at(it).min(1)
            } else {
                table.at(it) == of.at(it)
            }
        };
        if of.places().all(fits) {
            found.push(table);
        }
        return;
    };
    let numbers = if hidden.contains(cell) {
        of.at(*cell).min(1)..=GREATEST_TRIED
    } else {
        of.at(*cell)..=of.at(*cell)
    };
    for number in numbers {
        tried[next] = number;
        try_from(of, hidden, cells, next + 1, tried, found);
    }
}
