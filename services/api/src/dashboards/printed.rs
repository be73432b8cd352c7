//! Figures as one page to print: no script, nothing from elsewhere, readable without colours.

use std::fmt::Write as _;

use lanyard_http::inspection::{Figure, InspectionFigures};

use super::inspection::NOT_SHOWN;
use crate::answers::escaped;

const STYLE: &str = "body{font-family:sans-serif;max-width:46rem;margin:2rem auto;color:#000}\
table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}caption{text-align:left;font-weight:bold;padding:.3rem 0}\
th,td{border-bottom:1px solid #777;padding:.25rem .5rem;text-align:left;vertical-align:top}\
@media print{body{margin:0}table{break-inside:avoid}}";

/// An academy's figures for an inspection (S31).
pub(super) fn inspection(figures: &InspectionFigures) -> String {
    let title = format!("{}: safeguarding figures", figures.academy_name);
    let mut page = Page::new(&title);
    page.paragraph(&format!(
        "From {} to {}, counted {}. Figures only: no names, no texts.",
        figures.from, figures.to, figures.made_at
    ));
    let concerns = &figures.concerns;
    page.table(
        "Concerns about pupils",
        &["", "Number"],
        [
            row("Raised", concerns.raised),
            row("Nobody has decided yet", concerns.undecided),
            row("Part of a case", concerns.in_case),
            vec![
                "Minutes from raising to the first decision, the middle one".to_owned(),
                minutes(concerns.triage_minutes_median),
            ],
            row("Cases opened", figures.cases.opened),
            row("Of these, closed by now", figures.cases.closed),
        ],
    );
    page.table(
        "Concerns by category",
        &["Category", "Raised"],
        { figures.categories.iter() }.map(|it| row(&it.label, it.raised)),
    );
    page.table(
        "Referrals, with times to act",
        &[
            "Desk",
            "Needed",
            "Told",
            "Told in time",
            "Answered",
            "Minutes to tell, the middle one",
        ],
        { figures.referrals.iter() }.map(|it| {
            let numbers = [it.needed, it.told, it.told_in_time, it.answered];
            let numbers = numbers.iter().map(u64::to_string);
            { std::iter::once(it.title.clone()).chain(numbers) }
                .chain([minutes(it.minutes_to_tell_median)])
                .collect()
        }),
    );
    let not = &figures.not_referred;
    page.table(
        "Decisions not to refer, each with its reason on record",
        &["", "Number"],
        [
            row("Concern is watched", not.monitored),
            row("Nothing further", not.no_further_action),
            row(
                "Referral that was needed and not made",
                not.referrals_not_made,
            ),
        ],
    );
    adults(&mut page, figures);
    page.table(
        "Filter, monitoring, reviews and training: entries added in the time, as they stand now",
        &["List", "Of", "State", "Entries"],
        { figures.registers.iter() }.map(|it| {
            vec![
                it.title.clone(),
                it.of.clone().unwrap_or_default().replace('_', " "),
                it.state_title.clone(),
                it.entries.to_string(),
            ]
        }),
    );
    page.finish()
}

fn adults(page: &mut Page, figures: &InspectionFigures) {
    let adults = &figures.adults;
    let line = |what: &str, figure: &Figure| vec![what.to_owned(), figure.shown.clone()];
    let undecided = if adults.suppressed_to.is_some() {
        "Not decided by then"
    } else {
        "Nobody has decided yet"
    };
    page.table(
        &format!(
            "Matters about adults begun from {} to {}",
            adults.from, adults.to
        ),
        &["", "Number"],
        [
            line(
                "Allegations: the harm threshold may be met",
                &adults.allegations,
            ),
            line("Low-level concerns", &adults.low_level),
            line("Nothing to be concerned about", &adults.no_concern),
            line(undecided, &adults.undecided),
        ],
    );
    if adults.undecided.shown == NOT_SHOWN {
        page.paragraph("The head has these figures.");
    } else if let Some(most) = adults.suppressed_to {
        page.paragraph(&format!(
            "c: a number from 1 to {most}, not shown so that nobody is recognised."
        ));
    }
}

fn row(what: &str, number: u64) -> Vec<String> {
    vec![what.to_owned(), number.to_string()]
}

fn minutes(median: Option<u64>) -> String {
    median.map_or_else(|| "none".to_owned(), |minutes| minutes.to_string())
}

/// A page while it is written. Whatever is put into it is text, never markup.
pub(crate) struct Page(String);

impl Page {
    pub(crate) fn new(title: &str) -> Self {
        let title = escaped(title);
        Self(format!(
            "<!doctype html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <style>{STYLE}</style></head><body><h1>{title}</h1>"
        ))
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        self.push(format_args!("<p>{}</p>", escaped(text)));
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.push(format_args!("<h2>{}</h2>", escaped(text)));
    }

    /// A table whose first column says what the row is.
    pub(crate) fn table(
        &mut self,
        caption: &str,
        columns: &[&str],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) {
        self.push(format_args!(
            "<table><caption>{}</caption><thead><tr>",
            escaped(caption)
        ));
        for column in columns {
            self.push(format_args!("<th scope=\"col\">{}</th>", escaped(column)));
        }
        self.0.push_str("</tr></thead><tbody>");
        for cells in rows {
            self.0.push_str("<tr>");
            for (place, cell) in cells.iter().enumerate() {
                let cell = escaped(cell);
                if place == 0 {
                    self.push(format_args!("<th scope=\"row\">{cell}</th>"));
                } else {
                    self.push(format_args!("<td>{cell}</td>"));
                }
            }
            self.0.push_str("</tr>");
        }
        self.0.push_str("</tbody></table>");
    }

    pub(crate) fn finish(mut self) -> String {
        self.0.push_str("</body></html>");
        self.0
    }

    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        // Memory takes whatever it is given.
        let _ = self.0.write_fmt(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_into_a_page_is_text() {
        let mut page = Page::new("St \"A\" & <b>");
        page.table("<i>", &["&"], [vec!["<script>".to_owned()]]);
        let page = page.finish();
        assert!(page.contains("St &quot;A&quot; &amp; &lt;b&gt;"));
        assert!(!page.contains("<script>") && !page.contains("<i>"));
    }
}
