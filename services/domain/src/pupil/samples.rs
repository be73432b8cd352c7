//! An invented pupil of year 8, for tests.
#![allow(clippy::unwrap_used, reason = "tests")]

use lanyard_events::ContactId;
use lanyard_events::pupil::{
    ContactRelation, MayBeTold, ParentalResponsibility, PupilEvent, PupilLeft, PupilRegistered,
    YesNoUnknown,
};

use super::{Details, Known};
use crate::scenario::{id, words};

pub(crate) fn contact(n: u8) -> ContactId {
    ContactId::new(id(n))
}

/// What is known of her mother.
pub(crate) fn known() -> Known {
    Known {
        name: words("Dana Whitfield"),
        relation: ContactRelation::Mother,
        reach: Vec::new(),
        responsibility: ParentalResponsibility {
            held: YesNoUnknown::Yes,
            basis: None,
        },
        may_be_told: MayBeTold::May,
        mis_id: Some("C-17".to_owned()),
    }
}

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
