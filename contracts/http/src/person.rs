//! People as shown beside a matter.

use lanyard_events::{LinkRole, PartId, PersonRef, Sensitive};
use serde::Serialize;
use utoipa::ToSchema;

use crate::vocabulary as v;

/// Somebody linked to a matter.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ShownPerson {
    /// Who.
    #[schema(value_type = v::PersonRef)]
    pub person: PersonRef,
    /// Their part.
    #[schema(value_type = v::LinkRole)]
    pub role: LinkRole,
    /// The trust's own word for it, of `parts` of the taxonomy, where one was chosen.
    #[schema(value_type = Option<String>)]
    pub part: Option<PartId>,
    /// Their name, or the description; none when the register no longer has it.
    #[schema(value_type = Option<String>)]
    pub name: Option<Sensitive<String>>,
}
