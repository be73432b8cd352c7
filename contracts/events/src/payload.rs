//! What every payload can do: name its fields in a frozen order, and turn them to and from the
//! exact JSON bytes that are committed to and kept in the box.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why stored bytes are not an event of this release.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A type, or a version of it, that this release does not know.
    #[error("event type {event_type} version {version} is not known to this release")]
    Unknown {
        /// The stored type.
        event_type: String,
        /// The stored version.
        version: u16,
    },
    /// The number of stored values is not that of the type's fields.
    #[error("event type {event_type}: {found} values stored, {expected} expected")]
    FieldCount {
        /// The type.
        event_type: &'static str,
        /// Fields of the schema.
        expected: usize,
        /// Values found.
        found: usize,
    },
    /// A stored value does not fit its field. The value itself is never shown.
    #[error("event type {event_type}: the value of field {field} does not fit the schema")]
    Field {
        /// The type.
        event_type: &'static str,
        /// The field.
        field: &'static str,
    },
}

/// A payload of one type at its newest schema version.
pub trait Payload: Sized + Serialize + DeserializeOwned {
    /// The type: `case.opened`.
    const TYPE: &'static str;
    /// The newest schema version.
    const VERSION: u16;
    /// Field names in the order in which they are committed to.
    const FIELDS: &'static [&'static str];

    /// The RFC 8785 JSON bytes of each field, in order. Made once; kept in the box.
    fn values(&self) -> Vec<Vec<u8>>;

    /// Takes back what `values` gave.
    ///
    /// # Errors
    /// When the values do not fit the fields.
    fn from_values(values: &[Vec<u8>]) -> Result<Self, DecodeError>;
}

/// RFC 8785 bytes of one field.
pub(crate) fn canonical<T: Serialize>(value: &T) -> Vec<u8> {
    serde_jcs::to_vec(value).expect("payload fields hold only text, integers, lists and options")
}

/// One field out of its bytes.
pub(crate) fn field<T: DeserializeOwned>(
    bytes: &[u8],
    event_type: &'static str,
    field: &'static str,
) -> Result<T, DecodeError> {
    serde_json::from_slice(bytes).map_err(|_| DecodeError::Field { event_type, field })
}

/// Declares payloads: struct, frozen field order, bytes both ways.
macro_rules! payloads {
    ($(
        $(#[$doc:meta])*
        $type:literal v $version:literal $name:ident {
            $($(#[$field_doc:meta])* $field:ident: $kind:ty,)*
        }
    )+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind,)*
        }

        impl $crate::payload::Payload for $name {
            const TYPE: &'static str = $type;
            const VERSION: u16 = $version;
            const FIELDS: &'static [&'static str] = &[$(stringify!($field)),*];

            fn values(&self) -> Vec<Vec<u8>> {
                vec![$($crate::payload::canonical(&self.$field)),*]
            }

            fn from_values(values: &[Vec<u8>]) -> Result<Self, $crate::payload::DecodeError> {
                if values.len() != Self::FIELDS.len() {
                    return Err($crate::payload::DecodeError::FieldCount {
                        event_type: Self::TYPE,
                        expected: Self::FIELDS.len(),
                        found: values.len(),
                    });
                }
                #[allow(unused_mut, unused_variables, reason = "a payload may have no field")]
                let mut rest = values.iter();
                Ok(Self {
                    $($field: $crate::payload::field(
                        rest.next().map_or(&[][..], Vec::as_slice),
                        Self::TYPE,
                        stringify!($field),
                    )?,)*
                })
            }
        }
    )+};
}

/// Declares the enum of an aggregate's events.
macro_rules! aggregate {
    ($(#[$doc:meta])* $name:ident { $($variant:ident($payload:ident)),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "events are made once and moved seldom")]
        pub enum $name {
            $(
                #[doc = concat!("See [`", stringify!($payload), "`].")]
                $variant($payload),
            )+
        }

        impl $name {
            /// Type, version and fields of every event of this aggregate.
            pub const KINDS: &'static [$crate::event::EventKind] = &[$(
                $crate::event::EventKind::of::<$payload>(),
            )+];

            /// Type, version and fields of this event.
            #[must_use]
            pub const fn kind(&self) -> &'static $crate::event::EventKind {
                match self { $(Self::$variant(_) => const { &$crate::event::EventKind::of::<$payload>() },)+ }
            }

            /// The field values in their frozen order.
            #[must_use]
            pub fn values(&self) -> Vec<Vec<u8>> {
                match self { $(Self::$variant(payload) => $crate::payload::Payload::values(payload),)+ }
            }

            /// The event of a type at its newest version; `None` if the type is not of this aggregate.
            pub(crate) fn decode(event_type: &str, values: &[Vec<u8>]) -> Option<Result<Self, $crate::payload::DecodeError>> {
                match event_type {
                    $(<$payload as $crate::payload::Payload>::TYPE =>
                        Some(<$payload as $crate::payload::Payload>::from_values(values).map(Self::$variant)),)+
                    _ => None,
                }
            }

            /// JSON Schemas of the payloads, by type.
            pub(crate) fn schemas(into: &mut std::collections::BTreeMap<String, serde_json::Value>) {
                $($crate::schema::add::<$payload>(into);)+
            }
        }

        $(impl From<$payload> for $name {
            fn from(payload: $payload) -> Self {
                Self::$variant(payload)
            }
        })+
    };
}

pub(crate) use {aggregate, payloads};
