//! Who may give consent to images of a pupil: somebody with parental responsibility, as far as contacts are
//! recorded, or the pupil from 13, as far as the roster knows the day of birth (domain.md 2, Registers).

use lanyard_domain::clock::london_day;
use lanyard_domain::policy::Register;
use lanyard_domain::pupil::Pupil;
use lanyard_domain::register::{Sent, SentFields, State};
use lanyard_domain::{Code, Refusal};
use lanyard_events::register::EntryValue;
use lanyard_events::{Day, PupilId};

use super::family::{described, pupils};
use crate::app::App;
use crate::error::AppError;

/// The register that this is a rule of.
const REGISTER: &str = "image_consent";
/// Its pupil.
const PUPIL: &str = "pupil";
/// Who gives it, and the answer of a pupil.
const GIVES: &str = "gives";
const PUPIL_FROM_13: &str = "pupil_from_13";
/// The person with parental responsibility, in words.
const GIVER: &str = "giver";
/// UK GDPR article 8 as the Data Protection Act 2018 section 9 sets it.
const AGE: i8 = 13;

impl App {
    /// Refuses consent that is not whoever is named's to give. `before` is what stands in the entry already.
    pub(super) async fn consent_is_theirs(
        &self,
        register: &Register,
        sent: &SentFields,
        before: Option<&State>,
    ) -> Result<(), AppError> {
        // A withdrawal names neither, and is never in the way of anything.
        let says_who = [PUPIL, GIVES, GIVER]
            .iter()
            .any(|it| sent.get(*it).is_some());
        if register.id.as_str() != REGISTER || !says_who {
            return Ok(());
        }
        let today = london_day(self.now());
        for pupil in pupils(PUPIL, sent, before) {
            let loaded = self.load::<Pupil>(pupil.stream()).await?;
            if gives(sent, before) == Some(PUPIL_FROM_13) && { loaded.state.details() }
                .is_some_and(|details| !is_old_enough(details.date_of_birth, today))
            {
                return Err(Refusal::of_field(
                    Code::WrongValue,
                    format!("/fields/{GIVES}"),
                    "By the roster this pupil is not 13 yet: those with parental responsibility are asked.",
                )
                .into());
            }
            self.giver_is_responsible(pupil, sent).await?;
        }
        Ok(())
    }

    /// Staff who add such entries read no contacts: the refusal says whom to ask, and no more.
    async fn giver_is_responsible(
        &self,
        pupil: PupilId,
        sent: &SentFields,
    ) -> Result<(), AppError> {
        let Some(giver) = sent.get(GIVER) else {
            return Ok(());
        };
        let loaded = self.load::<Pupil>(pupil.stream()).await?;
        let may = |words| { loaded.state.around() }.is_none_or(|it| it.may_be_responsible(words));
        if described(giver).into_iter().all(may) {
            return Ok(());
        }
        Err(Refusal::of_field(
            Code::ContactNotNamed,
            format!("/fields/{GIVER}"),
            "Ask a safeguarding lead who gives consent for this child, and write the name as it is recorded.",
        )
        .into())
    }
}

/// Who gives it, as sent or as it stands.
fn gives<'a>(sent: &'a SentFields, before: Option<&'a State>) -> Option<&'a str> {
    if let Some(Sent::Text(word)) = sent.get(GIVES) {
        return Some(word.expose());
    }
    match before.and_then(State::record)?.fields.get(GIVES)? {
        EntryValue::Choice(chosen) => chosen.first().map(String::as_str),
        EntryValue::YesNo(_)
        | EntryValue::Number(_)
        | EntryValue::When(_)
        | EntryValue::Text(_)
        | EntryValue::Pupils(_)
        | EntryValue::Staff(_)
        | EntryValue::People(_)
        | EntryValue::Academies(_) => None,
    }
}

fn is_old_enough(born: Day, today: Day) -> bool {
    let years = jiff::Span::new().years(i64::from(AGE));
    { born.date().checked_add(years) }.is_ok_and(|birthday| birthday <= today.date())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_pupil_is_old_enough_from_the_thirteenth_birthday_on() {
        let is =
            |born: &str, today: &str| is_old_enough(born.parse().unwrap(), today.parse().unwrap());
        assert!(is("2013-11-10", "2026-11-10"));
        assert!(!is("2013-11-11", "2026-11-10"));
        // Somebody of 29 February is 13 on the last day of that month.
        assert!(is("2012-02-29", "2025-02-28"));
    }
}
