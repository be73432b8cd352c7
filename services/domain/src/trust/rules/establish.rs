//! Beginning the record, once, with two persons: from then on roles are given by two.

use lanyard_events::trust::{TrustEstablished, TrustEvent};

use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LABEL_MAX_CHARS};
use crate::trust::command::Establish;
use crate::trust::state::State;

pub(in crate::trust) fn decide(
    state: &State,
    establish: Establish,
) -> Result<Vec<TrustEvent>, Refusal> {
    let established = TrustEstablished {
        name: establish.name,
        origin: establish.origin,
        trust_lead: establish.trust_lead,
        second: establish.second,
    };
    match state {
        State::Absent => {
            check(&established)?;
            Ok(vec![established.into()])
        }
        State::Established(profile) if profile.established == established => Ok(Vec::new()),
        State::Established(_) | State::Erased => Err(Refusal::new(
            Code::TrustEstablished,
            "The trust is established already: set-up happens once.",
        )),
    }
}

fn check(established: &TrustEstablished) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.text("/name", &established.name, LABEL_MAX_CHARS);
    checks.text("/origin", &established.origin, LABEL_MAX_CHARS);
    checks.done()?;
    if established.trust_lead == established.second {
        return Err(Refusal::of_field(
            Code::SecondPersonNeeded,
            "/second",
            "Set-up names two different people.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::given;
    use crate::trust::Trust;
    use crate::trust::samples::{an_establish, established};

    #[test]
    fn the_record_begins_once() {
        given::<Trust>([])
            .when(an_establish())
            .then([established()])
            .when(an_establish())
            .then_already_so();
        let mut other = an_establish();
        other.name = "Another trust".to_owned();
        given::<Trust>([established()])
            .when(other.clone())
            .then_refused(Code::TrustEstablished);
        given::<Trust>([])
            .then_erased()
            .when(other)
            .then_refused(Code::TrustEstablished);
    }

    #[test]
    fn it_takes_two_different_people_a_name_and_an_origin() {
        let mut alone = an_establish();
        alone.second = alone.trust_lead;
        given::<Trust>([])
            .when(alone)
            .then_refused(Code::SecondPersonNeeded);
        let mut blank = an_establish();
        blank.name = " ".to_owned();
        blank.origin = String::new();
        let refusal = given::<Trust>([]).when(blank).then_refused(Code::TextBlank);
        assert_eq!(refusal.faults().count(), 2);
    }
}
