//! GET /v1/matrices and GET /v1/user-actions

use lanyard_app::policy::{Matrix, Row};
use lanyard_http::Page;
use lanyard_http::playbook::{MatrixColumn, MatrixRow, MatrixShown, UserAction, UserActionsShown};

use crate::answers::Answer;
use crate::asked::Look;
use crate::state::ApiState;

/// Show what follows from a kind of incident, for pupils and for staff: what the policies say is kept
/// apart from what is proposed.
#[utoipa::path(get, path = "/v1/matrices",
    responses((status = 200, description = "Both matrices.", body = Page<MatrixShown>)))]
pub(crate) async fn list_matrices(state: ApiState, _look: Look) -> Answer {
    let in_force = state.app().in_force()?;
    Ok(state.shown(&Page {
        items: { in_force.matrices.iter() }.map(|it| matrix(it)).collect(),
        next: None,
    }))
}

/// Show what users may and may not do.
#[utoipa::path(get, path = "/v1/user-actions",
    responses((status = 200, description = "The table.", body = UserActionsShown)))]
pub(crate) async fn show_user_actions(state: ApiState, _look: Look) -> Answer {
    let in_force = state.app().in_force()?;
    let table = &in_force.user_actions;
    let rows = table.rows.iter().map(|row| UserAction {
        id: row.id.clone(),
        text: row.text.clone(),
        class: row.class.name(),
        certain: row.certain,
        effect: row.effect.name(),
        may_be_illegal: row.may_be_illegal,
        dpo: row.dpo,
        added: row.source.is_some(),
    });
    Ok(state.shown(&UserActionsShown {
        edition: table.edition,
        title: table.title.clone(),
        source: table.source.clone(),
        rows: rows.collect(),
    }))
}

/// One matrix as it is shown.
pub(crate) fn matrix(matrix: &Matrix) -> MatrixShown {
    MatrixShown {
        id: matrix.id.clone(),
        edition: matrix.edition,
        title: matrix.title.clone(),
        source: matrix.source.clone(),
        columns: { matrix.columns.iter() }
            .map(|column| MatrixColumn {
                id: column.id.to_string(),
                title: column.title.clone(),
                lost: column.lost,
            })
            .collect(),
        rows: matrix.rows.iter().map(row).collect(),
    }
}

fn row(row: &Row) -> MatrixRow {
    MatrixRow {
        id: row.id.clone(),
        text: row.text.clone(),
        category: row.opens_for.clone(),
        says: { row.cells.iter() }
            .map(|(column, cell)| (column.to_string(), cell.name()))
            .collect(),
        proposed: { row.shipped.iter() }
            .map(|(column, proposal)| (column.to_string(), proposal.name()))
            .collect(),
    }
}
