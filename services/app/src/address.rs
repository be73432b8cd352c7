//! Content addresses: denied looks like absent (design.md 5).
//!
//! Every address of content, existing or not, takes one path:
//! 1. read one access row of fixed shape (a dummy where there is none);
//! 2. decide by policy;
//! 3. write one access record, `opened` or `not shown`, and wait until it is durable;
//! 4. answer. Preconditions and refusals come after.

use lanyard_access::{Action, Decision, Resource};
use lanyard_events::access::LookResult;
use lanyard_events::{StreamId, StreamKind};
use lanyard_projections::access_row::{AccessRow, access_row};

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// What the caller may do with an address that they may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// The content.
    Content,
    /// Only that it was received and is being dealt with.
    Status,
}

/// The actions that decide about an address, fixed per kind so that every request costs the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// What is to be done; the reading action itself for a GET.
    pub(crate) wanted: Action,
    /// What makes the content visible.
    pub(crate) read: Action,
    /// What makes the status visible.
    pub(crate) status: Action,
}

impl App {
    /// Takes the one path. Answers what may be seen when the wanted action is permitted.
    ///
    /// # Errors
    /// `NotShown` when neither content nor status may be seen, or there is nothing; `Forbidden` when
    /// it may be seen but the wanted action is not permitted; `Unavailable` when the look could not
    /// be recorded.
    pub(crate) async fn address(
        &self,
        context: &Context,
        stream: StreamId,
        asked: Asked,
    ) -> Result<Seen, AppError> {
        let row = self.reader.read(|views| access_row(views, stream))?;
        let (resource, behind) = self.with_behind(&row)?;
        let decide = |action| self.permits(context, action, &resource, behind);
        // All three are always asked, so that the cost tells nothing.
        let (wanted, content, status) = (
            decide(asked.wanted),
            decide(asked.read),
            decide(asked.status),
        );
        let visible = row.exists && (content || status);
        let result = if visible {
            LookResult::Opened
        } else {
            LookResult::NotShown
        };
        self.looks
            .record(context.caller.actor, vec![stream], result, context.route)
            .await?;
        if !visible {
            return Err(AppError::NotShown);
        }
        if content && wanted {
            return Ok(Seen::Content);
        }
        // Whoever sees the status only may ask for the address itself, or do what the policies let
        // a reporter do.
        if wanted || (status && asked.wanted == asked.read) {
            return Ok(Seen::Status);
        }
        Err(AppError::Forbidden)
    }

    /// What is decided on for an address, and the matter that stands behind an entry of a register: whoever is
    /// shut out of that is shut out of the entry. Read for every entry, absent ones too, so that the cost tells
    /// nothing.
    pub(crate) fn with_behind(
        &self,
        row: &AccessRow,
    ) -> Result<(Resource, Option<StreamId>), AppError> {
        let mut resource = if row.exists {
            row.resource()
        } else {
            // As much to decide on as there is for a real one.
            Resource::absent(row.resource().kind)
        };
        if row.stream.kind != StreamKind::Register {
            return Ok((resource, None));
        }
        let behind = row.behind.unwrap_or(row.stream);
        let behind = self.reader.read(|views| access_row(views, behind))?;
        if row.behind.is_some() {
            resource.people.extend(&behind.people);
        }
        Ok((resource, Some(behind.matter)))
    }

    /// Whether somebody may do something, and would not be shut out by what stands behind it. Of an entry both are
    /// always asked.
    pub(crate) fn permits(
        &self,
        context: &Context,
        action: Action,
        resource: &Resource,
        behind: Option<StreamId>,
    ) -> bool {
        let decide = |resource: &Resource| {
            let decided = self
                .parts
                .policies
                .decide(&context.caller, action, resource);
            decided == Decision::Permit
        };
        let Some(behind) = behind else {
            return decide(resource);
        };
        let mut of_behind = resource.clone();
        of_behind.stream = Some(behind);
        decide(resource) & decide(&of_behind)
    }

    /// Decides about something that is not a content address: raising a concern, a list, a register.
    ///
    /// # Errors
    /// `Forbidden`.
    pub(crate) fn permit(
        &self,
        context: &Context,
        action: Action,
        resource: &Resource,
    ) -> Result<(), AppError> {
        match self
            .parts
            .policies
            .decide(&context.caller, action, resource)
        {
            Decision::Permit => Ok(()),
            Decision::Deny => Err(AppError::Forbidden),
        }
    }
}
