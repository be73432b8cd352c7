//! Counting a term, for a snapshot: by the system, over everything, to be hidden before anybody sees it.

use std::collections::BTreeMap;

use lanyard_access::{PersonKey, ResourceKind, RoleSet, Scope};
use lanyard_events::allegation::ThresholdDecision;
use lanyard_events::{AcademyId, At, LinkRole, PupilId, Role};
use uuid::Uuid;

use crate::concern_inbox::ConcernState;
use crate::error::ViewError;
use crate::inspection::about_pupils;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;
use crate::visible::{self, RowKind, Rows};

/// A count for each academy, by what is counted.
pub type ByAcademy = BTreeMap<String, Vec<u64>>;

/// A term of the trust.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TermCounts {
    /// The academies, in the order of the columns.
    pub academies: Vec<AcademyId>,
    /// Pupils on roll now.
    pub pupils: Vec<u64>,
    /// Minutes from raising to the first decision, of every concern about pupils.
    pub triage_minutes: Vec<Vec<u64>>,
    /// Cases about pupils opened, by category.
    pub cases: ByAcademy,
    /// Cases about pupils closed, by outcome.
    pub outcomes: ByAcademy,
    /// Referrals out of pupils' cases, by desk.
    pub referrals: ByAcademy,
    /// Concerns about pupils that did not become a case, by what was done and by category.
    pub incidents: BTreeMap<&'static str, ByAcademy>,
    /// Matters about staff of academies, by what was decided about the harm threshold; all academies
    /// together.
    pub adults: BTreeMap<&'static str, u64>,
    /// Staff about whom a low-level matter among these was begun, and another in it or in the twelve months
    /// before.
    pub several_low_level: u64,
    /// Entries added to registers that name no pupil, by register and state.
    pub registers: BTreeMap<&'static str, ByAcademy>,
}

/// What was done in an incident that did not become a case.
pub const INCIDENT_ACTIONS: [&str; 3] = ["monitored", "no_further_action", "undecided"];

/// Registers that are counted.
const REGISTERS: [&str; 2] = ["filter_changes", "training"];
/// Patterns across low-level concerns are looked for this far back: a year of 365 days.
const TWELVE_MONTHS_MILLIS: i64 = 365 * 24 * 3_600_000;

/// Counts what is in the scope, from one moment to another.
///
/// # Errors
/// When the file cannot be read.
pub fn term_counts(
    views: &Reading<'_>,
    scope: &Scope,
    academies: Vec<AcademyId>,
    (from, to): (At, At),
) -> Result<TermCounts, ViewError> {
    let mut counts = TermCounts::default();
    let term = Term {
        views,
        scope,
        from,
        to,
        columns: { academies.iter().enumerate() }
            .map(|(place, academy)| (*academy.uuid().as_bytes(), place))
            .collect(),
    };
    counts.academies = academies;
    counts.pupils = term.pupils()?;
    counts.cases = term.cases("f.category", "f.opened_at")?;
    counts.outcomes = term.cases("f.outcome", "f.closed_at")?;
    counts.referrals = term.referrals()?;
    term.concerns(&mut counts)?;
    counts.adults = term.adults()?;
    counts.several_low_level = term.several_low_level()?;
    for register in REGISTERS {
        counts.registers.insert(register, term.register(register)?);
    }
    Ok(counts)
}

struct Term<'a> {
    views: &'a Reading<'a>,
    scope: &'a Scope,
    from: At,
    to: At,
    columns: BTreeMap<[u8; 16], usize>,
}

impl Term<'_> {
    fn between(&self, sql: &mut Sql, column: &str) {
        sql.between(column, self.from, self.to);
    }

    fn of(&self, sql: &mut Sql, alias: &'static str, matter: &'static str, kind: ResourceKind) {
        let rows = Rows {
            alias,
            matter,
            kind: RowKind::Matter(kind),
        };
        visible::restrict_to_readers(sql, self.scope, rows);
    }

    /// What and academy in the first columns, a row for each thing that is counted.
    fn tally(&self, sql: &Sql) -> Result<ByAcademy, ViewError> {
        let mut tally = ByAcademy::new();
        sql.each(self.views.conn, |row| {
            let academy: Option<[u8; 16]> = row.get(1)?;
            // What belongs to no academy has no column.
            if let Some(place) = academy.and_then(|academy| self.columns.get(&academy)) {
                let counts = { tally.entry(row.get(0)?) }.or_insert_with(|| self.nought());
                counts[*place] += 1;
            }
            Ok(())
        })?;
        Ok(tally)
    }

    fn nought(&self) -> Vec<u64> {
        vec![0; self.columns.len()]
    }

    fn pupils(&self) -> Result<Vec<u64>, ViewError> {
        let mut sql = Sql::new("SELECT '', p.academy FROM person p WHERE p.ended_on IS NULL");
        let pupil = PersonKey::Pupil(PupilId::new(Uuid::nil())).to_bytes()[0];
        sql.bind(" AND p.kind = ?", [i64::from(pupil)]);
        let mut tally = self.tally(&sql)?;
        Ok(tally.remove("").unwrap_or_else(|| self.nought()))
    }

    fn cases(&self, what: &str, at: &str) -> Result<ByAcademy, ViewError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(what).push(", f.academy FROM case_file f WHERE ");
        sql.push(what).push(" IS NOT NULL");
        self.between(&mut sql, at);
        about_pupils(&mut sql, "f.routed");
        self.of(&mut sql, "f", "f.id", ResourceKind::Case);
        self.tally(&sql)
    }

    fn referrals(&self) -> Result<ByAcademy, ViewError> {
        let mut sql = Sql::new("SELECT r.agency, r.academy FROM referral r WHERE 1");
        self.between(&mut sql, "r.needed_at");
        about_pupils(&mut sql, "r.routed");
        self.of(&mut sql, "r", "r.matter", ResourceKind::Referral);
        self.tally(&sql)
    }

    fn concerns(&self, counts: &mut TermCounts) -> Result<(), ViewError> {
        let mut sql = Sql::new(
            "SELECT c.academy, c.state, c.triage_minutes, c.category FROM concern c WHERE 1",
        );
        self.between(&mut sql, "c.raised_at");
        about_pupils(&mut sql, "c.routed");
        self.of(&mut sql, "c", "c.id", ResourceKind::Concern);
        let mut incidents =
            BTreeMap::from(INCIDENT_ACTIONS.map(|action| (action, ByAcademy::new())));
        let mut minutes = vec![Vec::new(); self.columns.len()];
        sql.each(self.views.conn, |row| {
            let academy: Option<[u8; 16]> = row.get(0)?;
            let Some(place) = academy.and_then(|academy| self.columns.get(&academy)) else {
                return Ok(());
            };
            let [monitored, nothing, undecided] = INCIDENT_ACTIONS;
            let action = match ConcernState::of_code(row.get(1)?)? {
                ConcernState::Monitored => Some(monitored),
                ConcernState::NoFurtherAction => Some(nothing),
                ConcernState::Untriaged => Some(undecided),
                // Cases are counted as cases, by their kind: counted here too, the one would bound the other.
                ConcernState::InCase | ConcernState::InAllegation => None,
            };
            if let Some(of_action) = action.and_then(|action| incidents.get_mut(action)) {
                let counts = of_action
                    .entry(row.get(3)?)
                    .or_insert_with(|| self.nought());
                counts[*place] += 1;
            }
            minutes[*place].extend(row.get::<_, Option<u32>>(2)?.map(u64::from));
            Ok(())
        })?;
        counts.incidents = incidents;
        counts.triage_minutes = minutes;
        Ok(())
    }

    /// Those that went to a head. Heads, the trust's lead, trustees and governors are so few, and so near
    /// to whoever reads the figures, that matters about them are in none (ADR 21).
    fn adults(&self) -> Result<BTreeMap<&'static str, u64>, ViewError> {
        let mut sql = Sql::new("SELECT a.threshold FROM allegation a WHERE 1");
        self.between(&mut sql, "a.opened_at");
        let head = i64::from(RoleSet::of(Role::Head).bits());
        sql.bind(" AND (a.routed & ?) <> 0", [head]);
        self.of(&mut sql, "a", "a.id", ResourceKind::Allegation);
        let names = ["allegations", "low_level", "no_concern", "undecided"];
        let mut tally: BTreeMap<_, u64> = names.into_iter().map(|name| (name, 0)).collect();
        sql.each(self.views.conn, |row| {
            let threshold: Option<String> = row.get(0)?;
            let decision = { threshold.map(|word| serde_json::from_str(&word)) }
                .transpose()
                .map_err(|_| ViewError::Stored("threshold"))?;
            let name = match decision {
                Some(ThresholdDecision::MayMeetThreshold) => names[0],
                Some(ThresholdDecision::LowLevel) => names[1],
                Some(ThresholdDecision::NoConcern) => names[2],
                None => names[3],
            };
            *tally.entry(name).or_default() += 1;
            Ok(())
        })?;
        Ok(tally)
    }

    /// Staff whom a matter of the term is about that was decided to be low-level, and who are in another such
    /// matter begun within the twelve months before it. Of those that went to a head, like the others.
    fn several_low_level(&self) -> Result<u64, ViewError> {
        let alleged = stored::part_bit(LinkRole::AllegedToHaveDoneIt);
        let head = i64::from(RoleSet::of(Role::Head).bits());
        let low_level = serde_json::to_string(&ThresholdDecision::LowLevel)
            .map_err(|_| ViewError::Stored("threshold"))?;
        let mut sql = Sql::new(
            "SELECT count(DISTINCT own.person) FROM allegation a JOIN matter_person own ON own.matter = a.id
             WHERE substr(own.person, 1, 1) = x'02'",
        );
        sql.bind(
            " AND (own.parts & ?) <> 0 AND (a.routed & ?) <> 0",
            [alleged, head],
        );
        sql.bind(" AND a.threshold = ?", [low_level.clone()]);
        self.between(&mut sql, "a.opened_at");
        self.of(&mut sql, "a", "a.id", ResourceKind::Allegation);
        sql.push(
            " AND EXISTS (SELECT 1 FROM matter_person p JOIN allegation b ON b.id = p.matter
               WHERE p.person = own.person AND b.id <> a.id",
        );
        sql.bind(
            " AND (p.parts & ?) <> 0 AND (b.routed & ?) <> 0",
            [alleged, head],
        );
        sql.bind(" AND b.threshold = ?", [low_level]);
        sql.bind(
            " AND b.opened_at <= a.opened_at AND b.opened_at > a.opened_at - ?",
            [TWELVE_MONTHS_MILLIS],
        );
        self.of(&mut sql, "b", "b.id", ResourceKind::Allegation);
        sql.push(")");
        let adults = sql.first(self.views.conn, |row| Ok(row.get::<_, u32>(0)?))?;
        Ok(adults.map_or(0, u64::from))
    }

    fn register(&self, register: &str) -> Result<ByAcademy, ViewError> {
        let mut sql = Sql::new("SELECT e.state, e.academy FROM register_entry e");
        sql.bind(" WHERE e.register = ?", [register.to_owned()]);
        self.between(&mut sql, "e.added_at");
        visible::restrict_entries(&mut sql, self.scope, "e");
        self.tally(&sql)
    }
}
