//! What is known, by the place that forms fill from.

use std::collections::BTreeMap;

use lanyard_events::Sensitive;

use super::place::Place;

/// What one field of a form takes: as much as an account (`referral::rules::draft`).
const MOST_CHARS: usize = 20_000;
/// Said at the end of what was cut.
const SHORTENED: &str = "\n[Shortened: the whole of it stands in the record.]";

/// One value for each place; several people or words are joined.
#[derive(Default)]
pub(super) struct Known(BTreeMap<&'static str, String>);

impl Known {
    pub(super) fn put(&mut self, place: Place, value: impl Into<String>) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.0.insert(place.name(), value);
        }
    }

    pub(super) fn maybe(&mut self, place: Place, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.put(place, value);
        }
    }

    pub(super) fn secret(&mut self, place: Place, value: Option<&Sensitive<String>>) {
        self.maybe(place, value.map(|value| value.expose().clone()));
    }

    /// Puts what stands there only if nothing does.
    pub(super) fn otherwise(&mut self, place: Place, value: Option<impl Into<String>>) {
        if !self.0.contains_key(place.name()) {
            self.maybe(place, value);
        }
    }

    /// Several values, each once, in their order.
    pub(super) fn several(
        &mut self,
        place: Place,
        values: impl IntoIterator<Item = String>,
        between: &str,
    ) {
        let mut different: Vec<String> = Vec::new();
        for value in values {
            let value = value.trim().to_owned();
            if !value.is_empty() && !different.contains(&value) {
                different.push(value);
            }
        }
        self.put(place, different.join(between));
    }

    /// A value as it goes into a form: cut where a form takes no more, and saying so.
    pub(super) fn for_form(&self, place: &str) -> Option<String> {
        let value = self.get(place)?;
        if value.chars().count() <= MOST_CHARS {
            return Some(value.clone());
        }
        let kept = MOST_CHARS - SHORTENED.chars().count();
        Some(value.chars().take(kept).chain(SHORTENED.chars()).collect())
    }

    fn get(&self, place: &str) -> Option<&String> {
        self.0.get(place)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn several_values_are_there_once_each_and_nothing_is_no_value() {
        let mut known = Known::default();
        let words = ["the hall", " ", "the bus", "the hall "].map(str::to_owned);
        known.several(Place::ConcernWhere, words, "; ");
        known.put(Place::ConcernAccount, "  ");
        known.otherwise(Place::ConcernWhere, Some("elsewhere"));
        let at = |place: Place| known.get(place.name()).map(String::as_str);
        assert_eq!(at(Place::ConcernWhere), Some("the hall; the bus"));
        assert_eq!(at(Place::ConcernAccount), None);
    }

    #[test]
    fn what_is_longer_than_a_field_takes_is_cut_and_says_so() {
        let mut known = Known::default();
        known.put(Place::CaseChronology, "ü".repeat(MOST_CHARS));
        known.put(Place::ConcernAccount, "ü".repeat(MOST_CHARS + 1));
        let whole = known.for_form("case.chronology").unwrap();
        assert!(!whole.contains("Shortened"));
        let cut = known.for_form("concern.account").unwrap();
        assert_eq!(cut.chars().count(), MOST_CHARS);
        assert!(cut.ends_with("in the record.]"));
    }
}
