//! A desk is to be told. One that never acts on such matters is refused, and the right ones are
//! named (R8).

use lanyard_events::concern::Due;
use lanyard_events::referral::{ReferralEvent, ReferralNeeded, ReferralNeededAgain};

use crate::policy::{Agency, Shipped};
use crate::referral::clock::by_desk;
use crate::referral::command::Need;
use crate::referral::state::{Stage, State};
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::referral) fn decide(
    state: &State,
    need: Need,
) -> Result<Vec<ReferralEvent>, Refusal> {
    let mut checks = Checks::default();
    checks.optional("/reason", need.reason.as_ref(), TEXT_MAX_CHARS);
    checks.done()?;
    let due = due(&need);
    match state {
        State::Absent => {
            // What was decided knows better than the category: what began as bullying may have turned out worse.
            let instead = { need.desk.instead_for(&need.category) }.filter(|_| !need.settled);
            if let Some(instead) = instead {
                return Err(cannot_act(need.desk.id, instead));
            }
            let needed = ReferralNeeded {
                agency: need.desk.id.name().to_owned(),
                matter: need.matter,
                category: need.category,
                authority: need.authority,
                step: need.step,
                reason: need.reason,
                owner: need.owner,
                due,
                reference: need.reference,
            };
            Ok(vec![needed.into()])
        }
        State::There(record) if record.stage == Stage::NotMade => {
            Ok(vec![ReferralNeededAgain { due }.into()])
        }
        State::There(_) => Ok(Vec::new()),
        State::Erased => state.there().map(|_| Vec::new()),
    }
}

/// The desk's clock or the step's, whichever ends first.
fn due(need: &Need) -> Option<Due> {
    let of_desk = by_desk(
        need.desk,
        &need.category,
        need.authority.as_deref(),
        need.counts_from,
        &need.calendar,
    );
    match (of_desk, need.step_due.clone()) {
        (Some(desk), Some(step)) if step.at < desk.at => Some(step),
        (desk, step) => desk.or(step),
    }
}

fn cannot_act(agency: Agency, instead: &[Agency]) -> Refusal {
    let title = |agency: &Agency| {
        Shipped::get()
            .desk(*agency)
            .map_or(agency.name(), |desk| desk.short.as_str())
    };
    let names: Vec<_> = instead.iter().map(title).collect();
    Refusal::of_field(
        Code::DeskCannotAct,
        "/agency",
        format!(
            "{} does not act on matters of this kind (R8). These do: {}.",
            title(&agency),
            names.join(", ")
        ),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::referral::Referral;
    use crate::referral::samples::{a_need, needed, not_made};
    use crate::scenario::given;

    fn due_of(events: &[ReferralEvent]) -> (String, String, String) {
        let ReferralEvent::Needed(needed) = &events[0] else {
            panic!("{events:?}");
        };
        let due = needed.due.clone().unwrap();
        (due.rule, due.at.to_string(), due.reason)
    }

    #[test]
    fn each_desk_has_its_clock() {
        for (agency, category, rule, at, reason) in [
            (
                "ceop",
                "grooming",
                "R8",
                "2026-11-10T15:30:00.000Z",
                "today 15:30, end of the school day",
            ),
            (
                "police",
                "grooming",
                "R7",
                "2026-11-10T14:05:00.000Z",
                "at once",
            ),
            (
                "police",
                "female_genital_mutilation",
                "R5",
                "2026-11-10T14:05:00.000Z",
                "at once",
            ),
            (
                "social_care",
                "neglect",
                "R4",
                "2026-11-10T14:05:00.000Z",
                "at once",
            ),
            (
                "lado",
                "physical_abuse",
                "R3",
                "2026-11-11T17:00:00.000Z",
                "one working day from Tue 10 Nov, 14:05",
            ),
            (
                "ico",
                "security_breach",
                "R10",
                "2026-11-13T14:05:00.000Z",
                "72 hours from Tue 10 Nov, 14:05",
            ),
        ] {
            let events = given::<Referral>([])
                .when(a_need(agency, category))
                .then_events();
            let expected = (rule.to_owned(), at.to_owned(), reason.to_owned());
            assert_eq!(due_of(&events), expected, "{agency} {category}");
        }
    }

    #[test]
    fn an_authority_may_have_a_clock_of_its_own() {
        let mut need = a_need("lado", "physical_abuse");
        need.authority = Some("925".to_owned());
        need.counts_from = "2026-12-24T16:10:00Z".parse().unwrap();
        let events = given::<Referral>([]).when(need.clone()).then_events();
        let expected = (
            "R3",
            "2026-12-25T16:10:00.000Z",
            "24 hours from Thu 24 Dec, 16:10",
        );
        let (rule, at, reason) = due_of(&events);
        assert_eq!((&*rule, &*at, &*reason), expected);
        // Elsewhere it is one working day; 25 and 28 December are bank holidays.
        need.authority = Some("919".to_owned());
        let events = given::<Referral>([]).when(need).then_events();
        assert_eq!(due_of(&events).1, "2026-12-29T17:00:00.000Z");
    }

    #[test]
    fn a_step_that_is_due_earlier_holds() {
        let mut need = a_need("lado", "physical_abuse");
        need.step_due = Some(Due {
            rule: "15.6".to_owned(),
            at: "2026-11-10T15:30:00Z".parse().unwrap(),
            reason: "today".to_owned(),
        });
        let events = given::<Referral>([]).when(need).then_events();
        assert_eq!(due_of(&events).0, "15.6");
    }

    #[test]
    fn a_bullying_post_never_goes_to_ceop_and_the_right_desks_are_named() {
        let refusal = given::<Referral>([])
            .when(a_need("ceop", "cyber_bullying"))
            .then_refused(Code::DeskCannotAct);
        for desk in ["Harmful content", "Police"] {
            assert!(refusal.detail().contains(desk), "{refusal}");
        }
        // The police are never closed to a worried person.
        given::<Referral>([])
            .when(a_need("police", "cyber_bullying"))
            .then_events();
    }

    #[test]
    fn needed_once_and_again_after_it_was_called_off() {
        given::<Referral>([needed()])
            .when(a_need("police", "grooming"))
            .then_already_so();
        let events = given::<Referral>([needed(), not_made()])
            .when(a_need("police", "grooming"))
            .then_events();
        assert!(matches!(events[0], ReferralEvent::NeededAgain(_)));
        given::<Referral>([])
            .then_erased()
            .when(a_need("police", "grooming"))
            .then_refused(Code::Erased);
    }
}
