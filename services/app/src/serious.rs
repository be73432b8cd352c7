//! Telling the governors that there is a serious incident (domain.md 1, row `governor`). They learn that there is
//! one: no name, no kind, not where, nor whether it is about an adult. Reminders carry it (`reminding`).

use lanyard_access::Action;
use lanyard_domain::serious::TellGovernors;
use lanyard_events::Sensitive;

use crate::address::Asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::grant::Readable;

impl App {
    /// Tells them of a case or an adult's matter, open or closed, in the same words.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden` for readers who do not direct it, a refusal.
    pub async fn tell_governors(
        &self,
        context: &Context,
        of: Readable,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let read = of.read();
        let asked = Asked {
            wanted: Action::TellGovernors,
            read,
            status: read,
        };
        self.address(context, of.stream(), asked).await?;
        let tell = TellGovernors { reason };
        self.change_either(context, of, Precondition::Free, tell)
            .await
    }
}
