//! Who is around a child, for an agency: whom nobody may contact first of all, with what set it. It is
//! read from the pupil's own stream, for whoever may read it there (ADR 20).

use lanyard_domain::pupil::{Around, Contact, CourtOrder, Designation, Mark};
use lanyard_events::Day;
use lanyard_events::pupil::{ContactRelation, DesignationKind, MayBeTold, Reach, YesNoUnknown};

/// Why a rule keeps the family away (domain.md 2, "Pupil").
const BY_RULE: &str = "set by rule R5 and its like: female genital mutilation, forced marriage, \
                       honour-based abuse and abuse in the home keep the family away until a \
                       safeguarding lead has looked";

/// Whom nobody may contact or tell, and what courts have ordered, a line each.
pub(super) fn do_not_contact(around: &Around, today: Day) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(mark) = around.family() {
        lines.push(format!("The whole family: do not contact; {}.", why(mark)));
    }
    for contact in around.contacts() {
        let who = who(contact);
        match around.mark_on(contact) {
            // The line above says it of the family.
            Some(mark) if around.family() == Some(mark) => {
                lines.push(format!("{who}: do not contact, as the whole family."));
            }
            Some(mark) => lines.push(format!("{who}: do not contact; {}.", why(mark))),
            None if around.family().is_some() && contact.known.relation.is_family() => {
                lines.push(format!(
                    "{who}: may be contacted, a safeguarding lead decided so."
                ));
            }
            None => {}
        }
        if contact.known.may_be_told == MayBeTold::MustNot {
            lines.push(format!("{who}: must not be told of the child's matters."));
        }
    }
    let orders = around.orders().iter().filter(|it| it.stands_on(today));
    lines.extend(orders.map(|order| order_in_words(around, order)));
    lines
}

fn why(mark: &Mark) -> String {
    if mark.by_rule {
        BY_RULE.to_owned()
    } else {
        format!(
            "a safeguarding lead or headteacher set it: {}",
            mark.reason.expose().trim_end_matches('.')
        )
    }
}

fn order_in_words(around: &Around, order: &CourtOrder) -> String {
    let about: Vec<String> = { order.about.iter() }
        .filter_map(|id| around.contact(*id))
        .map(who)
        .collect();
    let about = if about.is_empty() {
        String::new()
    } else {
        format!(" About {}.", about.join(", "))
    };
    let until = order.ends_on.map(|day| format!(" until {day}"));
    format!(
        "Court order of {}{}: {}. {}{about}",
        order.made_on,
        until.unwrap_or_default(),
        order.title.expose(),
        order.says.expose()
    )
}

/// Those around the child, with how they are reached.
pub(super) fn contacts(around: &Around) -> Vec<String> {
    { around.contacts() }
        .map(|contact| {
            let mut words = who(contact);
            let reach = { contact.known.reach.iter() }.map(way);
            for way in reach {
                words.push_str(", ");
                words.push_str(&way);
            }
            words + warning(around, contact)
        })
        .collect()
}

/// Those who hold parental responsibility, with by what.
pub(super) fn responsible(around: &Around) -> Vec<String> {
    { around.contacts() }
        .filter(|contact| contact.known.responsibility.held == YesNoUnknown::Yes)
        .map(|contact| {
            let basis = contact.known.responsibility.basis.as_ref();
            let basis = basis.map(|basis| format!(", by {}", basis.expose()));
            who(contact) + &basis.unwrap_or_default() + warning(around, contact)
        })
        .collect()
}

fn warning(around: &Around, contact: &Contact) -> &'static str {
    if around.mark_on(contact).is_some() {
        " (do not contact)"
    } else {
        ""
    }
}

/// Contacts of one relation: name and how they are reached.
pub(super) fn related(around: &Around, relation: ContactRelation) -> Vec<String> {
    { around.contacts() }
        .filter(|contact| contact.known.relation == relation)
        .map(|contact| {
            let name = contact.known.name.expose().clone();
            let ways = contact.known.reach.iter().map(way);
            [name]
                .into_iter()
                .chain(ways)
                .collect::<Vec<_>>()
                .join(", ")
        })
        .collect()
}

/// What the child is entitled to, or is, today.
pub(super) fn designations(around: &Around, today: Day) -> Vec<String> {
    { around.designations().iter() }
        .filter(|it| it.holds_on(today))
        .map(designation)
        .collect()
}

fn designation(held: &Designation) -> String {
    let what = match held.kind {
        DesignationKind::LookedAfter => "looked after by a local authority",
        DesignationKind::PreviouslyLookedAfter => "was looked after",
        DesignationKind::EducationHealthAndCarePlan => "education, health and care plan",
        DesignationKind::SpecialEducationalNeeds => "support for special educational needs",
        DesignationKind::YoungCarer => "young carer",
        DesignationKind::EnglishAsAnAdditionalLanguage => "English as an additional language",
        DesignationKind::Other => "other",
    };
    let words = held.words.as_ref().map(|it| format!(" ({})", it.expose()));
    format!("{what}{}, since {}", words.unwrap_or_default(), held.from)
}

fn who(contact: &Contact) -> String {
    let relation = match contact.known.relation {
        ContactRelation::Mother => "mother",
        ContactRelation::Father => "father",
        ContactRelation::Parent => "parent",
        ContactRelation::StepParent => "step-parent",
        ContactRelation::Grandparent => "grandparent",
        ContactRelation::Sibling => "brother or sister",
        ContactRelation::OtherRelative => "relative",
        ContactRelation::Guardian => "guardian",
        ContactRelation::FriendOfTheFamily => "friend of the family",
        ContactRelation::FosterCarer => "foster carer",
        ContactRelation::SocialWorker => "social worker",
        ContactRelation::OtherProfessional => "professional",
    };
    format!("{} ({relation})", contact.known.name.expose())
}

fn way(reach: &Reach) -> String {
    let note = reach.note.as_ref();
    let note = note.map(|note| format!(" ({})", note.expose()));
    format!("{}{}", reach.at.expose(), note.unwrap_or_default())
}
