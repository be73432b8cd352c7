//! Looking into suspected misuse in a case or an adult's matter: writing in the record, and reading it
//! (domain.md 2, "Investigation record"; playbook 18).
//!
//! Who reads the matter reads its records. In an adult's matter the second senior may be one who does not: the
//! group safeguarding lead, to whom the matter did not go. Then the manager gives them a step of it by name, as
//! with every other step (ADR 19), and they see the records in which they are one of the two, nothing else.

use std::collections::BTreeSet;

use lanyard_access::{Action, Decision, Scope};
use lanyard_domain::allegation::Allegation;
use lanyard_domain::case::Case;
use lanyard_domain::investigation::{
    InvestigationEntry, InvestigationFacts, Investigations, RecordInvestigation,
};
use lanyard_domain::{Aggregate, Senior};
use lanyard_events::access::LookResult;
use lanyard_events::{EvidenceId, InvestigationId, StaffId, StreamId, StreamKind};
use lanyard_projections::access_row::access_row;
use lanyard_projections::evidence::pieces_of;
use lanyard_projections::investigations as views;

use crate::address::Asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// The actions by which a matter is read and worked on.
const fn actions(matter: StreamId) -> (Action, Action) {
    if matches!(matter.kind, StreamKind::Allegation) {
        (Action::ReadAllegation, Action::WorkAllegation)
    } else {
        (Action::ReadCase, Action::WorkCase)
    }
}

const fn asked(matter: StreamId, wanted: Action) -> Asked {
    let (read, _) = actions(matter);
    Asked {
        wanted,
        read,
        status: read,
    }
}

impl App {
    /// Writes an entry into a record of a case or an adult's matter; with no record named, begins one.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn record_investigation(
        &self,
        context: &Context,
        matter: StreamId,
        investigation: Option<InvestigationId>,
        entry: InvestigationEntry,
    ) -> Result<(Done, InvestigationId), AppError> {
        let staff = context.staff();
        let (_, work) = actions(matter);
        match investigation {
            Some(investigation) if matter.kind == StreamKind::Allegation => {
                let reads = self
                    .address_of_item(context, matter, asked(matter, work), |row| {
                        row.step.is_some()
                    })
                    .await?;
                if !reads && !self.is_senior_of(matter, investigation, staff).await? {
                    return Err(AppError::NotShown);
                }
            }
            Some(_) | None => {
                self.address(context, matter, asked(matter, work)).await?;
            }
        }
        let by = staff.ok_or(AppError::Forbidden)?;
        let (command, _) = context.command()?;
        let investigation =
            investigation.unwrap_or_else(|| InvestigationId::new(command.new_aggregate()));
        let command = RecordInvestigation {
            investigation,
            facts: self.facts_of(matter, by, &entry).await?,
            by: self.senior_in(matter, by).await?,
            entry,
        };
        let done = if matter.kind == StreamKind::Allegation {
            self.write::<Allegation>(context, matter, &command).await?
        } else {
            self.write::<Case>(context, matter, &command).await?
        };
        Ok((self.follow(done).await?, investigation))
    }

    /// The records of a case or an adult's matter.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn investigations(
        &self,
        context: &Context,
        matter: StreamId,
    ) -> Result<views::Investigations, AppError> {
        let (read, _) = actions(matter);
        let scope = match self.address(context, matter, asked(matter, read)).await {
            Ok(_) => Scope::of(&context.caller, read),
            Err(AppError::NotShown) if matter.kind == StreamKind::Allegation => {
                return self.investigations_by_name(context, matter).await;
            }
            Err(error) => return Err(error),
        };
        self.query(move |read| views::investigations(read, &scope, matter))
            .await?
            .ok_or(AppError::NotShown)
    }

    /// For whoever is one of the two seniors and reads nothing else of the matter.
    async fn investigations_by_name(
        &self,
        context: &Context,
        matter: StreamId,
    ) -> Result<views::Investigations, AppError> {
        let staff = context.staff().ok_or(AppError::NotShown)?;
        let scope = Scope::of(&context.caller, Action::ListMyActions);
        let found = self
            .query(move |read| views::investigations_by_name(read, &scope, matter, staff))
            .await?
            .ok_or(AppError::NotShown)?;
        let opened = LookResult::Opened;
        self.looks
            .record(context.caller.actor, vec![matter], opened, context.route)
            .await?;
        Ok(found)
    }

    async fn write<A: Aggregate>(
        &self,
        context: &Context,
        matter: StreamId,
        command: &RecordInvestigation,
    ) -> Result<Done, AppError>
    where
        A::Command: From<RecordInvestigation>,
    {
        self.change::<A>(context, matter, Precondition::Free, |_, _| {
            Ok(command.clone().into())
        })
        .await
    }

    /// What the rules need to know of those whom an entry names.
    async fn facts_of(
        &self,
        matter: StreamId,
        by: StaffId,
        entry: &InvestigationEntry,
    ) -> Result<InvestigationFacts, AppError> {
        let mut facts = InvestigationFacts::default();
        match entry {
            InvestigationEntry::Propose { second, .. } => {
                self.check_staff(*second, "/second")?;
                let senior = self.senior_in(matter, *second).await?;
                facts.second_is_senior = senior.is_senior_here;
                if senior.is_conflicted {
                    facts.conflicted.insert(*second);
                } else if *second != by {
                    facts.second_has_access = self.has_access(matter, *second).await?;
                }
            }
            InvestigationEntry::StartSitting { present, .. } => {
                for staff in present.iter().copied().collect::<BTreeSet<_>>() {
                    self.check_staff(staff, "/present")?;
                    if self.bars(staff, matter).await? {
                        facts.conflicted.insert(staff);
                    }
                }
            }
            InvestigationEntry::AddRow {
                evidence: Some(evidence),
                ..
            } => facts.evidence_is_here = self.is_evidence_of(matter, *evidence).await?,
            InvestigationEntry::AddRow { evidence: None, .. }
            | InvestigationEntry::Agree
            | InvestigationEntry::ChangeComputer { .. }
            | InvestigationEntry::EndSitting { .. }
            | InvestigationEntry::StrikeRow { .. }
            | InvestigationEntry::SignPrint { .. }
            | InvestigationEntry::Stop { .. }
            | InvestigationEntry::GivePoliceReference { .. }
            | InvestigationEntry::Judge { .. }
            | InvestigationEntry::SignJudgement { .. } => {}
        }
        Ok(facts)
    }

    /// In an adult's matter never a safeguarding lead: they do not learn a name by being asked (ADR 19).
    async fn senior_in(&self, matter: StreamId, staff: StaffId) -> Result<Senior, AppError> {
        if matter.kind == StreamKind::Allegation {
            self.second_senior(staff, matter, "/second").await
        } else {
            self.senior(staff, matter, "/second").await
        }
    }

    /// Whether somebody works on a matter for their role, or has a step of it by name.
    async fn has_access(&self, matter: StreamId, staff: StaffId) -> Result<bool, AppError> {
        let Some(caller) = self.caller_of_staff(staff).await? else {
            return Ok(false);
        };
        let (_, work) = actions(matter);
        let resource = { self.reader.read(|views| access_row(views, matter))? }.resource();
        if self.parts.policies.decide(&caller, work, &resource) == Decision::Permit {
            return Ok(true);
        }
        if matter.kind != StreamKind::Allegation {
            return Ok(false);
        }
        let scope = Scope::of(&caller, Action::ListMyActions);
        self.query(move |read| views::has_open_step(read, &scope, matter, staff))
            .await
    }

    /// Whether somebody is one of the two of a record.
    async fn is_senior_of(
        &self,
        matter: StreamId,
        investigation: InvestigationId,
        staff: Option<StaffId>,
    ) -> Result<bool, AppError> {
        let is_of = |investigations: &Investigations| {
            let record = investigations.get(investigation);
            record.zip(staff).is_some_and(|(it, staff)| it.is_of(staff))
        };
        let loaded = self.load::<Allegation>(matter).await?;
        Ok({ loaded.state.record() }.is_some_and(|record| is_of(&record.investigations)))
    }

    async fn is_evidence_of(
        &self,
        matter: StreamId,
        evidence: EvidenceId,
    ) -> Result<bool, AppError> {
        let matters = self.together(matter).await?.matters;
        let pieces = self.query(move |views| pieces_of(views, &matters)).await?;
        Ok(pieces.contains(&evidence))
    }
}
