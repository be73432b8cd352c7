//! Events of a delivery stream: how far one receiver has been told what happened (design.md 1.7).
//!
//! One event covers a batch, so that telling does not double the record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::DeliveryId;
use crate::payload::{aggregate, payloads};

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Receiver {
    /// Other systems, by facts on NATS.
    Facts,
}

impl Receiver {
    /// The stream of this receiver: the same in every installation, for one store is of one trust.
    /// A UUID of version 8 (RFC 9562): the letters `lanyar`, then `facts`.
    #[must_use]
    pub const fn delivery(self) -> DeliveryId {
        match self {
            Self::Facts => {
                DeliveryId::new(Uuid::from_u128(0x6c61_6e79_6172_8000_8000_0066_6163_7473))
            }
        }
    }
}

payloads! {
    /// Telling a receiver began: of what is at this position or before it, it is told nothing.
    "delivery.began" v 1 DeliveryBegan {
        /// Who.
        receiver: Receiver,
        /// The end of the record at that moment.
        position: u64,
    }
    /// The receiver has been told of everything up to this position that is a fact.
    "delivery.reached" v 1 DeliveryReached {
        /// How far.
        position: u64,
    }
}

aggregate! {
    /// An event of a delivery stream.
    DeliveryEvent {
        Began(DeliveryBegan),
        Reached(DeliveryReached),
    }
}
