//! "Do not contact" (domain.md 2, "Pupil"): set by a rule or by a person, lifted by a safeguarding lead
//! with a reason.

use lanyard_events::pupil::{PupilDoNotContactLifted, PupilDoNotContactMarked, PupilEvent};

use super::contacts::of_today;
use crate::pupil::command::{LiftDoNotContact, MarkDoNotContact};
use crate::pupil::state::State;
use crate::refusal::Refusal;
use crate::text;

pub(in crate::pupil) fn mark(
    state: &State,
    mark: MarkDoNotContact,
) -> Result<Vec<PupilEvent>, Refusal> {
    let around = &state.registered()?.around;
    text::check("/reason", &mark.reason)?;
    let already = match (mark.contact, mark.because_of) {
        // A lead may have lifted it since, knowing of the matter: it is set for each matter once.
        (None, Some(matter)) => around.was_marked_for(matter),
        (None, None) => around.family_wholly_marked(),
        (Some(contact), _) => {
            of_today(around, contact)?;
            around.has_own_mark(contact)
        }
    };
    if already {
        return Ok(Vec::new());
    }
    Ok(vec![
        PupilDoNotContactMarked {
            contact: mark.contact,
            reason: mark.reason,
            because_of: mark.because_of,
        }
        .into(),
    ])
}

pub(in crate::pupil) fn lift(
    state: &State,
    lift: LiftDoNotContact,
) -> Result<Vec<PupilEvent>, Refusal> {
    let around = &state.registered()?.around;
    text::check("/reason", &lift.reason)?;
    let stands = match lift.contact {
        None => around.family().is_some(),
        Some(contact) => around.mark_on(of_today(around, contact)?).is_some(),
    };
    if !stands {
        return Ok(Vec::new());
    }
    Ok(vec![
        PupilDoNotContactLifted {
            contact: lift.contact,
            reason: lift.reason,
        }
        .into(),
    ])
}

#[cfg(test)]
mod tests {
    use lanyard_events::pupil::{ContactRelation, MayBeTold};
    use lanyard_events::{ConcernId, ContactId, StreamId};

    use super::*;
    use crate::aggregate::Aggregate;
    use crate::pupil::samples::{contact, known, registered};
    use crate::pupil::{
        Addressable, Around, ChangeContact, Command, EndContact, Pupil, RecordContact,
    };
    use crate::refusal::Code;
    use crate::scenario::{given, id, now, words};

    fn matter(n: u8) -> StreamId {
        ConcernId::new(id(n)).stream()
    }

    fn marked(whom: Option<u8>, because_of: Option<u8>) -> Command {
        MarkDoNotContact {
            contact: whom.map(contact),
            reason: words("What was reported."),
            because_of: because_of.map(matter),
        }
        .into()
    }

    fn lifted(whom: Option<u8>) -> Command {
        LiftDoNotContact {
            contact: whom.map(contact),
            reason: words("Social care agrees."),
        }
        .into()
    }

    fn recorded(n: u8, relation: ContactRelation) -> Command {
        let mut known = known();
        known.mis_id = Some(format!("C-{n}"));
        known.name = words(&format!("Contact {n}"));
        known.relation = relation;
        RecordContact {
            contact: contact(n),
            known,
        }
        .into()
    }

    /// Everything asked in order; each must bring something about.
    fn after(commands: impl IntoIterator<Item = Command>) -> State {
        let first = Pupil::evolve(State::Absent, &registered()).expect("it is the first event");
        commands.into_iter().fold(first, |state, command| {
            let events = Pupil::decide(&state, command, now()).expect("it is no refusal");
            assert!(!events.is_empty(), "it was so already");
            { events.iter() }.fold(state, |state, event| {
                Pupil::evolve(state, event).expect("what is decided fits")
            })
        })
    }

    fn addressable(state: &State, named: Option<ContactId>) -> Addressable {
        state.around().expect("there is a pupil").addressable(named)
    }

    #[test]
    fn a_mark_on_the_family_covers_whoever_is_recorded_later_and_no_professional() {
        use ContactRelation::{Father, FosterCarer, Mother};
        let state = after([
            recorded(1, Mother),
            marked(None, Some(9)),
            recorded(2, Father),
            recorded(3, FosterCarer),
        ]);
        assert_eq!(addressable(&state, Some(contact(1))), Addressable::Marked);
        assert_eq!(addressable(&state, Some(contact(2))), Addressable::Marked);
        assert_eq!(addressable(&state, Some(contact(3))), Addressable::Yes);
        assert_eq!(addressable(&state, None), Addressable::NotNamed);
        assert_eq!(addressable(&state, Some(contact(8))), Addressable::Unknown);
    }

    #[test]
    fn in_words_only_a_contact_who_may_be_addressed_is_meant() {
        use ContactRelation::{Father, Mother};
        let in_words = |state: &State, words: &str| {
            let around = state.around().expect("there is a pupil");
            around.addressable_in_words(words)
        };
        let state = after([recorded(1, Mother), recorded(2, Father)]);
        assert!(in_words(&state, "Whoever"));
        let state = after([
            recorded(1, Mother),
            recorded(2, Father),
            marked(Some(2), None),
        ]);
        assert!(in_words(&state, " contact  1"));
        assert!(!in_words(&state, "Contact 2"));
        assert!(!in_words(&state, "His father"));
    }

    #[test]
    fn a_lead_lifts_it_for_one_or_for_all() {
        use ContactRelation::{Father, Mother};
        let family = || {
            [
                recorded(1, Mother),
                recorded(2, Father),
                marked(None, Some(9)),
            ]
        };
        let one = after(family().into_iter().chain([lifted(Some(1))]));
        assert_eq!(addressable(&one, Some(contact(1))), Addressable::Yes);
        assert_eq!(addressable(&one, Some(contact(2))), Addressable::Marked);
        let all = after(family().into_iter().chain([lifted(None)]));
        assert_eq!(addressable(&all, Some(contact(2))), Addressable::Yes);
        assert_eq!(addressable(&all, None), Addressable::Yes);
    }

    #[test]
    fn one_matter_sets_it_once_and_another_sets_it_again() {
        let state = after([marked(None, Some(9)), lifted(None)]);
        let again = |n| Pupil::decide(&state, marked(None, Some(n)), now()).map(|it| it.len());
        assert_eq!(again(9).ok(), Some(0));
        assert_eq!(again(8).ok(), Some(1));
    }

    #[test]
    fn another_word_for_the_relation_takes_no_mark_off() {
        let mut known = known();
        known.relation = ContactRelation::SocialWorker;
        let change = ChangeContact {
            contact: contact(1),
            known,
        };
        let state = after([
            recorded(1, ContactRelation::Father),
            marked(None, Some(9)),
            change.into(),
        ]);
        assert_eq!(addressable(&state, Some(contact(1))), Addressable::Marked);
    }

    /// The first contact again: another row, and no number of the MIS.
    fn anew(n: u8, relation: ContactRelation) -> Command {
        let mut known = known();
        known.mis_id = None;
        known.name = words(" contact 1");
        known.relation = relation;
        RecordContact {
            contact: contact(n),
            known,
        }
        .into()
    }

    fn ended(n: u8) -> Command {
        EndContact {
            contact: contact(n),
            reason: None,
        }
        .into()
    }

    #[test]
    fn whoever_is_recorded_anew_keeps_their_mark_whichever_row_the_mis_sends_first() {
        use ContactRelation::{Father, Mother};
        for [first, then] in [[ended(1), anew(2, Mother)], [anew(2, Mother), ended(1)]] {
            let state = after([recorded(1, Father), marked(Some(1), None), first, then]);
            assert_eq!(addressable(&state, Some(contact(2))), Addressable::Marked);
        }
    }

    #[test]
    fn whoever_was_family_is_family_when_recorded_anew_as_something_else() {
        use ContactRelation::{Father, SocialWorker};
        for [first, then] in [
            [ended(1), anew(2, SocialWorker)],
            [anew(2, SocialWorker), ended(1)],
        ] {
            let state = after([recorded(1, Father), marked(None, Some(9)), first, then]);
            assert_eq!(addressable(&state, Some(contact(2))), Addressable::Marked);
        }
    }

    #[test]
    fn a_lifted_mark_does_not_come_back_from_an_older_row() {
        use ContactRelation::Father;
        for [first, then] in [[ended(2), anew(3, Father)], [anew(3, Father), ended(2)]] {
            let state = after([
                recorded(1, Father),
                marked(Some(1), None),
                ended(1),
                anew(2, Father),
                lifted(Some(2)),
                first,
                then,
            ]);
            assert_eq!(addressable(&state, Some(contact(3))), Addressable::Yes);
        }
    }

    #[test]
    fn where_a_mark_may_have_been_erased_words_alone_name_nobody() {
        let state = after([recorded(1, ContactRelation::Mother)]);
        assert_eq!(addressable(&state, None), Addressable::Yes);
        let state = Pupil::evolve_erased(state);
        assert_eq!(addressable(&state, None), Addressable::NotNamed);
        assert_eq!(addressable(&state, Some(contact(1))), Addressable::Yes);
        let around = state.around().expect("there is a pupil");
        assert!(around.addressable_in_words("Contact 1"));
        assert!(!around.addressable_in_words("Her mother"));
    }

    #[test]
    fn around_a_pupil_who_cannot_be_read_nobody_is_addressed() {
        let around = Around::unreadable();
        assert_eq!(around.addressable(None), Addressable::NotNamed);
        let named = around.addressable(Some(contact(1)));
        assert_eq!(named, Addressable::Unknown);
        assert!(!around.addressable_in_words("Contact 1"));
    }

    #[test]
    fn who_must_not_be_told_is_not_addressed() {
        let mut known = known();
        known.may_be_told = MayBeTold::MustNot;
        let record = RecordContact {
            contact: contact(1),
            known,
        };
        let state = after([record.into()]);
        let met = addressable(&state, Some(contact(1)));
        assert_eq!(met, Addressable::MustNotBeTold);
        assert_eq!(addressable(&state, None), Addressable::NotNamed);
    }

    #[test]
    fn what_is_so_is_so_and_a_reason_is_given() {
        given::<Pupil>([registered()])
            .when(lifted(None))
            .then_already_so();
        given::<Pupil>([registered()])
            .when(marked(Some(1), None))
            .then_refused(Code::NoSuchContact);
        let unreasoned = LiftDoNotContact {
            contact: None,
            reason: words(" "),
        };
        let refusal = given::<Pupil>([registered()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        assert_eq!(refusal.pointer(), Some("/reason"));
        given::<Pupil>([])
            .when(marked(None, Some(9)))
            .then_refused(Code::Absent);
    }
}
