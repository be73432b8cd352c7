//! People close to a member of staff (domain.md 1 rule 1; S30).

use lanyard_access::{Action, PersonKey};
use lanyard_domain::conflict::{AddPerson, Command, Conflict, LiftPerson, ReviewPerson};
use lanyard_domain::staff::{EndRelation, RegisterRelation, Staff};
use lanyard_domain::{Aggregate, Senior};
use lanyard_events::staff::Relation;
use lanyard_events::{PersonRef, Sensitive, StaffId};
use lanyard_projections::access_row::access_row;

use crate::app::App;
use crate::caller::key_of;
use crate::change::{Precondition, Reaction};
use crate::command_id;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::submit::Cause;

impl App {
    /// Registers that somebody is close to a member of staff.
    ///
    /// The order: 1. the person into the conflict stream, which closes every matter about them;
    /// 2. the fact into the staff record. A crash between hides too much, never too little; the
    /// client's repeat finishes it.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn register_relation(
        &self,
        context: &Context,
        staff: StaffId,
        person: PersonRef,
        relation: Relation,
    ) -> Result<Done, AppError> {
        self.on_register(
            context,
            staff.stream(),
            Action::ReadStaffRegister,
            Action::RegisterRelation,
        )?;
        self.check_person(&person, "/person")?;
        let (command, content) = context.command()?;
        if let Some(done) = self.replay(command, content).await? {
            return Ok(done);
        }
        // Refused before anything is written.
        let loaded = self.load::<Staff>(staff.stream()).await?;
        let register = RegisterRelation {
            subject: staff,
            person: person.clone(),
            relation,
        };
        <Staff as lanyard_domain::Aggregate>::decide(
            &loaded.state,
            register.clone().into(),
            self.now(),
        )?;
        let newest = loaded.newest.ok_or(AppError::NotShown)?;
        let add = AddPerson { person, relation };
        let closed = self.react::<Conflict>(
            Reaction {
                stream: self.conflict_stream(staff)?,
                academy: None,
                actor: context.caller.actor,
                occurred_at: self.now(),
                cause: Cause {
                    causation: newest,
                    correlation: newest,
                },
                id: command_id::of_case(&command),
            },
            |_, _| add.clone().into(),
        );
        self.follow(closed.await?).await?;
        self.change::<Staff>(context, staff.stream(), Precondition::Free, |_, _| {
            Ok(register.clone().into())
        })
        .await
    }

    /// A senior has looked again: the person is still close to a member of staff, and it is looked at again
    /// in 90 days (domain.md 1 rule 2).
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn review_relation(
        &self,
        context: &Context,
        staff: StaffId,
        person: PersonRef,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let by = self.reviewer(context, staff, &person).await?;
        let review = ReviewPerson {
            person,
            owner: staff,
            by,
            reason,
        };
        self.in_conflict_stream_of(context, staff, review.into())
            .await
    }

    /// Two seniors open the matters of a person again to a member of staff (domain.md 1 rule 4).
    ///
    /// The order: 1. the relation ends in the staff record; 2. the conflict stream is opened. A crash
    /// between hides too much, never too little; the client's repeat finishes it.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn lift_relation(
        &self,
        context: &Context,
        (staff, person): (StaffId, PersonRef),
        second: Option<StaffId>,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let by = self.reviewer(context, staff, &person).await?;
        let second = match second {
            Some(second) => Some(self.senior_for(second, staff, &person).await?),
            None => None,
        };
        let (command, content) = context.command()?;
        let lift = LiftPerson {
            person: person.clone(),
            owner: staff,
            by,
            second,
            reason: reason.clone(),
        };
        if self.replay(command, content).await?.is_none() {
            // Refused before anything is written.
            let loaded = self.load::<Conflict>(self.conflict_stream(staff)?).await?;
            Conflict::decide(&loaded.state, lift.clone().into(), self.now())?;
            let record = self.load::<Staff>(staff.stream()).await?;
            let newest = record.newest.ok_or(AppError::NotShown)?;
            let reaction = Reaction {
                stream: staff.stream(),
                academy: record.academy,
                actor: context.caller.actor,
                occurred_at: self.now(),
                cause: Cause {
                    causation: newest,
                    correlation: newest,
                },
                id: command_id::of_case(&command),
            };
            let end = EndRelation { person, reason };
            let ended = self.react::<Staff>(reaction, |_, _| end.clone().into());
            ended.await?;
        }
        self.in_conflict_stream_of(context, staff, lift.into())
            .await
    }

    /// The caller as the senior who decides on whom a member of staff is close to.
    async fn reviewer(
        &self,
        context: &Context,
        staff: StaffId,
        person: &PersonRef,
    ) -> Result<Senior, AppError> {
        self.on_register(
            context,
            staff.stream(),
            Action::ReadStaffRegister,
            Action::ReviewRelation,
        )?;
        let by = context.staff().ok_or(AppError::Forbidden)?;
        self.senior_for(by, staff, person).await
    }

    /// Somebody who is to decide on it, with the facts about them: conflicted is who is close to either.
    async fn senior_for(
        &self,
        senior: StaffId,
        staff: StaffId,
        person: &PersonRef,
    ) -> Result<Senior, AppError> {
        self.check_staff(senior, "/second")?;
        let row = self.staff_row(senior)?.ok_or(AppError::NotShown)?;
        let excluded = self.exclusions(row.conflict).await?;
        let people: Vec<PersonKey> = { key_of(person).into_iter() }
            .chain([PersonKey::Staff(staff)])
            .collect();
        let academy = self
            .reader
            .read(|views| access_row(views, staff.stream()))?
            .academy;
        Ok(Senior {
            staff: senior,
            is_senior_here: self.is_senior(senior, academy)?,
            is_conflicted: excluded.bars(&people),
        })
    }

    /// Changes somebody's conflict stream; the answer speaks of their record, and never shows how many
    /// conflicts somebody has.
    async fn in_conflict_stream_of(
        &self,
        context: &Context,
        staff: StaffId,
        command: Command,
    ) -> Result<Done, AppError> {
        let unconditional = Context {
            if_match: None,
            ..context.clone()
        };
        let stream = self.conflict_stream(staff)?;
        let done = self
            .change::<Conflict>(&unconditional, stream, Precondition::Free, |_, _| {
                Ok(command.clone())
            })
            .await?;
        let revision = self
            .reader
            .read(|views| access_row(views, staff.stream()))?
            .revision;
        Ok(Done {
            stream: staff.stream(),
            revision,
            event: None,
            ..done
        })
    }
}
