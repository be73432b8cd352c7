//! Events of a conflict stream: from whom and what one member of staff is excluded
//! (domain.md 1 rule 1, design.md 5).

use crate::concern::Due;
use crate::id::StaffId;
use crate::payload::{aggregate, payloads};
use crate::person::PersonRef;
use crate::sensitive::Sensitive;
use crate::staff::Relation;
use crate::stream::StreamId;

payloads! {
    /// Every matter that links this person is closed to the owner of the stream.
    "conflict.person_added" v 1 ConflictPersonAdded {
        /// Who.
        person: PersonRef,
        /// How close.
        relation: Relation,
    }
    /// Somebody is to look again at whether a person is still close to the owner of the stream (domain.md 1
    /// rule 2, every 90 days).
    "conflict.person_review_planned" v 1 ConflictPersonReviewPlanned {
        /// Who is close.
        person: PersonRef,
        /// Who looks; none where nobody unconflicted was left.
        owner: Option<StaffId>,
        /// By when.
        due: Due,
    }
    /// An unconflicted senior looked again: the person is close to the owner of the stream.
    "conflict.person_reviewed" v 1 ConflictPersonReviewed {
        /// Who is close.
        person: PersonRef,
        /// Why it stays so.
        reason: Sensitive<String>,
    }
    /// Two unconflicted seniors opened the matters of a person again to the owner of the stream.
    "conflict.person_lifted" v 1 ConflictPersonLifted {
        /// Who is close no more, or never was.
        person: PersonRef,
        /// Who agreed.
        second: StaffId,
        /// Why.
        reason: Sensitive<String>,
    }
    /// This one matter is closed to the owner of the stream.
    "conflict.matter_added" v 1 ConflictMatterAdded {
        /// Concern or case.
        matter: StreamId,
        /// Why.
        reason: Sensitive<String>,
    }
    /// An unconflicted senior is asked to confirm or lift a matter's conflict.
    "conflict.review_asked" v 1 ConflictReviewAsked {
        /// Concern, case or adult's matter.
        matter: StreamId,
        /// Who is asked; none where nobody unconflicted was left.
        owner: Option<StaffId>,
        /// By when: within one working day.
        due: Due,
        /// Whether the owner of the stream had the matter, or something of it, in hand until then.
        had_in_hand: bool,
    }
    /// A matter that was closed to somebody with another, so that nobody has to confirm it, is to be looked
    /// at again (domain.md 1 rule 2, every 90 days).
    "conflict.review_planned" v 1 ConflictReviewPlanned {
        /// Case or adult's matter.
        matter: StreamId,
        /// Who looks at it; none where nobody unconflicted was left.
        owner: Option<StaffId>,
        /// By when.
        due: Due,
    }
    /// An unconflicted senior confirmed a matter's conflict.
    "conflict.matter_confirmed" v 1 ConflictMatterConfirmed {
        /// Concern or case.
        matter: StreamId,
    }
    /// An unconflicted senior looked again at a confirmed conflict: the matter stays closed (domain.md 1
    /// rule 2, every 90 days).
    "conflict.matter_reviewed" v 1 ConflictMatterReviewed {
        /// Concern, case or adult's matter.
        matter: StreamId,
        /// Why it stays closed.
        reason: Sensitive<String>,
    }
    /// An unconflicted senior lifted a matter's conflict.
    "conflict.matter_lifted" v 2 ConflictMatterLifted {
        /// Concern or case.
        matter: StreamId,
        /// Who agreed: lifting what was confirmed takes two.
        second: Option<StaffId>,
        /// Why.
        reason: Sensitive<String>,
    }
}

aggregate! {
    /// An event of a conflict stream.
    ConflictEvent {
        PersonAdded(ConflictPersonAdded),
        PersonReviewPlanned(ConflictPersonReviewPlanned),
        PersonReviewed(ConflictPersonReviewed),
        PersonLifted(ConflictPersonLifted),
        MatterAdded(ConflictMatterAdded),
        ReviewAsked(ConflictReviewAsked),
        ReviewPlanned(ConflictReviewPlanned),
        MatterConfirmed(ConflictMatterConfirmed),
        MatterReviewed(ConflictMatterReviewed),
        MatterLifted(ConflictMatterLifted),
    }
}
