//! GET /v1/dashboards/governors (JSON, or a page to print), POST /v1/dashboards/governors/snapshots

use lanyard_app::GovernorsFigures;
use lanyard_app::figures::{Shown, SuppressionRule};
use lanyard_app::policy::Shipped;
use lanyard_app::views::directory::AcademyRow;
use lanyard_app::views::snapshots::PublishedSnapshot;
use lanyard_events::snapshot::{self as published, SnapshotPublished};
use lanyard_events::{AcademyId, Taxonomy};
use lanyard_http::Recorded;
use lanyard_http::governors::{
    GovernorsDashboard, PublishSnapshot, ReadGovernors, Snapshot, SnapshotAcademy, SnapshotFigure,
    SnapshotRow, SnapshotTable,
};

use super::inspection::figure;
use super::{definitions, printed_snapshots};
use crate::answers::{Answer, changed, page_to_print};
use crate::asked::{Change, Look};
use crate::problems::ApiError;
use crate::state::ApiState;

/// No rate of fewer pupils: it would be the count again (research/evidence.md 5.1).
const FEWEST_PUPILS: u64 = 10;

/// Show the figures that were published for governors, earlier terms beside the newest. There is nothing
/// to narrow them by.
#[utoipa::path(get, path = "/v1/dashboards/governors", params(ReadGovernors),
    responses((status = 200, description = "The figures.",
        content((GovernorsDashboard = "application/json"), (String = "text/html")))))]
pub(crate) async fn show_governors_dashboard(state: ApiState, look: Look<ReadGovernors>) -> Answer {
    let as_html = match look.query.format.as_deref() {
        None | Some("json") => false,
        Some("html") => true,
        Some(_) => return Err(ApiError::query("format", "A format is json or html.")),
    };
    let app = state.app();
    let figures = app.governors_figures(&look.context).await?;
    let figures = dashboard(figures, &*app.taxonomy()?);
    if as_html {
        return Ok(page_to_print(
            &state,
            printed_snapshots::governors(&figures),
        ));
    }
    Ok(state.shown(&figures))
}

/// Publish a term's figures for governors. They are counted over everything, small ones are hidden, and
/// what could still be worked out is looked for first; whoever publishes sees none of them.
#[utoipa::path(post, path = "/v1/dashboards/governors/snapshots", request_body = PublishSnapshot,
    responses((status = 201, description = "Published.", body = Recorded)))]
pub(crate) async fn publish_snapshot(state: ApiState, asked: Change<PublishSnapshot>) -> Answer {
    let PublishSnapshot {
        first,
        last,
        suppression,
    } = asked.body;
    let app = state.app();
    let done = app
        .publish_snapshot(&asked.context, first, last, suppression)
        .await?;
    Ok(changed(&done, "/v1/dashboards/governors"))
}

fn dashboard(figures: GovernorsFigures, taxonomy: &Taxonomy) -> GovernorsDashboard {
    let GovernorsFigures {
        snapshots,
        academies,
    } = figures;
    GovernorsDashboard {
        items: { snapshots.into_iter() }
            .map(|it| snapshot(it, &academies, taxonomy))
            .collect(),
    }
}

fn snapshot(of: PublishedSnapshot, academies: &[AcademyRow], taxonomy: &Taxonomy) -> Snapshot {
    let figures = of.figures;
    let columns = { figures.academies.iter().zip(&figures.pupils) }.zip(&figures.triage_minutes);
    Snapshot {
        first: figures.first,
        last: figures.last,
        published_at: of.at,
        suppression: figures.suppression,
        suppressed_to: SuppressionRule::from(figures.suppression).greatest_suppressed(),
        academies: columns
            .map(|((academy, pupils), minutes)| SnapshotAcademy {
                academy: *academy,
                name: name(academies, *academy),
                pupils: *pupils,
                triage_minutes: *minutes,
            })
            .collect(),
        tables: { figures.tables.iter() }
            .map(|it| table(it, &figures, taxonomy))
            .collect(),
    }
}

fn name(academies: &[AcademyRow], academy: AcademyId) -> String {
    { academies.iter() }
        .find(|row| row.academy == academy)
        .map_or_else(|| academy.to_string(), |row| row.name.clone())
}

fn table(
    of: &published::SnapshotTable,
    figures: &SnapshotPublished,
    taxonomy: &Taxonomy,
) -> SnapshotTable {
    let words = definitions::of_table(&of.id);
    let whole_trust: u64 = figures.pupils.iter().sum();
    let mut pupils = Vec::new();
    if of.by_academy {
        pupils.extend(&figures.pupils);
    }
    pupils.push(whole_trust);
    // Staff, training and the filter are of no pupil: a rate would mean nothing.
    let is_of_pupils = !matches!(
        &*of.id,
        "adults" | "adult_patterns" | "filter_changes" | "training"
    );
    SnapshotTable {
        id: of.id.clone(),
        title: words.map_or_else(|| of.id.clone(), |words| words.title.to_owned()),
        definition: words.map_or_else(String::new, |words| words.definition.to_owned()),
        question: words.map_or_else(String::new, |words| words.question.to_owned()),
        by_academy: of.by_academy,
        rows: { of.rows.iter() }
            .map(|row| SnapshotRow {
                id: row.id.clone(),
                label: label(&of.id, &row.id, taxonomy),
                line: row.line,
                figures: { row.counts.iter().zip(&pupils) }
                    .map(|(count, pupils)| counted(*count, Some(*pupils).filter(|_| is_of_pupils)))
                    .collect(),
            })
            .collect(),
    }
}

fn counted(count: Option<u64>, pupils: Option<u64>) -> SnapshotFigure {
    let figure = figure(count.map_or(Shown::Suppressed, Shown::Count));
    let pupils = pupils.filter(|pupils| *pupils >= FEWEST_PUPILS);
    SnapshotFigure {
        per_100_pupils: { count.zip(pupils) }.map(|(count, pupils)| rate(count, pupils)),
        shown: figure.shown,
        value: figure.value,
    }
}

/// To one decimal, reckoned in whole numbers: tenths of a hundredth, rounded half up.
fn rate(count: u64, pupils: u64) -> f64 {
    let tenths = (count.saturating_mul(2_000) + pupils) / (2 * pupils);
    f64::from(u32::try_from(tenths).unwrap_or(u32::MAX)) / 10.0
}

fn label(table: &str, id: &str, taxonomy: &Taxonomy) -> String {
    let shipped = Shipped::get();
    let found = match table {
        "incident_log" => { id.split_once('.') }.map(|(action, kind)| {
            let kind = { taxonomy.category(kind) }.map(|it| it.label.as_str());
            let action = definitions::of_row(action).unwrap_or(action);
            format!("{action}: {}", kind.unwrap_or("Other"))
        }),
        "cases_by_category" => { taxonomy.category(id) }
            .map(|it| it.label.clone())
            .or_else(|| {
                { taxonomy.four_cs.iter() }
                    .find(|four| four.id.name() == id)
                    .map(|four| four.label.clone())
            }),
        "case_outcomes" => { taxonomy.outcomes.iter() }
            .find(|it| it.id.as_str() == id)
            .map(|it| it.label.clone()),
        "referrals" => { shipped.desks.iter() }
            .find(|it| it.id.name() == id)
            .map(|it| it.title.clone()),
        register => { shipped.registers.iter() }
            .find(|it| it.id.as_str() == register)
            .and_then(|it| it.states.iter().find(|state| state.id.as_str() == id))
            .map(|state| state.title.clone()),
    };
    found
        .or_else(|| definitions::of_row(id).map(str::to_owned))
        .unwrap_or_else(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_for_every_hundred_pupils_and_of_no_hidden_count() {
        let figure = counted(Some(9), Some(420));
        assert_eq!((figure.value, figure.per_100_pupils), (Some(9), Some(2.1)));
        assert_eq!(counted(Some(0), Some(900)).per_100_pupils, Some(0.0));
        assert_eq!(counted(Some(1), Some(2_000)).per_100_pupils, Some(0.1));
        let hidden = counted(None, Some(900));
        assert_eq!((&*hidden.shown, hidden.per_100_pupils), ("c", None));
        assert_eq!(counted(Some(6), Some(9)).per_100_pupils, None);
    }
}
