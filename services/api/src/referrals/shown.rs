//! From the application's views to bodies.

use lanyard_app::policy::FormField as Asked;
use lanyard_app::views::referral_queue::{
    ReferralNext as Next, ReferralPage, ReferralRow, ReferralStage as Stage,
};
use lanyard_events::At;
use lanyard_http::referral::{
    FormField, ReferralDetail, ReferralNext, ReferralState, ReferralSummary,
};

pub(super) fn summary(row: ReferralRow, now: At) -> ReferralSummary {
    ReferralSummary {
        id: row.referral,
        revision: row.revision.0,
        matter: row.matter,
        academy: row.academy,
        agency: row.agency,
        state: match row.stage {
            Stage::Needed => ReferralState::Needed,
            Stage::NotMade => ReferralState::NotMade,
            Stage::Submitted => ReferralState::Submitted,
            Stage::Acknowledged => ReferralState::Acknowledged,
            Stage::Answered => ReferralState::Answered,
            Stage::Closed => ReferralState::Closed,
        },
        category: row.category,
        authority: row.authority,
        reference: row.reference,
        owner: row.owner,
        owner_name: row.owner_name,
        needed_at: row.needed_at,
        next: row.next.map(|next| match next {
            Next::Tell => ReferralNext::Tell,
            Next::Write => ReferralNext::Write,
            Next::Answer => ReferralNext::Answer,
            Next::Chase => ReferralNext::Chase,
        }),
        overdue: row.due.as_ref().is_some_and(|due| due.at < now),
        due: row.due,
        their_reference: row.their_reference,
        disputed_at: row.disputed_at,
    }
}

pub(super) fn detail(page: ReferralPage, now: At) -> ReferralDetail {
    ReferralDetail {
        summary: summary(page.row, now),
        step: page.step,
        reason: page.reason,
        fields: { page.fields.into_iter() }
            .map(|filled| (filled.field, filled.value))
            .collect(),
        missing: page.missing,
        told: page.told,
        answer: page.answer,
        dispute: page.dispute,
    }
}

/// What a form asks for.
pub(crate) fn field(field: &Asked) -> FormField {
    FormField {
        id: field.id.to_string(),
        label: field.label.clone(),
        help: field.help.clone(),
        section: field.section.clone(),
        kind: field.kind.to_string(),
        required: field.required,
        choices: field.choices.clone(),
    }
}
