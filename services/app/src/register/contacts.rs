//! Who is around a pupil: contacts, whom nobody may contact, court orders, designations.
//!
//! Read from the pupil's own stream, never from a view: the mark "do not contact" is nowhere but there
//! (ADR 20).

use lanyard_access::Action;
use lanyard_domain::clock::london_day;
use lanyard_domain::pupil::{
    Addressable, Around, ChangeContact, Command, DischargeCourtOrder, EndContact, EndDesignation,
    Known, LiftDoNotContact, MarkDoNotContact, Pupil, RecordCommunication, RecordContact,
    RecordCourtOrder, RecordDesignation,
};
use lanyard_events::pupil::{DesignationKind, PupilPart};
use lanyard_events::{ContactId, CourtOrderId, Day, DesignationId, PupilId, Revision, Sensitive};
use uuid::Uuid;

use crate::address::Asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// What is known of somebody around a pupil.
pub type ContactKnown = Known;

/// Who is around a pupil, as it stands.
#[derive(Debug, Clone)]
pub struct AroundPupil {
    /// Of contacts and designations: what a change of these is made on.
    pub revision: Revision,
    /// Of court orders and marks.
    pub safeguarding_revision: Revision,
    /// Contacts, marks, orders, designations.
    pub around: Around,
    /// Today in London: what has ended has ended by it.
    pub today: Day,
}

/// A court order that is to be recorded.
#[derive(Debug, Clone)]
pub struct CourtOrderMade {
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

/// A designation that is to be recorded.
#[derive(Debug, Clone)]
pub struct DesignationGiven {
    /// Which.
    pub kind: DesignationKind,
    /// More words.
    pub words: Option<Sensitive<String>>,
    /// First day.
    pub from: Day,
    /// Last day, once it is known.
    pub to: Option<Day>,
}

/// The actions that decide: whoever may write, reads; but a client writes only.
const fn asked(wanted: Action) -> Asked {
    Asked {
        wanted,
        read: Action::ReadPupilContacts,
        status: Action::WritePupilContacts,
    }
}

/// Which part of the record is added to. What the MIS may add is apart from what it must not notice.
const fn part_of(action: Action) -> PupilPart {
    if matches!(action, Action::WritePupilContacts) {
        PupilPart::Around
    } else {
        PupilPart::Safeguarding
    }
}

impl App {
    /// Who is around a pupil.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `Unavailable`.
    pub async fn around_pupil(
        &self,
        context: &Context,
        id: PupilId,
    ) -> Result<AroundPupil, AppError> {
        // Whoever may write and not read learns nothing: the address is as if it were not there.
        let read = Asked {
            wanted: Action::ReadPupilContacts,
            read: Action::ReadPupilContacts,
            status: Action::ReadPupilContacts,
        };
        self.address(context, id.stream(), read).await?;
        let loaded = self.load::<Pupil>(id.stream()).await?;
        if loaded.tip.is_none() {
            return Err(AppError::NotShown);
        }
        Ok(AroundPupil {
            revision: loaded.parts.of(PupilPart::Around),
            safeguarding_revision: loaded.parts.of(PupilPart::Safeguarding),
            around: loaded.state.around().cloned().unwrap_or_default(),
            today: london_day(self.now()),
        })
    }

    /// Records a contact.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn record_contact(
        &self,
        context: &Context,
        id: PupilId,
        known: ContactKnown,
    ) -> Result<(Done, ContactId), AppError> {
        let contact = ContactId::new(new_id(context)?);
        let record = RecordContact { contact, known };
        let done = self.add_around(context, id, Action::WritePupilContacts, record);
        Ok((done.await?, contact))
    }

    /// Takes over what is known of a contact now.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn change_contact(
        &self,
        context: &Context,
        id: PupilId,
        contact: ContactId,
        known: ContactKnown,
    ) -> Result<Done, AppError> {
        let change = ChangeContact { contact, known };
        self.change_around(context, id, change).await
    }

    /// Records that somebody is no contact any more.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn end_contact(
        &self,
        context: &Context,
        id: PupilId,
        contact: ContactId,
        reason: Option<Sensitive<String>>,
    ) -> Result<Done, AppError> {
        let end = EndContact { contact, reason };
        self.change_around(context, id, end).await
    }

    /// Marks a contact, or the whole family, "do not contact".
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn mark_do_not_contact(
        &self,
        context: &Context,
        id: PupilId,
        contact: Option<ContactId>,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let mark = MarkDoNotContact {
            contact,
            reason,
            because_of: None,
        };
        self.add_around(context, id, Action::MarkDoNotContact, mark)
            .await
    }

    /// Lifts the mark.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn lift_do_not_contact(
        &self,
        context: &Context,
        id: PupilId,
        contact: Option<ContactId>,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let lift = LiftDoNotContact { contact, reason };
        self.add_around(context, id, Action::LiftDoNotContact, lift)
            .await
    }

    /// Records a court order.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn record_court_order(
        &self,
        context: &Context,
        id: PupilId,
        made: CourtOrderMade,
    ) -> Result<(Done, CourtOrderId), AppError> {
        let order = CourtOrderId::new(new_id(context)?);
        let record = RecordCourtOrder {
            order,
            title: made.title,
            says: made.says,
            about: made.about,
            made_on: made.made_on,
            ends_on: made.ends_on,
        };
        let done = self.add_around(context, id, Action::WriteCourtOrders, record);
        Ok((done.await?, order))
    }

    /// Records that a court has ended an order.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn discharge_court_order(
        &self,
        context: &Context,
        id: PupilId,
        order: CourtOrderId,
        on: Day,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let discharge = DischargeCourtOrder { order, on, reason };
        self.add_around(context, id, Action::WriteCourtOrders, discharge)
            .await
    }

    /// Records how the child communicates.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn record_communication(
        &self,
        context: &Context,
        id: PupilId,
        how: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.change_around(context, id, RecordCommunication { how })
            .await
    }

    /// Records a designation.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn record_designation(
        &self,
        context: &Context,
        id: PupilId,
        given: DesignationGiven,
    ) -> Result<(Done, DesignationId), AppError> {
        let designation = DesignationId::new(new_id(context)?);
        let record = RecordDesignation {
            designation,
            kind: given.kind,
            words: given.words,
            from: given.from,
            to: given.to,
        };
        let done = self.add_around(context, id, Action::WritePupilContacts, record);
        Ok((done.await?, designation))
    }

    /// Records the last day of a designation.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn end_designation(
        &self,
        context: &Context,
        id: PupilId,
        designation: DesignationId,
        to: Day,
    ) -> Result<Done, AppError> {
        let end = EndDesignation { designation, to };
        self.add_around(context, id, Action::WritePupilContacts, end)
            .await
    }

    async fn add_around(
        &self,
        context: &Context,
        id: PupilId,
        action: Action,
        command: impl Into<Command>,
    ) -> Result<Done, AppError> {
        let command = command.into();
        self.address(context, id.stream(), asked(action)).await?;
        let on = (Precondition::Free, part_of(action));
        self.change_part(context, id, on, |_, _| Ok(command.clone()))
            .await
    }

    async fn change_around(
        &self,
        context: &Context,
        id: PupilId,
        command: impl Into<Command>,
    ) -> Result<Done, AppError> {
        let command = command.into();
        self.address(context, id.stream(), asked(Action::WritePupilContacts))
            .await?;
        let on = (Precondition::Required, PupilPart::Around);
        self.change_part(context, id, on, |_, _| Ok(command.clone()))
            .await
    }

    /// Whether somebody around a pupil may be addressed.
    pub(crate) async fn addressable(
        &self,
        id: PupilId,
        named: Option<ContactId>,
    ) -> Result<Addressable, AppError> {
        let loaded = self.load::<Pupil>(id.stream()).await?;
        let around = loaded.state.around().cloned();
        Ok(around.unwrap_or_else(Around::unreadable).addressable(named))
    }
}

/// The id of something that a command adds to a pupil.
fn new_id(context: &Context) -> Result<Uuid, AppError> {
    Ok(context.command()?.0.new_aggregate())
}
