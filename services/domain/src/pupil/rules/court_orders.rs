//! What courts have ordered about a child. The clock ends an order; a court may end it before.

use lanyard_events::pupil::{PupilCourtOrderDischarged, PupilCourtOrderRecorded, PupilEvent};

use crate::pupil::command::{DischargeCourtOrder, RecordCourtOrder};
use crate::pupil::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

/// Orders about one child, ended ones too.
const ORDERS_MAX: usize = 50;

pub(in crate::pupil) fn record(
    state: &State,
    record: RecordCourtOrder,
) -> Result<Vec<PupilEvent>, Refusal> {
    let around = &state.registered()?.around;
    if around.order(record.order).is_some() {
        return Err(Refusal::new(
            Code::AlreadyExists,
            "A court order with this id is recorded already.",
        ));
    }
    let mut checks = Checks::default();
    checks.text("/title", record.title.expose(), LABEL_MAX_CHARS);
    checks.text("/says", record.says.expose(), TEXT_MAX_CHARS);
    checks.count("/title", around.orders().len() + 1, ORDERS_MAX);
    for (index, contact) in record.about.iter().enumerate() {
        if around.contact(*contact).is_none() {
            let detail = "The pupil has no such contact, or not any more.";
            checks.fail(Code::UnknownContact, format!("/about/{index}"), detail);
        }
    }
    if record.ends_on.is_some_and(|last| last < record.made_on) {
        let detail = "The last day comes before the day on which it was made.";
        checks.fail(Code::EndsBeforeItBegins, "/ends_on", detail);
    }
    checks.done()?;
    Ok(vec![
        PupilCourtOrderRecorded {
            order: record.order,
            title: record.title,
            says: record.says,
            about: record.about,
            made_on: record.made_on,
            ends_on: record.ends_on,
        }
        .into(),
    ])
}

pub(in crate::pupil) fn discharge(
    state: &State,
    discharge: DischargeCourtOrder,
) -> Result<Vec<PupilEvent>, Refusal> {
    let around = &state.registered()?.around;
    let Some(order) = around.order(discharge.order) else {
        return Err(Refusal::new(
            Code::NoSuchCourtOrder,
            "There is no such court order.",
        ));
    };
    if let Some((on, reason)) = &order.discharged {
        return if (on, reason) == (&discharge.on, &discharge.reason) {
            Ok(Vec::new())
        } else {
            Err(Refusal::new(
                Code::CourtOrderDischarged,
                "A court ended this order already.",
            ))
        };
    }
    let mut checks = Checks::default();
    checks.text("/reason", discharge.reason.expose(), TEXT_MAX_CHARS);
    if discharge.on < order.made_on {
        let detail = "The last day comes before the day on which it was made.";
        checks.fail(Code::EndsBeforeItBegins, "/on", detail);
    }
    checks.done()?;
    Ok(vec![
        PupilCourtOrderDischarged {
            order: discharge.order,
            on: discharge.on,
            reason: discharge.reason,
        }
        .into(),
    ])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::CourtOrderId;

    use super::*;
    use crate::aggregate::Aggregate;
    use crate::pupil::Pupil;
    use crate::pupil::samples::{contact, registered};
    use crate::scenario::{given, id, words};

    fn order() -> RecordCourtOrder {
        RecordCourtOrder {
            order: CourtOrderId::new(id(4)),
            title: words("Prohibited steps order"),
            says: words("The father may not take her out of school."),
            about: Vec::new(),
            made_on: "2026-10-01".parse().unwrap(),
            ends_on: Some("2026-11-30".parse().unwrap()),
        }
    }

    fn discharge(on: &str) -> DischargeCourtOrder {
        DischargeCourtOrder {
            order: CourtOrderId::new(id(4)),
            on: on.parse().unwrap(),
            reason: words("Letter of the court seen."),
        }
    }

    #[test]
    fn an_order_ends_by_the_clock_or_by_a_court() {
        let recorded = given::<Pupil>([registered()]).when(order()).then_events();
        let history = || std::iter::once(registered()).chain(recorded.clone());
        let stands = |events: Vec<PupilEvent>, day: &str| {
            let state = { events.iter() }.fold(State::Absent, |state, event| {
                Pupil::evolve(state, event).unwrap()
            });
            state.around().unwrap().orders()[0].stands_on(day.parse().unwrap())
        };
        assert!(stands(history().collect(), "2026-11-30"));
        assert!(!stands(history().collect(), "2026-12-01"));
        let ended = given::<Pupil>(history())
            .when(discharge("2026-11-10"))
            .then_events();
        let after: Vec<_> = history().chain(ended).collect();
        assert!(!stands(after.clone(), "2026-11-11"));
        given::<Pupil>(after.clone())
            .when(discharge("2026-11-10"))
            .then_already_so();
        given::<Pupil>(after)
            .when(discharge("2026-11-12"))
            .then_refused(Code::CourtOrderDischarged);
    }

    #[test]
    fn its_days_are_in_order_and_it_names_contacts_that_there_are() {
        let mut wrong = order();
        wrong.ends_on = Some("2026-09-30".parse().unwrap());
        wrong.about = vec![contact(1)];
        let refusal = given::<Pupil>([registered()])
            .when(wrong)
            .then_refused(Code::UnknownContact);
        assert_eq!(refusal.faults().count(), 2);
        let recorded = given::<Pupil>([registered()]).when(order()).then_events();
        let refusal = given::<Pupil>(std::iter::once(registered()).chain(recorded))
            .when(discharge("2026-09-30"))
            .then_refused(Code::EndsBeforeItBegins);
        assert_eq!(refusal.pointer(), Some("/on"));
    }

    #[test]
    fn there_has_to_be_a_pupil_and_an_order() {
        given::<Pupil>([]).when(order()).then_refused(Code::Absent);
        given::<Pupil>([registered()])
            .when(discharge("2026-11-10"))
            .then_refused(Code::NoSuchCourtOrder);
    }
}
