//! Conflicts of interest in single matters and entries of registers (domain.md 1 rule 1): marked by anyone
//! who may read it, in force at once, confirmed or lifted by an unconflicted senior.

use lanyard_access::{Action, PersonKey, Resource, RoleSet};
use lanyard_domain::Senior;
use lanyard_domain::conflict::{
    AddMatter, Command, ConfirmMatter, Conflict, LiftMatter, ReviewMatter,
};
use lanyard_events::{At, EntryId, Sensitive, StaffId, StreamId, StreamKind};
use lanyard_projections::access_row::access_row;
use lanyard_projections::conflict_reviews::reassigned_at;

use crate::address::Asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// Where somebody has a conflict: a matter, or an entry below the register that is its address.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    stream: StreamId,
    register: Option<&'a str>,
}

impl From<StreamId> for Place<'_> {
    fn from(stream: StreamId) -> Self {
        Self {
            stream,
            register: None,
        }
    }
}

impl<'a> Place<'a> {
    /// An entry of a register.
    #[must_use]
    pub fn of_entry(register: &'a str, entry: EntryId) -> Self {
        Self {
            stream: entry.stream(),
            register: Some(register),
        }
    }
}

/// Whose conflict in which matter, and what is to be decided about it.
#[derive(Debug, Clone, Copy)]
struct About<'a> {
    place: Place<'a>,
    staff: StaffId,
    action: Action,
}

impl App {
    /// Closes a matter to somebody, at once.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn mark_conflict(
        &self,
        context: &Context,
        place: impl Into<Place<'_>>,
        staff: StaffId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let place = place.into();
        let matter = place.stream;
        self.matter(context, place, Action::MarkConflict).await?;
        self.check_staff(staff, "/staff")?;
        let command = AddMatter { matter, reason };
        if matter.kind == StreamKind::Case {
            // A crash between hides too much, never too little.
            self.close_handed_over(context, &command, staff).await?;
        }
        self.in_conflict_stream(context, matter, staff, command.into())
            .await
    }

    /// A second, unconflicted senior agrees that the matter stays closed to somebody.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn confirm_conflict(
        &self,
        context: &Context,
        place: impl Into<Place<'_>>,
        staff: StaffId,
    ) -> Result<Done, AppError> {
        let place = place.into();
        let matter = place.stream;
        let about = About {
            place,
            staff,
            action: Action::ConfirmConflict,
        };
        self.decide_conflict(context, about, |by| {
            ConfirmMatter {
                matter,
                by,
                owner: staff,
            }
            .into()
        })
        .await
    }

    /// An unconflicted senior has looked again at what was confirmed, or came with another matter: it stays
    /// closed to somebody, and is looked at again in 90 days (domain.md 1 rule 2).
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn review_conflict(
        &self,
        context: &Context,
        place: impl Into<Place<'_>>,
        staff: StaffId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let place = place.into();
        let matter = place.stream;
        let about = About {
            place,
            staff,
            action: Action::ConfirmConflict,
        };
        self.decide_conflict(context, about, |by| {
            ReviewMatter {
                matter,
                by,
                owner: staff,
                reason,
            }
            .into()
        })
        .await
    }

    /// An unconflicted senior opens the matter to somebody again; once it was confirmed, with a second one
    /// who agrees (domain.md 1 rule 4).
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn lift_conflict(
        &self,
        context: &Context,
        place: impl Into<Place<'_>>,
        staff: StaffId,
        second: Option<StaffId>,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let place = place.into();
        let matter = place.stream;
        let about = About {
            place,
            staff,
            action: Action::LiftConflict,
        };
        // Before anything is said of whom it names.
        self.matter(context, place, Action::MarkConflict).await?;
        let second = self.second(second, matter).await?;
        self.decide_conflict(context, about, |by| {
            LiftMatter {
                matter,
                by,
                second,
                owner: staff,
                reason,
            }
            .into()
        })
        .await
    }

    /// Records what the caller, as a senior, decides about somebody's conflict.
    async fn decide_conflict(
        &self,
        context: &Context,
        about: About<'_>,
        command: impl FnOnce(Senior) -> Command,
    ) -> Result<Done, AppError> {
        let by = self.decided_by(context, about).await?;
        self.in_conflict_stream(context, about.place.stream, about.staff, command(by))
            .await
    }

    /// When something that the caller had in hand was last given to others because it was closed to
    /// them; nothing more is told of it.
    ///
    /// # Errors
    /// When the views cannot be read.
    pub fn reassigned_at(&self, context: &Context) -> Result<Option<At>, AppError> {
        let Some(staff) = context.staff() else {
            return Ok(None);
        };
        Ok(self.reader.read(|views| reassigned_at(views, staff))?)
    }

    async fn matter(
        &self,
        context: &Context,
        place: Place<'_>,
        wanted: Action,
    ) -> Result<(), AppError> {
        let matter = place.stream;
        if let Some(register) = place.register {
            let entry = EntryId::new(matter.uuid);
            return self.entry_seen(context, register, entry).await;
        }
        let read = if matter.kind == StreamKind::Case {
            Action::ReadCase
        } else if matter.kind == StreamKind::Allegation {
            Action::ReadAllegation
        } else {
            Action::ReadConcern
        };
        let asked = Asked {
            wanted,
            read,
            status: read,
        };
        self.address(context, matter, asked).await.map(|_| ())
    }

    /// The caller as the senior who confirms or lifts somebody's conflict.
    async fn decided_by(&self, context: &Context, about: About<'_>) -> Result<Senior, AppError> {
        let About {
            place,
            staff,
            action,
        } = about;
        let matter = place.stream;
        self.matter(context, place, Action::MarkConflict).await?;
        let row = self.reader.read(|views| access_row(views, matter))?;
        let mut resource = Resource {
            subject: Some(PersonKey::Staff(staff)),
            ..row.resource()
        };
        if place.register.is_some() {
            // More people see an entry than decide about it: the seniors among them, and not whose own it is.
            let seniors = { row.routed_to.iter() }.filter(|role| RoleSet::SENIORS.contains(*role));
            resource.routed_to = RoleSet::from_roles(seniors);
            resource.granted.clear();
        }
        self.permit(context, action, &resource)?;
        let by = context.staff().ok_or(AppError::Forbidden)?;
        self.senior(by, matter, "/").await
    }

    /// Changes somebody's conflict stream; the answer speaks of the matter, and never shows how many
    /// conflicts somebody has.
    async fn in_conflict_stream(
        &self,
        context: &Context,
        matter: StreamId,
        staff: StaffId,
        command: Command,
    ) -> Result<Done, AppError> {
        let row = self.staff_row(staff)?.ok_or(AppError::NotShown)?;
        let unconditional = Context {
            if_match: None,
            ..context.clone()
        };
        let stream = row.conflict.stream();
        let done = self
            .change::<Conflict>(&unconditional, stream, Precondition::Free, |_, _| {
                Ok(command.clone())
            })
            .await?;
        let done = self.follow(done).await?;
        let revision = self
            .reader
            .read(|views| access_row(views, matter))?
            .revision;
        Ok(Done {
            stream: matter,
            revision,
            event: None,
            ..done
        })
    }
}
