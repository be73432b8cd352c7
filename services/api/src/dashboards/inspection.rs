//! GET /v1/dashboards/academies/{academy}/inspection

use lanyard_app::figures::Shown;
use lanyard_app::policy::{InForce, Shipped};
use lanyard_app::views::inspection as view;
use lanyard_app::{AdultsInspected, Inspected};
use lanyard_events::{AcademyId, Taxonomy};
use lanyard_http::inspection::{
    AdultsCounts, CaseCounts, CategoryCount, ConcernCounts, DeskCounts, Figure, InspectionFigures,
    NotReferred, ReadInspection, RegisterCount,
};

use super::printed;
use crate::answers::{Answer, page_to_print};
use crate::asked::{Id, Look, optional_day};
use crate::problems::ApiError;
use crate::state::ApiState;

/// What stands where a figure is for others to tell.
pub(super) const NOT_SHOWN: &str = "not shown";

/// Show an academy's figures for an inspection, without names: of pupils' matters what the caller may
/// see, counted; adults' matters exactly for those who read them, and otherwise for the last school year
/// that is over, without small figures, or not at all.
#[utoipa::path(get, path = "/v1/dashboards/academies/{academy}/inspection", params(ReadInspection),
    responses((status = 200, description = "The figures.",
        content((InspectionFigures = "application/json"), (String = "text/html")))))]
pub(crate) async fn show_inspection(
    state: ApiState,
    look: Look<ReadInspection>,
    Id(academy): Id<AcademyId>,
) -> Answer {
    let asked = look.query;
    let as_html = match asked.format.as_deref() {
        None | Some("json") => false,
        Some("html") => true,
        Some(_) => return Err(ApiError::query("format", "A format is json or html.")),
    };
    let from = optional_day("from", asked.from.as_deref())?;
    let to = optional_day("to", asked.to.as_deref())?;
    let app = state.app();
    let inspected = app.inspection(&look.context, academy, from, to).await?;
    let figures = figures(academy, inspected, &*app.in_force()?);
    if as_html {
        return Ok(page_to_print(&state, printed::inspection(&figures)));
    }
    Ok(state.shown(&figures))
}

fn figures(academy: AcademyId, of: Inspected, in_force: &InForce) -> InspectionFigures {
    let view::Inspection {
        concerns,
        cases,
        referrals,
        registers,
    } = of.figures;
    InspectionFigures {
        academy,
        academy_name: of.academy_name,
        from: of.from,
        to: of.to,
        made_at: of.made_at,
        not_referred: NotReferred {
            monitored: concerns.monitored,
            no_further_action: concerns.no_further_action,
            referrals_not_made: referrals.values().map(|desk| desk.not_made).sum(),
        },
        concerns: ConcernCounts {
            raised: concerns.raised,
            undecided: concerns.undecided,
            in_case: concerns.in_case,
            triage_minutes_median: concerns.triage_minutes_median,
        },
        categories: { concerns.categories.into_iter() }
            .map(|(category, raised)| category_count(category, raised, &in_force.taxonomy))
            .collect(),
        cases: CaseCounts {
            opened: cases.opened,
            closed: cases.closed,
        },
        referrals: referrals.into_iter().map(desk).collect(),
        adults: adults(of.adults),
        registers: { registers.into_iter() }
            .map(|it| register(it, in_force))
            .collect(),
    }
}

fn category_count(category: String, raised: u64, taxonomy: &Taxonomy) -> CategoryCount {
    let known = taxonomy.category(&category);
    CategoryCount {
        label: known.map_or_else(|| category.clone(), |known| known.label.clone()),
        category,
        raised,
    }
}

fn desk((desk, figures): (String, view::DeskFigures)) -> DeskCounts {
    let known = { Shipped::get().desks.iter() }.find(|known| known.id.name() == desk);
    DeskCounts {
        title: known.map_or_else(|| desk.clone(), |known| known.title.clone()),
        desk,
        needed: figures.needed,
        told: figures.told,
        told_in_time: figures.told_in_time,
        answered: figures.answered,
        minutes_to_tell_median: figures.minutes_to_tell_median,
    }
}

fn adults(adults: AdultsInspected) -> AdultsCounts {
    AdultsCounts {
        from: adults.from,
        to: adults.to,
        suppressed_to: adults.suppressed_by.map(|rule| rule.greatest_suppressed()),
        allegations: if_told(adults.allegations),
        low_level: if_told(adults.low_level),
        no_concern: if_told(adults.no_concern),
        undecided: if_told(adults.undecided),
    }
}

fn if_told(shown: Option<Shown>) -> Figure {
    shown.map_or_else(
        || Figure {
            shown: NOT_SHOWN.to_owned(),
            value: None,
        },
        figure,
    )
}

pub(super) fn figure(shown: Shown) -> Figure {
    let value = shown.count();
    Figure {
        shown: value.map_or_else(|| "c".to_owned(), |count| count.to_string()),
        value,
    }
}

fn register(figure: view::RegisterFigure, in_force: &InForce) -> RegisterCount {
    let known = in_force.register(&figure.register);
    let state = known.and_then(|it| {
        it.states
            .iter()
            .find(|state| state.id.as_str() == figure.state)
    });
    RegisterCount {
        title: known.map_or_else(|| figure.register.clone(), |it| it.title.clone()),
        register: figure.register,
        of: figure.of,
        state_title: state.map_or_else(|| figure.state.clone(), |state| state.title.clone()),
        state: figure.state,
        entries: figure.entries,
    }
}
