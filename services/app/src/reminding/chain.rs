//! Who is reminded of a thing, in turn (domain.md 1 rule 7, R1, R2).

use lanyard_access::RoleSet;
use lanyard_events::{Role, StreamKind};
use lanyard_projections::reminders::{Pending, Subject};

/// R2: the safeguarding leads and the head at once, then their deputies, the head again, the trust's
/// lead. Whoever is on duty is told at once with the leads; in a gap of the rota nobody is added.
const DANGER: &[&[Role]] = &[
    &[Role::Dsl, Role::Head],
    &[Role::DeputyDsl],
    &[Role::Head],
    &[Role::TrustLead],
];
/// A concern that has come: safeguarding leads and head at once (R1), or who stands in for the leads.
const RAISED: &[&[Role]] = &[
    &[Role::Dsl, Role::Head],
    &[Role::DeputyDsl],
    &[Role::TrustLead],
];
/// One that a lead has looked at by then: the head is told all the same (R1).
const RAISED_AND_SEEN: &[&[Role]] = &[&[Role::Head], &[Role::TrustLead]];
/// What went to the chair alone: there is nobody further up.
pub(super) const CHAIR: &[&[Role]] = &[&[Role::Chair]];
/// A concern that nobody has looked at by the end of its day (R1).
const UNTRIAGED: &[&[Role]] = &[
    &[Role::Dsl, Role::DeputyDsl],
    &[Role::Head],
    &[Role::TrustLead],
];
/// That there is a matter, and no more (domain.md 1, row `elt`).
const BOARD: &[&[Role]] = &[&[Role::Elt]];
/// That there is a serious incident, and no more (domain.md 1, row `governor`).
const GOVERNORS: &[&[Role]] = &[&[Role::Governor]];
/// Anything else, after whoever has it in hand.
const OVERDUE: &[&[Role]] = &[&[], &[Role::Head], &[Role::TrustLead]];
/// A matter about an adult: all to whom it went (domain.md 1 rule 1).
const ADULT_RAISED: &[&[Role]] = &[&[Role::Head, Role::TrustLead, Role::Chair]];

/// Who is reminded of a thing, in turn. Where the matter is the chair's, so are its reminders. `lead_is_missing`
/// says that nobody can act as the trust's lead in it.
pub(super) fn chain(
    pending: &Pending,
    routed_to: RoleSet,
    lead_is_missing: bool,
) -> Vec<&'static [Role]> {
    let is_about_adult = !routed_to.contains(Role::Dsl);
    let only_chair = routed_to.iter().eq([Role::Chair]);
    let mut chain = match pending.subject {
        Subject::Danger | Subject::Untriaged if only_chair => CHAIR,
        Subject::Danger => DANGER,
        Subject::Raised { .. } if is_about_adult => ADULT_RAISED,
        Subject::Raised { is_untriaged: true } => RAISED,
        Subject::Raised { .. } => RAISED_AND_SEEN,
        Subject::Untriaged => UNTRIAGED,
        Subject::Board => BOARD,
        Subject::SeriousIncident => GOVERNORS,
        Subject::Item { .. } => OVERDUE,
    }
    .to_vec();
    // After the trust's lead comes the chair: about a head, and wherever there is no lead (domain.md 1 rule 7).
    let comes_to_chair = lead_is_missing || !routed_to.contains(Role::Head);
    if is_adults_alert(pending, routed_to) && !only_chair && comes_to_chair {
        chain.push(&[Role::Chair]);
    }
    let is_item = matches!(pending.subject, Subject::Item { .. });
    let is_matter = matches!(
        pending.matter.kind,
        StreamKind::Concern | StreamKind::Allegation
    );
    if is_item && is_matter && routed_to.contains(Role::Chair) {
        chain.push(&[Role::Chair]);
    }
    chain
}

/// Whether people are told nothing but that there is something: they need not be of those to whom it went.
pub(super) const fn is_bare(subject: Subject) -> bool {
    matches!(subject, Subject::Board | Subject::SeriousIncident)
}

/// Whether it is an alert of a concern about an adult: what is not answered goes to alternates too.
pub(super) fn is_adults_alert(pending: &Pending, routed_to: RoleSet) -> bool {
    matches!(pending.subject, Subject::Danger | Subject::Untriaged)
        && pending.matter.kind == StreamKind::Concern
        && !routed_to.contains(Role::Dsl)
}

/// The alternate whose turn it is, where they do not have the matter yet: nobody to whom it went has answered
/// (R2). Alternates come in their order: head, trust lead, chair.
pub(super) fn alternate(turn: &[Role], routed_to: RoleSet) -> Option<Role> {
    let [role] = turn else {
        return None;
    };
    let before: &[Role] = if *role == Role::TrustLead {
        &[Role::Head]
    } else if *role == Role::Chair {
        &[Role::Head, Role::TrustLead]
    } else {
        &[]
    };
    let comes_next = { before.iter() }.any(|it| routed_to.contains(*it));
    (comes_next && !routed_to.contains(*role)).then_some(*role)
}

#[cfg(test)]
mod tests {
    use lanyard_events::{At, ConcernId};
    use uuid::Uuid;

    use super::*;

    fn untriaged() -> Pending {
        Pending {
            matter: ConcernId::new(Uuid::from_u128(1)).stream(),
            academy: None,
            subject: Subject::Untriaged,
            item: "untriaged".to_owned(),
            due_at: At::from_millis(0),
            level: 0,
            patience: 0,
        }
    }

    #[test]
    fn the_chair_comes_after_the_trust_lead_or_where_there_is_none() {
        let last = |routed_to: &[Role], lead_is_missing| {
            let routed_to = routed_to.iter().copied().collect();
            chain(&untriaged(), routed_to, lead_is_missing).pop()
        };
        assert_eq!(last(&[Role::Head], false), Some(&[Role::TrustLead][..]));
        assert_eq!(last(&[Role::Head], true), Some(&[Role::Chair][..]));
        assert_eq!(last(&[Role::TrustLead], false), Some(&[Role::Chair][..]));
        // A child's never goes there.
        let pupils = [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead];
        assert_eq!(last(&pupils, true), Some(&[Role::TrustLead][..]));
    }

    #[test]
    fn an_alternate_has_their_turn_after_those_before_them_and_once() {
        let turn = |role, routed_to: &[Role]| {
            let routed_to = routed_to.iter().copied().collect();
            alternate(&[role], routed_to)
        };
        assert_eq!(turn(Role::TrustLead, &[Role::Head]), Some(Role::TrustLead));
        assert_eq!(turn(Role::Chair, &[Role::Head]), Some(Role::Chair));
        assert_eq!(turn(Role::Chair, &[Role::TrustLead]), Some(Role::Chair));
        assert_eq!(turn(Role::TrustLead, &[Role::Chair]), None);
        assert_eq!(turn(Role::Chair, &[Role::Head, Role::Chair]), None);
        assert_eq!(turn(Role::Head, &[Role::TrustLead]), None);
    }
}
