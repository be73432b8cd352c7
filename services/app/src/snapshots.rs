//! Figures for governors: counted by the system, hidden and attacked by the rules, published once (R14,
//! R16).

use std::collections::BTreeMap;

use jiff::civil::Time;
use lanyard_access::{Action, Resource, ResourceKind, Scope};
use lanyard_domain::clock::day_at;
use lanyard_domain::figures::SuppressionRule;
use lanyard_domain::policy::Shipped;
use lanyard_domain::snapshot::{CountedRow, CountedTable, PublishSnapshot, Snapshots};
use lanyard_domain::{Code, Refusal};
use lanyard_events::snapshot::Suppression;
use lanyard_events::{Day, FourC, SnapshotId, Taxonomy};
use lanyard_projections::directory::{self, AcademyRow};
use lanyard_projections::snapshots::{
    ByAcademy, INCIDENT_ACTIONS, PublishedSnapshot, TermCounts, published_snapshots, term_counts,
};

use crate::app::App;
use crate::change::{Begin, Precondition};
use crate::context::{Context, Done};
use crate::error::AppError;

/// Terms that stand beside each other: a school year of three, and the same term of the year before.
const SHOWN: u32 = 4;
/// What is not in the shipped files: a trust's own.
const OTHER: &str = "other";

/// What governors read.
#[derive(Debug, Clone)]
pub struct GovernorsFigures {
    /// The newest snapshots, the newest time first.
    pub snapshots: Vec<PublishedSnapshot>,
    /// The academies there are, for their names.
    pub academies: Vec<AcademyRow>,
}

impl App {
    /// Publishes the figures of a time, hidden by the rule that the trust has settled on, or by a stricter one
    /// that was asked for. Whoever does it sees none of them.
    ///
    /// # Errors
    /// `Forbidden`, a refusal, `RaceLost`, `Unavailable`.
    pub async fn publish_snapshot(
        &self,
        context: &Context,
        first: Day,
        last: Day,
        stricter: Option<Suppression>,
    ) -> Result<Done, AppError> {
        self.permit(context, Action::PublishSnapshot, &overview())?;
        let (id, content) = context.command()?;
        if let Some(done) = self.replay(id, content).await? {
            return Ok(done);
        }
        let settled = self.settled().await?.settings.suppression;
        let suppression = by_rule(settled, stricter)?;
        self.views_show_everything().await?;
        let midnight = |day| day_at(day, Time::midnight());
        let after = last.date().tomorrow().ok().map(Day::new);
        let (Some(from), Some(to)) = (midnight(first), after.and_then(midnight)) else {
            return Err(AppError::BadQuery("The days lie beyond the calendar."));
        };
        let (trust, counts) = self
            .query(move |views| {
                let academies = directory::academies(views)?;
                let academies = academies.into_iter().map(|row| row.academy).collect();
                let scope = Scope::of_everything();
                Ok((
                    directory::trust(views)?,
                    term_counts(views, &scope, academies, (from, to))?,
                ))
            })
            .await?;
        let trust = trust.ok_or(AppError::NotShown)?.trust;
        let stream = SnapshotId::new(trust.uuid()).stream();
        let publish = publish(first, last, suppression, counts);
        let loaded = self.load::<Snapshots>(stream).await?;
        if loaded.tip.is_some() {
            return self
                .change::<Snapshots>(context, stream, Precondition::Free, |_, _| {
                    Ok(publish.clone().into())
                })
                .await;
        }
        self.begin::<Snapshots>(
            context,
            Begin {
                stream,
                academy: None,
                command: publish.into(),
                id,
                content,
                occurred_at: None,
                expires: true,
            },
        )
        .await
    }

    /// A snapshot is never corrected: what is recorded already is in the views before they are counted.
    async fn views_show_everything(&self) -> Result<(), AppError> {
        // The store itself is asked: another process may have recorded what this one has not heard of.
        let newest = { self.parts.journal.newest().await }.map_err(|_| AppError::Unavailable)?;
        let Some(newest) = newest else {
            return Ok(());
        };
        { self.wait_for(newest.position).await }.map_err(|_| AppError::Unavailable)
    }

    /// The figures published last.
    ///
    /// # Errors
    /// `Forbidden`, `Unavailable`.
    pub async fn governors_figures(&self, context: &Context) -> Result<GovernorsFigures, AppError> {
        self.permit(context, Action::ReadSnapshots, &overview())?;
        self.query(|views| {
            Ok(GovernorsFigures {
                snapshots: published_snapshots(views, SHOWN)?,
                academies: directory::academies(views)?,
            })
        })
        .await
    }
}

/// The rule that the trust has settled on is the least that is hidden.
fn by_rule(settled: Suppression, asked: Option<Suppression>) -> Result<Suppression, AppError> {
    let hides = |rule| SuppressionRule::from(rule).greatest_suppressed();
    match asked {
        Some(asked) if hides(asked) < hides(settled) => Err(Refusal::of_field(
            Code::RuleTooLax,
            "/suppression",
            "The trust has settled on a stricter rule: leave this out, or choose one that hides more.",
        )
        .into()),
        Some(asked) => Ok(asked),
        None => Ok(settled),
    }
}

const fn overview() -> Resource {
    Resource::new(ResourceKind::Overview)
}

fn publish(first: Day, last: Day, suppression: Suppression, counts: TermCounts) -> PublishSnapshot {
    let tables = tables(&counts);
    PublishSnapshot {
        first,
        last,
        suppression,
        academies: counts.academies,
        pupils: counts.pupils,
        triage_minutes: counts.triage_minutes,
        tables,
    }
}

/// The fixed tables, each of another sort of thing, so that no two of them share a total. Another one
/// needs the same care (ADR 21).
fn tables(counts: &TermCounts) -> Vec<CountedTable> {
    let columns = counts.academies.len();
    let desks = { Shipped::get().desks.iter() }.map(|desk| desk.id.name());
    let outcomes = { Taxonomy::v1().outcomes.iter() }.map(|outcome| outcome.id.as_str());
    let adults = { counts.adults.iter() }.map(|(name, count)| row(name, 0, vec![*count]));
    let flat = |id, hides, names: Vec<&str>, counted: &ByAcademy| CountedTable {
        id,
        by_academy: true,
        hides,
        groups: Vec::new(),
        rows: rows(
            names.into_iter().map(|name| (name, 0)).collect(),
            counted,
            columns,
        ),
    };
    let mut tables = vec![
        cases(&counts.cases, columns),
        whole_trust(flat(
            "case_outcomes",
            true,
            outcomes.collect(),
            &counts.outcomes,
        )),
        flat("referrals", true, desks.collect(), &counts.referrals),
        incidents(&counts.incidents, columns),
        CountedTable {
            id: "adults",
            by_academy: false,
            hides: true,
            groups: Vec::new(),
            rows: adults.collect(),
        },
        CountedTable {
            id: "adult_patterns",
            by_academy: false,
            hides: true,
            groups: Vec::new(),
            rows: vec![row("several_low_level", 0, vec![counts.several_low_level])],
        },
    ];
    for (register, counted) in &counts.registers {
        let known = { Shipped::get().registers.iter() }.find(|it| it.id.as_str() == *register);
        let states = { known.into_iter() }.flat_map(|it| it.states.iter().map(|it| it.id.as_str()));
        // They name no pupil, and who has read what is nothing to hide.
        tables.push(flat(*register, false, states.collect(), counted));
    }
    tables
}

/// The same for all academies together: no case is closed that was not opened, so that an academy's
/// closed cases would bound its opened ones (ADR 21).
fn whole_trust(mut table: CountedTable) -> CountedTable {
    table.by_academy = false;
    for row in &mut table.rows {
        row.counts = vec![row.counts.iter().sum()];
    }
    table
}

/// Categories of what concerns pupils, by the four Cs, those that have none last.
fn cases(counted: &ByAcademy, columns: usize) -> CountedTable {
    let taxonomy = Taxonomy::v1();
    let fours: Vec<FourC> = taxonomy.four_cs.iter().map(|four| four.id).collect();
    let group = |four: Option<FourC>| {
        { fours.iter() }
            .position(|it| Some(*it) == four)
            .unwrap_or(fours.len())
    };
    let categories = { taxonomy.categories.iter() }
        .filter(|category| !category.about_adult)
        .map(|category| (category.id.as_str(), group(category.four_c)))
        .chain([(OTHER, fours.len())]);
    let named = { fours.iter() }.map(|four| four.name().to_owned());
    CountedTable {
        id: "cases_by_category",
        by_academy: true,
        hides: true,
        groups: named.chain(["none".to_owned()]).collect(),
        rows: rows(categories.collect(), counted, columns),
    }
}

/// The incident log but for what became a case: by what was done, and by kind within it; never a row for an
/// incident (domain.md 1, row governor).
fn incidents(counted: &BTreeMap<&'static str, ByAcademy>, columns: usize) -> CountedTable {
    let none = ByAcademy::new();
    let mut of_actions = Vec::new();
    for (group, action) in INCIDENT_ACTIONS.iter().enumerate() {
        let kinds = { Taxonomy::v1().categories.iter() }
            .filter(|category| !category.about_adult)
            .map(|category| (category.id.as_str(), group))
            .chain([(OTHER, group)]);
        let counts = counted.get(action).unwrap_or(&none);
        of_actions.extend(
            rows(kinds.collect(), counts, columns)
                .into_iter()
                .map(|row| {
                    let id = format!("{action}.{}", row.id);
                    CountedRow { id, ..row }
                }),
        );
    }
    CountedTable {
        id: "incident_log",
        by_academy: true,
        hides: true,
        groups: INCIDENT_ACTIONS.map(str::to_owned).to_vec(),
        rows: of_actions,
    }
}

/// A row for each name, and one for all that has another, where there is any.
fn rows(names: Vec<(&str, usize)>, counted: &ByAcademy, columns: usize) -> Vec<CountedRow> {
    let mut rows: Vec<CountedRow> = { names.iter() }
        .map(|(name, group)| {
            let counts = counted.get(*name).cloned();
            row(name, *group, counts.unwrap_or_else(|| vec![0; columns]))
        })
        .collect();
    let others = { counted.iter() }.filter(|(name, _)| {
        !{ names.iter() }.any(|(known, _)| known == name) || name.as_str() == OTHER
    });
    let mut sum = vec![0; columns];
    for (_, counts) in others {
        for (sum, count) in sum.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    match rows.iter_mut().find(|row| row.id == OTHER) {
        Some(row) => row.counts = sum,
        None if sum.iter().any(|count| *count > 0) => rows.push(row(OTHER, 0, sum)),
        None => {}
    }
    rows
}

fn row(id: &str, group: usize, counts: Vec<u64>) -> CountedRow {
    CountedRow {
        id: id.to_owned(),
        group,
        counts,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use lanyard_events::AcademyId;

    /// Opened at two academies 1 and 8, closed 0 and 8: by academy, 8 closed beside 9 opened in all would
    /// say that the other academy opened exactly 1.
    #[test]
    fn closed_cases_have_no_column_for_an_academy() {
        let counts = TermCounts {
            academies: (1..=2)
                .map(|n| AcademyId::new(uuid::Uuid::from_u128(n)))
                .collect(),
            cases: ByAcademy::from([("bullying".to_owned(), vec![1, 8])]),
            outcomes: ByAcademy::from([("resolved_in_school".to_owned(), vec![0, 8])]),
            ..TermCounts::default()
        };
        let tables = tables(&counts);
        let found = |id: &str| tables.iter().find(|table| table.id == id).unwrap();
        let outcomes = found("case_outcomes");
        assert!(!outcomes.by_academy && outcomes.hides);
        assert!(outcomes.rows.iter().all(|row| row.counts.len() == 1));
        let resolved = { outcomes.rows.iter() }.find(|row| row.id == "resolved_in_school");
        assert_eq!(resolved.unwrap().counts, [8]);
        assert!(found("cases_by_category").by_academy);
    }

    /// What was watched and what was left stand in one table: two tables of the same incidents would share
    /// their totals.
    #[test]
    fn incidents_stand_by_what_was_done_and_by_kind_in_one_table() {
        let of = |category: &str, counts: &[u64]| {
            ByAcademy::from([(category.to_owned(), counts.to_vec())])
        };
        let counts = TermCounts {
            academies: (1..=2)
                .map(|n| AcademyId::new(uuid::Uuid::from_u128(n)))
                .collect(),
            incidents: BTreeMap::from([
                ("monitored", of("bullying", &[7, 0])),
                ("no_further_action", of("trust_vaping", &[1, 2])),
            ]),
            ..TermCounts::default()
        };
        let tables = tables(&counts);
        let table = { tables.iter() }
            .find(|table| table.id == "incident_log")
            .unwrap();
        assert!(table.hides && table.by_academy);
        assert_eq!(table.groups, INCIDENT_ACTIONS);
        let counted = |id: &str| {
            let found = { table.rows.iter() }.find(|row| row.id == id).unwrap();
            (found.group, found.counts.clone())
        };
        assert_eq!(counted("monitored.bullying"), (0, vec![7, 0]));
        assert_eq!(counted("undecided.bullying"), (2, vec![0, 0]));
        // A category of the trust's own.
        assert_eq!(counted("no_further_action.other"), (1, vec![1, 2]));
        assert!(tables.iter().all(|table| table.id != "not_referred"));
    }

    #[test]
    fn the_rule_of_the_trust_is_the_least_that_is_hidden() {
        use Suppression::{Dfe, Nhs, Ons};
        for (settled, asked, by) in [
            (Dfe, None, Some(Dfe)),
            (Nhs, None, Some(Nhs)),
            (Nhs, Some(Ons), Some(Ons)),
            (Nhs, Some(Nhs), Some(Nhs)),
            (Nhs, Some(Dfe), None),
            (Ons, Some(Nhs), None),
        ] {
            assert_eq!(by_rule(settled, asked).ok(), by, "{settled:?} {asked:?}");
        }
    }
}
