//! A step: what is to be done, by whom, by when, what counts as done, and whether it may be left out.

use std::fmt;

use serde::Deserialize;

use crate::policy::due::Due;
use crate::policy::names::{Agency, Answer, Basis, Field, Owner, PlaybookId, closed_list};

/// Id of a step: O1, 1.4, 6.4b, M11.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct StepId(String);

impl StepId {
    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for StepId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'.';
        if (1..=8).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text))
        } else {
            Err(format!(
                "\"{text}\" is no id of a step; it must be like 1.4 or M7"
            ))
        }
    }
}

impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its id, of this playbook.
    pub id: StepId,
    /// What is to be done.
    pub text: String,
    /// A few words more.
    #[serde(default)]
    pub help: Option<String>,
    /// Whose it is; the first is meant, the others stand in for a conflicted or absent one, in order.
    pub owner: Vec<Owner>,
    /// Who takes part besides.
    #[serde(default)]
    pub with: Vec<Owner>,
    /// By when.
    pub due: Due,
    /// From the end of which step that counts; from the raising of the concern where none is named.
    #[serde(default)]
    pub after: Option<StepId>,
    /// Whether it counts from when the matter was known instead, with whatever it begins: where the law does (R3, R5,
    /// R10).
    #[serde(default)]
    pub from_known: bool,
    /// On whose word it stands.
    pub basis: Grounds,
    /// Where the seed says it otherwise: the row of playbooks.md 7.
    #[serde(default)]
    pub departs: Option<String>,
    /// Whether everything else halts at a "yes" here (R6).
    #[serde(default)]
    pub stop_rule: bool,
    /// Whether it is one task for each child or parent.
    #[serde(default)]
    pub per: Option<Per>,
    /// Desks to one of which it is referred.
    #[serde(default)]
    pub refers_to: Vec<Agency>,
    /// The playbook that a "yes" leads to.
    #[serde(default)]
    pub opens: Option<PlaybookId>,
    /// What counts as done.
    pub done: Done,
    /// Whether it may be left out.
    pub skip: Skip,
}

/// On whose word a step stands: one or more.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Grounds(Vec<Basis>);

impl Grounds {
    /// Whether it is among them.
    #[must_use]
    pub fn has(&self, basis: Basis) -> bool {
        self.0.contains(&basis)
    }
}

impl fmt::Display for Grounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.0.iter().map(|basis| basis.name()).collect();
        f.write_str(&words.join(" "))
    }
}

impl TryFrom<String> for Grounds {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let read = |word: &str| {
            { Basis::ALL.iter() }
                .copied()
                .find(|one| one.name() == word)
        };
        let grounds: Option<Vec<_>> = text.split(' ').map(read).collect();
        grounds.map(Self).ok_or_else(|| {
            format!(
                "\"{text}\" is no basis; it must be S, S*, L or P, several with a space between"
            )
        })
    }
}

closed_list! {
    /// What a step is one task for each of.
    Per {
        /// Each child of the matter.
        Child "child",
        /// Each parent of each child (R9).
        ParentOfEachChild "parent_of_each_child",
    }
}

/// What counts as done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// In which way.
    pub kind: DoneKind,
    /// What is decided.
    #[serde(default)]
    pub question: Option<String>,
    /// What may be answered, where it is not yes and no.
    #[serde(default)]
    pub(super) answers: Vec<Answer>,
    /// What "unknown" counts as.
    #[serde(default)]
    pub unknown_is: Option<Answer>,
    /// Steps each of which is answered "no" before this one can be answered "yes": once one of them is not,
    /// the "yes" counts as "no" until it is given anew (R6).
    #[serde(default)]
    pub yes_if_all_no: Vec<StepId>,
    /// Whether two unconflicted people do it; where it refers, whether not referring takes two.
    #[serde(default)]
    pub two: bool,
    /// What has to be filled in.
    #[serde(default)]
    pub fields: Vec<Field>,
}

closed_list! {
    /// In which way something is done.
    DoneKind {
        /// It is ticked.
        Tick "tick",
        /// It is written down.
        Note "note",
        /// It is decided, with a reason.
        Decision "decision",
        /// A desk's or provider's reference is there.
        Reference "reference",
        /// Somebody was spoken to, or is not for a reason.
        Contact "contact",
        /// Something was taken into custody or handed on.
        Custody "custody",
        /// It is signed.
        Signatures "signatures",
    }
}

impl Done {
    /// What its question may be answered with: yes and no where it names nothing else.
    #[must_use]
    pub fn answers(&self) -> Vec<Answer> {
        match self.kind {
            DoneKind::Decision if self.answers.is_empty() => Answer::yes_and_no(),
            DoneKind::Decision => self.answers.clone(),
            DoneKind::Tick
            | DoneKind::Note
            | DoneKind::Reference
            | DoneKind::Contact
            | DoneKind::Custody
            | DoneKind::Signatures => Vec::new(),
        }
    }
}

/// Whether a step may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawSkip")]
pub enum Skip {
    /// Never.
    No,
    /// With a reason.
    Reason,
    /// It closes itself when another step was so answered.
    Answered {
        /// The other step.
        step: StepId,
        /// So.
        answer: Answer,
    },
    /// Its owner may close it by saying exactly this.
    Said(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSkip {
    kind: SkipKind,
    #[serde(default)]
    when: Option<RawWhen>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum SkipKind {
    No,
    Reason,
    When,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWhen {
    step: Option<StepId>,
    answer: Option<Answer>,
    said: Option<String>,
}

impl TryFrom<RawSkip> for Skip {
    type Error = &'static str;

    fn try_from(raw: RawSkip) -> Result<Self, &'static str> {
        match (raw.kind, raw.when) {
            (SkipKind::No, None) => Ok(Self::No),
            (SkipKind::Reason, None) => Ok(Self::Reason),
            (SkipKind::No | SkipKind::Reason, Some(_)) => {
                Err("`when` belongs to kind = \"when\" only")
            }
            (SkipKind::When, None) => Err("kind = \"when\" needs `when`"),
            (SkipKind::When, Some(when)) => match (when.step, when.answer, when.said) {
                (Some(step), Some(answer), None) => Ok(Self::Answered { step, answer }),
                (None, None, Some(said)) => Ok(Self::Said(said)),
                _ => Err("`when` must be { step = …, answer = … } or { said = … }"),
            },
        }
    }
}
