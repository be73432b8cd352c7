//! Oakfield, for tests.

use lanyard_events::academy::{AcademyEvent, AcademyOpened, Phase};

use super::Open;

pub(crate) fn an_open() -> Open {
    Open {
        name: "Oakfield Academy".to_owned(),
        urn: Some("900001".to_owned()),
        local_authority: "919".to_owned(),
        phase: Phase::Secondary,
        day_ends: "15:30".to_owned(),
    }
}

pub(crate) fn opened() -> AcademyEvent {
    let open = an_open();
    AcademyOpened {
        name: open.name,
        urn: open.urn,
        local_authority: open.local_authority,
        phase: open.phase,
        day_ends: open.day_ends,
    }
    .into()
}
