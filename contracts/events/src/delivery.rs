//! Events of a delivery stream: how far one receiver has been told what happened (design.md 1.7).
//!
//! A receiver is another system, or a member of staff who is sent notices by email: each has a stream
//! of its own. One event covers a batch, so that telling does not double the record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::at::At;
use crate::id::{DeliveryId, StaffId};
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

/// Why an email did not go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailFailure {
    /// The mail server does not answer, or not as it should: nobody is sent anything until it does.
    Unreachable,
    /// The server asks to be tried again later.
    Deferred,
    /// The server will not have it for this address, now or later.
    Refused,
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
    /// The mail server has taken an email for somebody.
    "delivery.mailed" v 1 DeliveryMailed {
        /// For whom.
        staff: StaffId,
        /// Of their notices, all up to this position are covered by it.
        through: u64,
    }
    /// An email for somebody did not go out.
    "delivery.mail_failed" v 1 DeliveryMailFailed {
        /// For whom.
        staff: StaffId,
        /// Up to which position their notices would have been covered.
        through: u64,
        /// Why.
        failure: MailFailure,
        /// What the mail server answered, if it did: a number of RFC 5321, never its words.
        code: Option<u16>,
        /// The how-manieth attempt in a row that failed, from 1.
        attempt: u16,
        /// When it is tried again; none when it is not, or as soon as the server answers again.
        next_at: Option<At>,
    }
}

aggregate! {
    /// An event of a delivery stream.
    DeliveryEvent {
        Began(DeliveryBegan),
        Reached(DeliveryReached),
        Mailed(DeliveryMailed),
        MailFailed(DeliveryMailFailed),
    }
}
