//! Choosing the kind proposes the actions; deviating takes a reason (domain.md 5).
//!
//! A step that asks for `matrix_row` is answered with the kind and with what is done and not done of what
//! the matrix proposes. What it proposed, and which edition did, is recorded beside the choice.

use lanyard_events::Sensitive;
use lanyard_events::step::FilledField;

use crate::policy::{Column, Matrix, Proposal, Row};
use crate::refusal::Code;
use crate::steps::command::DoStep;
use crate::steps::task::{MATRIX_ROW as ROW, Task};
use crate::text::Checks;

/// What is done: ids of columns, with commas between them.
const ACTIONS: &str = "matrix_actions";
/// What was decided against: the same.
const AGAINST: &str = "matrix_against";
/// Why it is otherwise than proposed.
const REASON: &str = "matrix_reason";
/// Recorded beside the choice: which matrix proposed.
const EDITION: &str = "matrix_edition";
/// Recorded beside the choice: what it proposed.
const PROPOSED: &str = "matrix_proposed";
/// No kind fits, or nothing is done.
const NONE: &str = "none";

/// Whether a field may be filled in beside the step's own.
pub(super) fn is_beside(task: &Task, field: &str) -> bool {
    task.asks_matrix() && [ACTIONS, AGAINST, REASON].contains(&field)
}

/// Holds the choice to the matrix, and answers what is recorded beside it.
pub(super) fn choose(checks: &mut Checks, task: &Task, step: &DoStep) -> Vec<FilledField> {
    let Some(matrix) = step.matrix.as_ref().filter(|_| task.asks_matrix()) else {
        return Vec::new();
    };
    // That nothing is chosen is said by the check of the step's own fields.
    let Some(chosen) = filled(step, ROW) else {
        return Vec::new();
    };
    if is_none(chosen) {
        if filled(step, REASON).is_none() {
            let detail = "Say why no kind of the matrix fits.";
            checks.fail(Code::FieldMissing, pointer(REASON), detail);
        }
        let _ = columns(checks, matrix, step, ACTIONS);
        return recorded(matrix, String::new());
    }
    let found = matrix.rows.iter();
    let Some(row) = { found }.find(|row| row.id.eq_ignore_ascii_case(chosen.trim())) else {
        let rows: Vec<&str> = matrix.rows.iter().map(|row| row.id.as_str()).collect();
        let detail = format!(
            "Choose a kind of \"{}\": {}; or \"{NONE}\" where no kind fits.",
            matrix.title,
            rows.join(", ")
        );
        checks.fail(Code::UnknownAnswer, pointer(ROW), detail);
        return Vec::new();
    };
    hold(checks, matrix, row, step);
    recorded(matrix, ids(&proposed(matrix, row, Proposal::Propose)))
}

/// What has to be decided is decided, and what departs from the proposal has a reason.
fn hold(checks: &mut Checks, matrix: &Matrix, row: &Row, step: &DoStep) {
    if filled(step, ACTIONS).is_none() {
        let detail = offer(matrix, row);
        checks.fail(Code::FieldMissing, pointer(ACTIONS), detail);
        return;
    }
    let taken = columns(checks, matrix, step, ACTIONS);
    let against = columns(checks, matrix, step, AGAINST);
    let is_in = |list: &[&Column], column: &Column| list.iter().any(|it| it.id == column.id);
    if taken.iter().any(|column| is_in(&against, column)) {
        let detail = "The same is done and decided against.";
        checks.fail(Code::WrongValue, pointer(AGAINST), detail);
    }
    let mut undecided = proposed(matrix, row, Proposal::RequiredDecision);
    undecided.retain(|column| !is_in(&taken, column) && !is_in(&against, column));
    if !undecided.is_empty() {
        let detail = format!(
            "This has to be decided, for or against, with the reason in the text: {}.",
            titles(&undecided)
        );
        checks.fail(Code::FieldMissing, pointer(AGAINST), detail);
    }
    let wanted = proposed(matrix, row, Proposal::Propose);
    let left_out = wanted.iter().any(|column| !is_in(&taken, column));
    let added = { taken.iter() }.any(|column| !row.shipped.contains_key(&column.id));
    if (left_out || added) && filled(step, REASON).is_none() {
        let detail = format!("{} Say why you depart from it.", offer(matrix, row));
        checks.fail(Code::FieldMissing, pointer(REASON), detail);
    }
}

/// What the matrix has for a kind, in words.
fn offer(matrix: &Matrix, row: &Row) -> String {
    let of = |proposal| {
        let columns = proposed(matrix, row, proposal);
        if columns.is_empty() {
            NONE.to_owned()
        } else {
            ids(&columns)
        }
    };
    format!(
        "For {} the matrix proposes: {}; to be decided: {}; to be considered: {}.",
        row.id,
        of(Proposal::Propose),
        of(Proposal::RequiredDecision),
        of(Proposal::Consider)
    )
}

/// The columns of a row with one sort of proposal, in the order of the matrix.
fn proposed<'a>(matrix: &'a Matrix, row: &Row, wanted: Proposal) -> Vec<&'a Column> {
    { matrix.columns.iter() }
        .filter(|column| row.shipped.get(&column.id) == Some(&wanted))
        .collect()
}

/// The columns that a field names.
fn columns<'a>(
    checks: &mut Checks,
    matrix: &'a Matrix,
    step: &DoStep,
    field: &str,
) -> Vec<&'a Column> {
    let named = filled(step, field).unwrap_or(NONE);
    let mut found = Vec::new();
    for id in named.split(',').map(str::trim).filter(|id| !is_none(id)) {
        match matrix
            .columns
            .iter()
            .find(|column| column.id.as_str() == id)
        {
            Some(column) => found.push(column),
            // What somebody typed is not repeated: it may be a text in the wrong place.
            None => {
                let all: Vec<&Column> = matrix.columns.iter().collect();
                let detail = format!("Actions of this matrix are: {}.", ids(&all));
                checks.fail(Code::UnknownAnswer, pointer(field), detail);
            }
        }
    }
    found
}

fn recorded(matrix: &Matrix, proposed: String) -> Vec<FilledField> {
    let edition = format!("{}, edition {}", matrix.id, matrix.edition);
    let proposed = if proposed.is_empty() {
        NONE.to_owned()
    } else {
        proposed
    };
    { [(EDITION, edition), (PROPOSED, proposed)].into_iter() }
        .map(|(field, value)| FilledField {
            field: field.to_owned(),
            value: Sensitive::from(value),
        })
        .collect()
}

fn filled<'a>(step: &'a DoStep, field: &str) -> Option<&'a str> {
    let found = step.fields.iter().find(|filled| filled.field == field);
    found.map(|filled| filled.value.expose().as_str())
}

fn is_none(word: &str) -> bool {
    let word = word.trim();
    word.is_empty() || word.eq_ignore_ascii_case(NONE)
}

fn pointer(field: &str) -> String {
    format!("/fields/{field}")
}

fn ids(columns: &[&Column]) -> String {
    let ids: Vec<&str> = columns.iter().map(|column| column.id.as_str()).collect();
    ids.join(", ")
}

fn titles(columns: &[&Column]) -> String {
    let titles: Vec<&str> = columns.iter().map(|column| column.title.as_str()).collect();
    titles.join(", ")
}
