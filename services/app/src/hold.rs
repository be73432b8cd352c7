//! Legal holds on cases and adults' matters (R17): one person places one, two lift it (domain.md 1 rule 4).

use lanyard_access::Action;
use lanyard_domain::hold::{LiftHold, PlaceHold};
use lanyard_events::{Sensitive, StaffId};

use crate::address::Asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::grant::Readable;

/// Whoever may hold a case without reading it sees no more of it by that. Of an adult's matter nobody learns
/// but its readers.
const fn asked(of: Readable, wanted: Action) -> Asked {
    let read = of.read();
    Asked {
        wanted,
        read,
        status: match of {
            Readable::Case(_) => Action::HoldMatter,
            Readable::Allegation(_) => read,
        },
    }
}

impl App {
    /// Holds a case or an adult's matter, open or closed.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden` for readers of a case who may not, a refusal.
    pub async fn place_hold(
        &self,
        context: &Context,
        of: Readable,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let stream = of.stream();
        self.address(context, stream, asked(of, Action::HoldMatter))
            .await?;
        let place = PlaceHold { reason };
        self.change_either(context, of, Precondition::Free, place)
            .await
    }

    /// Lifts the hold, which somebody else has confirmed: no safeguarding lead, where it is an adult's matter.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn lift_hold(
        &self,
        context: &Context,
        of: Readable,
        reason: Sensitive<String>,
        confirmed_by: StaffId,
    ) -> Result<Done, AppError> {
        let stream = of.stream();
        self.address(context, stream, asked(of, Action::LiftHold))
            .await?;
        let lifted_by = context.staff().ok_or(AppError::Forbidden)?;
        let at = "/confirmed_by";
        let confirmed_by = match of {
            Readable::Case(_) => self.senior(confirmed_by, stream, at).await?,
            Readable::Allegation(_) => self.second_senior(confirmed_by, stream, at).await?,
        };
        let lift = LiftHold {
            reason,
            lifted_by,
            confirmed_by,
        };
        self.change_either(context, of, Precondition::Free, lift)
            .await
    }
}
