//! Events of a pupil: identity from the MIS. Names live here; other streams refer by id.

use crate::calendar::Day;
use crate::payload::{aggregate, payloads};
use crate::sensitive::Sensitive;

payloads! {
    /// A pupil came on the roster.
    "pupil.registered" v 1 PupilRegistered {
        /// Unique pupil number, its check letter verified (research/domain.md 4.1).
        upn: Option<Sensitive<String>>,
        /// Surname.
        surname: Sensitive<String>,
        /// Forename.
        forename: Sensitive<String>,
        /// The forename used in school.
        preferred_forename: Option<Sensitive<String>>,
        /// Date of birth.
        date_of_birth: Day,
        /// National curriculum year, -1 (nursery) to 14.
        year_group: i8,
        /// The MIS's own id.
        mis_id: Option<String>,
    }
    /// The MIS has other details now.
    "pupil.details_changed" v 1 PupilDetailsChanged {
        /// Unique pupil number.
        upn: Option<Sensitive<String>>,
        /// Surname.
        surname: Sensitive<String>,
        /// Forename.
        forename: Sensitive<String>,
        /// The forename used in school.
        preferred_forename: Option<Sensitive<String>>,
        /// Date of birth.
        date_of_birth: Day,
        /// National curriculum year.
        year_group: i8,
        /// The MIS's own id.
        mis_id: Option<String>,
    }
    /// A pupil left the academy.
    "pupil.left" v 1 PupilLeft {
        /// Last day.
        on: Day,
        /// Where to, if known.
        destination: Option<Sensitive<String>>,
    }
}

aggregate! {
    /// An event of a pupil.
    PupilEvent {
        Registered(PupilRegistered),
        DetailsChanged(PupilDetailsChanged),
        Left(PupilLeft),
    }
}
