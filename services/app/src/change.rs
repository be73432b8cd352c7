//! One way to change an aggregate, and one to begin one.
//!
//! The order (design.md 1, "Idempotency"): the caller is authorised before this; then the command id
//! is looked up, then `If-Match` is compared, then the rules decide, then the events are proposed. A
//! race without `If-Match` is decided again, at most three times.

use lanyard_domain::Aggregate;
use lanyard_domain::allegation::{self, Allegation};
use lanyard_domain::case::{self, Case};
use lanyard_domain::pupil::{Command as PupilCommand, Pupil};
use lanyard_events::pupil::PupilPart;
use lanyard_events::{AcademyId, At, CommandId, Event, PupilId, StreamId};

use crate::app::App;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::grant::Readable;
use crate::load::Loaded;
use crate::submit::{Cause, Change, Submitted};

/// Attempts in a race (design.md 1).
const ATTEMPTS: usize = 3;

/// Whether a change must say on which revision it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precondition {
    /// Changing what others may be changing: `If-Match` or 428.
    Required,
    /// Adding to it: whatever came in between stays right.
    Free,
}

impl App {
    /// Changes an existing aggregate. `command` builds the domain's command from what was loaded.
    pub(crate) async fn change<A: Aggregate>(
        &self,
        context: &Context,
        stream: StreamId,
        precondition: Precondition,
        command: impl Fn(&Loaded<A::State>, At) -> Result<A::Command, AppError>,
    ) -> Result<Done, AppError> {
        self.change_on::<A>(context, stream, (precondition, None), command)
            .await
    }

    /// Changes a case or an adult's matter by what is done in both alike.
    pub(crate) async fn change_either<C>(
        &self,
        context: &Context,
        of: Readable,
        precondition: Precondition,
        command: C,
    ) -> Result<Done, AppError>
    where
        C: Clone + Into<case::Command> + Into<allegation::Command>,
    {
        let stream = of.stream();
        match of {
            Readable::Case(_) => {
                self.change::<Case>(context, stream, precondition, |_, _| {
                    Ok(command.clone().into())
                })
                .await
            }
            Readable::Allegation(_) => {
                self.change::<Allegation>(context, stream, precondition, |_, _| {
                    Ok(command.clone().into())
                })
                .await
            }
        }
    }

    /// Changes a part of a pupil's record: `If-Match` is compared with the part's own revision, and the answer has
    /// that one. What moved another part meanwhile is no conflict: it is decided again (ADR 23).
    pub(crate) async fn change_part(
        &self,
        context: &Context,
        pupil: PupilId,
        (precondition, part): (Precondition, PupilPart),
        command: impl Fn(&Loaded<<Pupil as Aggregate>::State>, At) -> Result<PupilCommand, AppError>,
    ) -> Result<Done, AppError> {
        self.change_on::<Pupil>(context, pupil.stream(), (precondition, Some(part)), command)
            .await
    }

    async fn change_on<A: Aggregate>(
        &self,
        context: &Context,
        stream: StreamId,
        (precondition, part): (Precondition, Option<PupilPart>),
        command: impl Fn(&Loaded<A::State>, At) -> Result<A::Command, AppError>,
    ) -> Result<Done, AppError> {
        let (id, content) = context.command()?;
        if let Some(done) = self.replay(id, content).await? {
            return self.in_part(done, part).await;
        }
        for _attempt in 0..ATTEMPTS {
            let loaded = self.load::<A>(stream).await?;
            let Some(tip) = loaded.tip else {
                return Err(AppError::NotShown);
            };
            let current = part.map_or(tip.revision, |part| loaded.parts.of(part));
            match (context.if_match, precondition) {
                (None, Precondition::Required) => return Err(AppError::PreconditionRequired),
                (Some(expected), _) if expected != current => {
                    return Err(AppError::Stale { current });
                }
                (None, Precondition::Free) | (Some(_), _) => {}
            }
            let at = self.now();
            let events = A::decide(&loaded.state, command(&loaded, at)?, at)?;
            if events.is_empty() {
                return Ok(self.already_so(stream, current));
            }
            let change = Change {
                stream,
                tip: loaded.tip,
                events: events.into_iter().map(Into::into).collect(),
                academy: loaded.academy,
                actor: context.caller.actor,
                occurred_at: at,
                cause: None,
                command: id,
                content,
                expires: true,
            };
            match self.submit(change).await? {
                Submitted::Done(done) => return self.in_part(done, part).await,
                Submitted::Conflict {
                    actual: Some(current),
                } if context.if_match.is_some() && part.is_none() => {
                    return Err(AppError::Stale { current });
                }
                Submitted::Conflict { .. } => {}
            }
        }
        Err(AppError::RaceLost)
    }

    /// The same with the revision of a part of a pupil's record.
    pub(crate) async fn in_part(
        &self,
        done: Done,
        part: Option<PupilPart>,
    ) -> Result<Done, AppError> {
        let Some(part) = part else {
            return Ok(done);
        };
        let revision = self.part_revision(done.stream, part, done.revision).await?;
        Ok(Done { revision, ..done })
    }

    /// Adds to an aggregate, or begins it with its first event. It has no revision that anybody could name.
    pub(crate) async fn add_to<A: Aggregate>(
        &self,
        context: &Context,
        (stream, academy): (StreamId, Option<AcademyId>),
        command: impl Fn(&Loaded<A::State>) -> Result<A::Command, AppError>,
    ) -> Result<Done, AppError> {
        let (id, content) = context.command()?;
        if let Some(done) = self.replay(id, content).await? {
            return Ok(done);
        }
        for _attempt in 0..ATTEMPTS {
            let loaded = self.load::<A>(stream).await?;
            let at = self.now();
            let events = A::decide(&loaded.state, command(&loaded)?, at)?;
            if events.is_empty() {
                let revision =
                    { loaded.tip }.map_or(lanyard_events::Revision(0), |tip| tip.revision);
                return Ok(self.already_so(stream, revision));
            }
            let change = Change {
                stream,
                tip: loaded.tip,
                events: events.into_iter().map(Into::into).collect(),
                academy: loaded.academy.or(academy),
                actor: context.caller.actor,
                occurred_at: at,
                cause: None,
                command: id,
                content,
                expires: true,
            };
            if let Submitted::Done(done) = self.submit(change).await? {
                return Ok(done);
            }
        }
        Err(AppError::RaceLost)
    }

    /// Begins an aggregate of the given events, decided on nothing.
    pub(crate) async fn begin<A: Aggregate>(
        &self,
        context: &Context,
        begin: Begin<A::Command>,
    ) -> Result<Done, AppError> {
        let at = self.now();
        let events = A::decide(&A::State::default(), begin.command, at)?;
        let change = Change {
            stream: begin.stream,
            tip: None,
            events: events.into_iter().map(Into::into).collect(),
            academy: begin.academy,
            actor: context.caller.actor,
            occurred_at: begin.occurred_at.unwrap_or(at),
            cause: None,
            command: begin.id,
            content: begin.content,
            expires: begin.expires,
        };
        match self.submit(change).await? {
            Submitted::Done(done) => Ok(done),
            Submitted::Conflict { .. } => Err(AppError::RaceLost),
        }
    }

    /// Runs the second half of what spans two streams. Its command id comes from the cause, so
    /// running it again records nothing twice.
    pub(crate) async fn react<A: Aggregate>(
        &self,
        reaction: Reaction,
        command: impl Fn(&Loaded<A::State>, At) -> A::Command,
    ) -> Result<Done, AppError> {
        // A reaction's content is fixed by its cause.
        let content = [0; 32];
        if let Some(done) = self.replay(reaction.id, content).await? {
            return Ok(done);
        }
        for _attempt in 0..ATTEMPTS {
            let loaded = self.load::<A>(reaction.stream).await?;
            let at = self.now();
            let events = A::decide(&loaded.state, command(&loaded, at), at)?;
            if events.is_empty() {
                // The worker may have run it since it was looked up: then its answer is the one, so
                // that what follows from it is run here too.
                if let Some(done) = self.replay(reaction.id, content).await? {
                    return Ok(done);
                }
                let revision = loaded
                    .tip
                    .map_or(lanyard_events::Revision(0), |tip| tip.revision);
                return Ok(self.already_so(reaction.stream, revision));
            }
            let change = Change {
                stream: reaction.stream,
                tip: loaded.tip,
                events: events.into_iter().map(Into::into).collect::<Vec<Event>>(),
                academy: reaction.academy,
                actor: reaction.actor,
                occurred_at: reaction.occurred_at,
                cause: Some(reaction.cause),
                command: reaction.id,
                content,
                expires: true,
            };
            if let Submitted::Done(done) = self.submit(change).await? {
                return Ok(done);
            }
        }
        Err(AppError::RaceLost)
    }

    /// Nothing had to change.
    pub(crate) fn already_so(&self, stream: StreamId, revision: lanyard_events::Revision) -> Done {
        Done {
            stream,
            revision,
            position: self.head(),
            event: None,
            replayed: false,
        }
    }
}

/// What begins an aggregate.
pub(crate) struct Begin<C> {
    pub(crate) stream: StreamId,
    pub(crate) academy: Option<AcademyId>,
    pub(crate) command: C,
    pub(crate) id: CommandId,
    pub(crate) content: [u8; 32],
    /// When it happened, where that is not now.
    pub(crate) occurred_at: Option<At>,
    pub(crate) expires: bool,
}

/// The second half of what spans two streams.
pub(crate) struct Reaction {
    pub(crate) stream: StreamId,
    pub(crate) academy: Option<AcademyId>,
    pub(crate) actor: lanyard_events::Actor,
    pub(crate) occurred_at: At,
    pub(crate) cause: Cause,
    pub(crate) id: CommandId,
}
