//! Ending the link with another case.

use lanyard_events::case_links::{CaseLinksEvent, CaseUnlinked};

use crate::case_links::command::UnlinkCase;
use crate::case_links::state::State;
use crate::refusal::Refusal;
use crate::text;

/// Nothing where they are not linked: the reaction to the other case's link may still be on its way.
pub(in crate::case_links) fn decide(
    state: &State,
    unlink: UnlinkCase,
) -> Result<Vec<CaseLinksEvent>, Refusal> {
    text::check("/reason", &unlink.reason)?;
    if state.kind_of(unlink.case).is_none() {
        return Ok(Vec::new());
    }
    let unlinked = CaseUnlinked {
        case: unlink.case,
        reason: unlink.reason,
    };
    Ok(vec![unlinked.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::CaseId;
    use lanyard_events::case_links::{CaseLinkKind, CaseLinked};

    use super::*;
    use crate::case_links::CaseLinks;
    use crate::refusal::Code;
    use crate::scenario::{given, id, words};

    fn unlink(reason: &str) -> UnlinkCase {
        UnlinkCase {
            case: CaseId::new(id(2)),
            reason: words(reason),
        }
    }

    fn linked() -> CaseLinksEvent {
        CaseLinked {
            of: CaseId::new(id(1)),
            case: CaseId::new(id(2)),
            kind: CaseLinkKind::SameGroup,
            reason: words("The same five."),
        }
        .into()
    }

    #[test]
    fn a_link_ends_once_with_a_reason() {
        let unlinked = CaseUnlinked {
            case: CaseId::new(id(2)),
            reason: words("Another group."),
        };
        given::<CaseLinks>([linked()])
            .when(unlink("Another group."))
            .then([unlinked.into()])
            .when(unlink("Another group."))
            .then_already_so();
        given::<CaseLinks>([linked()])
            .when(unlink(""))
            .then_refused(Code::TextBlank);
        given::<CaseLinks>([])
            .when(unlink("Another group."))
            .then_already_so();
    }
}
