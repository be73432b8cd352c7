//! Ids in addresses.

use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use lanyard_events::step::StepName;
use uuid::Uuid;

use crate::problems::ApiError;

/// The id in an address, and with `Id<(A, B)>` the first two.
///
/// A text that is no id stands for the nil UUID, which nothing has: it takes the same way as an
/// absent one and is answered alike (design.md 5).
pub(crate) struct Id<T>(pub(crate) T);

/// What can be taken from an address.
pub(crate) trait FromAddress: Sized {
    fn from_parts<'a>(parts: impl Iterator<Item = &'a str>) -> Self;
}

fn id_or_nil<T: FromStr>(part: Option<&str>) -> T {
    part.and_then(|text| text.parse().ok())
        .or_else(|| Uuid::nil().to_string().parse().ok())
        .expect("the nil UUID is a well-formed id")
}

macro_rules! one_id {
    ($($id:ident),+) => {$(
        impl FromAddress for lanyard_events::$id {
            fn from_parts<'a>(mut parts: impl Iterator<Item = &'a str>) -> Self {
                id_or_nil(parts.next())
            }
        }
    )+};
}

one_id!(
    ConcernId,
    CaseId,
    ReferralId,
    AllegationId,
    EvidenceId,
    GrantId,
    PupilId,
    StaffId,
    AcademyId,
    EventId,
    SettingProposalId
);

/// An entry below its register. A register that there is none of has no entry.
impl FromAddress for (String, lanyard_events::EntryId) {
    fn from_parts<'a>(mut parts: impl Iterator<Item = &'a str>) -> Self {
        let register = parts.next().unwrap_or_default().to_owned();
        (register, id_or_nil(parts.next()))
    }
}

/// Somebody below an entry.
impl FromAddress for (String, lanyard_events::EntryId, lanyard_events::StaffId) {
    fn from_parts<'a>(mut parts: impl Iterator<Item = &'a str>) -> Self {
        let register = parts.next().unwrap_or_default().to_owned();
        (register, id_or_nil(parts.next()), id_or_nil(parts.next()))
    }
}

/// A proposal below the document that it is an edition of.
impl FromAddress for (String, lanyard_events::PolicyProposalId) {
    fn from_parts<'a>(mut parts: impl Iterator<Item = &'a str>) -> Self {
        let document = parts.next().unwrap_or_default().to_owned();
        (document, id_or_nil(parts.next()))
    }
}

macro_rules! two_ids {
    ($($first:ident $second:ident),+) => {$(
        impl FromAddress for (lanyard_events::$first, lanyard_events::$second) {
            fn from_parts<'a>(mut parts: impl Iterator<Item = &'a str>) -> Self {
                (id_or_nil(parts.next()), id_or_nil(parts.next()))
            }
        }
    )+};
}

two_ids!(
    CaseId InvestigationId, AllegationId InvestigationId,
    CaseId ActionId, CaseId StaffId, ConcernId StaffId, AllegationId StaffId,
    CaseId PupilId, PupilId ContactId, PupilId CourtOrderId, PupilId DesignationId,
    StaffId RoleProposalId, CaseId MeasureId, AcademyId DutyId,
    CaseId CaseId
);

macro_rules! steps_of {
    ($($matter:ident),+) => {$(
        /// A step in an address: `…/{matter}/playbooks/{playbook}/steps/{step}`. A name that no step has
        /// is for the rules to refuse, once it is known that the caller may see the matter.
        impl FromAddress for (lanyard_events::$matter, StepName) {
            fn from_parts<'a>(mut parts: impl Iterator<Item = &'a str>) -> Self {
                let matter = id_or_nil(parts.next());
                let mut name = || parts.next().unwrap_or_default().to_owned();
                let (playbook, step) = (name(), name());
                (matter, StepName { playbook, step })
            }
        }
    )+};
}

steps_of!(CaseId, AllegationId);

/// A report in an address: `/public/{academy}/concerns/{reference}`. Any text may stand there; whether it
/// is one of ours the application says.
impl FromAddress for (lanyard_events::AcademyId, String) {
    fn from_parts<'a>(mut parts: impl Iterator<Item = &'a str>) -> Self {
        let academy = id_or_nil(parts.next());
        (academy, parts.next().unwrap_or_default().to_owned())
    }
}

impl<T: FromAddress> FromRequest for Id<T> {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parts = request.match_info().iter().map(|(_, part)| part);
        std::future::ready(Ok(Self(T::from_parts(parts))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_events::{CaseId, StaffId};

    #[test]
    fn a_text_that_is_no_id_stands_for_an_id_that_nothing_has() {
        let id = "018f4e9a-0000-7000-8000-000000000001";
        assert_eq!(CaseId::from_parts([id].into_iter()).to_string(), id);
        for bad in ["nonsense", "", "018F4E9A-0000-7000-8000-000000000001"] {
            assert_eq!(CaseId::from_parts([bad].into_iter()).uuid(), Uuid::nil());
        }
        let (case, staff): (CaseId, StaffId) = FromAddress::from_parts([id].into_iter());
        assert_eq!((case.to_string().as_str(), staff.uuid()), (id, Uuid::nil()));
    }
}
