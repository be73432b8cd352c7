//! What a trust adds to the taxonomy besides categories and outcomes: words for the parts that people have in a matter,
//! and regions of the body map. A word stands for one of the parts that ship, and every rule goes by that one.

use std::collections::BTreeSet;

use lanyard_events::{BodyRegion, LinkRole, Part, PartId, Taxonomy};
use serde::Deserialize;

use super::additions::{MOST, OWN, is_own};
use super::kept::Fixed;

/// A word of the trust's own for a part.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedPart {
    /// Its id.
    pub id: String,
    /// What people choose by.
    pub label: String,
    /// The part that ships and that every rule takes it for.
    pub stands_for: LinkRole,
    /// Whether nobody new gets it.
    #[serde(default)]
    pub closed: bool,
}

/// A region of the body map of the trust's own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedRegion {
    /// Its id.
    pub id: String,
    /// What people choose by.
    pub label: String,
    /// Whether no new mark is made there.
    #[serde(default)]
    pub closed: bool,
}

impl AddedPart {
    pub(super) fn part(&self) -> Part {
        Part {
            id: PartId::new(&self.id),
            label: self.label.trim().to_owned(),
            stands_for: self.stands_for,
            closed: self.closed,
        }
    }
}

impl AddedRegion {
    pub(super) fn region(&self) -> BodyRegion {
        BodyRegion {
            id: self.id.clone(),
            label: self.label.trim().to_owned(),
            closed: self.closed,
        }
    }
}

/// One row of a list that is only added to.
struct Row<'a> {
    id: &'a str,
    label: &'a str,
    line: usize,
    /// All but `closed` is as it was.
    is_kept: bool,
}

/// Checks the words for parts against those in force.
pub(super) fn check_parts(
    fixed: &mut Fixed,
    parts: &[AddedPart],
    (lines, head): (Vec<usize>, usize),
    in_force: &Taxonomy,
) {
    let rows = parts.iter().zip(lines).map(|(added, line)| Row {
        id: &added.id,
        label: &added.label,
        line,
        is_kept: in_force.part(&added.id).is_none_or(|before| {
            before.label == added.label.trim() && before.stands_for == added.stands_for
        }),
    });
    let rows: Vec<_> = rows.collect();
    let taken = [
        LinkRole::Affected,
        LinkRole::AllegedToHaveDoneIt,
        LinkRole::Witness,
        LinkRole::Sibling,
        LinkRole::Other,
    ];
    let taken = taken.map(shipped_word).map(str::to_owned).into();
    let before = { in_force.parts.iter() }.map(|part| part.id.as_str());
    check(fixed, "part", &rows, head, taken, before);
}

/// Checks the regions of the body map against those in force.
pub(super) fn check_regions(
    fixed: &mut Fixed,
    regions: &[AddedRegion],
    (lines, head): (Vec<usize>, usize),
    in_force: &Taxonomy,
) {
    let known = |id: &str| in_force.added_regions.iter().find(|region| region.id == id);
    let rows = regions.iter().zip(lines).map(|(added, line)| Row {
        id: &added.id,
        label: &added.label,
        line,
        is_kept: known(&added.id).is_none_or(|before| before.label == added.label.trim()),
    });
    let rows: Vec<_> = rows.collect();
    let shipped = { Taxonomy::v1().body_regions.iter() }.map(|id| id.replace('_', " "));
    let before = { in_force.added_regions.iter() }.map(|region| region.id.as_str());
    check(fixed, "body_region", &rows, head, shipped.collect(), before);
}

fn check<'a>(
    fixed: &mut Fixed,
    what: &str,
    rows: &[Row<'_>],
    head: usize,
    mut labels: BTreeSet<String>,
    before: impl Iterator<Item = &'a str>,
) {
    fixed.at(head);
    fixed.that(rows.len() <= MOST, || {
        format!("at most {MOST} of {what}: people choose from a list")
    });
    let mut ids = BTreeSet::new();
    for row in rows {
        let Row { id, label, .. } = *row;
        fixed.at(row.line);
        is_own(fixed, what, id, label);
        fixed.that(ids.insert(id), || format!("{what} {id} is there twice"));
        fixed.that(labels.insert(label.trim().to_lowercase()), || {
            format!("{what} {id}: there is another called \"{label}\"")
        });
        fixed.that(row.is_kept, || {
            format!("{what} {id} may be closed, and nothing else of it changed")
        });
    }
    fixed.at(head);
    for id in before.filter(|id| id.starts_with(OWN)) {
        fixed.that(ids.contains(id), || {
            format!("{what} {id} may not be left out; close it")
        });
    }
}

/// The word by which people know a part that ships.
const fn shipped_word(role: LinkRole) -> &'static str {
    match role {
        LinkRole::Affected => "affected",
        LinkRole::AllegedToHaveDoneIt => "alleged to have done it",
        LinkRole::Witness => "witness",
        LinkRole::Sibling => "sibling",
        LinkRole::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::policy::additions::Additions;

    const OURS: &str = "id = \"taxonomy\"\nedition = 2\ntitle = \"Ours\"\n\n[[part]]\n\
        id = \"trust_host_child\"\nlabel = \"Child of the host family\"\nstands_for = \"sibling\"\n\n\
        [[body_region]]\nid = \"trust_stoma\"\nlabel = \"Stoma\"\n";

    fn said(text: &str, in_force: &Taxonomy) -> Vec<String> {
        { Additions::read(text, in_force) }
            .err()
            .into_iter()
            .flatten()
            .map(|it| it.to_string())
            .collect()
    }

    fn ours() -> Taxonomy {
        { Additions::read(OURS, Taxonomy::v1()) }
            .unwrap()
            .onto(Taxonomy::v1())
    }

    #[test]
    fn a_part_and_a_region_are_added_to_those_that_ship() {
        let taxonomy = ours();
        let host = PartId::new("trust_host_child");
        assert_eq!(taxonomy.stands_for(&host), Some(LinkRole::Sibling));
        assert!(taxonomy.has_body_region("trust_stoma") && taxonomy.has_body_region("head"));
        assert!(!Taxonomy::v1().has_body_region("trust_stoma"));
    }

    #[test]
    fn they_stay_as_they_are_and_may_be_closed() {
        let taxonomy = ours();
        let gone = said(
            "id = \"taxonomy\"\nedition = 3\ntitle = \"Ours\"\n",
            &taxonomy,
        );
        assert_eq!(
            gone,
            [
                "line 2: part trust_host_child may not be left out; close it",
                "line 2: body_region trust_stoma may not be left out; close it"
            ]
        );
        // What a word stands for decides who sees a matter: it never becomes another.
        for (right, wrong) in [("\"sibling\"", "\"other\""), ("\"Stoma\"", "\"Tube\"")] {
            let changed = said(&OURS.replace(right, wrong), &taxonomy);
            assert!(
                changed[0].contains("may be closed, and nothing else"),
                "{changed:?}"
            );
        }
        let closed =
            { OURS.replace("\"sibling\"\n", "\"sibling\"\nclosed = true\n") } + "closed = true\n";
        let closed = { Additions::read(&closed, &taxonomy) }
            .unwrap()
            .onto(Taxonomy::v1());
        assert_eq!(closed.stands_for(&PartId::new("trust_host_child")), None);
        assert!(closed.part("trust_host_child").is_some());
        assert!(!closed.has_body_region("trust_stoma"));
    }

    #[test]
    fn each_mistake_is_named_with_its_line() {
        for (right, wrong, expected) in [
            (
                "trust_host_child",
                "host_child",
                "line 5: \"host_child\" must be a word like",
            ),
            (
                "Child of the host family",
                "Witness",
                "line 5: part trust_host_child: there is another",
            ),
            (
                "\"sibling\"",
                "\"guest\"",
                "line 8: unknown variant `guest`",
            ),
            (
                "\"Stoma\"",
                "\"Head\"",
                "line 10: body_region trust_stoma: there is another",
            ),
        ] {
            let found = said(&OURS.replacen(right, wrong, 1), Taxonomy::v1());
            assert!(
                found.iter().any(|it| it.starts_with(expected)),
                "{wrong}: {found:?}"
            );
        }
    }
}
