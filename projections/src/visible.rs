//! The one rule of who sees which row, as SQL: a caller's [`Scope`] turned into conditions that
//! stand before LIMIT. A property test holds it equal to [`Scope::permits`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use lanyard_access::{AcademySet, PersonKey, ResourceKind, RoleSet, Scope};
use lanyard_events::{AcademyId, StreamId, StreamKind};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::error::ViewError;
use crate::sql::Sql;
use crate::stored;

/// What the rows of a query are, and in which columns the rule finds what it asks for.
///
/// The columns `academy`, `routed` and `raised_by` are always those of `alias`.
#[derive(Clone, Copy)]
pub(crate) struct Rows {
    /// Name of the table in the query.
    pub alias: &'static str,
    /// The column with the matter's number.
    pub matter: &'static str,
    /// What the rows are.
    pub kind: RowKind,
}

/// What the rows of a query are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// Matters of one kind.
    Matter(ResourceKind),
    /// Concerns, cases and adults' matters mixed; `alias` has the column `stream`.
    Mixed,
    /// Concerns shown as part of a case or adult's matter: its kind stands for them.
    PartOfCase,
    /// What is planned in a matter; `alias` has the column `owner`.
    CaseAction,
}

/// Adds ` AND …`: only rows of the scope.
pub(crate) fn restrict(sql: &mut Sql, scope: &Scope, rows: Rows) {
    kinds(sql, scope, rows);
    within(sql, &scope.within, rows.alias);
    given(sql, scope, rows, true);
    not_excluded(sql, scope, rows.matter);
    if rows.kind == RowKind::CaseAction {
        nothing_hidden_behind(sql, scope, rows.matter);
    }
}

/// Adds ` AND …`: what is due with an entry of a register is hidden with the matter behind the entry.
pub(crate) fn nothing_hidden_behind(sql: &mut Sql, scope: &Scope, matter: &str) {
    if scope.excluded_persons.is_empty() && scope.excluded_matters.is_empty() {
        return;
    }
    sql.push(" AND NOT EXISTS (SELECT 1 FROM access_row b WHERE b.id = ")
        .push(matter)
        .push(" AND b.behind IN (SELECT stream FROM access_row WHERE id IN (");
    excluded_matters(sql, scope);
    sql.push(")))");
}

/// Adds ` AND …`: only rows that the scope gives otherwise than for having raised them. What is
/// one's own only shows its status (domain.md 1).
pub(crate) fn restrict_to_readers(sql: &mut Sql, scope: &Scope, rows: Rows) {
    kinds(sql, scope, rows);
    within(sql, &scope.within, rows.alias);
    given(sql, scope, rows, false);
    not_excluded(sql, scope, rows.matter);
}

/// Adds ` AND …`: registers of pupils or staff, whose rows are persons.
pub(crate) fn restrict_persons(sql: &mut Sql, scope: &Scope, alias: &str, kind: ResourceKind) {
    if !scope.kinds.contains(&kind) {
        sql.push(" AND 0");
    }
    within(sql, &scope.within, alias);
    sql.push(" AND ");
    in_academies(sql, &scope.unrouted, alias);
    not_subject(sql, scope, alias);
}

/// Adds ` AND …`: persons among matters. Whoever may read matters routed to a role at an academy
/// may find its pupils by name, but for those excluded.
pub(crate) fn restrict_persons_of_matters(sql: &mut Sql, scope: &Scope, alias: &str) {
    within(sql, &scope.within, alias);
    sql.push(" AND (");
    in_academies(sql, &scope.unrouted, alias);
    for (_, academies) in &scope.by_role {
        sql.push(" OR ");
        in_academies(sql, academies, alias);
    }
    sql.push(")");
    not_subject(sql, scope, alias);
}

/// Adds ` AND …`: entries of registers. An entry of the trust is reached from every academy; one's own
/// is shown wherever it lies, and not hidden by those whom it links.
pub(crate) fn restrict_entries(sql: &mut Sql, scope: &Scope, alias: &str) {
    if !scope.kinds.contains(&ResourceKind::RegisterEntry) {
        sql.push(" AND 0");
    }
    within(sql, &scope.within, alias);
    sql.push(" AND (");
    own_entry(sql, scope, alias);
    sql.push(" OR ");
    in_academies(sql, &scope.unrouted, alias);
    let (everywhere, at) = bits_by_academy(scope);
    let anywhere = at.keys().fold(everywhere, |bits, more| bits | more);
    sql.push(" OR (").push(alias);
    sql.bind(".routed & ?) <> 0", [everywhere]);
    sql.push(" OR (")
        .push(alias)
        .push(".academy IS NULL AND (")
        .push(alias);
    sql.bind(".routed & ?) <> 0)", [anywhere]);
    for (bits, academies) in at {
        sql.push(" OR ((")
            .push(alias)
            .bind(".routed & ?) <> 0 AND ", [bits]);
        in_academies(sql, &AcademySet::Some(academies), alias);
        sql.push(")");
    }
    sql.push(")");
    if scope.excluded_persons.is_empty() && scope.excluded_matters.is_empty() {
        return;
    }
    let marked = |sql: &mut Sql| {
        sql.list(
            scope
                .excluded_matters
                .iter()
                .map(|stream| stream.to_bytes()),
        );
    };
    sql.push(" AND ")
        .push(alias)
        .push(".id NOT IN (SELECT id FROM access_row WHERE stream IN ");
    marked(sql);
    sql.push(") AND ifnull(")
        .push(alias)
        .push(".behind NOT IN ");
    marked(sql);
    sql.push(", 1) AND (");
    own_entry(sql, scope, alias);
    sql.push(" OR (").push(alias).push(".id NOT IN (");
    excluded_matters(sql, scope);
    sql.push(") AND ifnull(")
        .push(alias)
        .push(".behind NOT IN (SELECT stream FROM access_row WHERE id IN (");
    excluded_matters(sql, scope);
    sql.push(")), 1)))");
}

fn own_entry(sql: &mut Sql, scope: &Scope, alias: &str) {
    if scope.named.is_empty() {
        sql.push("0");
        return;
    }
    let actor = stored::actor_key(scope.actor).to_vec();
    sql.push("EXISTS (SELECT 1 FROM register_own o WHERE o.entry = ")
        .push(alias);
    sql.bind(".id AND o.staff = ?)", [Value::Blob(actor)]);
}

/// Which of these matters exist and are not shown by the scope, their kind left aside. One that
/// does not exist yet, because the reaction that makes it is still on its way, hides nothing.
pub(crate) fn hidden(
    conn: &Connection,
    scope: &Scope,
    streams: &BTreeSet<StreamId>,
) -> Result<HashSet<StreamId>, ViewError> {
    if streams.is_empty() {
        return Ok(HashSet::new());
    }
    let mut sql = Sql::new("SELECT m.stream FROM access_row m WHERE m.stream IN ");
    sql.list(streams.iter().map(|stream| stream.to_bytes()))
        .push(" AND NOT (1");
    let rows = Rows {
        alias: "m",
        matter: "ifnull(m.parent, m.id)",
        kind: RowKind::PartOfCase,
    };
    restrict_to_readers(&mut sql, scope, rows);
    sql.push(")");
    let found = sql.rows(conn, |row| stored::stream(&row.get(0)?))?;
    Ok(found.into_iter().collect())
}

/// The scope without exclusions that hide no matter in this snapshot, so that counting many rows
/// does not ask of each whether it is excluded. Most conflicts are about people in no matter.
pub(crate) fn without_idle_exclusions<'a>(
    conn: &Connection,
    scope: &'a Scope,
) -> Result<Cow<'a, Scope>, ViewError> {
    if scope.excluded_persons.is_empty() && scope.excluded_matters.is_empty() {
        return Ok(Cow::Borrowed(scope));
    }
    let mut sql = Sql::new("SELECT 1 FROM (");
    excluded_matters(&mut sql, scope);
    sql.push(") LIMIT 1");
    if sql.first(conn, |_| Ok(()))?.is_some() {
        return Ok(Cow::Borrowed(scope));
    }
    let mut idle = scope.clone();
    idle.excluded_persons.clear();
    idle.excluded_matters.clear();
    Ok(Cow::Owned(idle))
}

/// Adds the numbers of all excluded matters, one SELECT.
fn excluded_matters(sql: &mut Sql, scope: &Scope) {
    if !scope.excluded_persons.is_empty() {
        sql.push("SELECT matter FROM matter_person WHERE person IN ")
            .list(
                scope
                    .excluded_persons
                    .iter()
                    .map(|person| person.to_bytes()),
            );
    }
    if !scope.excluded_matters.is_empty() {
        if !scope.excluded_persons.is_empty() {
            sql.push(" UNION ALL ");
        }
        sql.push("SELECT id FROM access_row WHERE stream IN ").list(
            scope
                .excluded_matters
                .iter()
                .map(|stream| stream.to_bytes()),
        );
    }
}

/// Adds a SELECT of every stream that the scope's conflicts hide: matters, what belongs to them, entries of
/// registers behind which one stands, and the excluded persons' own streams.
pub(crate) fn excluded_streams(sql: &mut Sql, scope: &Scope) {
    let numbers = |sql: &mut Sql| {
        if scope.excluded_persons.is_empty() && scope.excluded_matters.is_empty() {
            sql.push("SELECT id FROM access_row WHERE 0");
        } else {
            excluded_matters(sql, scope);
        }
    };
    for column in ["id", "parent"] {
        sql.push("SELECT stream FROM access_row WHERE ")
            .push(column)
            .push(" IN (");
        numbers(sql);
        sql.push(") UNION ALL ");
    }
    sql.push(
        "SELECT stream FROM access_row WHERE behind IN (SELECT stream FROM access_row WHERE id IN (",
    );
    numbers(sql);
    sql.push(")) UNION ALL ");
    sql.push("SELECT stream FROM access_row WHERE stream IN ");
    sql.list(scope.excluded_persons.iter().map(|person| {
        let stream: StreamId = match person {
            PersonKey::Pupil(id) => (*id).into(),
            PersonKey::Staff(id) => (*id).into(),
        };
        stream.to_bytes()
    }));
}

fn kinds(sql: &mut Sql, scope: &Scope, rows: Rows) {
    let has = |kind| scope.kinds.contains(&kind);
    match rows.kind {
        RowKind::PartOfCase => {}
        RowKind::Matter(kind) if has(kind) => {}
        RowKind::CaseAction if has(ResourceKind::CaseAction) => {}
        RowKind::Matter(_) | RowKind::CaseAction => {
            sql.push(" AND 0");
        }
        RowKind::Mixed => {
            for (kind, stream) in [
                (ResourceKind::Concern, StreamKind::Concern),
                (ResourceKind::Case, StreamKind::Case),
                (ResourceKind::Allegation, StreamKind::Allegation),
            ] {
                if !has(kind) {
                    sql.push(" AND substr(").push(rows.alias);
                    sql.bind(".stream, 1, 1) <> ?", [vec![stream.code()]]);
                }
            }
        }
    }
}

fn within(sql: &mut Sql, academies: &AcademySet, alias: &str) {
    if *academies != AcademySet::All {
        sql.push(" AND ");
        in_academies(sql, academies, alias);
    }
}

fn in_academies(sql: &mut Sql, academies: &AcademySet, alias: &str) {
    match academies {
        AcademySet::All => sql.push("1"),
        AcademySet::Some(none) if none.is_empty() => sql.push("0"),
        AcademySet::Some(some) => {
            sql.push("ifnull(").push(alias).push(".academy IN ");
            sql.list(some.iter().map(|id| *id.uuid().as_bytes()));
            sql.push(", 0)")
        }
    };
}

/// One of: routed to a role held there; raised by the actor; given by name; of a register.
fn given(sql: &mut Sql, scope: &Scope, rows: Rows, own: bool) {
    let alias = rows.alias;
    let (everywhere, at) = bits_by_academy(scope);
    sql.push(" AND (");
    in_academies(sql, &scope.unrouted, alias);
    if everywhere != 0 {
        sql.push(" OR (")
            .push(alias)
            .bind(".routed & ?) <> 0", [everywhere]);
    }
    for (bits, academies) in at {
        sql.push(" OR ((")
            .push(alias)
            .bind(".routed & ?) <> 0 AND ", [bits]);
        in_academies(sql, &AcademySet::Some(academies), alias);
        sql.push(")");
    }
    let actor = || Value::Blob(stored::actor_key(scope.actor).to_vec());
    if own && scope.own {
        sql.push(" OR ")
            .push(alias)
            .bind(".raised_by = ?", [actor()]);
    }
    if rows.kind == RowKind::CaseAction && !scope.named.is_empty() {
        sql.push(" OR (")
            .push(alias)
            .bind(".owner = ? AND ", [actor()]);
        in_academies(sql, &scope.named, alias);
        sql.push(")");
    }
    if !scope.granted_matters.is_empty() {
        sql.push(" OR ").push(rows.matter);
        sql.push(" IN (SELECT id FROM access_row WHERE stream IN ");
        sql.list(granted(scope)).push(")");
        // Whoever reads a case by a grant reads its concerns as part of it, and not by themselves.
        if rows.kind == RowKind::PartOfCase {
            sql.push(" OR ").push(rows.matter);
            sql.push(" IN (SELECT t.member FROM thread_member t JOIN access_row c ON c.id = t.thread WHERE c.stream IN ");
            sql.list(granted(scope)).push(")");
        }
    }
    sql.push(")");
}

fn granted(scope: &Scope) -> impl Iterator<Item = [u8; 17]> + '_ {
    { scope.granted_matters.iter() }.map(|stream| stream.to_bytes())
}

/// Roles held everywhere as one set of bits; the rest as sets of academies by their bits, so that
/// a hundred academies with the same roles are one condition.
fn bits_by_academy(scope: &Scope) -> (i64, BTreeMap<i64, BTreeSet<AcademyId>>) {
    let mut everywhere = 0;
    let mut of: BTreeMap<AcademyId, i64> = BTreeMap::new();
    for (role, academies) in &scope.by_role {
        let bit = i64::from(RoleSet::of(*role).bits());
        match academies {
            AcademySet::All => everywhere |= bit,
            AcademySet::Some(some) => {
                for academy in some {
                    *of.entry(*academy).or_default() |= bit;
                }
            }
        }
    }
    let mut grouped: BTreeMap<i64, BTreeSet<AcademyId>> = BTreeMap::new();
    for (academy, bits) in of {
        grouped.entry(bits).or_default().insert(academy);
    }
    (everywhere, grouped)
}

/// Adds ` AND …`: no matter that the scope's conflicts hide.
pub(crate) fn not_excluded(sql: &mut Sql, scope: &Scope, matter: &str) {
    if scope.excluded_persons.is_empty() && scope.excluded_matters.is_empty() {
        return;
    }
    sql.push(" AND ").push(matter).push(" NOT IN (");
    excluded_matters(sql, scope);
    sql.push(")");
}

fn not_subject(sql: &mut Sql, scope: &Scope, alias: &str) {
    if !scope.excluded_persons.is_empty() {
        sql.push(" AND ").push(alias).push(".person NOT IN ");
        sql.list(
            scope
                .excluded_persons
                .iter()
                .map(|person| person.to_bytes()),
        );
    }
}
