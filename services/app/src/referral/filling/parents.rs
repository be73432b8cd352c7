//! What was decided about the parents, the child's wishes, and the plan that the child is on.

use lanyard_domain::clock::{in_words, london_day};
use lanyard_events::allegation::{AllegationTellingDecided, TellingTime};
use lanyard_events::case::{
    CaseNoteAdded, CaseParentsContacted, CaseParentsNotTold, CasePlanSet, CaseWishesHeard,
    NoteKind, PlanKind,
};
use lanyard_events::{At, PupilId};
use lanyard_projections::case_timeline::TimelineEntry;

use super::known::Known;
use super::place::Place;
use super::thread::of_type;

/// Whether the child's parents were told in the case, and why anybody was not (R9).
pub(super) fn know_parents(known: &mut Known, entries: &[TimelineEntry], child: PupilId) {
    let told = of_type::<CaseParentsContacted>(entries, "case.parents_contacted");
    let told = told.filter(|(_, told)| told.pupil == child).count();
    let not_told: Vec<String> = of_type::<CaseParentsNotTold>(entries, "case.parents_not_told")
        .filter(|(_, decided)| decided.pupil == child)
        .map(|(_, decided)| {
            let whom = decided.contact.as_ref();
            let whom = whom.map_or_else(
                || "Nobody told".to_owned(),
                |whom| format!("{} not told", whom.expose()),
            );
            format!("{whom}: {}", decided.reason.expose())
        })
        .collect();
    if told > 0 {
        known.put(Place::ParentsTold, "yes");
    } else if !not_told.is_empty() {
        known.put(Place::ParentsTold, "no");
    }
    known.several(Place::ParentsReasons, not_told, "\n");
}

/// Whether somebody was told, as it was decided in an adult's matter: not while the day is to come.
pub(super) fn is_told(decided: &AllegationTellingDecided, now: At) -> bool {
    match decided.when {
        TellingTime::On { on } => on <= london_day(now),
        TellingTime::AfterAdvice { .. } | TellingTime::NotTold { .. } => false,
    }
}

/// The child's wishes and feelings: what was recorded as heard from the child, notes of that sort (how it
/// was kept before), and what steps asked.
pub(super) fn know_wishes(known: &mut Known, entries: &[TimelineEntry], of_steps: Vec<String>) {
    let notes = of_type::<CaseNoteAdded>(entries, "case.note_added")
        .filter(|(_, note)| note.kind == NoteKind::ChildsWishes)
        .map(|(entry, note)| format!("{}: {}", in_words(entry.occurred_at), note.text.expose()));
    let heard = of_type::<CaseWishesHeard>(entries, "case.wishes_heard")
        .map(|(entry, heard)| format!("{}: {}", in_words(entry.occurred_at), heard.text.expose()));
    let all: Vec<String> = heard.chain(notes).chain(of_steps).collect();
    known.several(Place::ChildWishes, all, "\n");
}

/// The plan that the child is on.
pub(super) fn know_plan(known: &mut Known, plan: &CasePlanSet) {
    let kind = match plan.kind {
        PlanKind::EarlyHelp => "Early or family help",
        PlanKind::ChildInNeed => "Child in need",
        PlanKind::ChildProtection => "Child protection plan",
        PlanKind::LookedAfter => "Looked after",
    };
    let mut words = format!("{kind} since {}", plan.since);
    for (what, day) in [
        ("conference", plan.conference_on),
        ("core group", plan.core_group_on),
        ("review", plan.review_on),
    ] {
        if let Some(day) = day {
            words.push_str(&format!("; {what} on {day}"));
        }
    }
    if let Some(note) = &plan.note {
        words.push_str(&format!(". {}", note.expose()));
    }
    known.put(Place::ChildPlanStatus, words);
    known.secret(Place::ChildSocialWorker, plan.social_worker.as_ref());
}
