//! Finding an adult who was only described on the staff register. Until then the matter stays with
//! the receiver and the alternate; from here it goes to whom it would have gone with the name
//! (domain.md 1 rule 1), and to another case manager where the present one is not among them.

use lanyard_events::allegation::{
    AllegationEvent, AllegationOwnerChanged, AllegationPersonMatched,
};
use lanyard_events::concern::AboutAdult;
use lanyard_events::{PersonRef, Role};

use crate::allegation::command::MatchPerson;
use crate::allegation::state::{Record, State};
use crate::concern::Matter;
use crate::refusal::{Code, Refusal};
use crate::routing::route;
use crate::text;

pub(in crate::allegation) fn decide(
    state: &State,
    found: MatchPerson,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.open()?;
    text::check("/reason", &found.reason)?;
    let described = PersonRef::Described {
        description: found.description.clone(),
    };
    let staff = PersonRef::Staff { id: found.staff };
    let Some(part) = record.links.part_of(&described) else {
        return not_described(record, &described, &staff);
    };
    if record
        .links
        .part_of(&staff)
        .is_some_and(|other| other != part)
    {
        return Err(Refusal::of_field(
            Code::PersonAlreadyLinked,
            "/staff",
            "This person is linked already, with another part.",
        ));
    }
    let people = record.people_with(&described, &staff);
    let routed_to = route(AboutAdult::Yes, &Matter::subjects(&people), &found.routing);
    let owner_changed = new_owner(&found, &routed_to)?;
    let matched = AllegationPersonMatched {
        described,
        staff: found.staff,
        reason: found.reason,
        routed_to,
    };
    Ok([matched.into()].into_iter().chain(owner_changed).collect())
}

/// A matter always has one unconflicted case manager among those to whom it went.
fn new_owner(found: &MatchPerson, routed_to: &[Role]) -> Result<Option<AllegationEvent>, Refusal> {
    let stays = found.owner.staff != found.staff && found.owner.may_manage(routed_to);
    match &found.new_owner {
        None if stays => Ok(None),
        None => Err(Refusal::of_field(
            Code::NotASenior,
            "/owner",
            "With this name the matter goes to other people: name its new case manager.",
        )),
        Some(owner) if owner.staff == found.owner.staff && stays => Ok(None),
        Some(owner) => {
            super::not_the_manager(owner.staff, Some(found.staff), "/owner")?;
            owner.check(routed_to, "/owner")?;
            let changed = AllegationOwnerChanged {
                owner: owner.staff,
                reason: found.reason.clone(),
            };
            Ok(Some(changed.into()))
        }
    }
}

fn not_described(
    record: &Record,
    described: &PersonRef,
    staff: &PersonRef,
) -> Result<Vec<AllegationEvent>, Refusal> {
    if record.corrected(described, staff) {
        return Ok(Vec::new());
    }
    Err(Refusal::of_field(
        Code::PersonNotLinked,
        "/description",
        "Nobody is described in these words in the matter.",
    ))
}

#[cfg(test)]
mod tests {
    use lanyard_events::{LinkRole, LinkedPerson};

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{
        HEAD, LEAD, TEACHER, an_open_unmatched, manager, opened_by, staff_id, unusable, with_head,
    };
    use crate::concern::samples::{all_desks, staff};
    use crate::scenario::{given, words};

    fn unmatched() -> AllegationEvent {
        opened_by(an_open_unmatched())
    }

    fn found(n: u8) -> MatchPerson {
        MatchPerson {
            description: words("the cover teacher"),
            staff: staff_id(n),
            reason: words("The cover list."),
            routing: all_desks(),
            owner: manager(HEAD, Role::Head),
            new_owner: None,
        }
    }

    fn matched(n: u8, routed_to: Role) -> AllegationEvent {
        AllegationPersonMatched {
            described: crate::allegation::samples::described(),
            staff: staff_id(n),
            reason: words("The cover list."),
            routed_to: vec![routed_to],
        }
        .into()
    }

    #[test]
    fn a_teacher_is_found_and_the_matter_is_the_headteachers_alone() {
        given::<Allegation>([unmatched()])
            .when(found(TEACHER))
            .then([matched(TEACHER, Role::Head)])
            .when(found(TEACHER))
            .then_already_so();
    }

    #[test]
    fn it_was_the_headteacher_who_manages_it_so_it_goes_to_the_trust_lead() {
        let mut head = found(HEAD);
        head.routing = with_head(HEAD);
        head.owner.is_conflicted = true;
        let refusal = given::<Allegation>([unmatched()])
            .when(head.clone())
            .then_refused(Code::NotASenior);
        assert_eq!(refusal.pointer(), Some("/owner"));
        head.new_owner = Some(manager(LEAD, Role::TrustLead));
        let changed = AllegationOwnerChanged {
            owner: staff_id(LEAD),
            reason: words("The cover list."),
        };
        given::<Allegation>([unmatched()])
            .when(head)
            .then([matched(HEAD, Role::TrustLead), changed.into()]);
    }

    #[test]
    fn the_new_case_manager_is_another_and_among_those_to_whom_it_goes() {
        let mut head = found(HEAD);
        head.routing = with_head(HEAD);
        head.owner.is_conflicted = true;
        for (owner, code) in [
            (manager(HEAD, Role::TrustLead), Code::Conflicted),
            (manager(4, Role::Head), Code::NotASenior),
        ] {
            head.new_owner = Some(owner);
            given::<Allegation>([unmatched()])
                .when(head.clone())
                .then_refused(code);
        }
    }

    #[test]
    fn somebody_linked_with_another_part_is_not_made_the_accused() {
        let mut open = an_open_unmatched();
        open.people.push(staff(8, LinkRole::Witness));
        given::<Allegation>([opened_by(open)])
            .when(found(8))
            .then_refused(Code::PersonAlreadyLinked);
    }

    #[test]
    fn only_whom_the_matter_describes_in_these_words_is_matched() {
        let mut other = found(TEACHER);
        other.description = words("the new one");
        given::<Allegation>([unmatched()])
            .when(other)
            .then_refused(Code::PersonNotLinked);
    }

    #[test]
    fn a_witness_who_is_found_moves_nothing() {
        let mut open = an_open_unmatched();
        let description = words("a man at the gate");
        let man = PersonRef::Described { description };
        open.people.push(LinkedPerson::new(man, LinkRole::Witness));
        let mut witness = found(8);
        witness.description = words("a man at the gate");
        let events = given::<Allegation>([opened_by(open)])
            .when(witness)
            .then_events();
        let AllegationEvent::PersonMatched(matched) = &events[0] else {
            panic!("{events:?}");
        };
        assert_eq!(matched.routed_to, [Role::Head, Role::TrustLead]);
    }

    #[test]
    fn it_takes_a_reason_and_an_open_matter() {
        let mut unreasoned = found(TEACHER);
        unreasoned.reason = words(" ");
        given::<Allegation>([unmatched()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        for (events, erased, code) in unusable() {
            let mut history = given::<Allegation>(events);
            if erased {
                history = history.then_erased();
            }
            history.when(found(TEACHER)).then_refused(code);
        }
    }
}
