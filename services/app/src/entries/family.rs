//! Nobody marked "do not contact" is asked for consent or an agreement (domain.md 2, "Pupil").
//!
//! Staff who add such entries know of no mark: the refusal says who is asked instead, and no more.

use lanyard_domain::policy::Register;
use lanyard_domain::pupil::{Around, Pupil};
use lanyard_domain::register::{Sent, SentFields, State};
use lanyard_domain::{Code, Refusal};
use lanyard_events::register::EntryValue;
use lanyard_events::{PersonRef, PupilId};

use crate::app::App;
use crate::error::AppError;

impl App {
    /// Refuses an entry that asks somebody of a family who may not be addressed. `before` is what stands
    /// in the entry already.
    pub(super) async fn family_may_be_asked(
        &self,
        register: &Register,
        sent: &SentFields,
        before: Option<&State>,
    ) -> Result<(), AppError> {
        for field in &register.fields {
            let (Some(of), Some(asked)) = (&field.family_of, sent.get(field.id.as_str())) else {
                continue;
            };
            for pupil in pupils(of.as_str(), sent, before) {
                let loaded = self.load::<Pupil>(pupil.stream()).await?;
                let around = loaded.state.around().cloned();
                let around = around.unwrap_or_else(Around::unreadable);
                if !{ described(asked).into_iter() }.all(|it| around.addressable_in_words(it)) {
                    return Err(Refusal::of_field(
                        Code::ContactNotNamed,
                        format!("/fields/{}", field.id),
                        "Ask a safeguarding lead who of this family is asked, and write the name as it \
                         is recorded.",
                    )
                    .into());
                }
            }
        }
        Ok(())
    }
}

/// The pupils in a field, as sent or as they stand.
pub(super) fn pupils(field: &str, sent: &SentFields, before: Option<&State>) -> Vec<PupilId> {
    let standing = || match before.and_then(State::record)?.fields.get(field)? {
        EntryValue::Pupils(pupils) => Some(pupils.clone()),
        EntryValue::Choice(_)
        | EntryValue::YesNo(_)
        | EntryValue::Number(_)
        | EntryValue::When(_)
        | EntryValue::Text(_)
        | EntryValue::Staff(_)
        | EntryValue::People(_)
        | EntryValue::Academies(_) => None,
    };
    match sent.get(field) {
        Some(Sent::Text(id)) => id.expose().parse().into_iter().collect(),
        Some(Sent::Several(several)) => { several.iter() }
            .filter_map(|one| match one {
                Sent::Text(id) => id.expose().parse().ok(),
                Sent::YesNo(_)
                | Sent::Number(_)
                | Sent::Person(_)
                | Sent::Several(_)
                | Sent::Other => None,
            })
            .collect(),
        // The rules refuse what else was sent.
        Some(Sent::YesNo(_) | Sent::Number(_) | Sent::Person(_) | Sent::Other) => Vec::new(),
        None => standing().unwrap_or_default(),
    }
}

/// Those named in words. A pupil or somebody of the staff is no parent here.
pub(super) fn described(sent: &Sent) -> Vec<&str> {
    match sent {
        Sent::Person(PersonRef::Described { description }) => vec![description.expose()],
        Sent::Several(several) => several.iter().flat_map(described).collect(),
        Sent::Person(PersonRef::Pupil { .. } | PersonRef::Staff { .. })
        | Sent::YesNo(_)
        | Sent::Number(_)
        | Sent::Text(_)
        | Sent::Other => Vec::new(),
    }
}
