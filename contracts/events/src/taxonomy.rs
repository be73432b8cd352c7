//! The taxonomy: categories, the four Cs, body regions and outcomes, as a data file.
//!
//! Ids are the names of domain.md 2 in snake case. A trust adds its own, whose ids begin with `trust_`, and
//! never removes these: `lanyard_domain::policy::InForce` has both.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::person::LinkRole;

/// The taxonomy that ships with this release.
const V1: &str = include_str!("../taxonomy/v1.json");

/// The four Cs of online risk (KCSIE; seed 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FourC {
    /// What a child sees.
    Content,
    /// Who reaches a child.
    Contact,
    /// What a child does.
    Conduct,
    /// What a child is sold.
    Commerce,
}

impl FourC {
    /// The word in snake case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Contact => "contact",
            Self::Conduct => "conduct",
            Self::Commerce => "commerce",
        }
    }
}

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident),+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// An id as somebody wrote it; whether the taxonomy has it is for the rules to say.
            #[must_use]
            pub fn new(text: &str) -> Self {
                Self(text.to_owned())
            }

            /// The id in snake case.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

text_ids! {
    /// A category of concern. A stored one may be of a later taxonomy.
    CategoryId,
    /// An outcome of a case.
    OutcomeId,
    /// A trust's own word for the part that somebody has in a matter.
    PartId
}

/// One category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// What people read.
    pub label: String,
    /// Its place among the four Cs, where it has one.
    pub four_c: Option<FourC>,
    /// Whether choosing it means that the matter is about an adult.
    pub about_adult: bool,
    /// Whether the trust has closed it: what bears it keeps it, and nothing new may.
    #[serde(default, skip_serializing_if = "is_open")]
    pub closed: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_open(closed: &bool) -> bool {
    !*closed
}

/// One outcome of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its id.
    pub id: OutcomeId,
    /// What people read.
    pub label: String,
    /// Whether the trust has closed it: cases keep it, and no other is closed with it.
    #[serde(default, skip_serializing_if = "is_open")]
    pub closed: bool,
}

/// A trust's own word for the part that somebody has in a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its id.
    pub id: PartId,
    /// What people read.
    pub label: String,
    /// The part that ships and that every rule takes it for.
    pub stands_for: LinkRole,
    /// Whether the trust has closed it: whoever has it keeps it, and nobody new gets it.
    #[serde(default, skip_serializing_if = "is_open")]
    pub closed: bool,
}

/// A region of the body map of the trust's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyRegion {
    /// Its id, as marks have it.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Whether the trust has closed it: marks keep it, and no new one is made there.
    #[serde(default, skip_serializing_if = "is_open")]
    pub closed: bool,
}

/// An id with what people read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled<T> {
    /// The id.
    pub id: T,
    /// What people read.
    pub label: String,
}

/// A sub-risk of one of the four Cs: what people look for, and the category that a concern about it is raised under.
/// A trust's own are categories that name their C (ADR 18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubRisk {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Whose.
    pub four_c: FourC,
    /// Raised as.
    pub category: CategoryId,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taxonomy {
    /// Its number.
    pub version: u16,
    /// Categories of concern.
    pub categories: Vec<Category>,
    /// The four Cs.
    pub four_cs: Vec<Labelled<FourC>>,
    /// Their sub-risks.
    pub sub_risks: Vec<SubRisk>,
    /// Regions of the body map.
    pub body_regions: Vec<String>,
    /// Outcomes of a case.
    pub outcomes: Vec<Outcome>,
    /// The trust's own words for parts that people have in a matter, beside those of `LinkRole`.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// The trust's own regions of the body map, beside `body_regions`.
    #[serde(default)]
    pub added_regions: Vec<BodyRegion>,
}

impl Taxonomy {
    /// The shipped taxonomy.
    #[must_use]
    pub fn v1() -> &'static Self {
        static TAXONOMY: std::sync::LazyLock<Taxonomy> = std::sync::LazyLock::new(|| {
            serde_json::from_str(V1).expect("the shipped taxonomy is checked by a test")
        });
        &TAXONOMY
    }

    /// The shipped file, as published in the record by its digest.
    #[must_use]
    pub const fn v1_text() -> &'static str {
        V1
    }

    /// The category of an id.
    #[must_use]
    pub fn category(&self, id: &str) -> Option<&Category> {
        self.categories.iter().find(|c| c.id.as_str() == id)
    }

    /// The category of an id, where something new may bear it.
    #[must_use]
    pub fn open_category(&self, id: &str) -> Option<&Category> {
        self.category(id).filter(|category| !category.closed)
    }

    /// Whether there is a sub-risk of this id.
    #[must_use]
    pub fn has_sub_risk(&self, id: &str) -> bool {
        self.sub_risks.iter().any(|risk| risk.id == id)
    }

    /// The outcome of an id.
    #[must_use]
    pub fn outcome(&self, id: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|o| o.id.as_str() == id)
    }

    /// The outcome of an id, where a case may be closed with it.
    #[must_use]
    pub fn open_outcome(&self, id: &str) -> Option<&Outcome> {
        self.outcome(id).filter(|outcome| !outcome.closed)
    }

    /// The trust's own part of an id.
    #[must_use]
    pub fn part(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.id.as_str() == id)
    }

    /// What a word for a part stands for, where somebody new may have it.
    #[must_use]
    pub fn stands_for(&self, id: &PartId) -> Option<LinkRole> {
        { self.part(id.as_str()) }
            .filter(|part| !part.closed)
            .map(|part| part.stands_for)
    }

    /// Whether the body map has the region, for a new mark.
    #[must_use]
    pub fn has_body_region(&self, region: &str) -> bool {
        let mut added = { self.added_regions.iter() }.filter(|it| !it.closed);
        self.body_regions.iter().any(|known| known == region) || added.any(|it| it.id == region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_taxonomy_has_every_category_once() {
        let taxonomy = Taxonomy::v1();
        let mut ids: Vec<_> = taxonomy.categories.iter().map(|c| &c.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 49, "domain.md 2 names 49 categories");
        assert!(taxonomy.category("cyber_bullying").is_some());
    }

    /// domain.md 2: the four Cs with their sub-risks; from KCSIE 2025/26 also misinformation and AI-made images.
    #[test]
    fn each_of_the_four_cs_has_sub_risks_that_are_raised_under_a_category() {
        let taxonomy = Taxonomy::v1();
        let mut ids: Vec<_> = taxonomy.sub_risks.iter().map(|it| &it.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), taxonomy.sub_risks.len(), "each once");
        for risk in &taxonomy.sub_risks {
            let category = taxonomy.category(risk.category.as_str());
            assert!(category.is_some(), "{}: {}", risk.id, risk.category);
        }
        for four in &taxonomy.four_cs {
            let of = { taxonomy.sub_risks.iter() }.filter(|it| it.four_c == four.id);
            assert!(of.count() >= 4, "{}", four.id.name());
        }
        for id in ["misinformation", "ai_made_indecent_image"] {
            assert!(taxonomy.sub_risks.iter().any(|it| it.id == id), "{id}");
        }
    }
}
