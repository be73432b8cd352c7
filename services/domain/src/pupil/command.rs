//! What can be asked of a pupil's record.

use lanyard_events::pupil::{
    ContactRelation, DesignationKind, MayBeTold, ParentalResponsibility, PupilFileReceived, Reach,
};
use lanyard_events::{ContactId, CourtOrderId, Day, DesignationId, Sensitive, StreamId};

use crate::command::commands;

commands! {
    /// Any command to a pupil's record.
    Register, ChangeDetails, Leave, RecordContact, ChangeContact, EndContact, MarkDoNotContact,
    LiftDoNotContact, RecordCourtOrder, DischargeCourtOrder, RecordCommunication, RecordDesignation,
    EndDesignation, ReceiveFile,
}

/// Who a pupil is, as the MIS has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Unique pupil number, permanent or temporary.
    pub upn: Option<Sensitive<String>>,
    /// Surname, 1 to 100 characters.
    pub surname: Sensitive<String>,
    /// Forename, 1 to 100 characters.
    pub forename: Sensitive<String>,
    /// The forename used in school.
    pub preferred_forename: Option<Sensitive<String>>,
    /// Date of birth: a pupil is 2 to 25 years old.
    pub date_of_birth: Day,
    /// National curriculum year, -1 (nursery) to 14.
    pub year_group: i8,
    /// The MIS's own id.
    pub mis_id: Option<String>,
}

/// Puts a pupil on the roster.
#[derive(Debug, Clone)]
pub struct Register {
    /// Who it is.
    pub details: Details,
}

/// Takes over other details from the MIS.
#[derive(Debug, Clone)]
pub struct ChangeDetails {
    /// All of them, as they are now.
    pub details: Details,
}

/// Records that a pupil left the academy.
#[derive(Debug, Clone)]
pub struct Leave {
    /// Last day; may be ahead.
    pub on: Day,
    /// Where to, if known.
    pub destination: Option<Sensitive<String>>,
}

/// What is known of somebody around the child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who, 1 to 200 characters.
    pub name: Sensitive<String>,
    /// What they are to the child.
    pub relation: ContactRelation,
    /// How they are reached, the best way first.
    pub reach: Vec<Reach>,
    /// Whether they hold parental responsibility.
    pub responsibility: ParentalResponsibility,
    /// Whether they may be told of the child's matters.
    pub may_be_told: MayBeTold,
    /// The MIS's own id.
    pub mis_id: Option<String>,
}

/// Records somebody around the child.
#[derive(Debug, Clone)]
pub struct RecordContact {
    /// The contact.
    pub contact: ContactId,
    /// What is known.
    pub known: Known,
}

/// Takes over what is known of a contact now.
#[derive(Debug, Clone)]
pub struct ChangeContact {
    /// The contact.
    pub contact: ContactId,
    /// All of it, as it is now.
    pub known: Known,
}

/// Records that somebody is no contact any more.
#[derive(Debug, Clone)]
pub struct EndContact {
    /// The contact.
    pub contact: ContactId,
    /// Why, where somebody says so.
    pub reason: Option<Sensitive<String>>,
}

/// Marks a contact, or the whole family, "do not contact" (domain.md 2, "Pupil").
#[derive(Debug, Clone)]
pub struct MarkDoNotContact {
    /// Whom; none means the whole family.
    pub contact: Option<ContactId>,
    /// Why.
    pub reason: Sensitive<String>,
    /// The matter that a rule sets it for.
    pub because_of: Option<StreamId>,
}

/// Lifts that mark.
#[derive(Debug, Clone)]
pub struct LiftDoNotContact {
    /// For whom; none means the mark on the whole family.
    pub contact: Option<ContactId>,
    /// Why they may be contacted again.
    pub reason: Sensitive<String>,
}

/// Records what a court has ordered.
#[derive(Debug, Clone)]
pub struct RecordCourtOrder {
    /// The order.
    pub order: CourtOrderId,
    /// What sort of order.
    pub title: Sensitive<String>,
    /// What it says.
    pub says: Sensitive<String>,
    /// Whom of the contacts it is about.
    pub about: Vec<ContactId>,
    /// When it was made.
    pub made_on: Day,
    /// Its last day, if it has one.
    pub ends_on: Option<Day>,
}

/// Records that a court has ended an order.
#[derive(Debug, Clone)]
pub struct DischargeCourtOrder {
    /// The order.
    pub order: CourtOrderId,
    /// Its last day.
    pub on: Day,
    /// By what.
    pub reason: Sensitive<String>,
}

/// Records how the child communicates.
#[derive(Debug, Clone)]
pub struct RecordCommunication {
    /// How.
    pub how: Sensitive<String>,
}

/// Records what the child is entitled to, or is.
#[derive(Debug, Clone)]
pub struct RecordDesignation {
    /// The designation.
    pub designation: DesignationId,
    /// Which.
    pub kind: DesignationKind,
    /// More words; needed for `Other`.
    pub words: Option<Sensitive<String>>,
    /// First day.
    pub from: Day,
    /// Last day, once it is known.
    pub to: Option<Day>,
}

/// Records the last day of a designation.
#[derive(Debug, Clone)]
pub struct EndDesignation {
    /// The designation.
    pub designation: DesignationId,
    /// Last day.
    pub to: Day,
}

/// Takes the file of a school before.
#[derive(Debug, Clone)]
pub struct ReceiveFile {
    /// What came.
    pub received: PupilFileReceived,
    /// The unique pupil number in it.
    pub upn: Option<Sensitive<String>>,
    /// The date of birth in it.
    pub date_of_birth: Option<Day>,
}
