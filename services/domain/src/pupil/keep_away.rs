//! Which reports keep the family away until a safeguarding lead has looked (domain.md 2, "Pupil"; R5).

use lanyard_events::CategoryId;
use lanyard_events::concern::PlaceKind;

/// Of these always: who reports them about a child mostly fears that child's family.
const ALWAYS: [&str; 4] = [
    "female_genital_mutilation",
    "forced_marriage",
    "honour_based_abuse",
    "domestic_abuse",
];

/// Of these where it happened at home: abuse in the home. Neglect is not among them: it is mostly
/// talked over with the parents (ADR 20).
const AT_HOME: [&str; 3] = ["physical_abuse", "emotional_abuse", "sexual_abuse"];

/// Whether what was reported sets the mark "do not contact" for the families of the children whom it
/// is about.
#[must_use]
pub fn keeps_family_away(category: &CategoryId, place: Option<PlaceKind>) -> bool {
    let is_in = |list: &[&str]| list.contains(&category.as_str());
    is_in(&ALWAYS) || (place == Some(PlaceKind::AtHome) && is_in(&AT_HOME))
}

#[cfg(test)]
mod tests {
    use lanyard_events::Taxonomy;

    use super::*;

    #[test]
    fn every_category_named_is_in_the_taxonomy() {
        for id in ALWAYS.iter().chain(&AT_HOME) {
            assert!(Taxonomy::v1().category(id).is_some(), "{id}");
        }
    }

    #[test]
    fn abuse_keeps_the_family_away_where_it_happened_at_home() {
        let keeps = |id, place| keeps_family_away(&CategoryId::new(id), place);
        assert!(keeps("forced_marriage", None));
        assert!(keeps("physical_abuse", Some(PlaceKind::AtHome)));
        assert!(!keeps("physical_abuse", Some(PlaceKind::InSchool)));
        assert!(!keeps("neglect", Some(PlaceKind::AtHome)));
        assert!(!keeps("cyber_bullying", Some(PlaceKind::AtHome)));
    }
}
