//! A trust of many academies, with the staff and pupils that its matters are about.

use lanyard_events::academy::{AcademyEvent, AcademyOpened, Phase};
use lanyard_events::pupil::{PupilEvent, PupilRegistered};
use lanyard_events::staff::{Employer, StaffEvent, StaffRegistered};
use lanyard_events::{
    AcademyId, Actor, ConflictId, Day, Event, PupilId, Sensitive, StaffId, StreamKind,
};
use lanyard_journal::Append;
use lanyard_vault::WrappedKey;

use super::former::Former;
use super::words::{FORENAMES, SURNAMES};

/// Staff of an academy who write; others only look.
const STAFF_EACH: usize = 6;
/// Pupils of an academy who come up in matters.
const PUPILS_EACH: usize = 60;

/// One academy.
pub struct School {
    /// Its id.
    pub academy: AcademyId,
    /// Its staff.
    pub staff: Vec<StaffId>,
    /// Its pupils.
    pub pupils: Vec<PupilId>,
}

/// Opens so many academies; hands over the appends in order, each with the key of its new stream.
pub fn open(
    former: &mut Former,
    academies: usize,
    mut out: impl FnMut(WrappedKey, Append),
) -> Vec<School> {
    (0..academies)
        .map(|number| {
            let event = Event::Academy(AcademyEvent::Opened(AcademyOpened {
                name: format!("Academy number {number}"),
                urn: None,
                local_authority: "919".to_owned(),
                phase: Phase::Secondary,
                day_ends: "15:30".to_owned(),
            }));
            let academy = AcademyId::new(former.id());
            let (mut thread, key) = former.begin_as(academy.stream(), Some(academy));
            out(key, former.append(&mut thread, Actor::System, &event));
            let staff = (0..STAFF_EACH)
                .map(|_| StaffId::new(first(former, academy, StreamKind::Staff, &mut out)))
                .collect();
            let pupils = (0..PUPILS_EACH)
                .map(|_| PupilId::new(first(former, academy, StreamKind::Pupil, &mut out)))
                .collect();
            School {
                academy,
                staff,
                pupils,
            }
        })
        .collect()
}

fn first(
    former: &mut Former,
    academy: AcademyId,
    kind: StreamKind,
    out: &mut impl FnMut(WrappedKey, Append),
) -> uuid::Uuid {
    former.millis += 1;
    let event = if kind == StreamKind::Staff {
        staff(former)
    } else {
        pupil(former)
    };
    let (mut thread, key) = former.begin(kind, Some(academy));
    out(key, former.append(&mut thread, Actor::System, &event));
    thread.stream.uuid
}

fn staff(former: &mut Former) -> Event {
    Event::Staff(StaffEvent::Registered(StaffRegistered {
        surname: Sensitive::from(former.pick(SURNAMES)),
        forename: Sensitive::from(former.pick(FORENAMES)),
        job_title: Some(Sensitive::from("Teacher")),
        employer: Employer::Academy,
        login: None,
        conflict: ConflictId::new(former.id()),
        mis_id: None,
    }))
}

fn pupil(former: &mut Former) -> Event {
    Event::Pupil(PupilEvent::Registered(PupilRegistered {
        upn: None,
        surname: Sensitive::from(former.pick(SURNAMES)),
        forename: Sensitive::from(former.pick(FORENAMES)),
        preferred_forename: None,
        date_of_birth: Day::new(jiff::civil::date(2013, 5, 17)),
        year_group: 8,
        mis_id: Some(former.id().to_string()),
    }))
}
