//! The network between a role and an engine, cut in the four ways that networks are.

use std::time::Duration;

use lanyard_tests::cluster::{Engine, Fault, Mode, Role, Shape, Stand, print_header};

/// Longer than a proposal is worth, so that callers have to be told something.
const WHILE: Duration = Duration::from_millis(3_500);
/// A way round the world, both ways.
const LATE: Duration = Duration::from_millis(150);
/// So many answers come whole: a connection stands, and does some work.
const WHOLE_ANSWERS: u32 = 30;

fn cut(role: Role, engine: Engine) {
    let mut stand = Stand::start_of(Shape::WHOLE);
    print_header();
    let modes = [
        Mode::Refuse,
        Mode::BlackHole,
        Mode::CutMidAnswer(WHOLE_ANSWERS),
        Mode::Delay(LATE),
    ];
    for mode in modes {
        stand.survives(Fault::Network(role, engine, mode), WHILE);
    }
    stand.whole();
}

#[test]
fn between_api_and_nats_the_network_is_cut() {
    cut(Role::Api, Engine::Nats);
}

#[test]
fn between_recorder_and_nats_the_network_is_cut() {
    cut(Role::Recorder, Engine::Nats);
}

#[test]
fn between_recorder_and_postgresql_the_network_is_cut() {
    cut(Role::Recorder, Engine::Postgres);
}
