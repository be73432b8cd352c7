//! Commands and events of a referral out of the case that follows S06, for tests.
#![allow(clippy::unwrap_used, reason = "tests")]

use lanyard_events::referral::{
    ReferralAnswered, ReferralClosed, ReferralDrafted, ReferralEvent, ReferralNotMade, SentHow,
};
use lanyard_events::step::FilledField;
use lanyard_events::{CaseId, CategoryId};

use super::{Answer, Need, Referral, Submit};
use crate::case::samples::{DSL, HEAD, calendar, staff_id};
use crate::policy::{Agency, Desk, Form, Shipped};
use crate::scenario::{given, id, now, words};

fn agency(name: &str) -> Agency {
    { Agency::ALL.iter() }
        .copied()
        .find(|agency| agency.name() == name)
        .unwrap()
}

pub(crate) fn desk(name: &str) -> &'static Desk {
    Shipped::get().desk(agency(name)).unwrap()
}

pub(crate) fn form_of(name: &str) -> Option<&'static Form> {
    Shipped::get().form(agency(name))
}

pub(crate) fn field(field: &str, value: &str) -> FilledField {
    FilledField {
        field: field.to_owned(),
        value: words(value),
    }
}

pub(crate) fn a_need(agency: &str, category: &str) -> Need {
    Need {
        desk: desk(agency),
        matter: CaseId::new(id(1)).stream(),
        category: CategoryId::new(category),
        authority: None,
        step: None,
        settled: false,
        reason: Some(words("An adult in a game asks her to keep it secret.")),
        owner: staff_id(DSL),
        counts_from: now(),
        step_due: None,
        calendar: calendar(),
        reference: "REFR0001".to_owned(),
    }
}

pub(crate) fn needed_at(agency: &str) -> ReferralEvent {
    let need = a_need(agency, "grooming");
    given::<Referral>([]).when(need).then_events().remove(0)
}

pub(crate) fn needed() -> ReferralEvent {
    needed_at("police")
}

/// Every field that the desk needs.
pub(crate) fn full(agency: &str) -> ReferralEvent {
    let form = form_of(agency).unwrap();
    let value = |field: &crate::policy::FormField| match field.choices.first() {
        Some(choice) => choice.clone(),
        None => "unknown".to_owned(),
    };
    ReferralDrafted {
        form: agency.to_owned(),
        edition: form.edition,
        fields: { form.fields.iter() }
            .filter(|field| field.required)
            .map(|it| field(it.id.as_str(), &value(it)))
            .collect(),
        missing: Vec::new(),
    }
    .into()
}

pub(crate) fn a_submit(agency: &str, how: SentHow) -> Submit {
    Submit {
        desk: desk(agency),
        form: form_of(agency),
        how,
        at: now(),
        spoken_to: Some(words("The duty desk")),
        their_reference: Some(words("CE-10443")),
        missing_reason: None,
        calendar: calendar(),
    }
}

pub(crate) fn told(agency: &str) -> ReferralEvent {
    let submit = a_submit(agency, SentHow::Phone);
    { given::<Referral>([needed_at(agency)]).when(submit) }
        .then_events()
        .remove(0)
}

pub(crate) fn an_answer() -> Answer {
    Answer {
        desk: desk("ceop"),
        outcome: "passed_to_local_police".to_owned(),
        text: words("The local force takes it on."),
        at: now(),
        their_reference: None,
    }
}

pub(crate) fn answered() -> ReferralEvent {
    let answer = an_answer();
    ReferralAnswered {
        outcome: answer.outcome,
        text: answer.text,
        at: answer.at,
        their_reference: None,
    }
    .into()
}

pub(crate) fn not_made() -> ReferralEvent {
    ReferralNotMade {
        reason: words("The police have all of it."),
        second: Some(staff_id(HEAD)),
    }
    .into()
}

pub(crate) fn closed() -> ReferralEvent {
    ReferralClosed {
        reason: words("The police have closed it; the plan stays."),
    }
    .into()
}
