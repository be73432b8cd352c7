//! Starting a playbook by hand (domain.md 4).

use crate::refusal::{Code, Refusal};
use crate::steps::Playbooks;
use crate::steps::matter::{Matter, StepEvent};
use crate::steps::start::{StartPlaybook, started};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(crate) fn start_playbook(
    matter: &Matter<'_>,
    start: &StartPlaybook,
) -> Result<Vec<StepEvent>, Refusal> {
    let mut checks = Checks::default();
    checks.optional("/reason", start.reason.as_ref(), TEXT_MAX_CHARS);
    checks.done()?;
    if !matter.takes(&start.playbook) {
        return Err(belongs_elsewhere(matter));
    }
    if matter.playbooks.runs(start.playbook.id.as_str()) {
        return Ok(Vec::new());
    }
    runs_beside(matter.playbooks, start)?;
    let mut playbooks = matter.playbooks.clone();
    let started = started(&mut playbooks, start, None);
    Ok(started.into_iter().map(StepEvent::Started).collect())
}

fn runs_beside(playbooks: &Playbooks, start: &StartPlaybook) -> Result<(), Refusal> {
    let id = start.playbook.id.as_str();
    let excluded = { playbooks.running().iter() }.any(|running| {
        running.not_with.iter().any(|other| other == id) || { start.playbook.not_with.iter() }
            .any(|other| other.as_str() == running.playbook)
    });
    if excluded {
        return Err(Refusal::of_field(
            Code::PlaybookExcluded,
            "/playbook",
            "A playbook runs in this matter that this one does not run beside.",
        ));
    }
    Ok(())
}

fn belongs_elsewhere(matter: &Matter<'_>) -> Refusal {
    if matter.about_adult {
        Refusal::of_field(
            Code::PupilsMatter,
            "/playbook",
            "This playbook is the safeguarding team's: start it in the child's own case.",
        )
    } else {
        Refusal::of_field(
            Code::AdultMatter,
            "/playbook",
            "This playbook is about an adult: it runs in the adult's own matter. Raise a concern about \
             them, so that it reaches the right people.",
        )
    }
}
