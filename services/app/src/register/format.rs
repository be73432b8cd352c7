//! The format of events: a release reads one that is higher than the record allows, until somebody
//! allows it (design.md 1, "Rolling updates").

use lanyard_domain::trust::{RaiseFormat, Trust};

use crate::app::App;
use crate::change::Precondition;
use crate::context::Done;
use crate::error::AppError;

impl App {
    /// Whether the record may hold events that this release cannot read, as far as the views know.
    ///
    /// # Errors
    /// The views cannot be read.
    pub async fn is_outdated(&self) -> Result<bool, AppError> {
        let trust = self.query(lanyard_projections::directory::trust).await?;
        Ok(trust.is_some_and(|trust| trust.format > self.parts.format))
    }

    /// Allows events of this release's format. The caller has checked that whoever runs this runs
    /// the server. Answers the format.
    ///
    /// # Errors
    /// A refusal (a higher one is in force), `NotShown` before a trust was established,
    /// `NotRecorded`, `OutcomeUnknown`.
    pub async fn raise_format(&self) -> Result<(u16, Done), AppError> {
        let trust = self.trust_stream().await?.ok_or(AppError::NotShown)?;
        let format = self.parts.format;
        let context = self.set_up();
        let raised = self.change::<Trust>(&context, trust, Precondition::Free, |_, _| {
            Ok(RaiseFormat { format }.into())
        });
        Ok((format, raised.await?))
    }
}
