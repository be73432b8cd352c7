//! Beginning a record, writing in it, reading it.

use lanyard_app::{AppError, Computer, InvestigationEntry};
use lanyard_events::investigation::Machine;
use lanyard_events::{InvestigationId, StreamId};
use lanyard_http::investigation::{
    DesignatedComputer, InvestigationBegun, Investigations, ProposeInvestigation,
    ReadInvestigation, RecordInvestigation,
};

use super::{printed, shown};
use crate::answers::{Answer, changed, page_to_print, receipt_path, recorded};
use crate::asked::{Change, Look};
use crate::problems::ApiError;
use crate::state::ApiState;

pub(crate) async fn list(state: ApiState, look: Look, matter: StreamId) -> Answer {
    let found = state.app().investigations(&look.context, matter).await?;
    let items = shown::records(&found);
    Ok(state.shown(&Investigations { items }))
}

pub(crate) async fn show(
    state: ApiState,
    look: Look<ReadInvestigation>,
    matter: StreamId,
    investigation: InvestigationId,
) -> Answer {
    let as_html = match look.query.format.as_deref() {
        None | Some("json") => false,
        Some("html") => true,
        Some(_) => return Err(ApiError::query("format", "A format is json or html.")),
    };
    let found = state.app().investigations(&look.context, matter).await?;
    let records = shown::records(&found);
    let record = { records.into_iter() }.find(|record| record.id == investigation);
    let record = record.ok_or(AppError::NotShown)?;
    if as_html {
        return Ok(page_to_print(&state, printed::record(&record)));
    }
    Ok(state.shown(&record))
}

pub(crate) async fn propose(
    state: ApiState,
    asked: Change<ProposeInvestigation>,
    matter: StreamId,
    path: &str,
) -> Answer {
    let ProposeInvestigation {
        device,
        computer,
        second,
    } = asked.body;
    let entry = InvestigationEntry::Propose {
        device,
        computer: designated(computer),
        second,
    };
    let (done, id) = state
        .app()
        .record_investigation(&asked.context, matter, None, entry)
        .await?;
    let body = InvestigationBegun {
        id,
        matter,
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(
        &done,
        &format!("{path}/investigations/{id}"),
        &body,
    ))
}

pub(crate) async fn record(
    state: ApiState,
    asked: Change<RecordInvestigation>,
    (matter, investigation): (StreamId, InvestigationId),
    path: &str,
) -> Answer {
    let entry = entry(asked.body);
    let (done, id) = state
        .app()
        .record_investigation(&asked.context, matter, Some(investigation), entry)
        .await?;
    Ok(changed(&done, &format!("{path}/investigations/{id}")))
}

fn designated(computer: DesignatedComputer) -> Computer {
    Computer {
        machine: Machine {
            number: computer.number,
            place: computer.place,
        },
        used_by_pupils: computer.used_by_pupils,
    }
}

fn entry(sent: RecordInvestigation) -> InvestigationEntry {
    match sent {
        RecordInvestigation::Agreed {} => InvestigationEntry::Agree,
        RecordInvestigation::ComputerChanged { computer, reason } => {
            InvestigationEntry::ChangeComputer {
                computer: designated(computer),
                reason,
            }
        }
        RecordInvestigation::SittingStarted {
            present,
            others_present,
            started_at,
        } => InvestigationEntry::StartSitting {
            present,
            others_present,
            started_at,
        },
        RecordInvestigation::SittingEnded { sitting, ended_at } => {
            InvestigationEntry::EndSitting { sitting, ended_at }
        }
        RecordInvestigation::RowAdded {
            sitting,
            address,
            nature,
            seen_at,
            seen_by,
            screenshot,
            evidence,
            printed,
        } => InvestigationEntry::AddRow {
            sitting,
            address,
            nature,
            seen_at,
            seen_by,
            screenshot,
            evidence,
            printed,
        },
        RecordInvestigation::RowStruck { row, reason } => {
            InvestigationEntry::StrikeRow { row, reason }
        }
        RecordInvestigation::PrintSigned { row } => InvestigationEntry::SignPrint { row },
        RecordInvestigation::Stopped {
            rule,
            stopped_at,
            seen,
            police_reference,
        } => InvestigationEntry::Stop {
            rule,
            stopped_at,
            seen,
            police_reference,
        },
        RecordInvestigation::PoliceReferenceGiven { police_reference } => {
            InvestigationEntry::GivePoliceReference { police_reference }
        }
        RecordInvestigation::Judged { substance, reasons } => {
            InvestigationEntry::Judge { substance, reasons }
        }
        RecordInvestigation::JudgementSigned { judgement } => {
            InvestigationEntry::SignJudgement { judgement }
        }
    }
}
