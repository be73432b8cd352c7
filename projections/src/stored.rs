//! How ids, actors and times are stored in columns, and taken back.

use lanyard_access::{PersonKey, RoleSet};
use lanyard_events::{
    AcademyId, Actor, AllegationId, At, CaseId, ClientId, ConcernId, Day, LinkRole, LinkedPerson,
    PersonRef, Position, PupilId, Revision, Role, StaffId, StreamId, StreamKind,
};
use rusqlite::Row;
use uuid::Uuid;

use crate::error::{Fault, UNREADABLE_ROW, ViewError};

/// A person key, a stream key or an actor: one byte of kind, sixteen of id.
pub(crate) type Key = [u8; 17];

// Pupils and staff have the codes of `PersonKey`, so that an actor joins the directory as it is.
const PUPIL: u8 = 1;
pub(crate) const STAFF: u8 = 2;
const CLIENT: u8 = 3;
const SYSTEM: u8 = 4;
const PUBLIC: u8 = 5;

fn key(code: u8, uuid: Uuid) -> Key {
    let mut bytes = [0; 17];
    bytes[0] = code;
    bytes[1..].copy_from_slice(uuid.as_bytes());
    bytes
}

fn parts(bytes: &Key) -> (u8, Uuid) {
    let mut uuid = [0; 16];
    uuid.copy_from_slice(&bytes[1..]);
    (bytes[0], Uuid::from_bytes(uuid))
}

/// The key of an actor.
pub(crate) fn actor_key(actor: Actor) -> Key {
    match actor {
        Actor::Staff(id) => key(STAFF, id.uuid()),
        Actor::Client(id) => key(CLIENT, id.uuid()),
        Actor::System => key(SYSTEM, Uuid::nil()),
        Actor::Public => key(PUBLIC, Uuid::nil()),
    }
}

/// The actor of a key.
pub(crate) fn actor(bytes: &Key) -> Result<Actor, ViewError> {
    match parts(bytes) {
        (STAFF, id) => Ok(Actor::Staff(StaffId::new(id))),
        (CLIENT, id) => Ok(Actor::Client(ClientId::new(id))),
        (SYSTEM, _) => Ok(Actor::System),
        (PUBLIC, _) => Ok(Actor::Public),
        _ => Err(ViewError::Stored("actor")),
    }
}

/// The key of a pupil.
pub(crate) fn pupil_key(pupil: PupilId) -> Key {
    key(PUPIL, pupil.uuid())
}

/// The key of a member of staff.
pub(crate) fn staff_key(staff: StaffId) -> Key {
    key(STAFF, staff.uuid())
}

/// The key of somebody on a register; none for somebody described.
pub(crate) fn person_key(person: &PersonRef) -> Option<Key> {
    match person {
        PersonRef::Pupil { id } => Some(pupil_key(*id)),
        PersonRef::Staff { id } => Some(staff_key(*id)),
        PersonRef::Described { .. } => None,
    }
}

/// The person of a key.
pub(crate) fn person(bytes: &Key) -> Result<PersonKey, ViewError> {
    match parts(bytes) {
        (PUPIL, id) => Ok(PersonKey::Pupil(PupilId::new(id))),
        (STAFF, id) => Ok(PersonKey::Staff(StaffId::new(id))),
        _ => Err(ViewError::Stored("person")),
    }
}

/// The pupil of a key.
pub(crate) fn pupil(bytes: &Key) -> Result<PupilId, ViewError> {
    match person(bytes)? {
        PersonKey::Pupil(id) => Ok(id),
        PersonKey::Staff(_) => Err(ViewError::Stored("pupil")),
    }
}

/// The member of staff of a key.
pub(crate) fn staff(bytes: &Key) -> Result<StaffId, ViewError> {
    match person(bytes)? {
        PersonKey::Staff(id) => Ok(id),
        PersonKey::Pupil(_) => Err(ViewError::Stored("staff")),
    }
}

/// Keys laid one after the other, each once, in order.
pub(crate) fn packed(keys: impl IntoIterator<Item = Key>) -> Vec<u8> {
    let mut keys: Vec<Key> = keys.into_iter().collect();
    keys.sort_unstable();
    keys.dedup();
    keys.concat()
}

/// The keys of [`packed`] or of concatenated streams.
pub(crate) fn unpacked(bytes: &[u8]) -> impl Iterator<Item = Key> + '_ {
    bytes.chunks_exact(17).map(|chunk| {
        let mut key = [0; 17];
        key.copy_from_slice(chunk);
        key
    })
}

/// Keys of the linked people who are on a register.
pub(crate) fn keys_of(people: &[LinkedPerson]) -> impl Iterator<Item = Key> + '_ {
    people
        .iter()
        .filter_map(|linked| person_key(&linked.person))
}

/// The stream of a stored key.
pub(crate) fn stream(bytes: &Key) -> Result<StreamId, ViewError> {
    StreamId::from_bytes(bytes).ok_or(ViewError::Stored("stream"))
}

/// The concern of a stored stream key.
pub(crate) fn concern(bytes: &Key) -> Result<ConcernId, ViewError> {
    let stream = stream(bytes)?;
    (stream.kind == StreamKind::Concern)
        .then(|| ConcernId::new(stream.uuid))
        .ok_or(ViewError::Stored("concern"))
}

/// The case of a stored stream key.
pub(crate) fn case(bytes: &Key) -> Result<CaseId, ViewError> {
    let stream = stream(bytes)?;
    (stream.kind == StreamKind::Case)
        .then(|| CaseId::new(stream.uuid))
        .ok_or(ViewError::Stored("case"))
}

/// The adult's matter of a stored stream key.
pub(crate) fn allegation(bytes: &Key) -> Result<AllegationId, ViewError> {
    let stream = stream(bytes)?;
    (stream.kind == StreamKind::Allegation)
        .then(|| AllegationId::new(stream.uuid))
        .ok_or(ViewError::Stored("adult's matter"))
}

/// An academy as a column.
pub(crate) fn academy_bytes(academy: Option<AcademyId>) -> Option<[u8; 16]> {
    academy.map(|id| *id.uuid().as_bytes())
}

/// An academy of a column.
pub(crate) fn academy(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<AcademyId>> {
    let bytes: Option<[u8; 16]> = row.get(column)?;
    Ok(bytes.map(|bytes| AcademyId::new(Uuid::from_bytes(bytes))))
}

/// Something as a JSON column.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|_| UNREADABLE_ROW)
}

/// A moment of a column.
pub(crate) fn at(row: &Row<'_>, column: usize) -> rusqlite::Result<At> {
    row.get(column).map(At::from_millis)
}

/// A moment of a column, if there is one.
pub(crate) fn optional_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<At>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(At::from_millis))
}

/// A day of a text column, if there is one.
pub(crate) fn optional_day(text: Option<String>) -> Result<Option<Day>, ViewError> {
    text.map(|text| text.parse())
        .transpose()
        .map_err(|_| ViewError::Stored("day"))
}

/// A position as a column: they count events or bytes of a log, so they never reach the sign bit.
pub(crate) fn position_column(position: Position) -> i64 {
    i64::try_from(position.0).unwrap_or(i64::MAX)
}

/// A position of a column.
pub(crate) fn position(column: i64) -> Position {
    Position(u64::try_from(column).unwrap_or(0))
}

/// A revision as a column.
pub(crate) fn revision_column(revision: Revision) -> i64 {
    i64::try_from(revision.0).unwrap_or(i64::MAX)
}

/// A revision of a column.
pub(crate) fn revision(column: i64) -> Revision {
    Revision(u64::try_from(column).unwrap_or(0))
}

/// Roles as bits.
pub(crate) fn routed(roles: &[Role]) -> i64 {
    i64::from(RoleSet::from_roles(roles.iter().copied()).bits())
}

const PARTS: [LinkRole; 5] = [
    LinkRole::Affected,
    LinkRole::AllegedToHaveDoneIt,
    LinkRole::Witness,
    LinkRole::Sibling,
    LinkRole::Other,
];

/// The bit of a part in a matter.
pub(crate) fn part_bit(part: LinkRole) -> i64 {
    match part {
        LinkRole::Affected => 1,
        LinkRole::AllegedToHaveDoneIt => 2,
        LinkRole::Witness => 4,
        LinkRole::Sibling => 8,
        LinkRole::Other => 16,
    }
}

/// The parts of a set of bits.
pub(crate) fn parts_of(bits: i64) -> Vec<LinkRole> {
    PARTS
        .into_iter()
        .filter(|part| bits & part_bit(*part) != 0)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn an_actor_comes_back_as_it_was() {
        for given in [
            Actor::Staff(StaffId::new(Uuid::from_u128(7))),
            Actor::Client(ClientId::new(Uuid::from_u128(7))),
            Actor::System,
            Actor::Public,
        ] {
            assert_eq!(actor(&actor_key(given)).unwrap(), given);
        }
        assert!(actor(&[0; 17]).is_err());
    }

    #[test]
    fn person_keys_are_those_of_access() {
        let pupil = PupilId::new(Uuid::from_u128(1));
        let staff = StaffId::new(Uuid::from_u128(2));
        assert_eq!(pupil_key(pupil), PersonKey::Pupil(pupil).to_bytes());
        assert_eq!(staff_key(staff), PersonKey::Staff(staff).to_bytes());
    }

    #[test]
    fn parts_come_back_from_their_bits() {
        assert_eq!(parts_of(5), [LinkRole::Affected, LinkRole::Witness]);
        assert_eq!(parts_of(31), PARTS);
    }
}
