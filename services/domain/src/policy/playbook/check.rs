//! The rules that a playbook is held to (playbooks.md 9), each mistake with the line of its step.

use std::collections::HashSet;

use lanyard_events::{Role, Taxonomy};

use super::{DoneKind, Playbook, Skip, Step, StepId};
use crate::policy::mistake::Mistake;
use crate::policy::names::{Answer, Basis, Owner, PlaybookId};

/// A step is read at a glance, on a phone.
const STEP_MAX_CHARS: usize = 160;
/// Help is for whoever asks for it.
const HELP_MAX_CHARS: usize = 400;
/// More steps than this nobody follows.
const STEPS_MAX: usize = 40;

/// What a playbook stands among.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The categories it may be proposed for.
    pub taxonomy: &'a Taxonomy,
    /// The opening and closing steps that may belong to it.
    pub common: Option<&'a Playbook>,
    /// Every playbook it may name.
    pub known: &'a [PlaybookId],
}

pub(super) fn mistakes(playbook: &Playbook, lines: &[usize], around: &Around<'_>) -> Vec<Mistake> {
    let mut check = Check {
        playbook,
        around,
        line: 1,
        found: Vec::new(),
    };
    check.head();
    let mut seen = HashSet::new();
    for (place, step) in playbook.steps.iter().enumerate() {
        check.line = lines.get(place).copied().unwrap_or(1);
        check.that(seen.insert(&step.id), || {
            format!("step {} is there twice", step.id)
        });
        check.step(step);
        for (what, next) in [
            ("counts from", counts_from as Leads),
            ("waits for", waits_for),
        ] {
            let back = check.comes_back(step, next);
            check.that(!back, || {
                format!("step {} {what} itself, by way of another", step.id)
            });
        }
    }
    check.found
}

/// From a step to the one on which it depends in one way.
type Leads = fn(&Step) -> Option<&StepId>;

fn counts_from(step: &Step) -> Option<&StepId> {
    step.after.as_ref()
}

fn waits_for(step: &Step) -> Option<&StepId> {
    match &step.skip {
        Skip::Answered { step, .. } => Some(step),
        Skip::No | Skip::Reason | Skip::Said(_) => None,
    }
}

struct Check<'a> {
    playbook: &'a Playbook,
    around: &'a Around<'a>,
    line: usize,
    found: Vec<Mistake>,
}

impl<'a> Check<'a> {
    fn that(&mut self, holds: bool, or: impl FnOnce() -> String) {
        if !holds {
            self.found.push(Mistake::at(self.line, or()));
        }
    }

    fn head(&mut self) {
        let playbook = self.playbook;
        let is_common = playbook.id.as_str() == Playbook::COMMON;
        self.that(!playbook.title.trim().is_empty(), || {
            "title is empty".into()
        });
        self.that(playbook.edition > 0, || "edition begins with 1".into());
        self.that(!playbook.source.is_empty(), || {
            "source names nothing".into()
        });
        let count = playbook.steps.len();
        self.that((1..=STEPS_MAX).contains(&count), || {
            format!("it has {count} steps; it must have 1 to {STEPS_MAX}")
        });
        self.that(is_common == playbook.opens_for.is_empty(), || {
            "opens_for must name the categories that it is proposed for".into()
        });
        for category in &playbook.opens_for {
            let is_known = self.around.taxonomy.category(category.as_str()).is_some();
            self.that(is_known, || format!("there is no category {category}"));
        }
        for other in &playbook.not_with {
            self.knows(other);
        }
    }

    fn knows(&mut self, other: &PlaybookId) {
        let is_known = self.around.known.contains(other) && *other != self.playbook.id;
        self.that(is_known, || format!("there is no other playbook {other}"));
    }

    fn step(&mut self, step: &'a Step) {
        let id = &step.id;
        // Other steps count from that one, and would from here on wait for this one.
        let in_common = self.around.common.and_then(|common| common.step(id));
        self.that(in_common.is_none(), || {
            format!(
                "step {id} is one of those that all playbooks have in common: it needs another id"
            )
        });
        let chars = step.text.chars().count();
        self.that((1..=STEP_MAX_CHARS).contains(&chars), || {
            format!("text of step {id} has {chars} characters; it must have 1 to {STEP_MAX_CHARS}")
        });
        let help = step.help.as_ref().map_or(0, |help| help.chars().count());
        self.that(help <= HELP_MAX_CHARS, || {
            format!("help of step {id} has {help} characters; at most {HELP_MAX_CHARS}")
        });
        self.that(!step.owner.is_empty(), || format!("step {id} has no owner"));
        // A step whose owner could be the person the matter is about (playbooks.md 9).
        self.that(!step.owner.contains(&Owner::Role(Role::Staff)), || {
            format!("step {id} is anybody's: staff may take part, and own nothing")
        });
        // What departs from the seed says by which row of playbooks.md 7, and nothing else does.
        let departs = step.basis.has(Basis::SeedChanged);
        self.that(departs == step.departs.is_some(), || {
            format!("step {id}: basis S* and `departs` belong together")
        });
        self.done(step);
        self.skip(step);
        if let Some(after) = &step.after {
            let is_known = self.known_step(after).is_some_and(|other| other.id != *id);
            self.that(is_known, || {
                format!("step {id} counts from {after}, which is no other step")
            });
        }
        if let Some(opened) = &step.opens {
            self.knows(opened);
            let yes = step
                .done
                .answers()
                .iter()
                .any(|answer| answer.as_str() == Answer::YES);
            self.that(yes, || {
                format!("step {id} opens {opened} at a \"yes\" that cannot be answered")
            });
        }
    }

    fn done(&mut self, step: &Step) {
        let (id, done) = (&step.id, &step.done);
        let decides = done.kind == DoneKind::Decision;
        let has_question = { done.question.as_ref() }.is_some_and(|text| !text.trim().is_empty());
        self.that(has_question == decides, || {
            format!("step {id}: a decision has a question, and nothing else has one")
        });
        self.that(
            decides || (done.answers.is_empty() && done.unknown_is.is_none()),
            || format!("step {id}: only a decision has answers"),
        );
        let answers = step.done.answers();
        let distinct: HashSet<_> = answers.iter().collect();
        self.that(
            !decides || (answers.len() > 1 && distinct.len() == answers.len()),
            || format!("step {id}: a decision has two or more different answers"),
        );
        if let Some(counts_as) = &done.unknown_is {
            let has = |word: &str| answers.iter().any(|answer| answer.as_str() == word);
            let fits = has(Answer::UNKNOWN) && has(counts_as.as_str());
            self.that(fits && counts_as.as_str() != Answer::UNKNOWN, || {
                format!(
                    "step {id}: unknown_is needs the answer \"unknown\" and names another answer"
                )
            });
        }
        self.hangs_on(step);
        let alone = [DoneKind::Tick, DoneKind::Contact];
        self.that(!done.two || !alone.contains(&done.kind), || {
            format!("step {id}: a tick or a contact is one person's")
        });
    }

    /// What a "yes" hangs on can be answered, and answered "no", once and for all children.
    fn hangs_on(&mut self, step: &Step) {
        let (id, others) = (&step.id, &step.done.yes_if_all_no);
        if others.is_empty() {
            return;
        }
        let has = |step: &Step, word: &str| {
            let answers = step.done.answers();
            answers.iter().any(|answer| answer.as_str() == word)
        };
        let fits = has(step, Answer::YES) && has(step, Answer::NO) && step.per.is_none();
        self.that(fits, || {
            format!("step {id}: yes_if_all_no needs the answers \"yes\" and \"no\", once for all")
        });
        let distinct: HashSet<_> = others.iter().collect();
        self.that(distinct.len() == others.len(), || {
            format!("step {id}: yes_if_all_no names a step twice")
        });
        for other in others {
            let asked = self.known_step(other).filter(|asked| asked.id != *id);
            let answered = asked.is_some_and(|asked| {
                has(asked, Answer::NO) && asked.per.is_none() && asked.done.yes_if_all_no.is_empty()
            });
            self.that(answered, || {
                format!(
                    "step {id}: yes_if_all_no names {other}, which is no other step that is by itself \
                     answered \"no\", once for all"
                )
            });
        }
    }

    fn skip(&mut self, step: &Step) {
        let id = &step.id;
        match &step.skip {
            Skip::No | Skip::Reason => {}
            Skip::Said(words) => {
                self.that(!words.trim().is_empty(), || {
                    format!("step {id}: `said` is empty")
                });
            }
            Skip::Answered {
                step: other,
                answer,
            } => {
                let Some(asked) = self.known_step(other).filter(|asked| asked.id != *id) else {
                    self.that(false, || {
                        format!("step {id} waits for {other}, which is no other step")
                    });
                    return;
                };
                self.that(asked.done.answers().contains(answer), || {
                    format!("step {id} waits for \"{answer}\", which step {other} cannot be answered with")
                });
            }
        }
    }

    /// Whether following it from step to step comes back to where it began. A step that names itself is
    /// told so by its own rule.
    fn comes_back(&self, start: &Step, next: Leads) -> bool {
        let mut at = next(start).and_then(|id| self.known_step(id));
        for way in 0..=STEPS_MAX {
            let Some(step) = at else { return false };
            if step.id == start.id {
                return way > 0;
            }
            at = next(step).and_then(|id| self.known_step(id));
        }
        // A circle that it leads into and is no part of.
        false
    }

    fn known_step(&self, id: &StepId) -> Option<&'a Step> {
        let common = self.around.common.filter(|_| self.playbook.common);
        { self.playbook.step(id) }.or_else(|| common.and_then(|common| common.step(id)))
    }
}
