//! Events of a concern: what somebody saw, heard or was told (domain.md 2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::calendar::Day;
use crate::id::{AllegationId, CaseId, StaffId};
use crate::payload::{aggregate, payloads};
use crate::person::{LinkedPerson, PersonRef};
use crate::roles::Role;
use crate::sensitive::Sensitive;
use crate::taxonomy::CategoryId;

/// The first question of the form: is it about an adult here? It decides who may see the concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AboutAdult {
    /// Yes.
    Yes,
    /// No.
    No,
    /// The reporter is not sure: routed like yes.
    NotSure,
}

/// Where it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// On the academy's site.
    InSchool,
    /// On a trip or on the way.
    OffSite,
    /// At home.
    AtHome,
    /// Online.
    Online,
    /// Not known.
    NotKnown,
}

/// Where it happened, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// What sort of place.
    pub kind: PlaceKind,
    /// Which room, street or address.
    #[serde(default)]
    pub description: Option<Sensitive<String>>,
    /// Online: the platform or game.
    #[serde(default)]
    pub platform: Option<String>,
    /// Online: the address.
    #[serde(default)]
    pub address: Option<Sensitive<String>>,
    /// Online: the names of the accounts.
    #[serde(default)]
    pub accounts: Vec<Sensitive<String>>,
    /// Device number, as the incident log asks (seed 3).
    #[serde(default)]
    pub device: Option<String>,
}

/// One mark on the body map. Photographs of injuries are refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BodyMark {
    /// Region, from the taxonomy.
    pub region: String,
    /// Side of the body.
    pub side: BodySide,
    /// What was seen or shown.
    pub description: Sensitive<String>,
}

/// Side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodySide {
    /// Front.
    Front,
    /// Back.
    Back,
    /// The child's left.
    Left,
    /// The child's right.
    Right,
}

/// Who reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Reporter {
    /// The member of staff who is the event's actor.
    Actor,
    /// Somebody whose words another system passed on.
    Named {
        /// Name as given.
        name: Sensitive<String>,
    },
    /// Nobody said who.
    Anonymous,
}

/// When something is due, by which rule, and why then (domain.md 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// Rule id: `R1`.
    pub rule: String,
    /// By when.
    pub at: At,
    /// The reckoning in words, shown beside the time.
    pub reason: String,
}

/// What triage decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TriageDecision {
    /// Nothing further; the reason says why.
    NoFurtherAction,
    /// No referral now: watch, and look again on a day.
    Monitor {
        /// Day of the review.
        review_on: Day,
    },
    /// A new case.
    OpenCase {
        /// Its id, made from the command.
        case: CaseId,
    },
    /// Part of a case that is open already.
    AddToCase {
        /// Which one.
        case: CaseId,
    },
    /// A new matter about an adult; whoever triages manages it.
    OpenAllegation {
        /// Its id, made from the command.
        allegation: AllegationId,
    },
    /// Part of a matter about an adult that is open already.
    AddToAllegation {
        /// Which one.
        allegation: AllegationId,
    },
}

/// What a correction of text is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConcernText {
    /// The reporter's account.
    Account,
    /// The child's exact words.
    ChildsWords,
    /// What was done and why.
    ActionTaken,
}

payloads! {
    /// A concern was raised.
    "concern.raised" v 2 ConcernRaised {
        /// Is it about an adult here?
        about_adult: AboutAdult,
        /// The roles whose holders may see it, decided by the routing of domain.md 1 rule 1: for
        /// pupils `dsl, deputy_dsl, head, trust_lead`, otherwise head, trust lead or chair only.
        routed_to: Vec<Role>,
        /// Category, from the taxonomy.
        category: CategoryId,
        /// People with their parts.
        people: Vec<LinkedPerson>,
        /// Where.
        place: Place,
        /// When it happened or was noticed, in the reporter's words where no time is known.
        when_text: Option<Sensitive<String>>,
        /// The reporter's own words.
        account: Sensitive<String>,
        /// The child's exact words.
        childs_words: Option<Sensitive<String>>,
        /// Body map.
        body_map: Vec<BodyMark>,
        /// What was done already, and why.
        action_taken: Option<Sensitive<String>>,
        /// Is anybody in danger now?
        danger_now: bool,
        /// Who reported.
        reporter: Reporter,
        /// Late entry: it was on paper first, after an outage.
        late_entry: bool,
        /// When triage is due (R1).
        due: Due,
        /// Reference to quote: eight letters and digits, says nothing of the content.
        reference: String,
        /// The sender's own reference, for integration clients.
        external_reference: Option<String>,
        /// Sub-risks of the four Cs that whoever reports sees in it, by their ids in the taxonomy.
        sub_risks: Vec<String>,
    }
    /// Somebody added to a concern.
    "concern.information_added" v 1 ConcernInformationAdded {
        /// What was added.
        text: Sensitive<String>,
        /// The child's exact words.
        childs_words: Option<Sensitive<String>>,
    }
    /// A person was named wrongly: the right one takes their place; the old name stays, struck.
    "concern.person_corrected" v 1 ConcernPersonCorrected {
        /// Who was named.
        from: PersonRef,
        /// Who it is.
        to: PersonRef,
        /// Why.
        reason: Sensitive<String>,
    }
    /// A text was wrong: the new one stands, the old one stays, struck.
    "concern.text_corrected" v 1 ConcernTextCorrected {
        /// Which text.
        field: ConcernText,
        /// The right text.
        text: Sensitive<String>,
        /// Why.
        reason: Sensitive<String>,
    }
    /// It was marked wrongly as about an adult, or as not about one, and goes the other way from now on: those
    /// to whom it went before see nothing more of it (domain.md 1 rule 1).
    "concern.passed_on" v 1 ConcernPassedOn {
        /// Is it about an adult here, as it stands now?
        about_adult: AboutAdult,
        /// The roles whose holders may see it from now on.
        routed_to: Vec<Role>,
        /// When triage is due there (R1).
        due: Due,
        /// Why; those to whom it goes see it.
        reason: Sensitive<String>,
    }
    /// A safeguarding lead decided what to do with it.
    "concern.triaged" v 2 ConcernTriaged {
        /// What.
        decision: TriageDecision,
        /// Why: also, and above all, why not to refer.
        reason: Sensitive<String>,
        /// Sub-risks of the four Cs that they see in it, by their ids in the taxonomy.
        sub_risks: Vec<String>,
    }
    /// Nobody to whom it went can act in it any more before it is triaged: it goes to the next alternate
    /// (domain.md 1 rules 1 and 7).
    "concern.rerouted" v 1 ConcernRerouted {
        /// The roles whose holders may see it from now on.
        routed_to: Vec<Role>,
        /// Who of them has it now; nobody while nobody unconflicted holds any of the roles.
        receivers: Vec<StaffId>,
        /// Why; it says nothing of the conflict.
        reason: Sensitive<String>,
    }
}

aggregate! {
    /// An event of a concern.
    ConcernEvent {
        Raised(ConcernRaised),
        InformationAdded(ConcernInformationAdded),
        PersonCorrected(ConcernPersonCorrected),
        TextCorrected(ConcernTextCorrected),
        PassedOn(ConcernPassedOn),
        Triaged(ConcernTriaged),
        Rerouted(ConcernRerouted),
    }
}

impl ConcernRerouted {
    /// The roles that are let in beside those that had it; `None` where it is sent on instead. Letting somebody in adds
    /// roles behind the others; sending it on names the roles anew, and with nobody left it names nobody who has it.
    #[must_use]
    pub fn lets_in(&self, had: &[Role]) -> Option<&[Role]> {
        let more = self.routed_to.strip_prefix(had)?;
        (!more.is_empty() && !self.receivers.is_empty()).then_some(more)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn letting_in_adds_roles_behind_those_that_have_it() {
        let rerouted = |routed_to: &[Role], receivers: &[u128]| ConcernRerouted {
            routed_to: routed_to.to_vec(),
            receivers: { receivers.iter() }
                .map(|id| StaffId::new(Uuid::from_u128(*id)))
                .collect(),
            reason: Sensitive::from("Nobody has answered."),
        };
        let both = rerouted(&[Role::Head, Role::TrustLead], &[4]);
        assert_eq!(both.lets_in(&[Role::Head]), Some(&[Role::TrustLead][..]));
        assert_eq!(
            both.lets_in(&[Role::TrustLead]),
            None,
            "named anew, before it"
        );
        assert_eq!(both.lets_in(&[Role::Head, Role::TrustLead]), None);
        let nobody = rerouted(&[Role::Head, Role::TrustLead], &[]);
        assert_eq!(nobody.lets_in(&[Role::Head]), None);
    }
}
