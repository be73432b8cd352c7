//! Events of reminding: who was reminded of what, once each, also after a restart (domain.md 3, R2).

use crate::at::At;
use crate::id::StaffId;
use crate::payload::{aggregate, payloads};
use crate::stream::StreamId;

payloads! {
    /// Somebody was reminded that something is due, or that nobody has answered.
    "clock.reminded" v 1 ClockReminded {
        /// The matter.
        matter: StreamId,
        /// What is due in it, by a name that says nothing of the content.
        item: String,
        /// When it is due.
        due_at: At,
        /// The how-manieth time: 0 when it falls due, then each time that it goes further up.
        level: u16,
        /// Who was reminded.
        to: Vec<StaffId>,
        /// When it goes further up, if nobody answers; none after the last.
        next_at: Option<At>,
    }
}

aggregate! {
    /// An event of reminding.
    ClockEvent {
        Reminded(ClockReminded),
    }
}
