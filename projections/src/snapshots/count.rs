//! Counting a term, for a snapshot: by the system, over everything, to be hidden before anybody sees it.

use std::collections::BTreeMap;

use lanyard_access::{PersonKey, ResourceKind, RoleSet, Scope};
use lanyard_events::allegation::ThresholdDecision;
use lanyard_events::{AcademyId, At, PupilId, Role};
use uuid::Uuid;

use crate::concern_inbox::ConcernState;
use crate::error::ViewError;
use crate::inspection::about_pupils;
use crate::reader::Reading;
use crate::sql::Sql;
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
    /// Concerns about pupils that were not taken further: watched; nothing further.
    pub not_referred: [Vec<u64>; 2],
    /// Matters about staff of academies, by what was decided about the harm threshold; all academies
    /// together.
    pub adults: BTreeMap<&'static str, u64>,
    /// Entries added to registers that name no pupil, by register and state.
    pub registers: BTreeMap<&'static str, ByAcademy>,
}

/// Registers that are counted.
const REGISTERS: [&str; 2] = ["filter_changes", "training"];

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
        let mut sql =
            Sql::new("SELECT c.academy, c.state, c.triage_minutes FROM concern c WHERE 1");
        self.between(&mut sql, "c.raised_at");
        about_pupils(&mut sql, "c.routed");
        self.of(&mut sql, "c", "c.id", ResourceKind::Concern);
        let [mut monitored, mut nothing] = [self.nought(), self.nought()];
        let mut minutes = vec![Vec::new(); self.columns.len()];
        sql.each(self.views.conn, |row| {
            let academy: Option<[u8; 16]> = row.get(0)?;
            let Some(place) = academy.and_then(|academy| self.columns.get(&academy)) else {
                return Ok(());
            };
            match ConcernState::of_code(row.get(1)?)? {
                ConcernState::Monitored => monitored[*place] += 1,
                ConcernState::NoFurtherAction => nothing[*place] += 1,
                ConcernState::Untriaged | ConcernState::InCase | ConcernState::InAllegation => {}
            }
            minutes[*place].extend(row.get::<_, Option<u32>>(2)?.map(u64::from));
            Ok(())
        })?;
        counts.not_referred = [monitored, nothing];
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

    fn register(&self, register: &str) -> Result<ByAcademy, ViewError> {
        let mut sql = Sql::new("SELECT e.state, e.academy FROM register_entry e");
        sql.bind(" WHERE e.register = ?", [register.to_owned()]);
        self.between(&mut sql, "e.added_at");
        visible::restrict_entries(&mut sql, self.scope, "e");
        self.tally(&sql)
    }
}
