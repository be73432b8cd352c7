//! The matrix as a page: one table for all actions that come to the same.

use std::fmt::Write;

use super::cast::Relation;
use super::{MatrixRow, matrix_rows};
use crate::Decision;

const HEAD: &str = "\
# Who may do what

Made from the policies by `golden_matrix()`; compared by a test, rewritten by `make bless`. Do not
edit.

Each row is for somebody who holds one of these roles and no other (for one academy, or for the
whole trust), or a client with one scope. A cell names the policy that permits; `–` is denied
because nothing permits it; `✗` names the policy that forbids. Who is not in a table is denied in
every relation. Actions that come to the same share a table. The policies with their reasons are in
`policies/*.cedar`.
";

/// The whole matrix as Markdown, ending in a line feed.
#[must_use]
pub fn golden_matrix() -> String {
    let rows = matrix_rows();
    let mut page = HEAD.to_owned();
    for (table, titles) in tables(&rows) {
        page.push('\n');
        for (thing, actions) in titles {
            let actions = actions.join(", ");
            writeln!(page, "## {thing}: {actions}").expect("writing to memory cannot fail");
        }
        page.push('\n');
        page.push_str(&table);
    }
    page
}

/// What a table is about: a thing, and the actions on it.
type Title<'a> = (&'a str, Vec<&'a str>);

/// Tables in the order of their first action, each with all that it holds for.
fn tables(rows: &[MatrixRow]) -> Vec<(String, Vec<Title<'_>>)> {
    let mut tables: Vec<(String, Vec<Title<'_>>)> = Vec::new();
    for rows in rows.chunk_by(|a, b| (a.action, a.thing) == (b.action, b.thing)) {
        let Some(first) = rows.first() else { continue };
        let table = table(rows);
        let place = tables.iter().position(|(known, _)| *known == table);
        let titles = match place {
            Some(place) => &mut tables[place].1,
            None => {
                tables.push((table, Vec::new()));
                &mut tables.last_mut().expect("one was pushed just now").1
            }
        };
        match titles.iter_mut().find(|(thing, _)| *thing == first.thing) {
            Some((_, actions)) => actions.push(first.action.name()),
            None => titles.push((first.thing, vec![first.action.name()])),
        }
    }
    tables
}

fn table(rows: &[MatrixRow]) -> String {
    // Those who stand alike share a line.
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for line in rows.chunk_by(|a, b| a.who == b.who) {
        if line.iter().all(|row| row.decision == Decision::Deny) {
            continue;
        }
        let cells: String = line.iter().map(|row| format!(" {} |", cell(row))).collect();
        match lines.iter_mut().find(|(known, _)| *known == cells) {
            Some((_, who)) => who.push(&line[0].who),
            None => lines.push((cells, vec![&line[0].who])),
        }
    }
    if lines.is_empty() {
        return "Denied to everybody.\n".to_owned();
    }
    let mut table = String::from("| who |");
    for relation in Relation::ALL {
        table.push_str(&format!(" {} |", relation.name()));
    }
    table.push_str("\n|---|");
    table.push_str(&"---|".repeat(Relation::ALL.len()));
    table.push('\n');
    for (cells, who) in lines {
        table.push_str(&format!("| {} |{cells}\n", who.join(", ")));
    }
    table
}

fn cell(row: &MatrixRow) -> String {
    match row.decision {
        Decision::Permit => row.policies.join(", "),
        Decision::Deny if row.policies.is_empty() => "–".to_owned(),
        Decision::Deny => format!("✗ {}", row.policies.join(", ")),
    }
}
