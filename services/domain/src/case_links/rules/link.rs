//! Linking a case with another one.

use lanyard_events::case_links::{CaseLinked, CaseLinksEvent};

use crate::case_links::command::LinkCase;
use crate::case_links::state::State;
use crate::refusal::{Code, Refusal};
use crate::text;

pub(in crate::case_links) fn decide(
    state: &State,
    link: LinkCase,
) -> Result<Vec<CaseLinksEvent>, Refusal> {
    text::check("/reason", &link.reason)?;
    if link.case == link.of {
        return Err(Refusal::of_field(
            Code::CaseLinkedToItself,
            "/case",
            "A case is not linked with itself: name another one.",
        ));
    }
    match state.kind_of(link.case) {
        Some(kind) if kind == link.kind => Ok(Vec::new()),
        Some(_) => Err(Refusal::of_field(
            Code::CaseAlreadyLinked,
            "/kind",
            "These cases are linked already, in another way: end that link first, with a reason.",
        )),
        None => {
            let linked = CaseLinked {
                of: link.of,
                case: link.case,
                kind: link.kind,
                reason: link.reason,
            };
            Ok(vec![linked.into()])
        }
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::CaseId;
    use lanyard_events::case_links::CaseLinkKind;

    use super::*;
    use crate::case_links::{CaseLinks, UnlinkCase};
    use crate::scenario::{given, id, words};

    fn link() -> LinkCase {
        LinkCase {
            of: CaseId::new(id(1)),
            case: CaseId::new(id(2)),
            kind: CaseLinkKind::Siblings,
            reason: words("Her brother."),
        }
    }

    fn linked() -> CaseLinksEvent {
        let link = link();
        CaseLinked {
            of: link.of,
            case: link.case,
            kind: link.kind,
            reason: link.reason,
        }
        .into()
    }

    #[test]
    fn two_cases_are_linked_once_and_again_after_the_link_ended() {
        let unlink = UnlinkCase {
            case: link().case,
            reason: words("No brother after all."),
        };
        given::<CaseLinks>([])
            .when(link())
            .then([linked()])
            .when(link())
            .then_already_so();
        let events = given::<CaseLinks>([linked()]).when(unlink).then_events();
        given::<CaseLinks>([linked()].into_iter().chain(events))
            .when(link())
            .then([linked()]);
    }

    #[test]
    fn in_one_way_with_a_reason_and_never_with_itself() {
        let other = LinkCase {
            kind: CaseLinkKind::SameIncident,
            ..link()
        };
        given::<CaseLinks>([linked()])
            .when(other)
            .then_refused(Code::CaseAlreadyLinked);
        let blank = LinkCase {
            reason: words(" "),
            ..link()
        };
        given::<CaseLinks>([])
            .when(blank)
            .then_refused(Code::TextBlank);
        let itself = LinkCase {
            case: link().of,
            ..link()
        };
        given::<CaseLinks>([])
            .when(itself)
            .then_refused(Code::CaseLinkedToItself);
    }

    #[test]
    fn what_was_erased_stands_in_nobodys_way() {
        given::<CaseLinks>([])
            .then_erased()
            .when(link())
            .then([linked()]);
    }
}
