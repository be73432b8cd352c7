//! How SQL stores keep an actor.

use lanyard_events::{Actor, ClientId, StaffId};
use uuid::Uuid;

/// One byte for the kind of actor, then the id of those who have one.
pub(crate) fn actor_bytes(actor: Actor) -> ([u8; 17], usize) {
    let mut bytes = [0; 17];
    let id = match actor {
        Actor::Staff(id) => (1, Some(id.uuid())),
        Actor::Client(id) => (2, Some(id.uuid())),
        Actor::System => (3, None),
        Actor::Public => (4, None),
    };
    bytes[0] = id.0;
    let Some(uuid) = id.1 else { return (bytes, 1) };
    bytes[1..].copy_from_slice(uuid.as_bytes());
    (bytes, 17)
}

/// The way back; none for what was never written.
pub(crate) fn actor(bytes: &[u8]) -> Option<Actor> {
    let (kind, id) = bytes.split_first()?;
    match (kind, id.len()) {
        (1, 16) => Some(Actor::Staff(StaffId::new(Uuid::from_slice(id).ok()?))),
        (2, 16) => Some(Actor::Client(ClientId::new(Uuid::from_slice(id).ok()?))),
        (3, 0) => Some(Actor::System),
        (4, 0) => Some(Actor::Public),
        _ => None,
    }
}
