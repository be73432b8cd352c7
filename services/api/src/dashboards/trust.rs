//! GET /v1/dashboards/trust

use lanyard_app::Cover;
use lanyard_app::views::trust_overview::{self, TrustOverview};
use lanyard_events::AcademyId;
use lanyard_http::duty::AcademyCover;
use lanyard_http::{AcademyFigures, TrustDashboard, WeekFigure};

use crate::academies::duties::gap;
use crate::answers::Answer;
use crate::asked::Look;
use crate::state::ApiState;

/// Show the figures of all academies, side by side: what the caller may see, counted.
#[utoipa::path(get, path = "/v1/dashboards/trust",
    responses((status = 200, description = "The figures.", body = TrustDashboard)))]
pub(crate) async fn show_trust_dashboard(state: ApiState, look: Look) -> Answer {
    let overview = state.app().trust_overview(&look.context).await?;
    let cover = state.app().cover(&look.context).await?;
    Ok(state.shown(&dashboard(overview, cover)))
}

fn dashboard(overview: TrustOverview, cover: Vec<Cover>) -> TrustDashboard {
    let week = |figure: trust_overview::WeekFigure| WeekFigure {
        week: figure.week,
        academy: figure.academy,
        category: figure.category,
        raised: figure.raised,
    };
    TrustDashboard {
        academies: overview.academies.into_iter().map(figures).collect(),
        weeks: overview.weeks.into_iter().map(week).collect(),
        cover: cover.into_iter().map(covered).collect(),
    }
}

fn figures(
    (academy, figures): (Option<AcademyId>, trust_overview::AcademyFigures),
) -> AcademyFigures {
    AcademyFigures {
        academy,
        untriaged: figures.untriaged,
        untriaged_overdue: figures.untriaged_overdue,
        oldest_untriaged_at: figures.oldest_untriaged_at,
        open_cases: figures.open_cases,
        overdue_actions: figures.overdue_actions,
        overdue_steps: figures.overdue_steps,
        overdue_referrals: figures.overdue_referrals,
        overdue_entries: figures.overdue_entries,
        overdue_transfers: figures.overdue_transfers,
        raised: figures.raised,
        triaged: figures.triaged,
        triage_minutes_median: figures.triage_minutes_median,
        triage_minutes_mean: figures.triage_minutes_mean,
    }
}

fn covered(cover: Cover) -> AcademyCover {
    AcademyCover {
        academy: cover.academy,
        covered_now: cover.is_covered,
        next_gap: cover.next_gap.map(gap),
        terms_until: cover.terms_until,
    }
}
