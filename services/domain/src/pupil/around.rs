//! Who is around a child, and whom nobody may contact, as the events of the pupil add up.

use std::collections::BTreeSet;

use lanyard_events::pupil::{DesignationKind, MayBeTold, PupilEvent, YesNoUnknown};
use lanyard_events::{ContactId, CourtOrderId, Day, DesignationId, Sensitive, StreamId};

use super::command::Known;

/// Who is around a child.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Around {
    contacts: Vec<Contact>,
    family: Option<Mark>,
    causes: BTreeSet<StreamId>,
    orders: Vec<CourtOrder>,
    communication: Option<Sensitive<String>>,
    designations: Vec<Designation>,
    /// An event was erased: what follows it may speak of what is not known any more.
    has_gap: bool,
}

/// Somebody around a child.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// Which.
    pub id: ContactId,
    /// What is known.
    pub known: Known,
    /// Was of the family once: a mark on the family is not taken off by another word for the relation.
    is_family: bool,
    mark: Option<Mark>,
    /// The mark on the family was lifted for this one.
    family_lifted: bool,
    ended: bool,
}

/// Nobody may write to, call or ask them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Why.
    pub reason: Sensitive<String>,
    /// A rule set it; nobody decided.
    pub by_rule: bool,
}

/// What a court has ordered.
#[derive(Debug, Clone, PartialEq)]
pub struct CourtOrder {
    /// Which.
    pub id: CourtOrderId,
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
    /// Its last day by a court's later decision, with what that was.
    pub discharged: Option<(Day, Sensitive<String>)>,
}

impl CourtOrder {
    /// Whether it stands on a day: the clock ends it, nothing has to happen.
    #[must_use]
    pub fn stands_on(&self, day: Day) -> bool {
        let discharged = self.discharged.as_ref().map(|(on, _)| *on);
        { [self.ends_on, discharged].into_iter().flatten() }.all(|last| day <= last)
    }
}

/// What a child is entitled to, or is, for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Designation {
    /// Which one.
    pub id: DesignationId,
    /// Which.
    pub kind: DesignationKind,
    /// More words.
    pub words: Option<Sensitive<String>>,
    /// First day.
    pub from: Day,
    /// Last day, once it is known.
    pub to: Option<Day>,
}

impl Designation {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }
}

/// Whether somebody may be written to, called or asked (R9; domain.md 2, "Pupil").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addressable {
    /// Yes.
    Yes,
    /// Somebody of this child's must not be told: who is meant has to be named.
    NotNamed,
    /// The child has no such contact, or not any more.
    Unknown,
    /// Marked "do not contact".
    Marked,
    /// Must not be told of the child's matters.
    MustNotBeTold,
}

impl Around {
    /// Around a pupil of whom nothing can be read: erased, or never recorded. Nobody may be addressed.
    #[must_use]
    pub fn unreadable() -> Self {
        Self {
            has_gap: true,
            ..Self::default()
        }
    }

    /// The contacts of today, in the order in which they were recorded.
    pub fn contacts(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.iter().filter(|contact| !contact.ended)
    }

    /// One contact of today.
    #[must_use]
    pub fn contact(&self, id: ContactId) -> Option<&Contact> {
        self.contacts().find(|contact| contact.id == id)
    }

    /// The mark on the whole family.
    #[must_use]
    pub const fn family(&self) -> Option<&Mark> {
        self.family.as_ref()
    }

    /// The mark that stands on a contact: their own, or the family's.
    #[must_use]
    pub fn mark_on<'a>(&'a self, contact: &'a Contact) -> Option<&'a Mark> {
        let by_family =
            || { self.family.as_ref() }.filter(|_| contact.is_family && !contact.family_lifted);
        contact.mark.as_ref().or_else(by_family)
    }

    /// What courts have ordered, ended orders too.
    #[must_use]
    pub fn orders(&self) -> &[CourtOrder] {
        &self.orders
    }

    /// How the child communicates.
    #[must_use]
    pub const fn communication(&self) -> Option<&Sensitive<String>> {
        self.communication.as_ref()
    }

    /// What the child is entitled to, or is; what has ended too.
    #[must_use]
    pub fn designations(&self) -> &[Designation] {
        &self.designations
    }

    /// Whether somebody may be addressed; with nobody named, whether anybody may be. As long as a
    /// mark stands on anybody, or an erased event may have set one, words like "Mother" are not
    /// enough: they would go round it.
    #[must_use]
    pub fn addressable(&self, named: Option<ContactId>) -> Addressable {
        let of = |contact: &Contact| match contact.known.may_be_told {
            _ if self.mark_on(contact).is_some() => Addressable::Marked,
            MayBeTold::MustNot => Addressable::MustNotBeTold,
            MayBeTold::May => Addressable::Yes,
        };
        match named {
            Some(id) => self.contact(id).map_or(Addressable::Unknown, of),
            None if self.family.is_some() || self.has_gap => Addressable::NotNamed,
            None if self.contacts().any(|it| of(it) != Addressable::Yes) => Addressable::NotNamed,
            None => Addressable::Yes,
        }
    }

    /// Whether somebody named in words only may be asked: anybody while no mark stands, then whoever is
    /// written as a contact is who may be addressed.
    #[must_use]
    pub fn addressable_in_words(&self, words: &str) -> bool {
        let is_meant = |contact: &Contact| {
            named(words) == named(contact.known.name.expose())
                && self.addressable(Some(contact.id)) == Addressable::Yes
        };
        self.addressable(None) == Addressable::Yes || self.contacts().any(is_meant)
    }

    /// Whether somebody named in words may hold parental responsibility: anybody but who is recorded as a
    /// contact that does not.
    #[must_use]
    pub fn may_be_responsible(&self, words: &str) -> bool {
        let is_meant = |contact: &&Contact| named(words) == named(contact.known.name.expose());
        let mut meant = self.contacts().filter(is_meant).peekable();
        let not = |contact: &Contact| contact.known.responsibility.held == YesNoUnknown::No;
        meant.peek().is_none() || !meant.all(not)
    }

    /// Whether the id stands for a contact, of today or before.
    pub(super) fn knows(&self, id: ContactId) -> bool {
        self.contacts.iter().any(|contact| contact.id == id)
    }

    /// Whether a rule has set the mark for this matter already, lifted since or not.
    pub(super) fn was_marked_for(&self, matter: StreamId) -> bool {
        self.causes.contains(&matter)
    }

    /// Whether the mark on the family stands for everybody whom it covers.
    pub(super) fn family_wholly_marked(&self) -> bool {
        self.family.is_some() && !self.contacts().any(|contact| contact.family_lifted)
    }

    /// Whether a contact has a mark of their own.
    pub(super) fn has_own_mark(&self, id: ContactId) -> bool {
        self.contact(id)
            .is_some_and(|contact| contact.mark.is_some())
    }

    pub(super) fn order(&self, id: CourtOrderId) -> Option<&CourtOrder> {
        self.orders.iter().find(|order| order.id == id)
    }

    pub(super) fn designation(&self, id: DesignationId) -> Option<&Designation> {
        self.designations.iter().find(|it| it.id == id)
    }

    pub(super) const fn lose(&mut self) {
        self.has_gap = true;
    }

    /// Takes an event in; `false` where it cannot follow what was before.
    pub(super) fn take(&mut self, event: &PupilEvent) -> bool {
        let fits = match event {
            PupilEvent::ContactRecorded(recorded) => self.add(recorded.contact, recorded.into()),
            PupilEvent::ContactChanged(changed) => self.change(changed.contact, changed.into()),
            PupilEvent::ContactEnded(ended) => self.end(ended.contact),
            PupilEvent::DoNotContactMarked(marked) => {
                self.causes.extend(marked.because_of);
                let mark = Mark {
                    reason: marked.reason.clone(),
                    by_rule: marked.because_of.is_some(),
                };
                self.mark(marked.contact, Some(mark))
            }
            PupilEvent::DoNotContactLifted(lifted) => self.mark(lifted.contact, None),
            PupilEvent::CourtOrderRecorded(order) => {
                self.orders.push(CourtOrder {
                    id: order.order,
                    title: order.title.clone(),
                    says: order.says.clone(),
                    about: order.about.clone(),
                    made_on: order.made_on,
                    ends_on: order.ends_on,
                    discharged: None,
                });
                true
            }
            PupilEvent::CourtOrderDischarged(end) => {
                let order = self.orders.iter_mut().find(|order| order.id == end.order);
                order
                    .map(|order| order.discharged = Some((end.on, end.reason.clone())))
                    .is_some()
            }
            PupilEvent::CommunicationRecorded(recorded) => {
                self.communication = Some(recorded.how.clone());
                true
            }
            PupilEvent::DesignationRecorded(recorded) => {
                self.designations.push(Designation {
                    id: recorded.designation,
                    kind: recorded.kind,
                    words: recorded.words.clone(),
                    from: recorded.from,
                    to: recorded.to,
                });
                true
            }
            PupilEvent::DesignationEnded(ended) => {
                let all = &mut self.designations;
                let one = all.iter_mut().find(|it| it.id == ended.designation);
                one.map(|it| it.to = Some(ended.to)).is_some()
            }
            PupilEvent::Registered(_)
            | PupilEvent::DetailsChanged(_)
            | PupilEvent::Left(_)
            | PupilEvent::FileReceived(_) => false,
        };
        fits || self.has_gap
    }

    fn add(&mut self, id: ContactId, known: Known) -> bool {
        if self.contacts.iter().any(|contact| contact.id == id) {
            return false;
        }
        // Whoever is marked stays marked when they are recorded anew, as by a MIS that replaces rows,
        // whether it ends the old row before or after. What was said last counts: a lifted mark does
        // not come back from an older row.
        let is_same = |it: &&Contact| same_person(&it.known, &known);
        let newest = self.contacts.iter().rfind(is_same);
        let mark = newest.and_then(|it| it.mark.clone());
        let was_family = { self.contacts.iter().filter(is_same) }.any(|it| it.is_family);
        self.contacts.push(Contact {
            id,
            is_family: was_family || known.relation.is_family(),
            known,
            mark,
            family_lifted: false,
            ended: false,
        });
        true
    }

    fn find(&mut self, id: ContactId) -> Option<&mut Contact> {
        self.contacts.iter_mut().find(|contact| contact.id == id)
    }

    fn change(&mut self, id: ContactId, known: Known) -> bool {
        self.find(id)
            .map(|contact| {
                contact.is_family |= known.relation.is_family();
                contact.known = known;
            })
            .is_some()
    }

    fn end(&mut self, id: ContactId) -> bool {
        self.find(id).map(|contact| contact.ended = true).is_some()
    }

    /// Sets a mark or takes it off: of one contact, or of the family for everybody whom it covers.
    fn mark(&mut self, whom: Option<ContactId>, mark: Option<Mark>) -> bool {
        let Some(id) = whom else {
            self.family = mark;
            for contact in &mut self.contacts {
                contact.family_lifted = false;
            }
            return true;
        };
        self.find(id)
            .map(|contact| {
                contact.family_lifted |= mark.is_none();
                contact.mark = mark;
            })
            .is_some()
    }
}

fn same_person(one: &Known, other: &Known) -> bool {
    (one.mis_id.is_some() && one.mis_id == other.mis_id)
        || named(one.name.expose()) == named(other.name.expose())
}

/// A name as it is compared: no matter in which case, or how far its words stand apart.
fn named(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_lowercase).collect()
}
