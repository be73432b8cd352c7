//! The steps that follow in an adult's matter where a wrong name had left before it was corrected (S08, R10). Words,
//! times and what counts as done are a file's (`data/wrong_name.toml`); to whom it went the matter knows.

use lanyard_events::Revision;

use crate::policy::{Playbook, PlaybookId, Shipped, StepId};

/// They are told; the other step of the file is the breach.
const TELL: &str = "N1";

/// The playbook for one correction, which has its revision: with another one it starts again.
#[must_use]
pub fn wrong_name_left<'a>(
    corrected: Revision,
    told: impl IntoIterator<Item = &'a str>,
    entry: &str,
) -> Playbook {
    let shipped = &Shipped::get().wrong_name;
    let id = PlaybookId::try_from(format!("{}_{}", shipped.id, corrected.0));
    let mut steps = Vec::new();
    for (place, whom) in told.into_iter().enumerate() {
        for step in { shipped.steps.iter() }.filter(|step| step.id.as_str() == TELL) {
            let mut tell = step.clone();
            tell.text = format!("{} {whom}.", tell.text);
            if let Ok(id) = StepId::try_from(format!("{TELL}.{}", place + 1)) {
                tell.id = id;
            }
            steps.push(tell);
        }
    }
    for step in { shipped.steps.iter() }.filter(|step| step.id.as_str() != TELL) {
        let mut assess = step.clone();
        assess.text = format!("{} {entry}.", assess.text);
        steps.push(assess);
    }
    Playbook {
        id: id.unwrap_or_else(|_| shipped.id.clone()),
        steps,
        ..Playbook::clone(shipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Due;

    #[test]
    fn each_of_those_who_were_told_has_a_step_and_the_breach_has_one() {
        let playbook = wrong_name_left(Revision(12), ["LADO", "Police"], "BREACH01");
        assert_eq!(playbook.id.as_str(), "wrong_name_left_12");
        assert!(playbook.about_adults && !playbook.common);
        let steps: Vec<_> = { playbook.steps.iter() }
            .map(|step| (step.id.as_str(), step.due))
            .collect();
        assert_eq!(
            steps,
            [
                ("N1.1", Due::Now),
                ("N1.2", Due::Now),
                ("N2", Due::Hours(72))
            ]
        );
        assert!(playbook.steps[0].text.ends_with(": LADO."));
        assert!(playbook.steps[1].text.ends_with(": Police."));
        assert!(playbook.steps[2].text.ends_with(": BREACH01."));
    }

    #[test]
    fn no_category_proposes_it() {
        let shipped = Shipped::get();
        assert!({ shipped.playbooks.iter() }.all(|it| it.id != shipped.wrong_name.id));
    }
}
