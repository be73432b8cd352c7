//! Events of the trust itself.

use crate::id::StaffId;
use crate::payload::{aggregate, payloads};

payloads! {
    /// The record began.
    "trust.established" v 1 TrustEstablished {
        /// Name of the trust.
        name: String,
        /// Origin of its log.
        origin: String,
        /// Group safeguarding lead.
        trust_lead: StaffId,
        /// The second person named at set-up.
        second: StaffId,
    }
    /// A version of the taxonomy came into force.
    "trust.taxonomy_published" v 1 TrustTaxonomyPublished {
        /// Its number.
        version: u16,
        /// SHA-256 of the taxonomy file, hexadecimal.
        digest: String,
    }
    /// From here on, events of this format may appear; older releases stop being ready.
    "trust.format_raised" v 1 TrustFormatRaised {
        /// The format.
        format: u16,
    }
    /// Acknowledged events were lost for good: the record goes on from what was kept, as another log.
    "trust.log_reopened" v 1 TrustLogReopened {
        /// Origin of the log from here on.
        origin: String,
        /// Origin of the log until then.
        former_origin: String,
        /// Leaves under the last checkpoint that is known of the former log.
        last_size: u64,
        /// Its root, hexadecimal.
        last_root: String,
        /// Leaves of the former log that are in this record; those from here to `last_size` are lost.
        kept: u64,
        /// Who ordered it.
        ordered_by: StaffId,
        /// The second person.
        second: StaffId,
    }
}

aggregate! {
    /// An event of the trust.
    TrustEvent {
        Established(TrustEstablished),
        TaxonomyPublished(TrustTaxonomyPublished),
        FormatRaised(TrustFormatRaised),
        LogReopened(TrustLogReopened),
    }
}
