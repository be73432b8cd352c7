//! Closing one matter: it locks at once, whoever marks it (domain.md 1 rule 1, S04).

use lanyard_events::StreamKind;
use lanyard_events::conflict::{ConflictEvent, ConflictMatterAdded};

use crate::conflict::command::AddMatter;
use crate::conflict::state::{MatterStanding, State};
use crate::refusal::{Code, Refusal};
use crate::text;

pub(in crate::conflict) fn decide(
    state: &State,
    add: AddMatter,
) -> Result<Vec<ConflictEvent>, Refusal> {
    if !matches!(
        add.matter.kind,
        StreamKind::Concern | StreamKind::Case | StreamKind::Allegation | StreamKind::Register
    ) {
        return Err(Refusal::of_field(
            Code::NotAMatter,
            "/matter",
            "A conflict is marked for a concern, a case, a matter about an adult or an entry of a register.",
        ));
    }
    text::check("/reason", &add.reason)?;
    match state.standing(&add.matter) {
        Some(MatterStanding::Marked | MatterStanding::Followed | MatterStanding::Confirmed) => {
            Ok(Vec::new())
        }
        Some(MatterStanding::Lifted) | None => {
            let added = ConflictMatterAdded {
                matter: add.matter,
                reason: add.reason,
            };
            Ok(vec![added.into()])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflict::Conflict;
    use crate::conflict::samples::{confirmed, lifted, mark, marked, matter};
    use crate::scenario::{given, words};

    #[test]
    fn a_matter_is_closed_at_once_and_once() {
        given::<Conflict>([])
            .when(mark())
            .then([marked()])
            .when(mark())
            .then_already_so();
        given::<Conflict>([marked(), confirmed()])
            .when(mark())
            .then_already_so();
    }

    #[test]
    fn a_matter_that_was_opened_again_can_be_closed_again() {
        given::<Conflict>([marked(), lifted()])
            .when(mark())
            .then([marked()]);
    }

    #[test]
    fn only_a_matter_or_an_entry_of_a_register_is_one_and_it_takes_a_reason() {
        let mut pupil = mark();
        pupil.matter.kind = StreamKind::Pupil;
        given::<Conflict>([])
            .when(pupil)
            .then_refused(Code::NotAMatter);
        for kind in [StreamKind::Allegation, StreamKind::Register] {
            let mut other = mark();
            other.matter.kind = kind;
            given::<Conflict>([]).when(other).then_events();
        }
        let unreasoned = AddMatter {
            matter: matter(),
            reason: words(""),
        };
        given::<Conflict>([])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }
}
