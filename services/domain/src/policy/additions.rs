//! What a trust adds to the taxonomy: categories, that is kinds of incident and sub-risks of the four Cs, outcomes of
//! cases, words for the parts of people, and regions of the body map (`added`). Additions without removals: a concern stays under what it was raised as, a case under what
//! it was closed with.

use std::collections::BTreeSet;

use lanyard_events::{Category, CategoryId, FourC, Outcome, OutcomeId, Taxonomy};
use serde::Deserialize;

use super::added::{self, AddedPart, AddedRegion};
use super::kept::Fixed;
use super::mistake::{
    Mistake, line_of_key, lines_of_outcomes, lines_of_parts, lines_of_regions, lines_of_rows, parse,
};
use super::names::is_snake;

/// How ids of a trust's own begin, so that no later release ships the same.
pub(super) const OWN: &str = "trust_";
/// It stands in a list on a phone.
const LABEL_MAX_CHARS: usize = 60;
/// Few, clear categories (domain.md 7.9).
pub(super) const MOST: usize = 40;

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Additions {
    /// Its id.
    pub id: String,
    /// Rises with every change that is published.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// The trust's own categories.
    #[serde(rename = "category", default)]
    pub categories: Vec<AddedCategory>,
    /// The trust's own outcomes of cases.
    #[serde(rename = "outcome", default)]
    pub outcomes: Vec<AddedOutcome>,
    /// The trust's own words for parts that people have in a matter.
    #[serde(rename = "part", default)]
    pub parts: Vec<AddedPart>,
    /// The trust's own regions of the body map.
    #[serde(rename = "body_region", default)]
    pub body_regions: Vec<AddedRegion>,
}

/// An outcome of the trust's own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedOutcome {
    /// Its id.
    pub id: String,
    /// What people choose by.
    pub label: String,
    /// Whether no further case is closed with it.
    #[serde(default)]
    pub closed: bool,
}

/// A category of the trust's own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedCategory {
    /// Its id.
    pub id: String,
    /// What people choose by.
    pub label: String,
    /// The one of the four Cs that it is a risk of.
    #[serde(default)]
    pub four_c: Option<FourC>,
    /// Whether choosing it makes it a matter about an adult.
    #[serde(default)]
    pub about_adult: bool,
    /// Whether nothing new may bear it.
    #[serde(default)]
    pub closed: bool,
}

impl Additions {
    /// Its name as a document.
    pub const ID: &str = "taxonomy";

    /// Reads a file and holds it to the rules, against the taxonomy in force.
    ///
    /// # Errors
    /// Every mistake against the rules with its line; of mistakes in the form, the first.
    pub fn read(text: &str, in_force: &Taxonomy) -> Result<Self, Vec<Mistake>> {
        let read: Self = parse(text).map_err(|mistake| vec![mistake])?;
        let lines = lines_of_rows(text).map_err(|mistake| vec![mistake])?;
        let head = line_of_key(text, "edition");
        let mut fixed = Fixed::new(head);
        fixed.that(read.edition > 0, || "edition begins with 1".to_owned());
        fixed.that(read.id == Self::ID, || {
            format!("id must stay \"{}\"", Self::ID)
        });
        fixed.that(read.categories.len() <= MOST, || {
            format!("at most {MOST} categories: people choose from a list")
        });
        let mut ids = BTreeSet::new();
        let mut labels: BTreeSet<_> = Taxonomy::v1()
            .categories
            .iter()
            .map(|category| category.label.to_lowercase())
            .collect();
        for (added, line) in read.categories.iter().zip(lines) {
            fixed.at(line);
            is_own(&mut fixed, "category", &added.id, &added.label);
            let (id, label) = (&added.id, &added.label);
            fixed.that(ids.insert(id), || format!("category {id} is there twice"));
            fixed.that(labels.insert(label.to_lowercase()), || {
                format!("category {id}: there is another called \"{label}\"")
            });
            if let Some(before) = in_force.category(id) {
                let now = added.category();
                fixed.that(
                    now.label == before.label
                        && now.four_c == before.four_c
                        && now.about_adult == before.about_adult,
                    || format!("category {id} may be closed, and nothing else of it changed"),
                );
            }
        }
        fixed.at(head);
        for before in own(in_force) {
            let id = &before.id;
            fixed.that(ids.iter().any(|it| *it == id.as_str()), || {
                format!("category {id} may not be left out; close it")
            });
        }
        let lines = lines_of_outcomes(text).map_err(|mistake| vec![mistake])?;
        check_outcomes(&mut fixed, &read.outcomes, (lines, head), in_force);
        let lines = lines_of_parts(text).map_err(|mistake| vec![mistake])?;
        added::check_parts(&mut fixed, &read.parts, (lines, head), in_force);
        let lines = lines_of_regions(text).map_err(|mistake| vec![mistake])?;
        added::check_regions(&mut fixed, &read.body_regions, (lines, head), in_force);
        let found = fixed.found();
        if found.is_empty() {
            Ok(read)
        } else {
            Err(found)
        }
    }

    /// The shipped taxonomy with these.
    #[must_use]
    pub fn onto(&self, shipped: &Taxonomy) -> Taxonomy {
        let mut taxonomy = shipped.clone();
        let categories = self.categories.iter().map(AddedCategory::category);
        taxonomy.categories.extend(categories);
        let outcomes = self.outcomes.iter().map(AddedOutcome::outcome);
        taxonomy.outcomes.extend(outcomes);
        let parts = self.parts.iter().map(AddedPart::part);
        taxonomy.parts.extend(parts);
        let regions = self.body_regions.iter().map(AddedRegion::region);
        taxonomy.added_regions.extend(regions);
        taxonomy
    }
}

fn check_outcomes(
    fixed: &mut Fixed,
    outcomes: &[AddedOutcome],
    (lines, head): (Vec<usize>, usize),
    in_force: &Taxonomy,
) {
    fixed.at(head);
    fixed.that(outcomes.len() <= MOST, || {
        format!("at most {MOST} outcomes: people choose from a list")
    });
    let mut ids = BTreeSet::new();
    let mut labels: BTreeSet<_> = { Taxonomy::v1().outcomes.iter() }
        .map(|outcome| outcome.label.to_lowercase())
        .collect();
    for (added, line) in outcomes.iter().zip(lines) {
        fixed.at(line);
        let (id, label) = (&added.id, &added.label);
        is_own(fixed, "outcome", id, label);
        fixed.that(ids.insert(id), || format!("outcome {id} is there twice"));
        fixed.that(labels.insert(label.to_lowercase()), || {
            format!("outcome {id}: there is another called \"{label}\"")
        });
        let before = in_force.outcome(id);
        fixed.that(
            before.is_none_or(|before| before.label == added.outcome().label),
            || format!("outcome {id} may be closed, and nothing else of it changed"),
        );
    }
    fixed.at(head);
    let own = { in_force.outcomes.iter() }.filter(|it| it.id.as_str().starts_with(OWN));
    for before in own {
        let id = &before.id;
        fixed.that(ids.iter().any(|it| *it == id.as_str()), || {
            format!("outcome {id} may not be left out; close it")
        });
    }
}

/// An id of the trust's own, and a label that fits into a list.
pub(super) fn is_own(fixed: &mut Fixed, what: &str, id: &str, label: &str) {
    let chars = label.trim().chars().count();
    fixed.that(is_snake(id) && id.starts_with(OWN), || {
        format!("\"{id}\" must be a word like {OWN}vaping: it begins with {OWN}")
    });
    fixed.that((1..=LABEL_MAX_CHARS).contains(&chars), || {
        format!("{what} {id}: label has {chars} characters; it must have 1 to {LABEL_MAX_CHARS}")
    });
}

impl AddedOutcome {
    fn outcome(&self) -> Outcome {
        Outcome {
            id: OutcomeId::new(&self.id),
            label: self.label.trim().to_owned(),
            closed: self.closed,
        }
    }
}

impl AddedCategory {
    fn category(&self) -> Category {
        Category {
            id: CategoryId::new(&self.id),
            label: self.label.trim().to_owned(),
            four_c: self.four_c,
            about_adult: self.about_adult,
            closed: self.closed,
        }
    }
}

fn own(taxonomy: &Taxonomy) -> impl Iterator<Item = &Category> {
    { taxonomy.categories.iter() }.filter(|category| category.id.as_str().starts_with(OWN))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const VAPING: &str = "id = \"taxonomy\"\nedition = 2\ntitle = \"Ours\"\n\n[[category]]\n\
        id = \"trust_vaping\"\nlabel = \"Vaping\"\nfour_c = \"commerce\"\n";

    fn said(text: &str, in_force: &Taxonomy) -> Vec<String> {
        let read = Additions::read(text, in_force);
        { read.err().into_iter().flatten() }
            .map(|it| it.to_string())
            .collect()
    }

    fn with_vaping() -> Taxonomy {
        Additions::read(VAPING, Taxonomy::v1())
            .unwrap()
            .onto(Taxonomy::v1())
    }

    #[test]
    fn a_category_is_added_to_those_that_ship() {
        let taxonomy = with_vaping();
        assert_eq!(
            taxonomy.categories.len(),
            Taxonomy::v1().categories.len() + 1
        );
        let vaping = taxonomy.category("trust_vaping").unwrap();
        assert_eq!(
            (vaping.four_c, vaping.about_adult),
            (Some(FourC::Commerce), false)
        );
        assert!(taxonomy.open_category("trust_vaping").is_some());
        assert!(taxonomy.open_category("cyber_bullying").is_some());
    }

    #[test]
    fn what_was_added_stays_and_may_be_closed() {
        let taxonomy = with_vaping();
        let gone = said(
            "id = \"taxonomy\"\nedition = 3\ntitle = \"Ours\"\n",
            &taxonomy,
        );
        assert_eq!(
            gone,
            ["line 2: category trust_vaping may not be left out; close it"]
        );
        let renamed = said(&VAPING.replace("\"Vaping\"", "\"Smoking\""), &taxonomy);
        assert!(
            renamed[0].starts_with("line 5: category trust_vaping may be closed"),
            "{renamed:?}"
        );
        let closed = format!("{VAPING}closed = true\n");
        let closed = Additions::read(&closed, &taxonomy)
            .unwrap()
            .onto(Taxonomy::v1());
        assert!(closed.category("trust_vaping").is_some());
        assert!(closed.open_category("trust_vaping").is_none());
    }

    const MENTORING: &str = "\n[[outcome]]\nid = \"trust_mentoring\"\nlabel = \"Mentoring\"\n";

    #[test]
    fn an_outcome_is_added_stays_and_may_be_closed() {
        let text = format!("{VAPING}{MENTORING}");
        let additions = Additions::read(&text, Taxonomy::v1()).unwrap();
        let taxonomy = additions.onto(Taxonomy::v1());
        assert!(taxonomy.open_outcome("trust_mentoring").is_some());
        assert_eq!(
            said(VAPING, &taxonomy),
            ["line 2: outcome trust_mentoring may not be left out; close it"]
        );
        let renamed = said(&text.replace("\"Mentoring\"", "\"A mentor\""), &taxonomy);
        assert_eq!(
            renamed,
            ["line 10: outcome trust_mentoring may be closed, and nothing else of it changed"]
        );
        let closed = Additions::read(&format!("{text}closed = true\n"), &taxonomy).unwrap();
        let closed = closed.onto(Taxonomy::v1());
        assert!(closed.outcome("trust_mentoring").is_some());
        assert!(closed.open_outcome("trust_mentoring").is_none());
        let shipped = said(
            &text.replace("trust_mentoring", "mentoring"),
            Taxonomy::v1(),
        );
        assert!(
            shipped[0].starts_with("line 10: \"mentoring\" must be a word"),
            "{shipped:?}"
        );
    }

    #[test]
    fn each_mistake_is_named_with_its_line() {
        for (right, wrong, expected) in [
            (
                "trust_vaping",
                "vaping",
                "line 5: \"vaping\" must be a word like trust_vaping",
            ),
            (
                "trust_vaping",
                "trust_Vaping",
                "line 5: \"trust_Vaping\" must be a word",
            ),
            (
                "\"Vaping\"",
                "\" \"",
                "line 5: category trust_vaping: label has 0",
            ),
            (
                "\"Vaping\"",
                "\"neglect\"",
                "line 5: category trust_vaping: there is another called",
            ),
            (
                "edition = 2",
                "edition = 0",
                "line 2: edition begins with 1",
            ),
            ("commerce", "crime", "line 8: unknown variant `crime`"),
            ("\"taxonomy\"", "\"other\"", "line 2: id must stay"),
        ] {
            let found = said(&VAPING.replacen(right, wrong, 1), Taxonomy::v1());
            assert!(
                found.iter().any(|it| it.starts_with(expected)),
                "{wrong}: {found:?}"
            );
        }
        let twice = format!("{VAPING}{}", &VAPING[VAPING.find("[[").unwrap()..]);
        assert_eq!(said(&twice, Taxonomy::v1()).len(), 2);
    }
}
