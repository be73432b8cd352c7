//! Raising a concern: nearly anything is taken, so that nothing is lost; what is refused says why,
//! field by field.

use lanyard_events::concern::{AboutAdult, BodyMark, ConcernEvent, ConcernRaised, Place, Reporter};
use lanyard_events::{Actor, At, Taxonomy};

use super::check_sub_risks;
use crate::clock::rules::Rule;
use crate::concern::command::Raise;
use crate::concern::state::{Matter, State};
use crate::people;
use crate::reference::is_reference;
use crate::refusal::{Code, Refusal};
use crate::routing::route;
use crate::text::{ACCOUNT_MAX_CHARS, Checks, LINKED_PEOPLE_MAX, TEXT_MAX_CHARS};

pub(in crate::concern) fn decide(
    state: &State,
    raise: Raise,
    at: At,
) -> Result<Vec<ConcernEvent>, Refusal> {
    if *state != State::Absent {
        return already_raised(state, &raise);
    }
    check(&raise)?;
    let about_adult = about_adult(&raise);
    let raised = ConcernRaised {
        about_adult,
        routed_to: route(
            about_adult,
            &Matter::subjects(&raise.people),
            &raise.routing,
        ),
        due: Rule::R1.due(at, &raise.calendar),
        category: raise.category,
        people: raise.people,
        place: raise.place,
        when_text: raise.when_text,
        account: raise.account,
        childs_words: raise.childs_words,
        body_map: raise.body_map,
        action_taken: raise.action_taken,
        danger_now: raise.danger_now,
        reporter: raise.reporter,
        late_entry: raise.late_entry,
        reference: raise.reference,
        external_reference: raise.external_reference,
        sub_risks: raise.sub_risks,
    };
    Ok(vec![raised.into()])
}

/// The same command again has the same reference; anything else meets somebody else's concern.
fn already_raised(state: &State, raise: &Raise) -> Result<Vec<ConcernEvent>, Refusal> {
    match state.matter() {
        Some(matter) if matter.reference == raise.reference => Ok(Vec::new()),
        Some(_) | None => Err(Refusal::new(
            Code::AlreadyExists,
            "A concern with this id exists already.",
        )),
    }
}

/// What the reporter answered, unless the category or an accused member of staff says otherwise:
/// then the matter is about an adult whatever was ticked (domain.md 1 rule 1).
fn about_adult(raise: &Raise) -> AboutAdult {
    let by_category = raise
        .taxonomy
        .category(raise.category.as_str())
        .is_some_and(|category| category.about_adult);
    if raise.about_adult == AboutAdult::No && (by_category || people::accuse_staff(&raise.people)) {
        AboutAdult::Yes
    } else {
        raise.about_adult
    }
}

fn check(raise: &Raise) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    let category = raise.taxonomy.open_category(raise.category.as_str());
    if category.is_none() {
        let detail = "Choose a category from the list.";
        checks.fail(Code::UnknownCategory, "/category", detail);
    }
    checks.text("/account", raise.account.expose(), ACCOUNT_MAX_CHARS);
    for (pointer, text) in [
        ("/when_text", &raise.when_text),
        ("/childs_words", &raise.childs_words),
        ("/action_taken", &raise.action_taken),
    ] {
        checks.optional(pointer, text.as_ref(), TEXT_MAX_CHARS);
    }
    checks.count("/people", raise.people.len(), LINKED_PEOPLE_MAX);
    people::check_list(&mut checks, &raise.people, &raise.taxonomy);
    check_place(&mut checks, &raise.place);
    check_body_map(&mut checks, &raise.body_map, &raise.taxonomy);
    check_reporter(&mut checks, raise);
    if !is_reference(&raise.reference) {
        let detail = "A reference has eight capital letters and digits.";
        checks.fail(Code::BadReference, "/reference", detail);
    }
    checks.label("/external_reference", raise.external_reference.as_ref());
    check_sub_risks(&mut checks, &raise.sub_risks, &raise.taxonomy);
    checks.done()
}

fn check_place(checks: &mut Checks, place: &Place) {
    let prose = TEXT_MAX_CHARS;
    checks.optional("/place/description", place.description.as_ref(), prose);
    checks.label("/place/platform", place.platform.as_ref());
    checks.optional("/place/address", place.address.as_ref(), prose);
    checks.count("/place/accounts", place.accounts.len(), LINKED_PEOPLE_MAX);
    for (i, account) in place.accounts.iter().enumerate() {
        checks.text(format_args!("/place/accounts/{i}"), account.expose(), prose);
    }
    checks.label("/place/device", place.device.as_ref());
}

fn check_body_map(checks: &mut Checks, marks: &[BodyMark], taxonomy: &Taxonomy) {
    checks.count("/body_map", marks.len(), LINKED_PEOPLE_MAX);
    for (i, mark) in marks.iter().enumerate() {
        if !taxonomy.has_body_region(&mark.region) {
            checks.fail(
                Code::UnknownBodyRegion,
                format_args!("/body_map/{i}/region"),
                "Choose a region of the body from the list.",
            );
        }
        let pointer = format_args!("/body_map/{i}/description");
        checks.text(pointer, mark.description.expose(), TEXT_MAX_CHARS);
    }
}

/// Only a member of staff reports as the actor: another system or a form passes on somebody's words.
fn check_reporter(checks: &mut Checks, raise: &Raise) {
    match &raise.reporter {
        Reporter::Actor if !matches!(raise.actor, Actor::Staff(_)) => checks.fail(
            Code::ReporterNotStaff,
            "/reporter",
            "Say who reported, or that nobody gave a name.",
        ),
        Reporter::Named { name } => {
            checks.text(
                "/reporter/name",
                name.expose(),
                crate::text::LABEL_MAX_CHARS,
            );
        }
        Reporter::Actor | Reporter::Anonymous => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::sync::Arc;

    use lanyard_events::concern::BodySide;
    use lanyard_events::{CategoryId, ClientId, LinkRole, LinkedPerson, PersonRef, Role};

    use super::*;
    use crate::concern::Concern;
    use crate::concern::samples::{a_raise, category, pupil, raised, staff};
    use crate::routing::{RoutingFacts, StaffFacts};
    use crate::scenario::{Outcome, given, id, words};

    fn when(raise: Raise) -> Outcome<Concern> {
        given::<Concern>([]).when(raise)
    }

    fn when_raised(raise: Raise) -> ConcernRaised {
        let ConcernEvent::Raised(raised) = when(raise).then_events().remove(0) else {
            panic!("another event came of it");
        };
        raised
    }

    #[test]
    fn a_concern_about_pupils_goes_to_the_safeguarding_team_by_the_end_of_the_school_day() {
        let raised = when_raised(a_raise());
        assert_eq!(raised.about_adult, AboutAdult::No);
        assert_eq!(
            raised.routed_to,
            [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead]
        );
        assert_eq!(raised.due.reason, "today 15:30, end of the school day (R1)");
        assert_eq!(raised.due.at.to_string(), "2026-11-10T15:30:00.000Z");
    }

    #[test]
    fn a_category_of_the_trusts_own_is_taken_until_it_is_closed() {
        let mut raise = a_raise();
        raise.category = CategoryId::new("trust_vaping");
        when(raise.clone()).then_refused(Code::UnknownCategory);
        let mut taxonomy = Taxonomy::v1().clone();
        let mut vaping = taxonomy.categories[0].clone();
        vaping.id = raise.category.clone();
        vaping.about_adult = true;
        taxonomy.categories.push(vaping);
        raise.taxonomy = Arc::new(taxonomy.clone());
        assert_eq!(when_raised(raise.clone()).about_adult, AboutAdult::Yes);
        if let Some(last) = taxonomy.categories.last_mut() {
            last.closed = true;
        }
        raise.taxonomy = Arc::new(taxonomy);
        when(raise).then_refused(Code::UnknownCategory);
    }

    #[test]
    fn the_same_command_again_changes_nothing() {
        given::<Concern>([raised()])
            .when(a_raise())
            .then_already_so();
    }

    #[test]
    fn another_concern_of_the_same_id_is_refused() {
        let mut other = a_raise();
        other.reference = "ZZZZ9999".to_owned();
        given::<Concern>([raised()])
            .when(other.clone())
            .then_refused(Code::AlreadyExists);
        given::<Concern>([raised()])
            .then_erased()
            .when(other.clone())
            .then_refused(Code::AlreadyExists);
        given::<Concern>([])
            .then_erased()
            .when(other)
            .then_refused(Code::AlreadyExists);
    }

    #[test]
    fn an_adults_matter_never_goes_to_the_safeguarding_team() {
        let mut about = a_raise();
        about.about_adult = AboutAdult::NotSure;
        about.people = vec![staff(7, LinkRole::AllegedToHaveDoneIt)];
        assert_eq!(when_raised(about).routed_to, [Role::Head]);
    }

    #[test]
    fn a_category_about_adults_makes_it_an_adults_matter_whatever_was_answered() {
        let mut about = a_raise();
        about.category = category("low_level_concern_about_an_adult");
        let raised = when_raised(about);
        assert_eq!(raised.about_adult, AboutAdult::Yes);
        assert_eq!(raised.routed_to, [Role::Head, Role::TrustLead]);
    }

    #[test]
    fn an_accused_member_of_staff_makes_it_an_adults_matter_whatever_was_answered() {
        let mut about = a_raise();
        about.people.push(staff(7, LinkRole::AllegedToHaveDoneIt));
        about.routing.staff = vec![StaffFacts {
            staff: lanyard_events::StaffId::new(id(7)),
            holds_head_here: true,
            holds_dsl_here: true,
            is_it: false,
            trust_employed: false,
            is_trust_lead: false,
            is_elt_or_governor_or_trustee: false,
        }];
        let raised = when_raised(about);
        assert_eq!(raised.about_adult, AboutAdult::Yes);
        assert_eq!(raised.routed_to, [Role::TrustLead]);
    }

    #[test]
    fn a_witness_on_the_staff_does_not_change_the_route() {
        let mut about = a_raise();
        about.people.push(staff(7, LinkRole::Witness));
        assert_eq!(when_raised(about.clone()).about_adult, AboutAdult::No);
        about.about_adult = AboutAdult::Yes;
        assert_eq!(when_raised(about).routed_to, [Role::Head, Role::TrustLead]);
    }

    #[test]
    fn without_any_holder_it_still_goes_to_somebody() {
        let mut about = a_raise();
        about.about_adult = AboutAdult::Yes;
        about.routing = RoutingFacts::default();
        assert_eq!(
            when_raised(about).routed_to,
            [Role::Head, Role::TrustLead, Role::Chair]
        );
    }

    #[test]
    fn every_wrong_field_is_named() {
        let mut wrong = a_raise();
        wrong.category = serde_json::from_str::<CategoryId>("\"no_such\"").unwrap();
        wrong.account = words("  ");
        wrong.childs_words = Some(words(&"a".repeat(5_001)));
        wrong.people = vec![pupil(1), pupil(1)];
        let description = words("");
        let nobody = PersonRef::Described { description };
        wrong
            .people
            .push(LinkedPerson::new(nobody, LinkRole::Other));
        wrong.place.accounts = vec![words("a"), words("")];
        wrong.body_map = vec![BodyMark {
            region: "tail".to_owned(),
            side: BodySide::Back,
            description: words(""),
        }];
        wrong.actor = Actor::Client(ClientId::new(id(1)));
        wrong.reference = "short".to_owned();
        wrong.external_reference = Some("x".repeat(201));
        wrong.sub_risks = ["bullied_online", "no_such", "bullied_online"]
            .map(str::to_owned)
            .to_vec();
        let refusal = when(wrong).then_refused(Code::UnknownCategory);
        let faults: Vec<_> = refusal
            .faults()
            .map(|fault| (fault.code, fault.pointer.as_deref().unwrap()))
            .collect();
        assert_eq!(
            faults,
            [
                (Code::UnknownCategory, "/category"),
                (Code::TextBlank, "/account"),
                (Code::TextTooLong, "/childs_words"),
                (Code::PersonNamedTwice, "/people/1/person"),
                (Code::TextBlank, "/people/2/person/description"),
                (Code::TextBlank, "/place/accounts/1"),
                (Code::UnknownBodyRegion, "/body_map/0/region"),
                (Code::TextBlank, "/body_map/0/description"),
                (Code::ReporterNotStaff, "/reporter"),
                (Code::BadReference, "/reference"),
                (Code::TextTooLong, "/external_reference"),
                (Code::UnknownSubRisk, "/sub_risks/1"),
                (Code::UnknownSubRisk, "/sub_risks/2"),
            ]
        );
    }

    #[test]
    fn an_account_may_have_twenty_thousand_characters_and_fifty_people() {
        let mut long = a_raise();
        long.account = words(&"é".repeat(20_000));
        long.people = (0..50).map(pupil).collect();
        when_raised(long.clone());
        long.account = words(&"é".repeat(20_001));
        when(long.clone()).then_refused(Code::TextTooLong);
        long.account = words("short");
        long.people.push(pupil(50));
        when(long).then_refused(Code::TooMany);
    }

    #[test]
    fn another_system_passes_on_words_with_or_without_a_name() {
        for (reporter, ok) in [
            (Reporter::Anonymous, true),
            (
                Reporter::Named {
                    name: words("A neighbour"),
                },
                true,
            ),
            (Reporter::Named { name: words(" ") }, false),
        ] {
            let mut passed_on = a_raise();
            passed_on.actor = Actor::Client(ClientId::new(id(1)));
            passed_on.reporter = reporter;
            if ok {
                when_raised(passed_on);
            } else {
                when(passed_on).then_refused(Code::TextBlank);
            }
        }
    }
}
