//! What the facts of a matter's records add up to.

use std::collections::{BTreeMap, BTreeSet};

use lanyard_events::investigation::{InvestigationFact as Fact, Machine, StopRule};
use lanyard_events::{At, InvestigationId, Sensitive, StaffId};

/// All records of a matter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Investigations(BTreeMap<InvestigationId, Investigation>);

/// One record.
#[derive(Debug, Clone, PartialEq)]
pub struct Investigation {
    /// The senior who proposed it.
    pub first: StaffId,
    /// The senior who was asked to do it with them.
    pub second: StaffId,
    /// The designated computer.
    pub computer: Machine,
    /// When the second agreed: it is open from then on.
    pub opened_at: Option<At>,
    /// Sittings by number.
    pub sittings: BTreeMap<u16, Sitting>,
    /// Rows by number.
    pub rows: BTreeMap<u16, Row>,
    /// By which rules it was stopped, in order.
    pub stopped: Vec<StopRule>,
    /// The police's reference, after it was stopped.
    pub police_reference: Option<Sensitive<String>>,
    /// What was written last about its substance.
    pub judgement: Option<Judgement>,
}

/// A sitting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// Staff who were there.
    pub present: BTreeSet<StaffId>,
    /// When it began.
    pub started_at: At,
    /// When it ended.
    pub ended_at: Option<At>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Whether it was printed.
    pub printed: bool,
    /// Who signed the print.
    pub signed_by: BTreeSet<StaffId>,
    /// Whether it was struck.
    pub is_struck: bool,
}

/// Whether there is substance in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Its number.
    pub number: u16,
    /// Whether there is.
    pub substance: bool,
    /// Why.
    pub reasons: Sensitive<String>,
    /// Who wrote it.
    pub by: StaffId,
    /// Who signed it besides.
    pub signed_by: Option<StaffId>,
}

impl Investigations {
    /// One record.
    #[must_use]
    pub fn get(&self, investigation: InvestigationId) -> Option<&Investigation> {
        self.0.get(&investigation)
    }

    /// Whether one was stopped because an indecent image of a child may have been seen: then nothing may be
    /// attached to the matter, nor be read of what is (R6).
    #[must_use]
    pub fn suspect_image(&self) -> bool {
        { self.0.values() }.any(|it| it.stopped.contains(&StopRule::SuspectedIndecentImage))
    }

    /// Takes a fact; answers whether what it is about is there.
    pub(crate) fn apply(&mut self, investigation: InvestigationId, fact: &Fact) -> bool {
        match fact {
            Fact::Proposed {
                computer,
                by,
                second,
                ..
            } => {
                let proposed = Investigation::new(*by, *second, computer.clone());
                self.0.insert(investigation, proposed);
                true
            }
            Fact::Agreed { .. }
            | Fact::ComputerChanged { .. }
            | Fact::SittingStarted { .. }
            | Fact::SittingEnded { .. }
            | Fact::RowAdded { .. }
            | Fact::RowStruck { .. }
            | Fact::PrintSigned { .. }
            | Fact::Stopped { .. }
            | Fact::PoliceReferenceGiven { .. }
            | Fact::Judged { .. }
            | Fact::JudgementSigned { .. } => {
                { self.0.get_mut(&investigation) }.is_some_and(|it| it.apply(fact))
            }
        }
    }
}

impl Investigation {
    /// Fields of steps that a row of a record holds too, by their names in playbook 18.
    pub(crate) const FIELDS: [&'static str; 6] = [
        "address",
        "nature",
        "time",
        "seen_by",
        "screenshot",
        "print_signed_by",
    ];

    const fn new(first: StaffId, second: StaffId, computer: Machine) -> Self {
        Self {
            first,
            second,
            computer,
            opened_at: None,
            sittings: BTreeMap::new(),
            rows: BTreeMap::new(),
            stopped: Vec::new(),
            police_reference: None,
            judgement: None,
        }
    }

    /// Whether somebody is one of the two.
    #[must_use]
    pub fn is_of(&self, staff: StaffId) -> bool {
        staff == self.first || staff == self.second
    }

    /// Whether both have signed whether there is substance in it: it ends with that.
    #[must_use]
    pub fn is_concluded(&self) -> bool {
        { self.judgement.iter() }.any(|judgement| judgement.signed_by.is_some())
    }

    /// Whether the second has agreed, nobody sits, and both have signed every print.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        let has_both =
            |row: &Row| row.signed_by.contains(&self.first) && row.signed_by.contains(&self.second);
        self.opened_at.is_some()
            && { self.sittings.values() }.all(|sitting| sitting.ended_at.is_some())
            && { self.rows.values() }
                .filter(|row| row.printed && !row.is_struck)
                .all(has_both)
    }

    /// The sitting that goes on.
    pub(super) fn open_sitting(&mut self) -> Option<&mut Sitting> {
        { self.sittings.values_mut() }.find(|sitting| sitting.ended_at.is_none())
    }

    fn apply(&mut self, fact: &Fact) -> bool {
        match fact {
            Fact::Proposed { .. } => {}
            Fact::Agreed { opened_at, .. } => self.opened_at = Some(*opened_at),
            Fact::ComputerChanged { computer, .. } => self.computer = computer.clone(),
            Fact::SittingStarted {
                sitting,
                present,
                started_at,
                ..
            } => {
                let begun = Sitting {
                    present: present.iter().copied().collect(),
                    started_at: *started_at,
                    ended_at: None,
                };
                self.sittings.insert(*sitting, begun);
            }
            Fact::SittingEnded {
                sitting, ended_at, ..
            } => {
                let ended = self.sittings.get_mut(sitting);
                return ended.map(|it| it.ended_at = Some(*ended_at)).is_some();
            }
            Fact::RowAdded { row, printed, .. } => {
                let added = Row {
                    printed: *printed,
                    signed_by: BTreeSet::new(),
                    is_struck: false,
                };
                self.rows.insert(*row, added);
            }
            Fact::RowStruck { row, .. } => {
                return { self.rows.get_mut(row) }
                    .map(|it| it.is_struck = true)
                    .is_some();
            }
            Fact::PrintSigned { row, by } => {
                return { self.rows.get_mut(row) }
                    .map(|it| it.signed_by.insert(*by))
                    .is_some();
            }
            Fact::Stopped {
                rule,
                stopped_at,
                police_reference,
                ..
            } => {
                // Whoever was looking stopped with it.
                let ended = *stopped_at;
                if let Some(sitting) = self.open_sitting() {
                    sitting.ended_at = Some(ended.max(sitting.started_at));
                }
                self.stopped.push(*rule);
                if police_reference.is_some() {
                    self.police_reference.clone_from(police_reference);
                }
            }
            Fact::PoliceReferenceGiven {
                police_reference, ..
            } => self.police_reference = Some(police_reference.clone()),
            Fact::Judged {
                judgement,
                substance,
                reasons,
                by,
            } => {
                self.judgement = Some(Judgement {
                    number: *judgement,
                    substance: *substance,
                    reasons: reasons.clone(),
                    by: *by,
                    signed_by: None,
                });
            }
            Fact::JudgementSigned { judgement, by } => {
                return { self.judgement.as_mut() }
                    .filter(|it| it.number == *judgement)
                    .map(|it| it.signed_by = Some(*by))
                    .is_some();
            }
        }
        true
    }
}
