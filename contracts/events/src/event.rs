//! Every event there is.

use crate::academy::AcademyEvent;
use crate::access::AccessEvent;
use crate::allegation::AllegationEvent;
use crate::case::CaseEvent;
use crate::case_links::CaseLinksEvent;
use crate::clock::ClockEvent;
use crate::concern::ConcernEvent;
use crate::conflict::ConflictEvent;
use crate::delivery::DeliveryEvent;
use crate::evidence::EvidenceEvent;
use crate::filler::FillerEvent;
use crate::grant::GrantEvent;
use crate::payload::{DecodeError, Payload};
use crate::policy::PolicyEvent;
use crate::pupil::PupilEvent;
use crate::referral::ReferralEvent;
use crate::register::RegisterEvent;
use crate::seal::SealEvent;
use crate::snapshot::SnapshotEvent;
use crate::staff::StaffEvent;
use crate::trust::TrustEvent;
use crate::upcast;

/// The format of events that this release writes once the record allows it, and the highest that it
/// reads. A release that gives an event a new version raises it by one (docs/add-an-event.md).
pub const FORMAT: u16 = 1;

/// Type, newest version and fields of one kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventKind {
    /// The type: `case.opened`.
    pub event_type: &'static str,
    /// The newest schema version.
    pub version: u16,
    /// Payload fields in the order in which they are committed to.
    pub fields: &'static [&'static str],
}

impl EventKind {
    /// The kind of a payload.
    #[must_use]
    pub const fn of<P: Payload>() -> Self {
        Self {
            event_type: P::TYPE,
            version: P::VERSION,
            fields: P::FIELDS,
        }
    }

    /// Every kind there is, aggregate by aggregate.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        Event::KINDS.iter().copied().flatten()
    }

    /// The kind of a type's name.
    #[must_use]
    pub fn find(event_type: &str) -> Option<&'static Self> {
        Self::all().find(|kind| kind.event_type == event_type)
    }

    /// Field names of a stored type and version, oldest versions included.
    #[must_use]
    pub fn fields_of(event_type: &str, version: u16) -> Option<&'static [&'static str]> {
        let kind = Self::find(event_type)?;
        if kind.version == version {
            Some(kind.fields)
        } else {
            upcast::fields_of(event_type, version)
        }
    }
}

macro_rules! events {
    ($($variant:ident($event:ty)),+ $(,)?) => {
        /// An event of any aggregate.
        #[derive(Debug, Clone, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "events are made once and moved seldom")]
        pub enum Event {
            $(
                #[doc = concat!("An event of `", stringify!($event), "`.")]
                $variant($event),
            )+
        }

        impl Event {
            const KINDS: &'static [&'static [EventKind]] = &[$(<$event>::KINDS),+];

            /// Type, version and fields of this event.
            #[must_use]
            pub const fn kind(&self) -> &'static EventKind {
                match self { $(Self::$variant(event) => event.kind(),)+ }
            }

            /// The field values in their frozen order, as RFC 8785 JSON bytes.
            #[must_use]
            pub fn values(&self) -> Vec<Vec<u8>> {
                match self { $(Self::$variant(event) => event.values(),)+ }
            }

            /// Takes a stored event back: an older version is first brought to the newest shape.
            ///
            /// # Errors
            /// When type or version are unknown or the values do not fit.
            pub fn decode(event_type: &str, version: u16, values: &[Vec<u8>]) -> Result<Self, DecodeError> {
                let kind = EventKind::find(event_type)
                    .filter(|kind| version <= kind.version && version > 0)
                    .ok_or_else(|| DecodeError::Unknown { event_type: event_type.to_owned(), version })?;
                let raised;
                let values = if version == kind.version {
                    values
                } else {
                    raised = upcast::to_newest(kind, version, values)?;
                    &raised
                };
                $(if let Some(decoded) = <$event>::decode(event_type, values) {
                    return decoded.map(Self::$variant);
                })+
                Err(DecodeError::Unknown { event_type: event_type.to_owned(), version })
            }

            pub(crate) fn schemas(into: &mut std::collections::BTreeMap<String, serde_json::Value>) {
                $(<$event>::schemas(into);)+
            }
        }

        $(impl From<$event> for Event {
            fn from(event: $event) -> Self {
                Self::$variant(event)
            }
        })+
    };
}

events! {
    Concern(ConcernEvent),
    Case(CaseEvent),
    Referral(ReferralEvent),
    Allegation(AllegationEvent),
    Pupil(PupilEvent),
    Staff(StaffEvent),
    Academy(AcademyEvent),
    Clock(ClockEvent),
    Conflict(ConflictEvent),
    Trust(TrustEvent),
    Access(AccessEvent),
    Filler(FillerEvent),
    Delivery(DeliveryEvent),
    Seal(SealEvent),
    Evidence(EvidenceEvent),
    Grant(GrantEvent),
    Register(RegisterEvent),
    Policy(PolicyEvent),
    Snapshot(SnapshotEvent),
    CaseLinks(CaseLinksEvent),
}
