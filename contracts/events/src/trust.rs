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
}

aggregate! {
    /// An event of the trust.
    TrustEvent {
        Established(TrustEstablished),
        TaxonomyPublished(TrustTaxonomyPublished),
        FormatRaised(TrustFormatRaised),
    }
}
