//! Setting how the desks of the local authority are reached: shown before anything is typed (R2).

use std::collections::BTreeSet;

use lanyard_events::academy::{AcademyContactsSet, AcademyEvent};

use crate::academy::command::SetContacts;
use crate::academy::state::State;
use crate::policy::Shipped;
use crate::refusal::{Code, Refusal};
use crate::text::Checks;

pub(in crate::academy) fn decide(
    state: &State,
    set: SetContacts,
) -> Result<Vec<AcademyEvent>, Refusal> {
    let profile = state.open()?;
    let set = AcademyContactsSet {
        contacts: set.contacts,
    };
    if profile.contacts.as_ref() == Some(&set) {
        return Ok(Vec::new());
    }
    let mut checks = Checks::default();
    let mut named = BTreeSet::new();
    for (i, contact) in set.contacts.iter().enumerate() {
        let pointer = format!("/contacts/{i}/desk");
        if Shipped::get().desk_named(&contact.desk).is_none() {
            let detail = "There is no such desk: GET /v1/desks lists them.";
            checks.fail(Code::UnknownAgency, pointer, detail);
        } else if !named.insert(&contact.desk) {
            checks.fail(Code::AlreadyExists, pointer, "This desk is there twice.");
        }
        checks.label(format_args!("/contacts/{i}/phone"), contact.phone.as_ref());
        checks.label(
            format_args!("/contacts/{i}/out_of_hours"),
            contact.out_of_hours.as_ref(),
        );
        checks.label(
            format_args!("/contacts/{i}/online"),
            contact.online.as_ref(),
        );
    }
    checks.done()?;
    Ok(vec![set.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::academy::DeskContact;

    use super::*;
    use crate::academy::Academy;
    use crate::academy::samples::opened;
    use crate::scenario::given;

    fn set(desks: &[&str]) -> SetContacts {
        let contact = |desk: &&str| DeskContact {
            desk: (*desk).to_owned(),
            phone: None,
            out_of_hours: Some("01632 960002".to_owned()),
            online: None,
        };
        SetContacts {
            contacts: desks.iter().map(contact).collect(),
        }
    }

    #[test]
    fn contacts_are_set_and_the_same_again_changes_nothing() {
        let events = given::<Academy>([opened()])
            .when(set(&["social_care"]))
            .then_events();
        given::<Academy>([opened(), events[0].clone()])
            .when(set(&["social_care"]))
            .then_already_so();
    }

    #[test]
    fn an_unknown_desk_or_one_named_twice_is_refused_where_it_stands() {
        for (desks, code, pointer) in [
            (&["lado", "nobody"], Code::UnknownAgency, "/contacts/1/desk"),
            (&["lado", "lado"], Code::AlreadyExists, "/contacts/1/desk"),
        ] {
            let refusal = given::<Academy>([opened()])
                .when(set(desks))
                .then_refused(code);
            assert_eq!(refusal.pointer(), Some(pointer));
        }
        given::<Academy>([])
            .when(set(&["lado"]))
            .then_refused(Code::Absent);
    }
}
