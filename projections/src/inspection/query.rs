//! Counting concerns, cases, referrals and registers.

use std::collections::BTreeMap;

use lanyard_access::{ResourceKind, RoleSet, Scope};
use lanyard_events::concern::Due;
use lanyard_events::referral::ReferralSubmitted;
use lanyard_events::{AcademyId, At, Role};
use serde::Deserialize;

use crate::caseload::due_items::A_QUARTER_OF_AN_HOUR;
use crate::concern_inbox::ConcernState;
use crate::error::ViewError;
use crate::reader::Reading;
use crate::referral_queue::ReferralStage;
use crate::sql::Sql;
use crate::stored;
use crate::visible::{self, RowKind, Rows};

/// Which academy, and from when to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The academy.
    pub academy: AcademyId,
    /// At this moment or later.
    pub from: At,
    /// Before this moment.
    pub to: At,
}

impl Span {
    /// Adds ` AND …`: rows of the academy and the time.
    pub(super) fn narrow(&self, sql: &mut Sql, academy: &str, at: &str) {
        sql.push(" AND ").push(academy);
        sql.bind(" = ?", [self.academy.uuid().as_bytes().to_vec()]);
        sql.between(at, self.from, self.to);
    }
}

/// Concerns about pupils raised in the time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConcernFigures {
    /// All of them.
    pub raised: u64,
    /// Nobody has decided yet.
    pub undecided: u64,
    /// Not referred: watched, with the reason on record.
    pub monitored: u64,
    /// Not referred: nothing further, with the reason on record.
    pub no_further_action: u64,
    /// Part of a case.
    pub in_case: u64,
    /// By category of the taxonomy.
    pub categories: BTreeMap<String, u64>,
    /// Whole minutes from raising to the first decision: the middle one.
    pub triage_minutes_median: Option<u64>,
}

/// Cases opened in the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseFigures {
    /// All of them.
    pub opened: u64,
    /// Of these, closed by now.
    pub closed: u64,
}

/// Referrals to one desk that were needed in the time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeskFigures {
    /// All of them.
    pub needed: u64,
    /// The desk was told.
    pub told: u64,
    /// Of these, by the clock that the referral began with, or without one.
    pub told_in_time: u64,
    /// Not made, with the reason on record.
    pub not_made: u64,
    /// The desk has answered.
    pub answered: u64,
    /// Whole minutes from needed to told: the middle one.
    pub minutes_to_tell_median: Option<u64>,
}

/// Entries of a register added in the time that stand in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterFigure {
    /// The register.
    pub register: String,
    /// What they are about, where the register is told apart by that: a course, a log.
    pub of: Option<String>,
    /// The state.
    pub state: String,
    /// How many.
    pub entries: u64,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inspection {
    /// Concerns about pupils.
    pub concerns: ConcernFigures,
    /// Cases about pupils.
    pub cases: CaseFigures,
    /// Referrals by desk.
    pub referrals: BTreeMap<String, DeskFigures>,
    /// Entries of registers, by register, what they are of, and state.
    pub registers: Vec<RegisterFigure>,
}

/// Registers that are counted, and the field that tells their entries apart.
const REGISTERS: [(&str, &str); 4] = [
    ("filter_changes", ""),
    ("filtering_alerts", ""),
    ("log_reviews", "log"),
    ("training", "course"),
];

/// Counts. `matters` is the scope of the concerns, cases and referrals, `entries` that of registers.
///
/// # Errors
/// When the file cannot be read.
pub fn inspection(
    views: &Reading<'_>,
    matters: &Scope,
    entries: &Scope,
    span: &Span,
) -> Result<Inspection, ViewError> {
    Ok(Inspection {
        concerns: concerns(views, matters, span)?,
        cases: cases(views, matters, span)?,
        referrals: referrals(views, matters, span)?,
        registers: registers(views, entries, span)?,
    })
}

/// Adds ` AND …`: what goes to safeguarding leads. Adults' matters have figures of their own.
pub(crate) fn about_pupils(sql: &mut Sql, column: &str) {
    let dsl = i64::from(RoleSet::of(Role::Dsl).bits());
    sql.push(" AND (").push(column).bind(" & ?) <> 0", [dsl]);
}

fn concerns(views: &Reading<'_>, scope: &Scope, span: &Span) -> Result<ConcernFigures, ViewError> {
    let mut sql = Sql::new("SELECT c.state, c.category, c.triage_minutes FROM concern c WHERE 1");
    span.narrow(&mut sql, "c.academy", "c.raised_at");
    about_pupils(&mut sql, "c.routed");
    let rows = Rows {
        alias: "c",
        matter: "c.id",
        kind: RowKind::Matter(ResourceKind::Concern),
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    let mut figures = ConcernFigures::default();
    let mut minutes = Vec::new();
    sql.each(views.conn, |row| {
        figures.raised += 1;
        match ConcernState::of_code(row.get(0)?)? {
            ConcernState::Untriaged => figures.undecided += 1,
            ConcernState::NoFurtherAction => figures.no_further_action += 1,
            ConcernState::Monitored => figures.monitored += 1,
            ConcernState::InCase => figures.in_case += 1,
            // Only what was no pupil's concern after all.
            ConcernState::InAllegation => {}
        }
        *figures.categories.entry(row.get(1)?).or_default() += 1;
        minutes.extend(row.get::<_, Option<u32>>(2)?.map(u64::from));
        Ok(())
    })?;
    figures.triage_minutes_median = median(minutes);
    Ok(figures)
}

fn cases(views: &Reading<'_>, scope: &Scope, span: &Span) -> Result<CaseFigures, ViewError> {
    let mut sql = Sql::new("SELECT f.closed_at IS NOT NULL FROM case_file f WHERE 1");
    span.narrow(&mut sql, "f.academy", "f.opened_at");
    about_pupils(&mut sql, "f.routed");
    let rows = Rows {
        alias: "f",
        matter: "f.id",
        kind: RowKind::Matter(ResourceKind::Case),
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    let mut figures = CaseFigures::default();
    sql.each(views.conn, |row| {
        figures.opened += 1;
        figures.closed += u64::from(row.get::<_, bool>(0)?);
        Ok(())
    })?;
    Ok(figures)
}

/// What is wanted of the event with which a referral began.
#[derive(Deserialize)]
struct Began {
    due: Option<Due>,
}

fn referrals(
    views: &Reading<'_>,
    scope: &Scope,
    span: &Span,
) -> Result<BTreeMap<String, DeskFigures>, ViewError> {
    // A referral has the number of its first event.
    let mut sql = Sql::new(
        "SELECT r.agency, r.stage, r.needed_at, r.told, r.answer IS NOT NULL, e.detail
         FROM referral r LEFT JOIN entry e ON e.position = r.id WHERE 1",
    );
    span.narrow(&mut sql, "r.academy", "r.needed_at");
    let rows = Rows {
        alias: "r",
        matter: "r.matter",
        kind: RowKind::Matter(ResourceKind::Referral),
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    let mut desks: BTreeMap<String, (DeskFigures, Vec<u64>)> = BTreeMap::new();
    sql.each(views.conn, |row| {
        let (figures, minutes) = desks.entry(row.get(0)?).or_default();
        figures.needed += 1;
        let stage = ReferralStage::of_code(row.get(1)?)?;
        figures.not_made += u64::from(stage == ReferralStage::NotMade);
        figures.answered += u64::from(row.get::<_, bool>(4)?);
        let told: Option<String> = row.get(3)?;
        let Some(told) = told else { return Ok(()) };
        let told: ReferralSubmitted = read(&told)?;
        figures.told += 1;
        let began: Option<String> = row.get(5)?;
        let due = began.map(|began| read::<Began>(&began)).transpose()?;
        let due = due.and_then(|began| began.due);
        figures.told_in_time += u64::from(due.is_none_or(|due| in_time(told.at, &due)));
        let took = told.at.millis() - stored::at(row, 2)?.millis();
        // Told before it was asked for: at once.
        minutes.push(u64::try_from(took / 60_000).unwrap_or(0));
        Ok(())
    })?;
    let with_median = |(mut figures, minutes): (DeskFigures, Vec<u64>)| {
        figures.minutes_to_tell_median = median(minutes);
        figures
    };
    Ok({ desks.into_iter() }
        .map(|(desk, counted)| (desk, with_median(counted)))
        .collect())
}

/// What is due at once is in time within the quarter of an hour after which a reminder goes further up (R2).
fn in_time(told: At, due: &Due) -> bool {
    let grace = if due.reason.starts_with("at once") {
        A_QUARTER_OF_AN_HOUR
    } else {
        0
    };
    told.millis() <= due.at.millis() + grace
}

fn read<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, ViewError> {
    serde_json::from_str(text).map_err(|_| ViewError::Stored("referral"))
}

fn registers(
    views: &Reading<'_>,
    scope: &Scope,
    span: &Span,
) -> Result<Vec<RegisterFigure>, ViewError> {
    let mut figures = Vec::new();
    for (register, field) in REGISTERS {
        let mut sql = Sql::new("SELECT v.value, e.state, count(*) FROM register_entry e");
        sql.bind(
            " LEFT JOIN register_value v ON v.entry = e.id AND v.field = ?",
            [field.to_owned()],
        );
        sql.bind(" WHERE e.register = ?", [register.to_owned()]);
        span.narrow(&mut sql, "e.academy", "e.added_at");
        visible::restrict_entries(&mut sql, scope, "e");
        sql.push(" GROUP BY v.value, e.state ORDER BY v.value, e.state");
        sql.each(views.conn, |row| {
            figures.push(RegisterFigure {
                register: register.to_owned(),
                of: row.get(0)?,
                state: row.get(1)?,
                entries: u64::from(row.get::<_, u32>(2)?),
            });
            Ok(())
        })?;
    }
    Ok(figures)
}

/// The middle one, of two the lower.
fn median(mut values: Vec<u64>) -> Option<u64> {
    let middle = values.len().checked_sub(1)? / 2;
    Some(*values.select_nth_unstable(middle).1)
}
