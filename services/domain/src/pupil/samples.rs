//! An invented pupil of year 8, for tests.
#![allow(clippy::unwrap_used, reason = "tests")]

use lanyard_events::pupil::{PupilEvent, PupilLeft, PupilRegistered};

use super::Details;
use crate::scenario::words;

pub(crate) fn details() -> Details {
    Details {
        upn: Some(words("F919400125001")),
        surname: words("Example"),
        forename: words("Amara"),
        preferred_forename: None,
        date_of_birth: "2013-05-17".parse().unwrap(),
        year_group: 8,
        mis_id: Some("MIS-1".to_owned()),
    }
}

pub(crate) fn registered() -> PupilEvent {
    let details = details();
    PupilRegistered {
        upn: details.upn,
        surname: details.surname,
        forename: details.forename,
        preferred_forename: details.preferred_forename,
        date_of_birth: details.date_of_birth,
        year_group: details.year_group,
        mis_id: details.mis_id,
    }
    .into()
}

pub(crate) fn left() -> PupilEvent {
    PupilLeft {
        on: "2026-12-04".parse().unwrap(),
        destination: Some(words("A school in another county")),
    }
    .into()
}
