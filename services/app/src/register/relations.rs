//! People close to a member of staff (domain.md 1 rule 1; S30).

use lanyard_access::Action;
use lanyard_domain::conflict::{AddPerson, Conflict};
use lanyard_domain::staff::{RegisterRelation, Staff};
use lanyard_events::staff::Relation;
use lanyard_events::{PersonRef, StaffId};

use crate::app::App;
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
}
