//! Ridgeway, for tests.

use lanyard_events::StaffId;
use lanyard_events::trust::{TrustEstablished, TrustEvent};

use super::Establish;
use crate::scenario::id;

pub(crate) fn an_establish() -> Establish {
    Establish {
        name: "Ridgeway Learning Trust".to_owned(),
        origin: "log.ridgeway.example".to_owned(),
        trust_lead: StaffId::new(id(1)),
        second: StaffId::new(id(2)),
    }
}

pub(crate) fn established() -> TrustEvent {
    let establish = an_establish();
    TrustEstablished {
        name: establish.name,
        origin: establish.origin,
        trust_lead: establish.trust_lead,
        second: establish.second,
    }
    .into()
}
