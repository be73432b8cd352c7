//! What governors read, as one page to print: under each table what exactly is counted, and what to ask.

use lanyard_events::snapshot::{SnapshotLine, Suppression};
use lanyard_http::governors::{GovernorsDashboard, Snapshot, SnapshotFigure, SnapshotTable};

use crate::printed::Page;

/// The snapshots, the newest first.
pub(super) fn governors(figures: &GovernorsDashboard) -> String {
    let mut page = Page::new("Safeguarding figures for governors");
    page.paragraph("Figures only: no names, no dates of anything that happened, no texts.");
    if figures.items.is_empty() {
        page.paragraph("No term has been published yet.");
    }
    for snapshot in &figures.items {
        of_time(&mut page, snapshot);
    }
    page.finish()
}

fn of_time(page: &mut Page, snapshot: &Snapshot) {
    page.heading(&format!("{} to {}", snapshot.first, snapshot.last));
    page.paragraph(&format!(
        "Published {}. What was entered later is in the next. {}",
        snapshot.published_at,
        rule(snapshot)
    ));
    page.table(
        "Academies",
        &["Academy", "Pupils", "Minutes to the first decision"],
        { snapshot.academies.iter() }.map(|academy| {
            let minutes = academy.triage_minutes.map(|minutes| minutes.to_string());
            vec![
                academy.name.clone(),
                academy.pupils.to_string(),
                minutes.unwrap_or_else(|| "none".to_owned()),
            ]
        }),
    );
    page.paragraph(
        "What is counted: pupils on roll when this was published. Minutes from raising a concern about a pupil \
         to the first decision, the middle one of all; none where there were fewer than ten concerns.",
    );
    for table in &snapshot.tables {
        of_table(page, table, snapshot);
    }
}

/// By which rule it is hidden: a snapshot keeps the one by which it was published.
fn rule(snapshot: &Snapshot) -> String {
    let whose = match snapshot.suppression {
        Suppression::Dfe => "the Department for Education",
        Suppression::Nhs => "NHS Digital",
        Suppression::Ons => "the Office for National Statistics",
    };
    format!(
        "By the rule of {whose}, numbers from 1 to {} are shown as c, and others with them that would give \
         them away.",
        snapshot.suppressed_to
    )
}

fn of_table(page: &mut Page, table: &SnapshotTable, snapshot: &Snapshot) {
    let mut columns = vec![""];
    if table.by_academy {
        columns.extend({ snapshot.academies.iter() }.map(|academy| academy.name.as_str()));
    }
    // One column is the trust's; several academies have it after their own.
    let width = table.rows.first().map_or(0, |row| row.figures.len());
    if width + 1 > columns.len() {
        columns.push("The trust");
    }
    let is_nought = |figure: &SnapshotFigure| figure.value == Some(0);
    let is_left_out = |line: SnapshotLine, figures: &[SnapshotFigure]| {
        line == SnapshotLine::Row && figures.iter().all(is_nought)
    };
    let left_out = { table.rows.iter() }.any(|row| is_left_out(row.line, &row.figures));
    page.table(
        &table.title,
        &columns,
        { table.rows.iter() }
            .filter(|row| !is_left_out(row.line, &row.figures))
            .map(|row| {
                { std::iter::once(row.label.clone()) }
                    .chain(row.figures.iter().map(cell))
                    .collect()
            }),
    );
    let rates = { table.rows.iter() }
        .flat_map(|row| &row.figures)
        .any(|figure| figure.per_100_pupils.is_some());
    let mut words = format!("What is counted: {}", table.definition);
    if rates {
        words += " In brackets: for every 100 pupils on roll.";
    }
    if left_out {
        words += " Lines with nothing but 0 are left out here.";
    }
    page.paragraph(&words);
    if !table.question.is_empty() {
        page.paragraph(&format!("To ask: {}", table.question));
    }
}

fn cell(figure: &SnapshotFigure) -> String {
    match figure.per_100_pupils {
        Some(rate) => format!("{} ({rate:.1})", figure.shown),
        None => figure.shown.clone(),
    }
}

#[cfg(test)]
mod tests {
    use lanyard_http::governors::{SnapshotAcademy, SnapshotRow};
    use uuid::Uuid;

    use super::*;

    fn figure(value: Option<u64>, rate: Option<f64>) -> SnapshotFigure {
        SnapshotFigure {
            shown: value.map_or_else(|| "c".to_owned(), |value| value.to_string()),
            value,
            per_100_pupils: rate,
        }
    }

    fn row(label: &str, line: SnapshotLine, figures: Vec<SnapshotFigure>) -> SnapshotRow {
        SnapshotRow {
            id: label.to_lowercase(),
            label: label.to_owned(),
            line,
            figures,
        }
    }

    #[test]
    fn each_table_has_its_definition_and_the_page_its_rule() {
        let day = |text: &str| text.parse().expect("a day");
        let table = SnapshotTable {
            id: "cases_by_category".to_owned(),
            title: "Cases".to_owned(),
            definition: "Cases opened.".to_owned(),
            question: "Why?".to_owned(),
            by_academy: true,
            rows: vec![
                row("Bullying", SnapshotLine::Row, vec![figure(None, None)]),
                row("Neglect", SnapshotLine::Row, vec![figure(Some(0), None)]),
                row("All", SnapshotLine::Total, vec![figure(Some(8), Some(0.9))]),
            ],
        };
        let page = governors(&GovernorsDashboard {
            items: vec![Snapshot {
                first: day("2026-09-01"),
                last: day("2026-12-18"),
                published_at: "2027-01-05T09:00:00Z".parse().expect("a moment"),
                suppression: Suppression::Nhs,
                suppressed_to: 7,
                academies: vec![SnapshotAcademy {
                    academy: lanyard_events::AcademyId::new(Uuid::from_u128(1)),
                    name: "Oakfield <Academy>".to_owned(),
                    pupils: 900,
                    triage_minutes: None,
                }],
                tables: vec![table],
            }],
        });
        for part in [
            "By the rule of NHS Digital, numbers from 1 to 7 are shown as c",
            "What is counted: Cases opened. In brackets: for every 100 pupils on roll. Lines with",
            "To ask: Why?",
            "<td>c</td>",
            "<td>8 (0.9)</td>",
            "Oakfield &lt;Academy&gt;",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("Neglect"));
        // One academy is the trust: no second column.
        assert!(!page.contains("The trust"));
    }
}
