//! An academy's figures as one page to print.

use lanyard_http::inspection::{Figure, InspectionFigures};

use super::inspection::NOT_SHOWN;
use crate::printed::Page;

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
