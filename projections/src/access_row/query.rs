//! Reading one access row: the same statement and the same work whether the stream exists or not.

use lanyard_access::{PersonKey, Resource, ResourceKind, RoleSet};
use lanyard_events::{AcademyId, Actor, PupilId, Revision, StaffId, StreamId, StreamKind};

use crate::error::ViewError;
use crate::reader::Reading;
use crate::stored::{self, Key};

/// What a decision on one address needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRow {
    /// The address asked for.
    pub stream: StreamId,
    /// The matter that it is or belongs to: of a referral, the one that it comes out of.
    pub matter: StreamId,
    /// Whether there is such a stream; all else is empty if not.
    pub exists: bool,
    /// Its academy; none for what belongs to the whole trust.
    pub academy: Option<AcademyId>,
    /// Roles whose holders may see it; empty for what is no matter, or was erased.
    pub routed_to: RoleSet,
    /// A concern: who raised it.
    pub raised_by: Option<Actor>,
    /// An entry of a register: whose own it is.
    pub own: Vec<StaffId>,
    /// An entry of a register: the matter behind it. Whoever is shut out of that is shut out of this.
    pub behind: Option<StreamId>,
    /// People linked to it now.
    pub people: Vec<PersonKey>,
    /// Revision of its newest event, for the `ETag`.
    pub revision: Revision,
}

impl AccessRow {
    /// As access decides on it.
    #[must_use]
    pub fn resource(&self) -> Resource {
        let uuid = self.stream.uuid;
        let (kind, subject) = match self.stream.kind {
            StreamKind::Concern => (ResourceKind::Concern, None),
            // Its proofs are asked for like those of the case that it belongs to; it has no other address.
            StreamKind::Case | StreamKind::CaseLinks => (ResourceKind::Case, None),
            StreamKind::Referral => (ResourceKind::Referral, None),
            StreamKind::Allegation => (ResourceKind::Allegation, None),
            StreamKind::Evidence => (ResourceKind::Evidence, None),
            StreamKind::Register => (ResourceKind::RegisterEntry, None),
            StreamKind::Pupil => (
                ResourceKind::Pupil,
                Some(PersonKey::Pupil(PupilId::new(uuid))),
            ),
            // No addresses: a conflict stream is asked for by its owner's requests, a clock's by the worker.
            StreamKind::Conflict | StreamKind::Clock => (ResourceKind::Staff, None),
            StreamKind::Grant => (ResourceKind::Grant, None),
            StreamKind::Staff => (
                ResourceKind::Staff,
                Some(PersonKey::Staff(StaffId::new(uuid))),
            ),
            StreamKind::Academy => (ResourceKind::Academy, None),
            StreamKind::Policy => (ResourceKind::PolicyDocument, None),
            StreamKind::Trust | StreamKind::Snapshot => (ResourceKind::Overview, None),
            StreamKind::Access | StreamKind::Filler | StreamKind::Delivery | StreamKind::Seal => {
                (ResourceKind::AccessLog, None)
            }
        };
        Resource {
            kind,
            academy: self.academy,
            routed_to: self.routed_to,
            raised_by: self.raised_by,
            stream: self.exists.then_some(self.matter),
            people: self.people.clone(),
            subject: subject.filter(|_| self.exists),
            granted: self.own.clone(),
        }
    }
}

/// The access row of an address. Takes no scope: it is what the decision is made on, and shows no
/// content.
///
/// # Errors
/// When the file cannot be read.
pub fn access_row(views: &Reading<'_>, stream: StreamId) -> Result<AccessRow, ViewError> {
    // The nearest row at or below the key: there always is one, so that the search for an absent
    // stream ends on a row and reads it like that of an existing one (design.md 5).
    let mut statement = views.conn.prepare_cached(
        "SELECT m.stream, p.academy, p.routed, p.raised_by, p.people, m.revision, p.stream, m.own, m.behind
         FROM access_row m JOIN access_row p ON p.id = ifnull(m.parent, m.id)
         WHERE m.stream <= ?1 ORDER BY m.stream DESC LIMIT 1",
    )?;
    let mut rows = statement.query([stream.to_bytes()])?;
    let row = rows.next()?.ok_or(ViewError::Stored("access row"))?;
    let found: Key = row.get(0)?;
    let raised_by: Option<Key> = row.get(3)?;
    let people: Vec<u8> = row.get(4)?;
    let matter: Key = row.get(6)?;
    let own: Vec<u8> = row.get(7)?;
    let behind: Option<Key> = row.get(8)?;
    let exists = found == stream.to_bytes();
    let read = AccessRow {
        stream,
        // The row below every stream's key has a key of no kind.
        matter: stored::stream(&matter).unwrap_or(stream),
        exists: true,
        academy: stored::academy(row, 1)?,
        routed_to: RoleSet::from_bits(row.get(2)?),
        raised_by: raised_by.map(|key| stored::actor(&key)).transpose()?,
        people: stored::unpacked(&people)
            .map(|key| stored::person(&key))
            .collect::<Result<_, _>>()?,
        own: stored::unpacked(&own)
            .map(|key| stored::staff(&key))
            .collect::<Result<_, _>>()?,
        behind: behind.map(|key| stored::stream(&key)).transpose()?,
        revision: stored::revision(row.get(5)?),
    };
    if exists {
        return Ok(read);
    }
    Ok(AccessRow {
        stream,
        matter: stream,
        exists: false,
        academy: None,
        routed_to: RoleSet::EMPTY,
        raised_by: None,
        people: Vec::new(),
        own: Vec::new(),
        behind: None,
        revision: Revision(0),
    })
}
