//! GET /v1/playbooks/{playbook}

use actix_web::web;
use lanyard_app::policy::{Done, Playbook, Skip, Step};
use lanyard_http::playbook::{PlaybookDone, PlaybookShown, PlaybookSkip, PlaybookStep};

use crate::answers::Answer;
use crate::asked::Look;
use crate::state::ApiState;

/// Show a playbook with its steps. `common` holds the opening and closing steps of every situation.
#[utoipa::path(get, path = "/v1/playbooks/{playbook}",
    responses((status = 200, description = "The playbook.", body = PlaybookShown)))]
pub(crate) async fn show_playbook(state: ApiState, _look: Look, id: web::Path<String>) -> Answer {
    let playbook = state.app().playbook(&id)?;
    Ok(state.shown(&shown(&playbook)))
}

fn shown(playbook: &Playbook) -> PlaybookShown {
    PlaybookShown {
        id: playbook.id.to_string(),
        edition: playbook.edition,
        title: playbook.title.clone(),
        source: playbook.source.clone(),
        opens_for: playbook.opens_for.clone(),
        not_with: names(&playbook.not_with),
        common_steps: playbook.common,
        steps: playbook.steps.iter().map(step).collect(),
    }
}

fn step(step: &Step) -> PlaybookStep {
    PlaybookStep {
        id: step.id.to_string(),
        text: step.text.clone(),
        help: step.help.clone(),
        owner: names(&step.owner),
        with: names(&step.with),
        due: step.due.to_string(),
        after: step.after.as_ref().map(ToString::to_string),
        from_known: step.from_known,
        stop_rule: step.stop_rule,
        per: step.per.map(|per| per.to_string()),
        refers_to: names(&step.refers_to),
        opens: step.opens.as_ref().map(ToString::to_string),
        done: done(&step.done),
        skip: skip(&step.skip),
    }
}

fn done(done: &Done) -> PlaybookDone {
    PlaybookDone {
        kind: done.kind.to_string(),
        question: done.question.clone(),
        answers: names(&done.answers()),
        unknown_is: done.unknown_is.as_ref().map(ToString::to_string),
        yes_if_all_no: names(&done.yes_if_all_no),
        two_people: done.two,
        fields: names(&done.fields),
    }
}

fn skip(skip: &Skip) -> PlaybookSkip {
    match skip {
        Skip::No => PlaybookSkip::No,
        Skip::Reason => PlaybookSkip::Reason,
        Skip::Answered { step, answer } => PlaybookSkip::Answered {
            step: step.to_string(),
            answer: answer.to_string(),
        },
        Skip::Said(words) => PlaybookSkip::Said {
            words: words.clone(),
        },
    }
}

fn names<T: ToString>(named: &[T]) -> Vec<String> {
    named.iter().map(ToString::to_string).collect()
}
