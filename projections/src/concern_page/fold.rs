//! A concern's entries, in order, into its page.

use lanyard_events::concern::{
    AboutAdult, BodyMark, ConcernInformationAdded, ConcernPassedOn, ConcernPersonCorrected,
    ConcernRaised, ConcernText, ConcernTextCorrected, ConcernTriaged, Place, Reporter,
    TriageDecision,
};
use lanyard_events::{Actor, At, PersonRef, Position, PupilId, Sensitive};
use serde::de::DeserializeOwned;

use crate::allegations::SameAdult;
use crate::concern_inbox::ConcernRow;
use crate::error::ViewError;
use crate::names::Names;
use crate::pupil_history::HistoryRow;

/// Everything to show one concern.
#[derive(Debug, Clone, PartialEq)]
pub struct ConcernPage {
    /// What lists show of it, people as corrected.
    pub concern: ConcernRow,
    /// The recorder's minute of the raising.
    pub recorded_minute: u32,
    /// Who reported.
    pub reporter: Reporter,
    /// The sender's own reference.
    pub external_reference: Option<String>,
    /// Sub-risks of the four Cs that whoever reported sees in it.
    pub sub_risks: Vec<String>,
    /// Where.
    pub place: Place,
    /// When, in the reporter's words.
    pub when_text: Option<Sensitive<String>>,
    /// The reporter's account.
    pub account: ShownText,
    /// The child's exact words.
    pub childs_words: ShownText,
    /// What was done already, and why.
    pub action_taken: ShownText,
    /// Body map.
    pub body_map: Vec<BodyMark>,
    /// Names that were wrong, in the order of correction.
    pub struck_people: Vec<StruckPerson>,
    /// What was added, in order.
    pub information: Vec<AddedInformation>,
    /// What was decided, in order.
    pub triage: Vec<TriageShown>,
    /// How it came here, where others had it before, in order.
    pub passed_on: Vec<PassedOn>,
    /// Later entries that were erased.
    pub erased_entries: u32,
    /// What else is said of the adult whom it is about, as far as the reader may see it, the newest first.
    pub same_adult: Vec<SameAdult>,
    /// What else there is of each child whom it affects, as far as the reader may see it.
    pub same_children: Vec<SameChild>,
    /// Open cases that link each child whom it names as brother or sister, as far as the reader may see them.
    pub siblings: Vec<SameChild>,
}

/// What else there is of a child, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameChild {
    /// Which child.
    pub pupil: PupilId,
    /// Other concerns and cases that link them, and files from schools before.
    pub others: Vec<HistoryRow>,
}

/// A text as it stands, with what it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownText {
    /// As it stands; none if nothing was said.
    pub text: Option<Sensitive<String>>,
    /// Earlier texts, the oldest first.
    pub struck: Vec<StruckText>,
}

/// A text that was wrong: it stays, struck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StruckText {
    /// The old text; none if there was none.
    pub text: Option<Sensitive<String>>,
    /// Who corrected it.
    pub by: Actor,
    /// Their name.
    pub by_name: Option<Sensitive<String>>,
    /// When.
    pub at: At,
    /// Why.
    pub reason: Sensitive<String>,
    /// The correction's position.
    pub position: Position,
}

/// A name that was wrong: it stays, struck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StruckPerson {
    /// Who was named.
    pub from: PersonRef,
    /// Their name or description.
    pub from_name: Option<Sensitive<String>>,
    /// Who it is.
    pub to: PersonRef,
    /// Their name or description.
    pub to_name: Option<Sensitive<String>>,
    /// Who corrected it.
    pub by: Actor,
    /// Their name.
    pub by_name: Option<Sensitive<String>>,
    /// When.
    pub at: At,
    /// Why.
    pub reason: Sensitive<String>,
    /// The correction's position.
    pub position: Position,
}

/// What somebody added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedInformation {
    /// What was added.
    pub text: Sensitive<String>,
    /// The child's exact words.
    pub childs_words: Option<Sensitive<String>>,
    /// Who added it.
    pub by: Actor,
    /// Their name.
    pub by_name: Option<Sensitive<String>>,
    /// When it happened, as they say.
    pub occurred_at: At,
    /// When it was added.
    pub at: At,
    /// Its position.
    pub position: Position,
}

/// What a safeguarding lead decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriageShown {
    /// What.
    pub decision: TriageDecision,
    /// Why.
    pub reason: Sensitive<String>,
    /// Sub-risks of the four Cs that they see in it.
    pub sub_risks: Vec<String>,
    /// Who decided.
    pub by: Actor,
    /// Their name.
    pub by_name: Option<Sensitive<String>>,
    /// When.
    pub at: At,
    /// Its position.
    pub position: Position,
}

/// Whoever had it before passed it on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOn {
    /// Whether it was about an adult from then on.
    pub about_adult: AboutAdult,
    /// Why.
    pub reason: Sensitive<String>,
    /// Who passed it on.
    pub by: Actor,
    /// Their name.
    pub by_name: Option<Sensitive<String>>,
    /// When.
    pub at: At,
    /// Its position.
    pub position: Position,
}

/// One entry as stored.
pub(super) struct Said {
    pub position: Position,
    pub event_type: String,
    pub actor: Actor,
    pub actor_name: Option<Sensitive<String>>,
    pub occurred_at: At,
    pub at: At,
    pub recorded_minute: u32,
    pub detail: Option<String>,
}

/// The page; none if the beginning was erased.
pub(super) fn page(
    row: ConcernRow,
    said: Vec<Said>,
    names: &mut Names<'_>,
) -> Result<Option<ConcernPage>, ViewError> {
    let mut said = said.into_iter();
    let Some(first) = said.next() else {
        return Ok(None);
    };
    let Some(detail) = &first.detail else {
        return Ok(None);
    };
    let raised: ConcernRaised = parse(detail)?;
    let mut page = begin(row, raised, first.recorded_minute);
    for entry in said {
        page.add(&entry, names)?;
    }
    Ok(Some(page))
}

fn begin(concern: ConcernRow, raised: ConcernRaised, recorded_minute: u32) -> ConcernPage {
    ConcernPage {
        concern,
        recorded_minute,
        reporter: raised.reporter,
        external_reference: raised.external_reference,
        sub_risks: raised.sub_risks,
        place: raised.place,
        when_text: raised.when_text,
        account: ShownText::new(Some(raised.account)),
        childs_words: ShownText::new(raised.childs_words),
        action_taken: ShownText::new(raised.action_taken),
        body_map: raised.body_map,
        struck_people: Vec::new(),
        information: Vec::new(),
        triage: Vec::new(),
        passed_on: Vec::new(),
        erased_entries: 0,
        same_adult: Vec::new(),
        same_children: Vec::new(),
        siblings: Vec::new(),
    }
}

impl ShownText {
    const fn new(text: Option<Sensitive<String>>) -> Self {
        Self {
            text,
            struck: Vec::new(),
        }
    }

    fn correct(&mut self, entry: &Said, corrected: ConcernTextCorrected) {
        let old = self.text.replace(corrected.text);
        self.struck.push(StruckText {
            text: old,
            by: entry.actor,
            by_name: entry.actor_name.clone(),
            at: entry.at,
            reason: corrected.reason,
            position: entry.position,
        });
    }
}

impl ConcernPage {
    fn add(&mut self, entry: &Said, names: &mut Names<'_>) -> Result<(), ViewError> {
        let Some(detail) = &entry.detail else {
            self.erased_entries += 1;
            return Ok(());
        };
        match entry.event_type.as_str() {
            "concern.information_added" => self.add_information(entry, parse(detail)?),
            "concern.text_corrected" => {
                let corrected: ConcernTextCorrected = parse(detail)?;
                match corrected.field {
                    ConcernText::Account => self.account.correct(entry, corrected),
                    ConcernText::ChildsWords => self.childs_words.correct(entry, corrected),
                    ConcernText::ActionTaken => self.action_taken.correct(entry, corrected),
                }
            }
            "concern.person_corrected" => self.strike(entry, parse(detail)?, names)?,
            "concern.passed_on" => self.add_passing_on(entry, parse(detail)?),
            "concern.triaged" => self.add_triage(entry, parse(detail)?),
            // To whom it goes is in the timeline.
            "concern.rerouted" => {}
            _ => return Err(ViewError::Stored("entry of a concern")),
        }
        Ok(())
    }

    fn add_information(&mut self, entry: &Said, added: ConcernInformationAdded) {
        self.information.push(AddedInformation {
            text: added.text,
            childs_words: added.childs_words,
            by: entry.actor,
            by_name: entry.actor_name.clone(),
            occurred_at: entry.occurred_at,
            at: entry.at,
            position: entry.position,
        });
    }

    fn strike(
        &mut self,
        entry: &Said,
        corrected: ConcernPersonCorrected,
        names: &mut Names<'_>,
    ) -> Result<(), ViewError> {
        self.struck_people.push(StruckPerson {
            from_name: names.of_person(&corrected.from)?,
            from: corrected.from,
            to_name: names.of_person(&corrected.to)?,
            to: corrected.to,
            by: entry.actor,
            by_name: entry.actor_name.clone(),
            at: entry.at,
            reason: corrected.reason,
            position: entry.position,
        });
        Ok(())
    }

    fn add_passing_on(&mut self, entry: &Said, passed: ConcernPassedOn) {
        self.passed_on.push(PassedOn {
            about_adult: passed.about_adult,
            reason: passed.reason,
            by: entry.actor,
            by_name: entry.actor_name.clone(),
            at: entry.at,
            position: entry.position,
        });
    }

    fn add_triage(&mut self, entry: &Said, triaged: ConcernTriaged) {
        // A case or matter that the reader may not see is not named here either.
        let names_hidden = match &triaged.decision {
            TriageDecision::OpenCase { case } | TriageDecision::AddToCase { case } => {
                self.concern.case != Some(*case)
            }
            TriageDecision::OpenAllegation { allegation }
            | TriageDecision::AddToAllegation { allegation } => {
                self.concern.allegation != Some(*allegation)
            }
            TriageDecision::NoFurtherAction | TriageDecision::Monitor { .. } => false,
        };
        if names_hidden {
            return;
        }
        self.triage.push(TriageShown {
            decision: triaged.decision,
            reason: triaged.reason,
            sub_risks: triaged.sub_risks,
            by: entry.actor,
            by_name: entry.actor_name.clone(),
            at: entry.at,
            position: entry.position,
        });
    }
}

fn parse<T: DeserializeOwned>(detail: &str) -> Result<T, ViewError> {
    serde_json::from_str(detail).map_err(|_| ViewError::Stored("entry of a concern"))
}
