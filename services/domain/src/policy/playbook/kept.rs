//! What a trust may not edit away from a shipped playbook: the steps that law or statutory guidance asks
//! for, that halt everything, or that send to a desk outside (R3 to R8), those that they count from, and for
//! which situations it is proposed. Their words and their help may be edited, and who does them as far as law
//! does not ask for them; they may be due sooner, never later. And what neither such an edition nor a playbook
//! of the trust's own may add: whatever would take the place of a shipped playbook, keep one from running, or
//! close its steps.

use std::collections::HashSet;

use super::{Playbook, Skip, Step, StepId};
use crate::policy::Shipped;
use crate::policy::kept::Fixed;
use crate::policy::mistake::Mistake;
use crate::policy::names::{Basis, PlaybookId};

impl Step {
    /// Whether a trust may neither leave it out nor soften it, the condition on which it may be skipped
    /// included.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.stop_rule || self.basis.has(Basis::Law) || !self.refers_to.is_empty()
    }
}

/// What an edition of the trust's breaks of the shipped one. `lines` are those of its steps.
pub(super) fn mistakes(
    edited: &Playbook,
    lines: &[usize],
    head: usize,
    shipped: &Playbook,
) -> Vec<Mistake> {
    let mut fixed = Fixed::new(head);
    let categories = { shipped.opens_for.iter() }.all(|it| edited.opens_for.contains(it));
    fixed.that(categories, || {
        "opens_for may name more categories, and leave out none of the shipped ones".to_owned()
    });
    // Of two playbooks that do not run beside one another, the second is not started.
    let shipped_ones = { edited.not_with.iter() }.filter(|it| !it.is_own());
    fixed.that(shipped_ones.eq(&shipped.not_with), || {
        "not_with may name playbooks of your own beside the shipped ones, which must stay as they are"
            .to_owned()
    });
    fixed.that(
        edited.common == shipped.common
            && edited.about_adults == shipped.about_adults
            && edited.also_for_adults == shipped.also_for_adults,
        || "common, about_adults and also_for_adults must stay as they are shipped".to_owned(),
    );
    fixed.that(edited.number == shipped.number, || {
        "number must stay as it is shipped".to_owned()
    });
    // Steps of other playbooks wait for, and count from, those that all have in common.
    let all = shipped.id.as_str() == Playbook::COMMON;
    let Held { fixed: held, asked } = Held::of_shipped();
    let there: HashSet<_> = edited.steps.iter().map(|step| &step.id).collect();
    for step in { shipped.steps.iter() }.filter(|step| all || held.contains(&step.id)) {
        fixed.that(there.contains(&step.id), || {
            format!("step {} may not be left out{}", step.id, why(step))
        });
    }
    for (place, step) in edited.steps.iter().enumerate() {
        fixed.at(lines.get(place).copied().unwrap_or(head));
        let Some(its) = shipped.step(&step.id) else {
            // A step of a shipped playbook would count from, or wait for, one or the other.
            let elsewhere =
                { Shipped::get().playbooks.iter() }.any(|it| it.step(&step.id).is_some());
            fixed.that(!(all && elsewhere), || {
                format!("step {}: a shipped playbook has a step of this id", step.id)
            });
            continue;
        };
        if held.contains(&its.id) {
            softened(&mut fixed, step, its);
        } else if all || asked.contains(&its.id) {
            still_answered(&mut fixed, step, its);
        }
    }
    added(&mut fixed, edited, lines, head, Some(shipped));
    fixed.found()
}

/// What a playbook of the trust's own has that only a shipped one may have.
pub(super) fn mistakes_of_own(own: &Playbook, lines: &[usize], head: usize) -> Vec<Mistake> {
    let mut fixed = Fixed::new(head);
    fixed.that(own.not_with.iter().all(PlaybookId::is_own), || {
        "not_with may name playbooks of your own only: a shipped one runs beside each of them"
            .to_owned()
    });
    added(&mut fixed, own, lines, head, None);
    fixed.found()
}

/// What no edition may add to what ships under its id.
fn added(
    fixed: &mut Fixed,
    edited: &Playbook,
    lines: &[usize],
    head: usize,
    shipped: Option<&Playbook>,
) {
    fixed.at(head);
    for category in &edited.opens_for {
        let ships = shipped.is_some_and(|its| its.opens_for.contains(category));
        // The first that is proposed for a category is the one that starts.
        let elsewhere = { Shipped::get().playbooks.iter() }
            .any(|it| it.id != edited.id && it.opens_for.contains(category));
        fixed.that(ships || !elsewhere, || {
            format!(
                "opens_for may not name {category}: a shipped playbook is proposed for it already"
            )
        });
    }
    for (place, step) in edited.steps.iter().enumerate() {
        fixed.at(lines.get(place).copied().unwrap_or(head));
        let its = shipped.and_then(|its| its.step(&step.id));
        let ships = its.is_some_and(|its| its.stop_rule);
        fixed.that(ships || !step.stop_rule, || {
            format!(
                "step {}: no stop rule may be added: everybody else's steps close at it",
                step.id
            )
        });
    }
}

/// Steps that ship and stay. No id is in two playbooks, which a test holds; steps of playbooks count from
/// those that all have in common, and so of all playbooks at once.
struct Held {
    /// Those that are fixed by themselves, and each that one of these counts from, lest that never begin.
    fixed: HashSet<&'static StepId>,
    /// Those whose answer closes one of these, or on whose answer such an answer hangs.
    asked: HashSet<&'static StepId>,
}

impl Held {
    fn of_shipped() -> Self {
        let shipped = Shipped::get();
        let playbooks = shipped.playbooks.iter().chain([&shipped.common]);
        let steps: Vec<&'static Step> = playbooks.flat_map(|it| &it.steps).collect();
        let mut fixed: HashSet<&'static StepId> = HashSet::new();
        let mut newest: Vec<&'static Step> = { steps.iter().copied() }
            .filter(|step| step.is_fixed())
            .collect();
        while !newest.is_empty() {
            fixed.extend(newest.iter().map(|step| &step.id));
            let from: HashSet<_> = newest
                .iter()
                .filter_map(|step| step.after.as_ref())
                .collect();
            newest = { steps.iter().copied() }
                .filter(|step| from.contains(&step.id) && !fixed.contains(&step.id))
                .collect();
        }
        let closing = { steps.iter().copied() }
            .filter(|step| fixed.contains(&step.id))
            .filter_map(|step| match &step.skip {
                Skip::Answered { step, .. } => Some(step),
                Skip::No | Skip::Reason | Skip::Said(_) => None,
            });
        let mut asked: HashSet<&'static StepId> = closing.collect();
        // The answers on which such an answer hangs.
        let hung_on = { steps.iter().copied() }
            .filter(|step| fixed.contains(&step.id) || asked.contains(&step.id))
            .flat_map(|step| &step.done.yes_if_all_no);
        let hung_on: Vec<_> = hung_on.collect();
        asked.extend(hung_on);
        Self { fixed, asked }
    }
}

/// Whatever another step waits for can still be answered, and "unknown" does not close it.
fn still_answered(fixed: &mut Fixed, step: &Step, shipped: &Step) {
    let (done, its) = (&step.done, &shipped.done);
    let answers = done.answers();
    let kept = its.answers().iter().all(|it| answers.contains(it));
    fixed.that(kept, || {
        format!(
            "step {}: an answer is gone that other steps may wait for",
            step.id
        )
    });
    fixed.that(done.unknown_is == its.unknown_is, || {
        format!(
            "step {}: unknown_is must stay as it is shipped: other steps may wait for the answer",
            step.id
        )
    });
    fixed.that(done.yes_if_all_no == its.yes_if_all_no, || {
        format!(
            "step {}: yes_if_all_no must stay as it is shipped: other steps may wait for the answer",
            step.id
        )
    });
}

fn softened(fixed: &mut Fixed, step: &Step, shipped: &Step) {
    let id = &step.id;
    let mut stays = |holds: bool, what: &str| {
        fixed.that(holds, || {
            format!(
                "step {id}: {what} must stay as it is shipped{}",
                why(shipped)
            )
        });
    };
    let (done, its) = (&step.done, &shipped.done);
    stays(step.basis == shipped.basis, "basis");
    stays(step.departs == shipped.departs, "departs");
    stays(step.skip == shipped.skip, "skip");
    stays(step.stop_rule == shipped.stop_rule, "stop_rule");
    stays(step.opens == shipped.opens, "opens");
    // Done by referring to one of them, so that one more would let another do instead.
    stays(step.refers_to == shipped.refers_to, "refers_to");
    stays(step.per == shipped.per, "per");
    stays(step.after == shipped.after, "after");
    stays(step.from_known == shipped.from_known, "from_known");
    stays(
        done.kind == its.kind
            && done.answers() == its.answers()
            && done.unknown_is == its.unknown_is
            && done.yes_if_all_no == its.yes_if_all_no
            && done.two == its.two,
        "what counts as done",
    );
    // A duty may be somebody's own, as to report what a child tells is the raiser's.
    let owners = !shipped.basis.has(Basis::Law) || step.owner.starts_with(&shipped.owner);
    fixed.that(owners, || {
        format!(
            "step {id}: owner may name more after the shipped ones, which must stay first, in their order{}",
            why(shipped)
        )
    });
    let fields = its.fields.iter().all(|field| done.fields.contains(field));
    fixed.that(fields, || {
        format!("step {id}: more fields may be asked for, none of the shipped ones left out")
    });
    fixed.that(step.due.is_no_later_than(shipped.due), || {
        let due = shipped.due;
        format!(
            "step {id}: due may be sooner than \"{due}\", not later{}",
            why(shipped)
        )
    });
}

fn why(step: &Step) -> &'static str {
    if step.stop_rule {
        ": everything halts at it"
    } else if step.basis.has(Basis::Law) {
        ": law or statutory guidance asks for it"
    } else if !step.refers_to.is_empty() {
        ": it sends to a desk outside the trust"
    } else {
        ": other steps may count from it or wait for it"
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use crate::policy::{DocumentId, InForce};

    const ABUSE: &str = "playbook.disclosure_of_abuse_or_neglect";
    const ADULT: &str = "playbook.adult_misuses_equipment";
    const BULLYING: &str = "playbook.bullying_by_email_or_phone";
    const COMMON: &str = "playbook.common";
    const GAMES: &str = "playbook.age_inappropriate_games";
    const NUDES: &str = "playbook.nudes_and_semi_nudes_between_pupils";
    const LOOKING: &str = "playbook.looking_into_suspected_misuse";

    /// What is said of a shipped file with something in it changed, published as the next edition.
    fn edited(name: &str, right: &str, wrong: &str) -> Vec<String> {
        let id = DocumentId::parse(name).unwrap();
        let text = { id.shipped_text().unwrap() }.replacen("edition = 1", "edition = 2", 1);
        assert!(text.contains(right), "{name}: {right}");
        let read = id.read(&text.replacen(right, wrong, 1), 1, &InForce::shipped());
        { read.err().into_iter().flatten() }
            .map(|it| it.to_string())
            .collect()
    }

    /// Each edit is refused, and said so.
    fn refused(cases: &[(&str, &str, &str, &str)]) {
        for &(name, right, wrong, said) in cases {
            let found = edited(name, right, wrong);
            assert!(
                found.iter().any(|it| it.contains(said)),
                "{said}: {found:?}"
            );
        }
    }

    #[test]
    fn what_law_asks_for_on_a_condition_stays_with_its_condition() {
        refused(&[
            (
                ABUSE,
                "id = \"16.4\"",
                "id = \"16.99\"",
                "step 16.4 may not be left out: law",
            ),
            (
                ABUSE,
                "when = { step = \"16.7\", answer = \"no\" }",
                "when = { said = \"They know.\" }",
                "step 16.8: skip must stay",
            ),
            // R5 counts from knowing.
            (
                ABUSE,
                "after = \"16.3\"\nfrom_known = true",
                "after = \"16.3\"",
                "step 16.4: from_known must stay",
            ),
            // 4.11 closes itself at a "no" here.
            (
                ADULT,
                "question = \"Could the material be illegal?\"\nanswers = [\"yes\", \"no\", \"unknown\"]",
                "question = \"Could the material be illegal?\"\nanswers = [\"no\", \"unknown\"]",
                "step 4.5: an answer is gone",
            ),
            (
                ADULT,
                "answers = [\"yes\", \"no\", \"unknown\"]\nunknown_is = \"yes\"\ntwo = true",
                "answers = [\"yes\", \"no\", \"unknown\"]\nunknown_is = \"no\"\ntwo = true",
                "step 4.5: unknown_is must stay",
            ),
            // R6: the five answers on which the "no" to police and social care hangs.
            (
                NUDES,
                "yes_if_all_no = [\"10.3\", ",
                "yes_if_all_no = [",
                "step 10.8: what counts as done must stay",
            ),
            (
                NUDES,
                "id = \"10.5\"",
                "id = \"10.55\"",
                "step 10.5 may not be left out",
            ),
            // It would count as "no", at which 4.11 closes.
            (
                ADULT,
                "answers = [\"yes\", \"no\", \"unknown\"]\nunknown_is = \"yes\"\ntwo = true",
                "answers = [\"yes\", \"no\", \"unknown\"]\nunknown_is = \"yes\"\ntwo = true\nyes_if_all_no = [\"O4\"]",
                "step 4.5: yes_if_all_no must stay",
            ),
        ]);
    }

    #[test]
    fn whose_a_step_is_that_law_asks_for_stays_and_more_may_stand_in() {
        let shipped = "owner = [\"raiser\", \"dsl\"]";
        for wrong in [
            "owner = [\"dsl\"]",
            "owner = [\"raiser\"]",
            "owner = [\"dsl\", \"raiser\"]",
            "owner = [\"head\", \"raiser\", \"dsl\"]",
        ] {
            let said = "step 16.4: owner may name more after the shipped ones";
            refused(&[(ABUSE, shipped, wrong, said)]);
        }
        let more = "owner = [\"raiser\", \"dsl\", \"deputy_dsl\"]";
        assert_eq!(edited(ABUSE, shipped, more), [""; 0]);
    }

    #[test]
    fn a_step_that_a_fixed_one_counts_from_is_fixed_too() {
        refused(&[
            (
                LOOKING,
                "id = \"M6\"",
                "id = \"M66\"",
                "step M6 may not be left out: other steps may count from it",
            ),
            (
                LOOKING,
                "due = \"2wd\"\nbasis = \"S\"\n[step.done]\nkind = \"signatures\"",
                "due = \"closing\"\nbasis = \"S\"\n[step.done]\nkind = \"signatures\"",
                "step M6: due may be sooner",
            ),
            // M10 of another playbook counts from O2.
            (
                COMMON,
                "kind = \"contact\"\nfields = [\"people_told\", \"how\", \"time\"]",
                "kind = \"note\"\nfields = [\"people_told\", \"how\", \"time\"]",
                "step O2: what counts as done must stay",
            ),
            (
                GAMES,
                "id = \"8.6\"",
                "id = \"O2\"",
                "step O2 is one of those that all playbooks have in common",
            ),
            (
                COMMON,
                "id = \"Z3\"",
                "id = \"M8\"",
                "step M8: a shipped playbook has a step of this id",
            ),
        ]);
    }

    #[test]
    fn no_edition_takes_the_place_of_another_playbook_or_keeps_it_from_running() {
        refused(&[
            (
                BULLYING,
                "opens_for = [\"cyber_bullying\"",
                "opens_for = [\"grooming\", \"cyber_bullying\"",
                "opens_for may not name grooming",
            ),
            (
                GAMES,
                "not_with = [",
                "not_with = [\"hacking_or_computer_crime\", ",
                "not_with may name playbooks of your own",
            ),
            (
                LOOKING,
                "also_for_adults = true\n",
                "",
                "also_for_adults must stay",
            ),
            (
                GAMES,
                "due = \"5sd\"\nbasis = \"S\"\n",
                "due = \"5sd\"\nbasis = \"S\"\nstop_rule = true\n",
                "step 8.2: no stop rule may be added",
            ),
            (
                GAMES,
                "refers_to = [\"social_care\", ",
                "refers_to = [\"platform\", \"social_care\", ",
                "step 8.4: refers_to must stay",
            ),
        ]);
        // A category for which nothing ships may be added.
        assert_eq!(
            edited(GAMES, "opens_for = [", "opens_for = [\"copyright\", "),
            [""; 0]
        );
    }
}
