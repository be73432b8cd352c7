//! What is closed, and when somebody decides what becomes of it (R17).

use lanyard_access::{Action, Scope};
use lanyard_domain::clock::london_day;
use lanyard_domain::retention::{Besides, ClosedMatter, RecordKind, Retained, retained};
use lanyard_events::Day;
use lanyard_projections::retention::{ClosedFacts, ClosedRow, RetentionFilter, retention};

use crate::app::App;
use crate::context::{Context, Page, paging};
use crate::error::AppError;

/// Which records to list.
#[derive(Debug, Clone, Default)]
pub struct RetentionQuery {
    /// Only what is due before this day.
    pub due_before: Option<Day>,
    /// Only of this kind.
    pub kind: Option<RecordKind>,
    /// Where the page starts.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: u32,
}

/// A closed matter with its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetainedRow {
    /// The matter, by ids and dates.
    pub matter: ClosedRow,
    /// The day on which it was closed, in London.
    pub closed_on: Day,
    /// When it is decided about, and why then.
    pub retained: Retained,
}

impl App {
    /// What is closed, by the day on which somebody decides what becomes of it; what waits for something
    /// comes last.
    ///
    /// # Errors
    /// `BadCursor`, `Unavailable`.
    pub async fn retention(
        &self,
        context: &Context,
        query: RetentionQuery,
    ) -> Result<Page<RetainedRow>, AppError> {
        let scope = Scope::of(&context.caller, Action::ListRetention);
        let paging = paging(query.limit, query.cursor.as_deref())?;
        let abuse_kept_75_years = self.settled().await?.settings.abuse_kept_75_years;
        let filter = RetentionFilter {
            due_before: query.due_before,
        };
        let page = self
            .query(move |views| {
                retention(views, &scope, filter, paging, |row| {
                    let retained = reckoned(row, abuse_kept_75_years);
                    { query.kind.is_none_or(|kind| kind == retained.kind) }
                        .then_some((retained.due_on, retained))
                })
            })
            .await?;
        let page = Page::from(page).map(|(matter, retained)| RetainedRow {
            closed_on: london_day(matter.closed_at),
            matter,
            retained,
        });
        let shown = page.rows.iter().map(|row| row.matter.matter).collect();
        self.looked(context, shown).await?;
        Ok(page)
    }
}

fn reckoned(row: &ClosedRow, abuse_kept_75_years: bool) -> Retained {
    let matter = match &row.facts {
        ClosedFacts::Case { born } => ClosedMatter::Case { born: born.clone() },
        ClosedFacts::Allegation {
            threshold,
            outcome,
            outcome_at,
            left,
        } => ClosedMatter::Adults {
            threshold: *threshold,
            outcome: { outcome.zip(*outcome_at) }.map(|(outcome, at)| (outcome, london_day(at))),
            left: left.clone(),
        },
    };
    let besides = Besides {
        closed_on: london_day(row.closed_at),
        category: &row.category,
        held: row.held,
        abuse_kept_75_years,
    };
    retained(&matter, besides)
}
