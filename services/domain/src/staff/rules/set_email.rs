//! Where notices by email go. They say only that a matter needs somebody (domain.md 7 no. 7), so that an
//! address is checked for its shape alone: whoever keeps the register answers for whose it is.

use lanyard_events::staff::{StaffEmailSet, StaffEvent};

use crate::refusal::{Code, Refusal};
use crate::staff::command::SetEmail;
use crate::staff::state::State;
use crate::text::Checks;

/// RFC 5321 4.5.3.1.3: a path has at most 256 octets, two of them its brackets.
const EMAIL_MAX_CHARS: usize = 254;

pub(in crate::staff) fn decide(state: &State, set: SetEmail) -> Result<Vec<StaffEvent>, Refusal> {
    let member = state.employed()?;
    if member.email == set.email {
        return Ok(Vec::new());
    }
    let mut checks = Checks::default();
    if let Some(email) = &set.email {
        let email = email.expose();
        checks.text("/email", email, EMAIL_MAX_CHARS);
        if !email.trim().is_empty() && !is_address(email) {
            checks.fail(
                Code::NotAnEmailAddress,
                "/email",
                "This must be one email address, like name@school.example.",
            );
        }
    }
    checks.done()?;
    Ok(vec![StaffEmailSet { email: set.email }.into()])
}

/// One address without quotes or comments, in ASCII as every mail server takes it. Line breaks and
/// brackets would let it say more to the mail server than an address.
fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_dotted = |part: &str, allowed: &str| {
        part.split('.').all(|word| {
            !word.is_empty() && { word.bytes() }
                .all(|byte| byte.is_ascii_alphanumeric() || allowed.as_bytes().contains(&byte))
        })
    };
    // RFC 5322 3.2.3, `dot-atom`; RFC 5321 4.5.3.1.1: the name has at most 64 octets.
    name.len() <= 64
        && is_dotted(name, "!#$%&'*+-/=?^_`{|}~")
        && domain.contains('.')
        && is_dotted(domain, "-")
        && { domain.split('.') }.all(|word| !word.starts_with('-') && !word.ends_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{given, words};
    use crate::staff::Staff;
    use crate::staff::samples::{ended, registered};

    fn set(email: &str) -> SetEmail {
        SetEmail {
            email: Some(words(email)),
        }
    }

    #[test]
    fn it_is_set_changed_and_taken_away_once_each() {
        let none = SetEmail { email: None };
        given::<Staff>([registered()])
            .when(none.clone())
            .then_already_so();
        let email = Some(words("p.nair+work@oakfield.example"));
        let first = StaffEmailSet {
            email: email.clone(),
        };
        given::<Staff>([registered()])
            .when(SetEmail { email })
            .then([first.into()])
            .when(set("p.nair+work@oakfield.example"))
            .then_already_so();
        let set_before = StaffEmailSet {
            email: Some(words("p.nair@oakfield.example")),
        };
        given::<Staff>([registered(), set_before.clone().into()])
            .when(set("priya@oakfield.example"))
            .then_events();
        given::<Staff>([registered(), set_before.into()])
            .when(none)
            .then([StaffEmailSet { email: None }.into()]);
    }

    #[test]
    fn it_is_one_address_and_nothing_more() {
        for wrong in [
            "priya",
            "@oakfield.example",
            "priya@",
            "priya@oakfield",
            "priya@@oakfield.example",
            "priya nair@oakfield.example",
            "priya@oakfield.example, tom@oakfield.example",
            "<priya@oakfield.example>",
            "priya@oakfield.example\r\nRCPT TO:<x@y.example>",
            "pri..ya@oakfield.example",
            "priya@-oakfield.example",
            "pri\u{e9}@oakfield.example",
        ] {
            given::<Staff>([registered()])
                .when(set(wrong))
                .then_refused(Code::NotAnEmailAddress);
        }
        given::<Staff>([registered()])
            .when(set(" "))
            .then_refused(Code::TextBlank);
        let long = format!("{}@oakfield.example", "a".repeat(240));
        given::<Staff>([registered()])
            .when(set(&long))
            .then_refused(Code::TextTooLong);
    }

    #[test]
    fn it_takes_somebody_who_works_here() {
        let email = || set("p.nair@oakfield.example");
        given::<Staff>([registered(), ended()])
            .when(email())
            .then_refused(Code::StaffLeft);
        given::<Staff>([]).when(email()).then_refused(Code::Absent);
    }
}
