//! Who the caller is, to the caller.

use lanyard_events::delivery::MailFailure;
use lanyard_events::staff::EmailChoice;
use lanyard_events::{AcademyId, Actor, At, Role, Sensitive, StaffId, StreamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::vocabulary as v;

/// Whom the token stands for, and what they may do here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({
    "actor": "staff:018f4e9a-0000-7000-8000-0000000000c1",
    "roles": [{"role": "dsl", "academy": "018f4e9a-0000-7000-8000-0000000000a1"}]
}))]
pub struct Me {
    /// Who.
    #[schema(value_type = v::Actor)]
    pub actor: Actor,
    /// Roles in force.
    pub roles: Vec<HeldRole>,
    /// For integration clients: what their token allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientRights>,
    /// When something that the caller had in hand was last given to somebody else because they may not
    /// see it any more. A page that had it open says "reassigned"; what it was is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<v::Moment>)]
    pub reassigned_at: Option<At>,
}

/// Something that somebody was reminded of. Read is not done: it stays until its time has passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Notice {
    /// The matter; none where nothing is told but that there is one.
    #[schema(value_type = Option<v::StreamName>)]
    pub matter: Option<StreamId>,
    /// Its reference.
    pub reference: Option<String>,
    /// What is due in it: `raised` (it has come), `untriaged`, `danger`, `step …`, `action …`,
    /// `referral …`, `review …`, `handed_on` (something of it is theirs now: whoever had it has left or lost the
    /// role). `a_matter`, to the executive team and the trust board: there is a matter. `serious_incident`, to
    /// governors: there is a serious incident. Neither says more: who is told no more may sit on a panel later.
    pub item: String,
    /// When it is or was due.
    #[schema(value_type = v::Moment)]
    pub due_at: At,
    /// The how-manieth time: 0 when it fell due, then each time that it went further up.
    pub level: u16,
    /// When the notice was given.
    #[schema(value_type = v::Moment)]
    pub at: At,
}

/// What the caller is sent by email: that a matter needs them, and a link to their notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EmailNotices {
    /// Where it goes; none where nobody has set it. Whoever keeps the staff register sets it.
    #[schema(value_type = Option<String>)]
    pub email: Option<Sensitive<String>>,
    /// When it comes.
    #[schema(value_type = v::EmailChoice)]
    pub choice: EmailChoice,
}

/// The caller chooses when they are sent an email. That somebody is in danger now (R2) comes at once
/// whatever is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"choice": "immediate"}))]
pub struct ChooseEmail {
    /// `immediate`: with every notice. `digest`: what presses at once, all else once a day at half
    /// past seven. `off`: only where somebody is in danger now.
    #[schema(value_type = v::EmailChoice)]
    pub choice: EmailChoice,
}

/// Somebody whose newest email did not go out. It says nothing of what it was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FailedDelivery {
    /// To whom.
    #[schema(value_type = v::Id)]
    pub staff: StaffId,
    /// `unreachable`: the mail server is away, and everybody waits for it. `deferred`: it asks to be
    /// tried again. `refused`: it will not have it for this address; the next notice is tried again.
    #[schema(value_type = v::MailFailure)]
    pub failure: MailFailure,
    /// What the mail server answered, as a number of RFC 5321.
    pub code: Option<u16>,
    /// The how-manieth attempt in a row that failed.
    pub attempt: u16,
    /// When it failed.
    #[schema(value_type = v::Moment)]
    pub failed_at: At,
    /// When it is tried again; none when it is not, or as soon as the mail server answers again.
    #[schema(value_type = Option<v::Moment>)]
    pub next_at: Option<At>,
}

/// A role in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeldRole {
    /// The role.
    #[schema(value_type = v::Role)]
    pub role: Role,
    /// For which academy; none for the whole trust.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
}

/// What a client's token allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClientRights {
    /// Its scopes.
    pub scopes: Vec<String>,
    /// Its academies.
    #[schema(value_type = Vec<v::Id>)]
    pub academies: Vec<AcademyId>,
}
