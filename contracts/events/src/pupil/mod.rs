//! Events of a pupil: identity from the MIS, and who is around the child (domain.md 2, "Pupil").
//! Names live here; other streams refer by id.

mod part;
mod words;

pub use part::{PupilPart, PupilRevisions};
pub use words::{
    ContactRelation, DesignationKind, KeptFile, MayBeTold, ParentalResponsibility, Reach,
    ReachKind, YesNoUnknown,
};

use crate::at::At;
use crate::calendar::Day;
use crate::id::{ContactId, CourtOrderId, DesignationId};
use crate::payload::{aggregate, payloads};
use crate::sensitive::Sensitive;
use crate::stream::StreamId;

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
    /// Somebody around the child was recorded.
    "pupil.contact_recorded" v 1 PupilContactRecorded {
        /// The contact.
        contact: ContactId,
        /// Who.
        name: Sensitive<String>,
        /// What they are to the child.
        relation: ContactRelation,
        /// How they are reached, the best way first.
        reach: Vec<Reach>,
        /// Whether they hold parental responsibility.
        responsibility: ParentalResponsibility,
        /// Whether they may be told of the child's matters.
        may_be_told: MayBeTold,
        /// The MIS's own id.
        mis_id: Option<String>,
    }
    /// Other things are known of a contact now.
    "pupil.contact_changed" v 1 PupilContactChanged {
        /// The contact.
        contact: ContactId,
        /// Who.
        name: Sensitive<String>,
        /// What they are to the child.
        relation: ContactRelation,
        /// How they are reached, the best way first.
        reach: Vec<Reach>,
        /// Whether they hold parental responsibility.
        responsibility: ParentalResponsibility,
        /// Whether they may be told of the child's matters.
        may_be_told: MayBeTold,
        /// The MIS's own id.
        mis_id: Option<String>,
    }
    /// Somebody is no contact of the child any more.
    "pupil.contact_ended" v 1 PupilContactEnded {
        /// The contact.
        contact: ContactId,
        /// Why, where somebody says so.
        reason: Option<Sensitive<String>>,
    }
    /// Nobody may write to, call or ask this contact, or anybody of the family.
    "pupil.do_not_contact_marked" v 1 PupilDoNotContactMarked {
        /// Whom; none means the whole family, whoever is recorded later too.
        contact: Option<ContactId>,
        /// Why.
        reason: Sensitive<String>,
        /// The matter that a rule set it for; none where somebody decided.
        because_of: Option<StreamId>,
    }
    /// A safeguarding lead lifted the mark.
    "pupil.do_not_contact_lifted" v 1 PupilDoNotContactLifted {
        /// For whom; none means the mark on the whole family.
        contact: Option<ContactId>,
        /// Why they may be contacted again.
        reason: Sensitive<String>,
    }
    /// What a court has ordered about the child.
    "pupil.court_order_recorded" v 1 PupilCourtOrderRecorded {
        /// The order.
        order: CourtOrderId,
        /// What sort of order.
        title: Sensitive<String>,
        /// What it says: who may do what.
        says: Sensitive<String>,
        /// Whom of the contacts it is about.
        about: Vec<ContactId>,
        /// When it was made.
        made_on: Day,
        /// Its last day; none where it stands until a court says otherwise.
        ends_on: Option<Day>,
    }
    /// A court ended an order before its time.
    "pupil.court_order_discharged" v 1 PupilCourtOrderDischarged {
        /// The order.
        order: CourtOrderId,
        /// Its last day.
        on: Day,
        /// By what: the court's decision.
        reason: Sensitive<String>,
    }
    /// How the child communicates: words, signs, symbols, which language.
    "pupil.communication_recorded" v 1 PupilCommunicationRecorded {
        /// How.
        how: Sensitive<String>,
    }
    /// What the child is entitled to, or is, for a time.
    "pupil.designation_recorded" v 1 PupilDesignationRecorded {
        /// The designation.
        designation: DesignationId,
        /// Which.
        kind: DesignationKind,
        /// More words; what it is, where the list has no word for it.
        words: Option<Sensitive<String>>,
        /// First day.
        from: Day,
        /// Last day, once it is known.
        to: Option<Day>,
    }
    /// The file of a school before came out of another Lanyard (R12; S14).
    "pupil.file_received" v 2 PupilFileReceived {
        /// SHA-256 of the file as it came, RFC 8785, in hexadecimal: by it a file is taken once.
        digest: String,
        /// The school that it came from.
        school: Sensitive<String>,
        /// Who handed it over.
        handed_over_by: Sensitive<String>,
        /// When it was received.
        received_at: At,
        /// When it was made there.
        made_at: At,
        /// The first day that it tells of.
        covers_from: Day,
        /// The last day that it tells of.
        covers_to: Day,
        /// What it tells of, a line for each matter.
        chronology: Sensitive<String>,
        /// The file, as JSON, where an event of version 1 holds it.
        file: Option<Sensitive<String>>,
        /// Where the file is kept, sealed under a key of its own (ADR 15, 23).
        kept: Option<KeptFile>,
    }
    /// The last day of a designation is known, or known better.
    "pupil.designation_ended" v 1 PupilDesignationEnded {
        /// The designation.
        designation: DesignationId,
        /// Last day.
        to: Day,
    }
}

aggregate! {
    /// An event of a pupil.
    PupilEvent {
        Registered(PupilRegistered),
        DetailsChanged(PupilDetailsChanged),
        Left(PupilLeft),
        ContactRecorded(PupilContactRecorded),
        ContactChanged(PupilContactChanged),
        ContactEnded(PupilContactEnded),
        DoNotContactMarked(PupilDoNotContactMarked),
        DoNotContactLifted(PupilDoNotContactLifted),
        CourtOrderRecorded(PupilCourtOrderRecorded),
        CourtOrderDischarged(PupilCourtOrderDischarged),
        CommunicationRecorded(PupilCommunicationRecorded),
        DesignationRecorded(PupilDesignationRecorded),
        DesignationEnded(PupilDesignationEnded),
        FileReceived(PupilFileReceived),
    }
}
