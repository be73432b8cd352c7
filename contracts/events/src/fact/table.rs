//! Which events are told to other systems. A type that is not in the table is not told, and fails
//! the test below: a new event starts invisible, and somebody decides.

use Telling::{Told, Withheld};

/// Whether events of a type are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// Yes, where the matter is not an adult's.
    Told,
    /// No; why not.
    Withheld(&'static str),
}

/// The type itself would say something of the content.
const HINTS: Telling = Withheld("the type alone says something of the content");
/// Who is on the staff register, in which part, is nobody's business but the register's; roles and
/// relations besides hint at conflicts and at adults' matters.
const STAFF: Telling = Withheld("hints at conflicts, or at a matter about an adult");
const CONFLICTS: Telling = Withheld("conflicts are never told");
const ADULTS: Telling = Withheld("a matter about an adult is never told");
/// It may come out of an adult's matter, and that there is one is content by itself.
const DESKS: Telling = Withheld("that a desk outside was told is content by itself");
const FAMILY: Telling =
    Withheld("who is around a child, and who must not be told, is content by itself");
const LOOKS: Telling = Withheld("who looks, and who may, is never told");
const REGISTERS: Telling = Withheld("which register it is says something of the content");
const WORKINGS: Telling = Withheld("the record's own workings");

#[rustfmt::skip]
const TABLE: &[(&str, Telling)] = &[
    ("concern.raised", Told),
    ("concern.information_added", Told),
    ("concern.triaged", Told),
    ("concern.person_corrected", HINTS),
    ("concern.text_corrected", HINTS),
    ("concern.rerouted", STAFF),
    ("concern.passed_on", HINTS),
    ("case.opened", Told),
    ("case.concern_added", Told),
    ("case.note_added", Withheld("says nothing that another system could act on")),
    ("case.action_planned", Told),
    ("case.action_done", Told),
    ("case.action_given", STAFF),
    ("case.parents_contacted", HINTS),
    ("case.parents_not_told", HINTS),
    ("case.plan_set", HINTS),
    ("case.plan_ended", HINTS),
    ("case.assessed", HINTS),
    ("case.wishes_heard", HINTS),
    ("case.measure_taken", HINTS),
    ("case.measure_ended", HINTS),
    ("case.person_linked", HINTS),
    ("case.person_corrected", HINTS),
    ("case.owner_changed", STAFF),
    ("case.owner_lost", STAFF),
    ("case.closed", Told),
    ("case.reopened", Told),
    ("case.held", HINTS),
    ("case.hold_lifted", HINTS),
    ("case.governors_told", HINTS),
    ("case.playbook_started", HINTS),
    ("case.step_done", HINTS),
    ("case.step_skipped", HINTS),
    ("case.step_given", STAFF),
    ("case.duties_left", HINTS),
    ("case.investigation_recorded", HINTS),
    ("case_links.linked", HINTS),
    ("case_links.unlinked", HINTS),
    ("referral.needed", DESKS),
    ("referral.drafted", DESKS),
    ("referral.submitted", DESKS),
    ("referral.put_in_writing", DESKS),
    ("referral.acknowledged", DESKS),
    ("referral.chased", DESKS),
    ("referral.answered", DESKS),
    ("referral.disputed", DESKS),
    ("referral.not_made", DESKS),
    ("referral.needed_again", DESKS),
    ("referral.given", STAFF),
    ("referral.closed", DESKS),
    ("allegation.opened", ADULTS),
    ("allegation.concern_added", ADULTS),
    ("allegation.person_linked", ADULTS),
    ("allegation.person_corrected", ADULTS),
    ("allegation.person_matched", ADULTS),
    ("allegation.decision_due", ADULTS),
    ("allegation.threshold_decided", ADULTS),
    ("allegation.consulted", ADULTS),
    ("allegation.note_added", ADULTS),
    ("allegation.support_person_named", ADULTS),
    ("allegation.telling_decided", ADULTS),
    ("allegation.interim_measure_decided", ADULTS),
    ("allegation.enquiry_noted", ADULTS),
    ("allegation.outcome_recorded", ADULTS),
    ("allegation.child_case_linked", ADULTS),
    ("allegation.child_case_declined", ADULTS),
    ("allegation.name_shared", ADULTS),
    ("allegation.owner_changed", ADULTS),
    ("allegation.rerouted", ADULTS),
    ("allegation.playbook_started", ADULTS),
    ("allegation.step_done", ADULTS),
    ("allegation.step_skipped", ADULTS),
    ("allegation.step_given", ADULTS),
    ("allegation.duties_left", ADULTS),
    ("allegation.investigation_recorded", ADULTS),
    ("allegation.closed", ADULTS),
    ("allegation.reopened", ADULTS),
    ("allegation.held", ADULTS),
    ("allegation.hold_lifted", ADULTS),
    ("allegation.governors_told", ADULTS),
    ("evidence.captured", HINTS),
    ("evidence.custody_passed", HINTS),
    ("evidence.sealed", HINTS),
    ("evidence.opening_asked", HINTS),
    ("evidence.opening_agreed", HINTS),
    ("evidence.opened", LOOKS),
    ("evidence.released", HINTS),
    ("evidence.made_unreadable", HINTS),
    ("evidence.destruction_instructed", HINTS),
    ("evidence.destruction_agreed", HINTS),
    ("evidence.destroyed", HINTS),
    ("evidence.matter_reported", HINTS),
    ("grant.given", LOOKS),
    ("grant.ended", LOOKS),
    ("grant.glass_broken", LOOKS),
    ("grant.glass_held", LOOKS),
    ("grant.reviewed", LOOKS),
    ("register.added", REGISTERS),
    ("register.filled", REGISTERS),
    ("register.corrected", REGISTERS),
    ("register.moved", REGISTERS),
    ("register.given", REGISTERS),
    ("pupil.registered", Told),
    ("pupil.details_changed", Told),
    ("pupil.left", Told),
    ("pupil.contact_recorded", FAMILY),
    ("pupil.contact_changed", FAMILY),
    ("pupil.contact_ended", FAMILY),
    ("pupil.do_not_contact_marked", FAMILY),
    ("pupil.do_not_contact_lifted", FAMILY),
    ("pupil.court_order_recorded", FAMILY),
    ("pupil.court_order_discharged", FAMILY),
    ("pupil.communication_recorded", FAMILY),
    ("pupil.designation_recorded", FAMILY),
    ("pupil.designation_ended", FAMILY),
    ("pupil.file_received", HINTS),
    ("academy.opened", Told),
    ("academy.calendar_set", Told),
    ("academy.contacts_set", Withheld("says nothing that another system could act on")),
    ("academy.duty_set", STAFF),
    ("academy.duty_ended", STAFF),
    ("staff.registered", STAFF),
    ("staff.login_bound", STAFF),
    ("staff.relation_registered", STAFF),
    ("staff.relation_ended", STAFF),
    ("staff.role_proposed", STAFF),
    ("staff.role_confirmed", STAFF),
    ("staff.role_ended", STAFF),
    ("staff.email_set", STAFF),
    ("staff.email_chosen", STAFF),
    ("staff.ended", STAFF),
    ("conflict.person_added", CONFLICTS),
    ("conflict.person_review_planned", CONFLICTS),
    ("conflict.person_reviewed", CONFLICTS),
    ("conflict.person_lifted", CONFLICTS),
    ("conflict.matter_added", CONFLICTS),
    ("conflict.review_asked", CONFLICTS),
    ("conflict.review_planned", CONFLICTS),
    ("conflict.matter_confirmed", CONFLICTS),
    ("conflict.matter_reviewed", CONFLICTS),
    ("conflict.matter_lifted", CONFLICTS),
    ("clock.reminded", Withheld("that somebody was reminded says how a matter stands")),
    ("access.looked", LOOKS),
    ("filler.added", WORKINGS),
    ("seal.heads", WORKINGS),
    ("snapshot.published", Withheld("figures are for governors, and read where they are")),
    ("delivery.began", WORKINGS),
    ("delivery.reached", WORKINGS),
    ("policy.proposed", WORKINGS),
    ("policy.published", WORKINGS),
    ("policy.withdrawn", WORKINGS),
    ("delivery.mailed", WORKINGS),
    ("delivery.mail_failed", WORKINGS),
    ("trust.established", WORKINGS),
    ("trust.taxonomy_published", WORKINGS),
    ("trust.format_raised", WORKINGS),
    ("trust.log_reopened", WORKINGS),
    ("trust.setting_proposed", WORKINGS),
    ("trust.setting_confirmed", WORKINGS),
];

/// What was decided of a type; none for a type that nobody has decided on, which is not told.
#[must_use]
pub fn telling(event_type: &str) -> Option<Telling> {
    TABLE
        .iter()
        .find(|(known, _)| *known == event_type)
        .map(|(_, telling)| *telling)
}

/// The types that are told, in the order of the table.
pub(super) fn told() -> impl Iterator<Item = &'static str> {
    TABLE
        .iter()
        .filter(|(_, telling)| *telling == Told)
        .map(|(event_type, _)| *event_type)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::event::EventKind;

    #[test]
    fn every_type_of_event_has_been_decided_on_once() {
        let known: Vec<_> = EventKind::all().map(|kind| kind.event_type).collect();
        let undecided: Vec<_> = known.iter().filter(|it| telling(it).is_none()).collect();
        assert!(
            undecided.is_empty(),
            "decide in contracts/events/src/fact/table.rs whether others are told of {undecided:?}"
        );
        let decided: BTreeSet<_> = TABLE.iter().map(|(event_type, _)| event_type).collect();
        assert_eq!(decided.len(), TABLE.len(), "a type stands there twice");
        assert_eq!(decided.len(), known.len(), "a type there is none");
    }

    #[test]
    fn what_nobody_has_decided_on_is_not_told() {
        assert_eq!(telling("allegation.burnt"), None);
    }

    #[test]
    fn of_whole_aggregates_nothing_is_told() {
        let told: BTreeSet<_> = told().filter_map(|it| it.split('.').next()).collect();
        assert_eq!(
            told,
            BTreeSet::from(["academy", "case", "concern", "pupil"])
        );
    }
}
