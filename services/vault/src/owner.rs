//! Owner keys: one or more per stream, numbered, opened only in memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use lanyard_events::StreamId;
use zeroize::Zeroizing;

/// The key of one stream, from which the keys of its boxes are derived. Cheap to clone; its bytes
/// are overwritten when the last clone goes.
#[derive(Clone)]
pub struct OwnerKey {
    stream: StreamId,
    key_id: u32,
    secret: Arc<Zeroizing<[u8; 32]>>,
}

impl OwnerKey {
    pub(crate) fn new(stream: StreamId, key_id: u32, secret: Zeroizing<[u8; 32]>) -> Self {
        Self {
            stream,
            key_id,
            secret: Arc::new(secret),
        }
    }

    /// The stream it is for.
    #[must_use]
    pub const fn stream(&self) -> StreamId {
        self.stream
    }

    /// Its number within the stream.
    #[must_use]
    pub const fn key_id(&self) -> u32 {
        self.key_id
    }

    pub(crate) fn secret(&self) -> &[u8; 32] {
        &self.secret
    }
}

impl fmt::Debug for OwnerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OwnerKey {} of {}", self.key_id, self.stream)
    }
}

/// The vault's three answers.
#[derive(Debug, Clone)]
pub enum KeyAnswer {
    /// Here it is.
    Key(OwnerKey),
    /// There was one and it was destroyed: the stream is erased.
    Destroyed,
    /// There never was one here.
    Missing,
}

/// Owner keys that were opened lately, in two generations: when the young one is full it becomes
/// the old one, and the old one is dropped and overwritten.
#[derive(Debug)]
pub(crate) struct OpenedKeys {
    young: HashMap<(StreamId, u32), OwnerKey>,
    old: HashMap<(StreamId, u32), OwnerKey>,
    /// Most keys of one generation.
    most: usize,
}

impl OpenedKeys {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            young: HashMap::new(),
            old: HashMap::new(),
            most,
        }
    }

    pub(crate) fn get(&mut self, stream: StreamId, key_id: u32) -> Option<OwnerKey> {
        let name = (stream, key_id);
        if let Some(key) = self.young.get(&name) {
            return Some(key.clone());
        }
        let key = self.old.remove(&name)?;
        self.keep(key.clone());
        Some(key)
    }

    pub(crate) fn keep(&mut self, key: OwnerKey) {
        if self.young.len() >= self.most {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert((key.stream, key.key_id), key);
    }

    pub(crate) fn forget(&mut self, stream: StreamId) {
        self.young.retain(|(of, _), _| *of != stream);
        self.old.retain(|(of, _), _| *of != stream);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_events::StreamKind;
    use uuid::Uuid;

    fn key(n: u128) -> OwnerKey {
        let stream = StreamId::new(StreamKind::Case, Uuid::from_u128(n));
        OwnerKey::new(stream, 0, Zeroizing::new([7; 32]))
    }

    #[test]
    fn memory_is_bounded_and_keys_in_use_stay() {
        let mut keys = OpenedKeys::new(10);
        for n in 0..1_000 {
            keys.keep(key(n));
            assert!(keys.get(key(0).stream(), 0).is_some(), "in use throughout");
        }
        assert!(keys.young.len() + keys.old.len() <= 20);
        assert!(keys.get(key(500).stream(), 0).is_none());
    }

    #[test]
    fn a_forgotten_stream_is_gone_from_both_generations() {
        let mut keys = OpenedKeys::new(1);
        keys.keep(key(1));
        keys.keep(key(2));
        keys.forget(key(1).stream());
        keys.forget(key(2).stream());
        assert!(keys.young.is_empty() && keys.old.is_empty());
    }

    #[test]
    fn debug_shows_no_key() {
        let text = format!("{:?}", KeyAnswer::Key(key(1)));
        assert!(!text.contains("07") && !text.contains('['), "{text}");
    }
}
