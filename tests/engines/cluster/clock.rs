//! Wall clocks that jump by an hour, forward and back, while a process runs.
//!
//! libfaketime stands between the program and the machine's clock; the clock that timers go by is
//! left alone, as when somebody sets the time. It needs a program that is linked dynamically, which
//! those of the tests are.

use std::time::Duration;

use lanyard_tests::cluster::{Fault, Role, Shape, Stand, print_header};

const WHILE: Duration = Duration::from_millis(2_500);

#[test]
fn clocks_jump_under_load() {
    let mut stand = Stand::start_of(Shape {
        has_clocks: true,
        ..Shape::WHOLE
    });
    print_header();
    for role in [Role::Recorder, Role::Api, Role::Worker] {
        for hours in [1, -1] {
            stand.survives(Fault::Clock(role, hours), WHILE);
        }
    }
    stand.whole();
}
