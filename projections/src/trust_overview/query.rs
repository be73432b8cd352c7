//! Counting, within a scope.

use std::collections::BTreeMap;

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::{AcademyId, At, Day};

use super::week::{monday, week_of_day};
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
    let mut overview = TrustOverview::default();
    count_untriaged(views, scope, now, &mut overview)?;
    count_open_cases(views, scope, &mut overview)?;
    count_overdue(views, scope, now, &mut overview)?;
    count_weeks(views, scope, since, &mut overview)?;
    Ok(overview)
}

const CONCERNS: Rows = Rows {
    alias: "c",
    matter: "c.id",
    kind: RowKind::Matter(ResourceKind::Concern),
};

fn count_untriaged(
    views: &Reading<'_>,
    scope: &Scope,
    now: At,
    overview: &mut TrustOverview,
) -> Result<(), ViewError> {
    let mut sql = Sql::new("SELECT c.academy, count(*), min(c.raised_at), sum(c.due_at < ");
    sql.bind("?) FROM concern c WHERE c.state = 0", [now.millis()]);
    visible::restrict_to_readers(&mut sql, scope, CONCERNS);
    let rows = sql.push(" GROUP BY c.academy").rows(views.conn, |row| {
        Ok((
            stored::academy(row, 0)?,
            stored::count(row.get(1)?),
            stored::at(row, 2)?,
            stored::count(row.get(3)?),
        ))
    })?;
    for (academy, untriaged, oldest, overdue) in rows {
        let figures = overview.academies.entry(academy).or_default();
        figures.untriaged = untriaged;
        figures.oldest_untriaged_at = Some(oldest);
        figures.untriaged_overdue = overdue;
    }
    Ok(())
}

fn count_open_cases(
    views: &Reading<'_>,
    scope: &Scope,
    overview: &mut TrustOverview,
) -> Result<(), ViewError> {
    let mut sql = Sql::new("SELECT f.academy, count(*) FROM case_file f WHERE f.state = 0");
    let rows = Rows {
        alias: "f",
        matter: "f.id",
        kind: RowKind::Matter(ResourceKind::Case),
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    let rows = sql.push(" GROUP BY f.academy").rows(views.conn, |row| {
        Ok((stored::academy(row, 0)?, stored::count(row.get(1)?)))
    })?;
    for (academy, open) in rows {
        overview.academies.entry(academy).or_default().open_cases = open;
    }
    Ok(())
}

fn count_overdue(
    views: &Reading<'_>,
    scope: &Scope,
    now: At,
    overview: &mut TrustOverview,
) -> Result<(), ViewError> {
    let mut sql = Sql::new("SELECT d.academy, count(*) FROM due_item d WHERE d.open = 1");
    sql.bind(" AND d.due_at < ?", [now.millis()]);
    // An action counts with its matter: whoever may count the one may count the other.
    let rows = Rows {
        alias: "d",
        matter: "d.matter",
        kind: RowKind::PartOfCase,
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    let rows = sql.push(" GROUP BY d.academy").rows(views.conn, |row| {
        Ok((stored::academy(row, 0)?, stored::count(row.get(1)?)))
    })?;
    for (academy, overdue) in rows {
        overview
            .academies
            .entry(academy)
            .or_default()
            .overdue_actions = overdue;
    }
    Ok(())
}

/// One pass over the index of figures: categories by week, and every time to triage.
fn count_weeks(
    views: &Reading<'_>,
    scope: &Scope,
    since: Day,
    overview: &mut TrustOverview,
) -> Result<(), ViewError> {
    let mut sql = Sql::new(
        "SELECT c.week, c.academy, c.category, c.triage_minutes FROM concern c WHERE c.week >= ",
    );
    sql.bind("?", [week_of_day(since)]);
    visible::restrict_to_readers(&mut sql, scope, CONCERNS);
    sql.push(" ORDER BY c.week, c.academy, c.category");
    let mut minutes: BTreeMap<Option<AcademyId>, Vec<u64>> = BTreeMap::new();
    let mut weeks: Vec<WeekFigure> = Vec::new();
    sql.rows(views.conn, |row| {
        let academy = stored::academy(row, 1)?;
        let of_academy = overview.academies.entry(academy).or_default();
        of_academy.raised += 1;
        if let Some(taken) = row.get::<_, Option<i64>>(3)? {
            minutes
                .entry(academy)
                .or_default()
                .push(stored::count(taken));
        }
        let week = monday(row.get(0)?);
        let category = row
            .get_ref(2)?
            .as_str()
            .map_err(|_| ViewError::Stored("category"))?;
        match weeks.last_mut() {
            Some(last)
                if last.week == week && last.academy == academy && last.category == category =>
            {
                last.raised += 1;
            }
            Some(_) | None => weeks.push(WeekFigure {
                week,
                academy,
                category: category.to_owned(),
                raised: 1,
            }),
        }
        Ok(())
    })?;
    overview.weeks = weeks;
    for (academy, mut minutes) in minutes {
        let figures = overview.academies.entry(academy).or_default();
        figures.set_times_to_triage(&mut minutes);
    }
    Ok(())
}

impl AcademyFigures {
    fn set_times_to_triage(&mut self, minutes: &mut [u64]) {
        let count = minutes.len();
        if count == 0 {
            return;
        }
        let sum: u64 = minutes.iter().sum();
        let (_, median, _) = minutes.select_nth_unstable((count - 1) / 2);
        self.triaged = count as u64;
        self.triage_minutes_median = Some(*median);
        self.triage_minutes_mean = Some(mean(sum, count as u64));
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "minutes and counts stay far below 2^52; a mean is rounded when shown"
)]
fn mean(sum: u64, count: u64) -> f64 {
    sum as f64 / count as f64
}
