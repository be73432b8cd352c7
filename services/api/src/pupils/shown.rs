//! From the application's views to bodies.

use lanyard_app::views::directory::PupilRow;
use lanyard_app::views::pupil_history::{self, HistoryRow};
use lanyard_http::pupil::{HistoryItem, MatterState, Pupil, ReceivedState};

pub(super) fn pupil(row: PupilRow) -> Pupil {
    Pupil {
        id: row.pupil,
        revision: row.revision.0,
        academy: row.academy,
        surname: row.surname,
        forename: row.forename,
        preferred_forename: row.preferred_forename,
        date_of_birth: row.date_of_birth,
        year_group: row.year_group,
        upn: row.upn,
        mis_id: row.mis_id,
        left_on: row.left_on,
    }
}

pub(crate) fn history(row: HistoryRow) -> HistoryItem {
    HistoryItem {
        matter: row.matter,
        academy: row.academy,
        reference: row.reference,
        category: row.category,
        begun_at: row.begun_at,
        state: match row.state {
            pupil_history::MatterState::Concern(state) => {
                MatterState::Concern(crate::concerns::shown_state(state))
            }
            pupil_history::MatterState::Case(state) => {
                MatterState::Case(crate::cases::shown_state(state))
            }
            pupil_history::MatterState::Received => MatterState::Received(ReceivedState::Received),
        },
        parts: row.parts,
    }
}
