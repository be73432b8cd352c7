//! Counting, within a scope.

use std::collections::BTreeMap;

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::{AcademyId, At, Day};

use super::tally::Tally;
use super::week::{monday, week_of_day};
use crate::caseload::figure::Overdue;
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;
use crate::visible::{self, RowKind, Rows};

/// Figures of one academy.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AcademyFigures {
    /// Concerns that nobody has decided on.
    pub untriaged: u64,
    /// Of these, the clock has run out.
    pub untriaged_overdue: u64,
    /// When the oldest of them was raised.
    pub oldest_untriaged_at: Option<At>,
    /// Cases being worked on.
    pub open_cases: u64,
    /// Actions and reviews whose time has passed.
    pub overdue_actions: u64,
    /// Steps of playbooks whose time has passed.
    pub overdue_steps: u64,
    /// Referrals whose next time has passed: to tell, to hear, to chase.
    pub overdue_referrals: u64,
    /// Clocks of registers that ran out, those of files that leave left aside.
    pub overdue_entries: u64,
    /// Files of children who left that nobody has confirmed in time (R12).
    pub overdue_transfers: u64,
    /// Concerns raised in the weeks asked for.
    pub raised: u64,
    /// Of these, decided on.
    pub triaged: u64,
    /// Whole minutes from raising to the first decision: the middle one of those decided on (the
    /// lower of two).
    pub triage_minutes_median: Option<u64>,
    /// The same, their mean.
    pub triage_minutes_mean: Option<f64>,
}

/// Concerns of one category raised in one week at one academy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekFigure {
    /// Monday of the week.
    pub week: Day,
    /// The academy.
    pub academy: Option<AcademyId>,
    /// Category id of the taxonomy.
    pub category: String,
    /// How many.
    pub raised: u64,
}

/// Figures of all academies.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TrustOverview {
    /// By academy; none is what belongs to the whole trust. An academy without any is left out.
    pub academies: BTreeMap<Option<AcademyId>, AcademyFigures>,
    /// By week, academy and category, in that order.
    pub weeks: Vec<WeekFigure>,
}

/// Figures at a moment; raised concerns and times to triage are counted from the week of `since`.
///
/// # Errors
/// When the file cannot be read.
pub fn trust_overview(
    views: &Reading<'_>,
    scope: &Scope,
    now: At,
    since: Day,
) -> Result<TrustOverview, ViewError> {
    let scope = &visible::without_idle_exclusions(views.conn, scope)?;
    let mut tally = Tally::default();
    count_untriaged(views, scope, now, &mut tally)?;
    count_open_cases(views, scope, &mut tally)?;
    count_overdue(views, scope, now, &mut tally)?;
    let weeks = count_weeks(views, scope, since, &mut tally)?;
    Ok(TrustOverview {
        academies: tally.into_figures(),
        weeks,
    })
}

const CONCERNS: Rows = Rows {
    alias: "c",
    matter: "c.id",
    kind: RowKind::Matter(ResourceKind::Concern),
};

// Grouped here and not by SQL: the rows come in another order than by academy, and sorting them
// costs more than counting.

fn count_untriaged(
    views: &Reading<'_>,
    scope: &Scope,
    now: At,
    tally: &mut Tally,
) -> Result<(), ViewError> {
    let mut sql = Sql::new("SELECT c.academy, c.due_at, c.raised_at FROM concern c");
    sql.push(" WHERE c.state = 0");
    visible::restrict_to_readers(&mut sql, scope, CONCERNS);
    sql.each(views.conn, |row| {
        let (due_at, raised_at) = (row.get::<_, i64>(1)?, stored::at(row, 2)?);
        let figures = &mut tally.of(row, 0)?.figures;
        figures.untriaged += 1;
        figures.untriaged_overdue += u64::from(due_at < now.millis());
        figures.oldest_untriaged_at = Some(match figures.oldest_untriaged_at {
            Some(oldest) => oldest.min(raised_at),
            None => raised_at,
        });
        Ok(())
    })
}

fn count_open_cases(
    views: &Reading<'_>,
    scope: &Scope,
    tally: &mut Tally,
) -> Result<(), ViewError> {
    let mut sql = Sql::new("SELECT f.academy FROM case_file f WHERE f.state = 0");
    let rows = Rows {
        alias: "f",
        matter: "f.id",
        kind: RowKind::Matter(ResourceKind::Case),
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    sql.each(views.conn, |row| {
        tally.of(row, 0)?.figures.open_cases += 1;
        Ok(())
    })
}

fn count_overdue(
    views: &Reading<'_>,
    scope: &Scope,
    now: At,
    tally: &mut Tally,
) -> Result<(), ViewError> {
    let mut sql = Sql::new("SELECT d.academy, d.counts_in FROM due_item d WHERE d.open = 1");
    sql.bind(" AND d.due_at < ?", [now.millis()]);
    sql.bind(" AND d.counts_in <> ?", [Overdue::Untold.code()]);
    // What is due counts with its matter: whoever may count the one may count the other.
    let rows = Rows {
        alias: "d",
        matter: "d.matter",
        kind: RowKind::PartOfCase,
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    // An entry of a register is hidden with the matter behind it; nothing else stands for another matter.
    let of_entries = [Overdue::Entries.code(), Overdue::Transfers.code()];
    sql.bind(" AND (d.counts_in NOT IN (?, ?) OR (1", of_entries);
    visible::nothing_hidden_behind(&mut sql, scope, rows.matter);
    sql.push("))");
    sql.each(views.conn, |row| {
        let figures = &mut tally.of(row, 0)?.figures;
        match Overdue::of_code(row.get(1)?)? {
            Overdue::Actions => figures.overdue_actions += 1,
            Overdue::Steps => figures.overdue_steps += 1,
            Overdue::Referrals => figures.overdue_referrals += 1,
            Overdue::Entries => figures.overdue_entries += 1,
            Overdue::Transfers => figures.overdue_transfers += 1,
            Overdue::Untold => {}
        }
        Ok(())
    })
}

/// One pass over the index of figures: categories by week, and every time to triage.
fn count_weeks(
    views: &Reading<'_>,
    scope: &Scope,
    since: Day,
    tally: &mut Tally,
) -> Result<Vec<WeekFigure>, ViewError> {
    let mut sql = Sql::new("SELECT c.academy, c.week, c.category, c.triage_minutes FROM concern c");
    sql.bind(" WHERE c.week >= ?", [week_of_day(since)]);
    visible::restrict_to_readers(&mut sql, scope, CONCERNS);
    sql.push(" ORDER BY c.week, c.academy, c.category");
    let mut weeks: Vec<WeekFigure> = Vec::new();
    let mut last_week = None;
    sql.each(views.conn, |row| {
        let of_academy = tally.of(row, 0)?;
        of_academy.figures.raised += 1;
        of_academy.minutes.extend(row.get::<_, Option<u32>>(3)?);
        let academy = of_academy.academy;
        let week: i64 = row.get(1)?;
        let category = row
            .get_ref(2)?
            .as_str()
            .map_err(|_| ViewError::Stored("category"))?;
        match weeks.last_mut() {
            Some(last)
                if last_week == Some(week)
                    && last.academy == academy
                    && last.category == category =>
            {
                last.raised += 1;
            }
            Some(_) | None => weeks.push(WeekFigure {
                week: monday(week),
                academy,
                category: category.to_owned(),
                raised: 1,
            }),
        }
        last_week = Some(week);
        Ok(())
    })?;
    Ok(weeks)
}
