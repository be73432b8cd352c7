//! Telling the safeguarding governors that there is a serious incident (domain.md 1, row `governor`): somebody
//! decides it and says why; the governors get a notice without name, kind or detail.

use lanyard_events::Sensitive;

use crate::refusal::Refusal;
use crate::text;

/// Tells the governors.
#[derive(Debug, Clone)]
pub struct TellGovernors {
    /// Why they are told; they do not read it.
    pub reason: Sensitive<String>,
}

/// The reason to record; none where they were told for it already.
pub(crate) fn tell(
    told_for: Option<&Sensitive<String>>,
    tell: TellGovernors,
) -> Result<Option<Sensitive<String>>, Refusal> {
    text::further_reason(told_for, tell.reason)
}
