//! Allowing events of a higher format: formats only rise.

use lanyard_events::trust::{TrustEvent, TrustFormatRaised};

use crate::refusal::{Code, Refusal};
use crate::trust::command::RaiseFormat;
use crate::trust::state::State;

pub(in crate::trust) fn decide(
    state: &State,
    raise: &RaiseFormat,
) -> Result<Vec<TrustEvent>, Refusal> {
    let format = state.established()?.format;
    match raise.format.cmp(&format) {
        std::cmp::Ordering::Equal => Ok(Vec::new()),
        std::cmp::Ordering::Greater => {
            let raised = TrustFormatRaised {
                format: raise.format,
            };
            Ok(vec![raised.into()])
        }
        std::cmp::Ordering::Less => Err(Refusal::of_field(
            Code::VersionNotHigher,
            "/format",
            format!("Format {format} is in force: formats only rise."),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::given;
    use crate::trust::samples::established;
    use crate::trust::{FIRST_FORMAT, Trust};

    #[test]
    fn a_format_rises_once() {
        let raise = RaiseFormat { format: 2 };
        given::<Trust>([established()])
            .when(raise)
            .then([TrustFormatRaised { format: 2 }.into()])
            .when(raise)
            .then_already_so();
        let first = RaiseFormat {
            format: FIRST_FORMAT,
        };
        given::<Trust>([established()])
            .when(first)
            .then_already_so();
    }

    #[test]
    fn it_never_falls_and_needs_a_trust() {
        let raised: TrustEvent = TrustFormatRaised { format: 3 }.into();
        let lower = RaiseFormat { format: 2 };
        given::<Trust>([established(), raised])
            .when(lower)
            .then_refused(Code::VersionNotHigher);
        given::<Trust>([]).when(lower).then_refused(Code::Absent);
        given::<Trust>([])
            .then_erased()
            .when(lower)
            .then_refused(Code::Erased);
    }
}
