//! Events of a referral: a matter on its way to a desk outside the trust, and back (domain.md 2).
//!
//! Nothing is sent to a desk by itself. Somebody sends it, and records that they did.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::concern::Due;
use crate::id::StaffId;
use crate::payload::{aggregate, payloads};
use crate::sensitive::Sensitive;
use crate::step::{FilledField, StepName};
use crate::stream::StreamId;
use crate::taxonomy::CategoryId;

/// Fields of forms that say who is around a child and whom nobody may contact. They stand in the form and
/// in the referral, and in nothing that is made from its events: no timeline, no file, no export (ADR 20).
pub const KEPT_OUT_OF_ENTRIES: [&str; 4] = [
    "do_not_contact",
    "family_or_carer",
    "parental_responsibility",
    "significant_adults",
];

/// How it reached the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SentHow {
    /// By telephone.
    Phone,
    /// On the desk's portal.
    Portal,
    /// By email.
    Email,
    /// By letter.
    Letter,
    /// Face to face.
    InPerson,
}

/// What comes next with a desk, and by when.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NextDue {
    /// Said by telephone, it follows in writing by then.
    pub in_writing: Option<Due>,
    /// The desk's answer is to be there by then.
    pub answer: Option<Due>,
    /// Without one, it is asked again then.
    pub chase: Option<Due>,
}

payloads! {
    /// A desk is to be told.
    "referral.needed" v 1 ReferralNeeded {
        /// Which desk.
        agency: String,
        /// The case or the adult's matter that it comes out of.
        matter: StreamId,
        /// Category of the matter.
        category: CategoryId,
        /// The local authority whose desk it is, where the desk is local.
        authority: Option<String>,
        /// The step that says so, if one does.
        step: Option<StepName>,
        /// Why, where somebody says so.
        reason: Option<Sensitive<String>>,
        /// Who has it in hand.
        owner: StaffId,
        /// By when.
        due: Option<Due>,
        /// Reference to quote: says nothing of the content.
        reference: String,
    }
    /// The form was filled in, whole or in part; what was there before is replaced.
    "referral.drafted" v 1 ReferralDrafted {
        /// Which form.
        form: String,
        /// Which edition of it.
        edition: u16,
        /// The fields that are filled in.
        fields: Vec<FilledField>,
        /// Required fields that are not.
        missing: Vec<String>,
    }
    /// Somebody told the desk.
    "referral.submitted" v 1 ReferralSubmitted {
        /// How.
        how: SentHow,
        /// When.
        at: At,
        /// To whom they spoke, where they did.
        spoken_to: Option<Sensitive<String>>,
        /// The desk's reference, where it gave one at once.
        their_reference: Option<Sensitive<String>>,
        /// Required fields that were missing, and why it went all the same.
        missing: Vec<String>,
        /// Why it went without them.
        missing_reason: Option<Sensitive<String>>,
        /// What comes next.
        next: NextDue,
    }
    /// What had been said by telephone followed in writing (R4).
    "referral.put_in_writing" v 1 ReferralPutInWriting {
        /// How.
        how: SentHow,
        /// When.
        at: At,
        /// What comes next.
        next: NextDue,
    }
    /// The desk confirmed that it has it.
    "referral.acknowledged" v 1 ReferralAcknowledged {
        /// When.
        at: At,
        /// By whom there.
        by: Option<Sensitive<String>>,
        /// The desk's reference.
        their_reference: Option<Sensitive<String>>,
    }
    /// The desk was asked again.
    "referral.chased" v 1 ReferralChased {
        /// How.
        how: SentHow,
        /// What was said.
        text: Sensitive<String>,
        /// When it is asked again.
        next: NextDue,
    }
    /// The desk answered.
    "referral.answered" v 1 ReferralAnswered {
        /// What, of the desk's answers.
        outcome: String,
        /// In its words.
        text: Sensitive<String>,
        /// When.
        at: At,
        /// The desk's reference.
        their_reference: Option<Sensitive<String>>,
    }
    /// The trust does not agree with the desk, and says so to it.
    "referral.disputed" v 2 ReferralDisputed {
        /// Why.
        reason: Sensitive<String>,
        /// To whom it was taken.
        taken_to: Sensitive<String>,
        /// When it is asked what came of that; none in what version 1 kept.
        next: Option<NextDue>,
    }
    /// The desk is not told after all.
    "referral.not_made" v 1 ReferralNotMade {
        /// Why.
        reason: Sensitive<String>,
        /// Who agreed, where it takes two (R7, R8).
        second: Option<StaffId>,
    }
    /// The step that had called it off was answered otherwise: it is needed again.
    "referral.needed_again" v 1 ReferralNeededAgain {
        /// By when.
        due: Option<Due>,
    }
    /// Somebody else has it in hand.
    "referral.given" v 1 ReferralGiven {
        /// Who.
        owner: StaffId,
        /// Why.
        reason: Option<Sensitive<String>>,
    }
    /// Nothing is left to do with it.
    "referral.closed" v 1 ReferralClosed {
        /// What came of it.
        reason: Sensitive<String>,
    }
}

aggregate! {
    /// An event of a referral.
    ReferralEvent {
        Needed(ReferralNeeded),
        Drafted(ReferralDrafted),
        Submitted(ReferralSubmitted),
        PutInWriting(ReferralPutInWriting),
        Acknowledged(ReferralAcknowledged),
        Chased(ReferralChased),
        Answered(ReferralAnswered),
        Disputed(ReferralDisputed),
        NotMade(ReferralNotMade),
        NeededAgain(ReferralNeededAgain),
        Given(ReferralGiven),
        Closed(ReferralClosed),
    }
}
