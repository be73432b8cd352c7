//! Every category and every situation gets something.

use super::*;

/// Categories for which no playbook opens: a case of theirs begins with the opening and closing steps.
const COMMON_ONLY: [&str; 12] = [
    "bullying",
    "discrimination_and_hate",
    "self_harm_and_suicide",
    "mental_health",
    "substance_misuse",
    "missing_from_home_or_education",
    "serious_violence_and_weapons",
    "young_carer",
    "online_fraud_and_identity_theft",
    "visitor_breaks_agreement",
    "copyright",
    "vulnerable_adult",
];

#[test]
fn every_category_opens_a_playbook_or_is_listed_with_the_common_steps() {
    let shipped = Shipped::get();
    for category in &Taxonomy::v1().categories {
        let id = category.id.as_str();
        let opens = { shipped.playbooks.iter() }
            .any(|book| book.opens_for.iter().any(|it| it.as_str() == id));
        assert!(opens != COMMON_ONLY.contains(&id), "{id}");
    }
    assert!(
        shipped
            .common
            .step(&"O1".to_owned().try_into().unwrap())
            .is_some()
    );
}

/// What each situation of playbooks.md 8 gets: the category that opens a playbook, or a register beside the common
/// steps.
const SECTION_8: [(&str, &str); 13] = [
    ("hacking or other computer crime", "hacking"),
    (
        "disturbing message to a member of staff",
        "disturbing_message_to_staff",
    ),
    ("found or confiscated phone", "searched_devices"),
    ("phone in an examination", "phone_in_an_examination"),
    (
        "virus, unsolicited mail, lost token",
        "virus_unsolicited_mail_lost_token_or_pin",
    ),
    (
        "private contact of staff and pupil",
        "private_contact_between_staff_and_pupil",
    ),
    ("recording without leave", "recording_without_leave"),
    ("own phone used for a safeguarding call", "own_phone_calls"),
    (
        "image published without consent",
        "image_published_without_consent",
    ),
    ("image after withdrawal", "take_downs"),
    ("visitor breaks the agreement", "visitor_agreements"),
    (
        "low-level concern and self-report",
        "low_level_concern_about_an_adult",
    ),
    (
        "computer misuse by staff",
        "misuse_of_accounts_or_equipment",
    ),
];

#[test]
fn every_situation_of_section_8_has_a_playbook_or_a_register() {
    let shipped = Shipped::get();
    for (situation, what) in SECTION_8 {
        let opens = { shipped.playbooks.iter() }
            .any(|book| book.opens_for.iter().any(|it| it.as_str() == what));
        let is_register = shipped.register(what).is_some();
        assert!(opens || is_register, "{situation}: {what}");
    }
}

/// Rows of the pupil and the staff matrix, and what people may not do: each leads to a category that opens a playbook,
/// or to one with the common steps.
#[test]
fn every_kind_of_the_matrices_has_its_playbook_or_the_common_steps() {
    let shipped = Shipped::get();
    for matrix in &shipped.matrices {
        assert!(!matrix.source.is_empty(), "{}", matrix.id);
        for row in &matrix.rows {
            let Some(category) = &row.opens_for else {
                continue;
            };
            let id = category.as_str();
            let opens = { shipped.playbooks.iter() }
                .any(|book| book.opens_for.iter().any(|it| it.as_str() == id));
            assert!(opens || COMMON_ONLY.contains(&id), "{}: {id}", row.id);
        }
    }
    assert!(!shipped.user_actions.source.is_empty());
}
