//! Fillers: events that say nothing, so that a public tree size does not count incidents.

use crate::payload::{aggregate, payloads};

payloads! {
    /// A filler.
    "filler.added" v 1 FillerAdded {
    }
}

aggregate! {
    /// An event of a filler stream.
    FillerEvent {
        Added(FillerAdded),
    }
}
