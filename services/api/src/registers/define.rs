//! GET /v1/registers and GET /v1/registers/{register}

use std::fmt::Display;

use actix_web::web;
use lanyard_app::policy::{DueBy, Level, Register};
use lanyard_http::Page;
use lanyard_http::register::{
    RegisterClock, RegisterField, RegisterListed, RegisterMove, RegisterShown, RegisterState,
    RegisterWhen,
};

use crate::answers::Answer;
use crate::asked::Look;
use crate::state::ApiState;

/// List the registers, all of them on one page.
#[utoipa::path(get, path = "/v1/registers",
    responses((status = 200, description = "All registers.", body = Page<RegisterListed>)))]
pub(crate) async fn list_registers(state: ApiState, _look: Look) -> Answer {
    let registers = state.app().registers()?;
    Ok(state.shown(&Page {
        items: registers.iter().map(|register| listed(register)).collect(),
        next: None,
    }))
}

/// Show a register: what an entry holds, how it moves on, by when, and who adds and sees.
#[utoipa::path(get, path = "/v1/registers/{register}",
    responses((status = 200, description = "The register.", body = RegisterShown)))]
pub(crate) async fn show_register(state: ApiState, _look: Look, id: web::Path<String>) -> Answer {
    let register = state.app().register(&id)?;
    Ok(state.shown(&shown(&register)))
}

fn listed(register: &Register) -> RegisterListed {
    let level = match register.level {
        Level::Academy => "academy",
        Level::Trust => "trust",
    };
    RegisterListed {
        id: register.id.to_string(),
        title: register.title.clone(),
        about: register.about.clone(),
        level: level.to_owned(),
        edition: register.edition,
        adds: words(&register.adds),
        sees: words(&register.sees),
    }
}

fn words<T: Display>(words: &[T]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

fn shown(register: &Register) -> RegisterShown {
    let narrowed_by = { register.filter.iter() }.flat_map(|filter| words(&filter.by));
    RegisterShown {
        register: listed(register),
        source: register.source.clone(),
        retention: register.retention.clone(),
        fields: { register.fields.iter() }
            .map(|field| RegisterField {
                id: field.id.to_string(),
                label: field.label.clone(),
                help: field.help.clone(),
                kind: field.kind.to_string(),
                choices: words(&field.choices),
                many: field.many,
                required: field.required,
                when: field.when.as_ref().map(|when| RegisterWhen {
                    field: when.field.to_string(),
                    is: when.is.to_string(),
                }),
                with_a_move: register.comes_with_a_move(field),
            })
            .collect(),
        states: { register.states.iter() }
            .map(|state| RegisterState {
                id: state.id.to_string(),
                title: state.title.clone(),
            })
            .collect(),
        moves: register.moves.iter().map(moves).collect(),
        clocks: register.clocks.iter().map(clock).collect(),
        narrowed_by: narrowed_by.collect(),
        columns: words(&register.export.columns),
    }
}

fn moves(it: &lanyard_app::policy::RegisterMove) -> RegisterMove {
    RegisterMove {
        id: it.id.to_string(),
        title: it.title.clone(),
        from: words(&it.from),
        to: it.to.to_string(),
        by: words(&it.by),
        signature: it.signature,
        not_by_who: it.not_by_who.as_ref().map(ToString::to_string),
        needs: words(&it.needs),
    }
}

fn clock(clock: &lanyard_app::policy::RegisterClock) -> RegisterClock {
    RegisterClock {
        id: clock.id.to_string(),
        starts: clock.starts.to_string(),
        due: match &clock.due {
            DueBy::After(due) => due.to_string(),
            DueBy::Field(field) => format!("field:{field}"),
        },
        ends_by: words(&clock.ends_by),
        owner: words(&clock.owner),
        rule: clock.rule.clone(),
        at_end: clock.at_end.as_ref().map(ToString::to_string),
    }
}
