//! "This may be illegal": one press makes a file, or all that is attached to a matter, unreadable (R6).

use lanyard_access::Action;
use lanyard_domain::evidence::{Evidence, MakeUnreadable, ReportMatter};
use lanyard_events::evidence::UnreadableWhy;
use lanyard_events::{EvidenceId, Revision, Sensitive, StreamId};
use lanyard_projections::access_row::access_row;

use super::{asked, asked_of_matter};
use crate::app::App;
use crate::change::{Begin, Precondition};
use crate::command_id;
use crate::context::{Context, Done};
use crate::error::AppError;

impl App {
    /// Says that what is attached to a matter may be illegal to hold.
    ///
    /// 1. The mark on the matter: from here on nothing attached to it can be read, nor anything be attached.
    /// 2. Each file's own event follows as a reaction, which the worker finishes after a crash.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn report_matter(
        &self,
        context: &Context,
        matter: StreamId,
        note: Option<Sensitive<String>>,
    ) -> Result<Done, AppError> {
        let asked = asked_of_matter(matter, Action::ReportIllegal);
        self.address(context, matter, asked).await?;
        let (id, content) = context.command()?;
        let of_matter = |done| Done {
            stream: matter,
            ..done
        };
        if let Some(done) = self.replay(id, content).await? {
            return Ok(of_matter(self.follow(done).await?));
        }
        let mark = command_id::of_report(matter);
        let begin = Begin {
            stream: mark,
            academy: self.reader.read(|views| access_row(views, matter))?.academy,
            command: ReportMatter {
                matter,
                by: context.staff(),
                note,
            }
            .into(),
            id,
            content,
            occurred_at: None,
            expires: true,
        };
        match self.begin::<Evidence>(context, begin).await {
            Ok(done) => Ok(of_matter(self.follow(done).await?)),
            // Somebody has pressed before.
            Err(AppError::RaceLost) => Ok(self.already_so(matter, Revision(0))),
            Err(error) => Err(error),
        }
    }

    /// Says that one file may be illegal to hold.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn report_evidence(
        &self,
        context: &Context,
        id: EvidenceId,
        note: Option<Sensitive<String>>,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::ReportIllegal))
            .await?;
        let by = context.staff();
        self.change::<Evidence>(context, stream, Precondition::Free, |_, _| {
            Ok(MakeUnreadable {
                why: UnreadableWhy::Reported,
                by,
                note: note.clone(),
            }
            .into())
        })
        .await
    }
}
