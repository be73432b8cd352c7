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
const CHAIR: &[&[Role]] = &[&[Role::Chair]];
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

/// Who is reminded of a thing, in turn. Where the matter is the chair's, so are its reminders.
pub(super) fn chain(pending: &Pending, routed_to: RoleSet) -> Vec<&'static [Role]> {
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
    let is_alert = matches!(pending.subject, Subject::Danger | Subject::Untriaged);
    if is_alert && is_about_adult && !only_chair && !routed_to.contains(Role::Head) {
        // About a head: after the trust's lead comes the chair (domain.md 1 rule 7).
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

/// Whose turn it is where that is an alternate who does not have the matter yet: nobody to whom an adult's
/// matter went has answered (R2).
pub(super) fn next_alternate(
    pending: &Pending,
    chain: &[&'static [Role]],
    routed_to: RoleSet,
) -> Option<Role> {
    let is_alert = matches!(pending.subject, Subject::Danger | Subject::Untriaged);
    let is_adults = pending.matter.kind == StreamKind::Concern && !routed_to.contains(Role::Dsl);
    let turn = *chain.get(usize::from(pending.level))?;
    let [role] = turn else {
        return None;
    };
    let after = [
        (Role::TrustLead, Role::Head),
        (Role::Chair, Role::TrustLead),
    ];
    let comes_next = { after.iter() }
        .any(|(alternate, before)| role == alternate && routed_to.contains(*before));
    (is_alert && is_adults && comes_next && !routed_to.contains(*role)).then_some(*role)
}
