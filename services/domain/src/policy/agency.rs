//! The desks outside the trust: what each is for, its clocks, its answers (domain.md 2, 3).
//!
//! The head of `data/agencies.toml` says what each key means.

use lanyard_events::CategoryId;
use lanyard_events::referral::SentHow;
use serde::Deserialize;

use super::due::Due;
use super::mistake::{Mistake, parse};
use super::names::Agency;
use super::rules::DeskDue;

/// One desk.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// Which.
    pub id: Agency,
    /// What people read.
    pub title: String,
    /// The same in a word or two.
    pub short: String,
    /// What it does.
    pub what_for: String,
    /// Categories on which it never acts.
    pub not_for: Vec<CategoryId>,
    /// Who acts on them instead.
    pub instead: Vec<Instead>,
    /// Whether there is one for the country or one for each local authority.
    pub contact: Contact,
    /// How it is reached, and what the trust has to enter for it.
    pub reach: String,
    /// Whether names of children and adults go to it.
    pub names_allowed: bool,
    /// Whether it advises without being told a name: advice never ends a clock.
    pub no_names_advice: bool,
    /// Whether it takes a report from somebody who gives no name.
    pub anonymous: bool,
    /// Always false: no desk is ever sent an image.
    pub sends_image: bool,
    /// Its clock.
    pub clock: Clock,
    /// Its clock for some categories.
    #[serde(default)]
    pub clock_for: Vec<ClockFor>,
    /// Said by telephone, it follows in writing.
    #[serde(default)]
    pub then_in_writing: Option<DeskDue>,
    /// When its answer is due.
    #[serde(default)]
    pub answer_due: Option<DeskDue>,
    /// When it is asked again.
    pub chase_after: Due,
    /// How it is told.
    pub ways: Vec<SentHow>,
    /// Whether it gives a reference.
    pub reference_expected: bool,
    /// What it may answer.
    pub outcomes: Vec<String>,
    /// Whether its queue belongs to adults' matters.
    pub about_adults: bool,
    /// Where this comes from.
    pub source: Vec<String>,
}

/// Who acts where a desk does not.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instead {
    /// On what.
    pub category: CategoryId,
    /// These do.
    pub agencies: Vec<Agency>,
}

/// Whether a desk is one for the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// One for the country.
    National,
    /// One for each local authority.
    Local,
}

/// By when a desk is told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// By when.
    pub due: DeskDue,
    /// By which rule.
    #[serde(default)]
    pub rule: Option<String>,
    /// Whether a local authority may have another.
    pub local_override: bool,
}

/// By when a desk is told of some categories.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockFor {
    /// Of which.
    pub categories: Vec<CategoryId>,
    /// By when.
    pub due: DeskDue,
    /// The end of what practice allows.
    #[serde(default)]
    pub latest: Option<DeskDue>,
    /// By which rule.
    pub rule: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Agencies {
    agency: Vec<Desk>,
}

impl Desk {
    /// Reads the file of all desks.
    pub(super) fn read_all(text: &str) -> Result<Vec<Self>, Mistake> {
        let file: Agencies = parse(text)?;
        Ok(file.agency)
    }

    /// By when it is told of a category, and by which rule; the desk's own name stands for a rule
    /// where there is none.
    #[must_use]
    pub fn clock_for(&self, category: &CategoryId) -> (DeskDue, &str) {
        let special = { self.clock_for.iter() }.find(|it| it.categories.contains(category));
        special.map_or_else(
            || {
                (
                    self.clock.due,
                    self.clock.rule.as_deref().unwrap_or(self.id.name()),
                )
            },
            |it| (it.due, it.rule.as_str()),
        )
    }

    /// Who acts instead, where this desk never acts on the category (R8).
    #[must_use]
    pub fn instead_for(&self, category: &CategoryId) -> Option<&[Agency]> {
        if !self.not_for.contains(category) {
            return None;
        }
        let instead = { self.instead.iter() }.find(|it| it.category == *category);
        Some(instead.map_or(&[], |it| it.agencies.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::collections::BTreeSet;

    use lanyard_events::Taxonomy;

    use crate::policy::{Agency, FieldKind, Shipped};

    #[test]
    fn every_desk_of_the_domain_is_there_once() {
        let desks: Vec<Agency> = { Shipped::get().desks.iter() }
            .map(|desk| desk.id)
            .collect();
        let once: BTreeSet<Agency> = desks.iter().copied().collect();
        assert_eq!(desks.len(), once.len());
        assert_eq!(once, Agency::ALL.iter().copied().collect());
    }

    #[test]
    fn a_desk_that_cannot_act_names_others_that_can() {
        let shipped = Shipped::get();
        for desk in &shipped.desks {
            for category in &desk.not_for {
                assert!(
                    Taxonomy::v1().category(category.as_str()).is_some(),
                    "{category}"
                );
                let instead = desk.instead_for(category).unwrap();
                assert!(!instead.is_empty(), "{} {category}", desk.id);
                for other in instead {
                    let other = shipped.desk(*other).unwrap();
                    assert!(!other.not_for.contains(category), "{} {category}", other.id);
                }
            }
            let named: BTreeSet<_> = desk.instead.iter().map(|it| &it.category).collect();
            assert_eq!(named, desk.not_for.iter().collect(), "{}", desk.id);
        }
        // Never closed to a worried person.
        for agency in [Agency::Police, Agency::SocialCare] {
            assert!(shipped.desk(agency).unwrap().not_for.is_empty());
        }
    }

    #[test]
    fn no_desk_is_ever_sent_an_image_and_every_one_says_where_it_comes_from() {
        for desk in &Shipped::get().desks {
            assert!(!desk.sends_image, "{}", desk.id);
            assert!(
                !desk.source.is_empty() && !desk.outcomes.is_empty(),
                "{}",
                desk.id
            );
            assert!(
                !desk.ways.is_empty() && !desk.reach.is_empty(),
                "{}",
                desk.id
            );
        }
    }

    /// domain.md 2: beside each desk its form, and what to say and to ask.
    #[test]
    fn every_desk_has_its_form_and_its_phone_sheet_once() {
        let shipped = Shipped::get();
        for agency in Agency::ALL {
            let forms = { shipped.forms.iter() }.filter(|form| form.agency == *agency);
            assert_eq!(forms.count(), 1, "{agency}: form");
            let sheets: Vec<_> = { shipped.phone_sheets.iter() }
                .filter(|sheet| sheet.agency == *agency)
                .collect();
            assert_eq!(sheets.len(), 1, "{agency}: phone sheet");
            for lines in [&sheets[0].say, &sheets[0].ask, &sheets[0].write_down] {
                assert!(lines.len() >= 3, "{agency}: {lines:?}");
                assert!(lines.iter().all(|line| !line.trim().is_empty()), "{agency}");
            }
        }
    }

    /// A desk to which no names go asks for none out of the record.
    #[test]
    fn the_form_of_a_desk_without_names_is_filled_with_none() {
        let shipped = Shipped::get();
        for desk in { shipped.desks.iter() }.filter(|desk| !desk.names_allowed) {
            for field in &shipped.form(desk.id).unwrap().fields {
                let from = field.from.as_deref().unwrap_or_default();
                let names = ["child.", "adult.", "concern.suspect", "concern.witnesses"];
                assert!(
                    !names.iter().any(|it| from.starts_with(it)),
                    "{} {}: {from}",
                    desk.id,
                    field.id
                );
            }
        }
    }

    #[test]
    fn forms_name_each_field_once_and_choices_where_something_is_chosen() {
        for form in &Shipped::get().forms {
            let ids: BTreeSet<_> = form.fields.iter().map(|field| &field.id).collect();
            assert_eq!(ids.len(), form.fields.len(), "{}", form.agency);
            for field in &form.fields {
                let chooses = field.kind == FieldKind::Choice;
                assert_eq!(
                    !field.choices.is_empty(),
                    chooses,
                    "{} {}",
                    form.agency,
                    field.id
                );
            }
            assert!(!form.source.is_empty(), "{}", form.agency);
        }
    }
}
