//! To whom a concern goes (domain.md 1 rule 1). Routing works on persons: somebody who is head and
//! DSL at once is both, and a matter about them goes where the more senior of the two would.

use std::collections::BTreeSet;

use lanyard_events::concern::AboutAdult;
use lanyard_events::{Role, StaffId};

/// Who sees a concern about pupils: the academy's safeguarding team and the trust's lead.
const PUPIL_ROUTE: [Role; 4] = [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead];

/// What the caller looked up about one member of staff linked to the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffFacts {
    /// Who.
    pub staff: StaffId,
    /// Holds `head` of this academy, acting or named proxy included.
    pub holds_head_here: bool,
    /// Holds `dsl` or `deputy_dsl` of this academy.
    pub holds_dsl_here: bool,
    /// Holds `it` of this academy.
    pub is_it: bool,
    /// Is employed by the trust: central or peripatetic.
    pub trust_employed: bool,
    /// Holds `trust_lead`.
    pub is_trust_lead: bool,
    /// Holds `chair`, `governor` or `elt` (CEO, trustee, governor).
    pub is_elt_or_governor_or_trustee: bool,
}

/// What the caller looked up to route a matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoutingFacts {
    /// Every linked member of staff; those missing are taken for ordinary staff.
    pub staff: Vec<StaffFacts>,
    /// Roles (for this academy, or trust-wide) that somebody holds who is not conflicted with
    /// anyone linked to the matter.
    pub unconflicted: BTreeSet<Role>,
}

/// The target of an adult's matter, least senior first: several adults take the most senior.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Head,
    TrustLead,
    Chair,
}

impl StaffFacts {
    /// adult, DSL, IT staff → head; head, trust-employed → trust lead; trust lead, CEO, trustee,
    /// governor → chair.
    const fn target(&self) -> Target {
        if self.is_trust_lead || self.is_elt_or_governor_or_trustee {
            Target::Chair
        } else if self.holds_head_here || self.trust_employed {
            Target::TrustLead
        } else {
            Target::Head
        }
    }
}

impl Target {
    /// The role and its alternates in order (domain.md 1 rule 7).
    const fn chain(self) -> &'static [Role] {
        match self {
            Self::Head => &[Role::Head, Role::TrustLead, Role::Chair],
            Self::TrustLead => &[Role::TrustLead, Role::Chair],
            Self::Chair => &[Role::Chair],
        }
    }
}

/// The roles whose holders may see a matter.
///
/// `subjects` are the linked staff whom it may be about. Pupils' concerns go to the safeguarding
/// team. An adult's matter goes to one role, or the next alternate with an unconflicted holder;
/// with nobody from the staff register it goes to the head and the alternate, until they are
/// matched. Never to nobody: where no role of the chain has a holder, all of them are named, so that
/// whoever is next given one of them finds it.
#[must_use]
pub fn route(about_adult: AboutAdult, subjects: &[StaffId], facts: &RoutingFacts) -> Vec<Role> {
    if about_adult == AboutAdult::No {
        return PUPIL_ROUTE.to_vec();
    }
    let target = subjects
        .iter()
        .map(|subject| facts.target_of(*subject))
        .max();
    let receivers = if target.is_none() { 2 } else { 1 };
    let chain = target.unwrap_or(Target::Head).chain();
    let available: Vec<Role> = chain
        .iter()
        .copied()
        .filter(|role| facts.unconflicted.contains(role))
        .take(receivers)
        .collect();
    if available.is_empty() {
        chain.to_vec()
    } else {
        available
    }
}

impl RoutingFacts {
    fn target_of(&self, staff: StaffId) -> Target {
        self.staff
            .iter()
            .filter(|facts| facts.staff == staff)
            .map(StaffFacts::target)
            .max()
            .unwrap_or(Target::Head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::id;

    const TEACHER: StaffFacts = StaffFacts {
        staff: StaffId::new(uuid::Uuid::nil()),
        holds_head_here: false,
        holds_dsl_here: false,
        is_it: false,
        trust_employed: false,
        is_trust_lead: false,
        is_elt_or_governor_or_trustee: false,
    };

    fn routed(people: &[StaffFacts], unconflicted: &[Role]) -> Vec<Role> {
        let staff: Vec<_> = (0_u8..)
            .zip(people)
            .map(|(n, facts)| StaffFacts {
                staff: StaffId::new(id(n)),
                ..*facts
            })
            .collect();
        let subjects: Vec<_> = staff.iter().map(|facts| facts.staff).collect();
        let facts = RoutingFacts {
            staff,
            unconflicted: unconflicted.iter().copied().collect(),
        };
        route(AboutAdult::Yes, &subjects, &facts)
    }

    const ALL: &[Role] = &[Role::Dsl, Role::Head, Role::TrustLead, Role::Chair];

    #[test]
    fn a_concern_about_pupils_goes_to_the_safeguarding_team() {
        let facts = RoutingFacts::default();
        assert_eq!(route(AboutAdult::No, &[], &facts), PUPIL_ROUTE);
    }

    #[test]
    fn each_adult_goes_to_the_right_desk() {
        let head = StaffFacts {
            holds_head_here: true,
            ..TEACHER
        };
        let dsl = StaffFacts {
            holds_dsl_here: true,
            ..TEACHER
        };
        let it = StaffFacts {
            is_it: true,
            ..TEACHER
        };
        let peripatetic = StaffFacts {
            trust_employed: true,
            ..TEACHER
        };
        let lead = StaffFacts {
            is_trust_lead: true,
            trust_employed: true,
            ..TEACHER
        };
        let trustee = StaffFacts {
            is_elt_or_governor_or_trustee: true,
            ..TEACHER
        };
        let head_and_dsl = StaffFacts {
            holds_dsl_here: true,
            ..head
        };
        for (who, goes_to) in [
            (TEACHER, Role::Head),
            (dsl, Role::Head),
            (it, Role::Head),
            (head, Role::TrustLead),
            (head_and_dsl, Role::TrustLead),
            (peripatetic, Role::TrustLead),
            (lead, Role::Chair),
            (trustee, Role::Chair),
        ] {
            assert_eq!(routed(&[who], ALL), [goes_to], "{who:?}");
        }
    }

    #[test]
    fn not_sure_is_routed_like_yes() {
        let facts = RoutingFacts {
            staff: vec![],
            unconflicted: ALL.iter().copied().collect(),
        };
        let unmatched = [Role::Head, Role::TrustLead];
        assert_eq!(route(AboutAdult::NotSure, &[], &facts), unmatched);
        assert_eq!(route(AboutAdult::Yes, &[], &facts), unmatched);
    }

    #[test]
    fn several_adults_take_the_most_senior_route() {
        let head = StaffFacts {
            holds_head_here: true,
            ..TEACHER
        };
        assert_eq!(routed(&[TEACHER, head, TEACHER], ALL), [Role::TrustLead]);
    }

    #[test]
    fn a_conflicted_desk_is_passed_over_and_nobody_is_never_the_answer() {
        assert_eq!(
            routed(&[TEACHER], &[Role::TrustLead, Role::Chair]),
            [Role::TrustLead]
        );
        assert_eq!(routed(&[TEACHER], &[Role::Dsl, Role::Chair]), [Role::Chair]);
        assert_eq!(
            routed(&[], &[Role::TrustLead, Role::Chair]),
            [Role::TrustLead, Role::Chair]
        );
        assert_eq!(routed(&[], &[Role::Head]), [Role::Head]);
        assert_eq!(
            routed(&[TEACHER], &[]),
            [Role::Head, Role::TrustLead, Role::Chair]
        );
        assert_eq!(
            routed(
                &[StaffFacts {
                    is_trust_lead: true,
                    ..TEACHER
                }],
                &[Role::Head]
            ),
            [Role::Chair]
        );
    }

    #[test]
    fn somebody_without_facts_is_ordinary_staff() {
        let facts = RoutingFacts {
            staff: vec![],
            unconflicted: ALL.iter().copied().collect(),
        };
        assert_eq!(
            route(AboutAdult::Yes, &[StaffId::new(id(1))], &facts),
            [Role::Head]
        );
    }
}
