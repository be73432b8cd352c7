//! From the application's views to bodies.

use lanyard_app::ConcernShown;
use lanyard_app::views::concern_inbox::{self as inbox, ConcernRow, ListedConcern};
use lanyard_app::views::concern_page::{self as page, ConcernPage};
use lanyard_events::Revision;
use lanyard_http::concern::{
    AddedInformation, Concern, ConcernDetail, ConcernListed, ConcernState, ConcernStatus,
    ConcernSummary, OwnConcern, PassedOn, SameChild, ShownText, StruckPerson, StruckText,
    TriageShown,
};

use crate::allegations::shown_same_adult as same_adult;
use crate::people::shown_people;

pub(super) fn concern(shown: ConcernShown) -> (Option<Revision>, Concern) {
    match shown {
        ConcernShown::Status(concern) => (None, Concern::Status(own(concern))),
        ConcernShown::Page(page) => {
            let revision = page.concern.revision;
            (Some(revision), Concern::Whole(detail(*page)))
        }
    }
}

pub(super) fn listed(row: ListedConcern) -> ConcernListed {
    match row {
        ListedConcern::Read(row) => ConcernListed::Whole(summary(*row)),
        ListedConcern::Own(row) => ConcernListed::Status(own(row)),
    }
}

fn own(row: inbox::OwnConcern) -> OwnConcern {
    OwnConcern {
        id: row.concern,
        academy: row.academy,
        reference: row.reference,
        raised_at: row.raised_at,
        status: match row.status {
            inbox::ConcernStatus::Received => ConcernStatus::Received,
            inbox::ConcernStatus::BeingDealtWith => ConcernStatus::BeingDealtWith,
        },
    }
}

/// Where a concern stands.
pub(crate) const fn state(state: inbox::ConcernState) -> ConcernState {
    match state {
        inbox::ConcernState::Untriaged => ConcernState::Untriaged,
        inbox::ConcernState::NoFurtherAction => ConcernState::NoFurtherAction,
        inbox::ConcernState::Monitored => ConcernState::Monitored,
        inbox::ConcernState::InCase => ConcernState::InCase,
        inbox::ConcernState::InAllegation => ConcernState::InAllegation,
    }
}

fn summary(row: ConcernRow) -> ConcernSummary {
    ConcernSummary {
        id: row.concern,
        revision: row.revision.0,
        academy: row.academy,
        reference: row.reference,
        category: row.category,
        state: state(row.state),
        about_adult: row.about_adult,
        danger_now: row.danger_now,
        late_entry: row.late_entry,
        raised_by: row.raised_by,
        raised_by_name: row.raised_by_name,
        raised_at: row.raised_at,
        occurred_at: row.occurred_at,
        due: row.due,
        triaged_at: row.triaged_at,
        case: row.case,
        allegation: row.allegation,
        people: shown_people(row.people),
    }
}

fn detail(page: ConcernPage) -> ConcernDetail {
    ConcernDetail {
        summary: summary(page.concern),
        recorded_minute: page.recorded_minute,
        reporter: page.reporter,
        external_reference: page.external_reference,
        sub_risks: page.sub_risks,
        place: page.place,
        when_text: page.when_text,
        account: text(page.account),
        childs_words: text(page.childs_words),
        action_taken: text(page.action_taken),
        body_map: page.body_map,
        struck_people: page.struck_people.into_iter().map(struck_person).collect(),
        information: page.information.into_iter().map(information).collect(),
        triage: page.triage.into_iter().map(triage).collect(),
        passed_on: page.passed_on.into_iter().map(passed_on).collect(),
        erased_entries: page.erased_entries,
        same_adult: same_adult(page.same_adult),
        same_children: page.same_children.into_iter().map(same_child).collect(),
        siblings: page.siblings.into_iter().map(same_child).collect(),
    }
}

fn same_child(child: page::SameChild) -> SameChild {
    SameChild {
        pupil: child.pupil,
        others: { child.others.into_iter() }
            .map(crate::pupils::shown_history)
            .collect(),
    }
}

fn text(shown: page::ShownText) -> ShownText {
    let struck = |old: page::StruckText| StruckText {
        text: old.text,
        by: old.by,
        by_name: old.by_name,
        at: old.at,
        reason: old.reason,
    };
    ShownText {
        text: shown.text,
        struck: shown.struck.into_iter().map(struck).collect(),
    }
}

fn struck_person(old: page::StruckPerson) -> StruckPerson {
    StruckPerson {
        from: old.from,
        from_name: old.from_name,
        to: old.to,
        to_name: old.to_name,
        by: old.by,
        by_name: old.by_name,
        at: old.at,
        reason: old.reason,
    }
}

fn information(added: page::AddedInformation) -> AddedInformation {
    AddedInformation {
        text: added.text,
        childs_words: added.childs_words,
        by: added.by,
        by_name: added.by_name,
        occurred_at: added.occurred_at,
        at: added.at,
    }
}

fn passed_on(shown: page::PassedOn) -> PassedOn {
    PassedOn {
        about_adult: shown.about_adult,
        reason: shown.reason,
        by: shown.by,
        by_name: shown.by_name,
        at: shown.at,
    }
}

fn triage(shown: page::TriageShown) -> TriageShown {
    TriageShown {
        decision: shown.decision,
        reason: shown.reason,
        sub_risks: shown.sub_risks,
        by: shown.by,
        by_name: shown.by_name,
        at: shown.at,
    }
}
