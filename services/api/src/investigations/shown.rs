//! The entries of a matter's records, in order, into records as they stand. What was wrong stays, struck.

use std::collections::BTreeMap;

use lanyard_app::PersonKey;
use lanyard_app::views::investigations::{InvestigationEntry, Investigations};
use lanyard_events::investigation::InvestigationFact as Fact;
use lanyard_events::{At, InvestigationId, Sensitive, StaffId};
use lanyard_http::investigation::{
    Investigation, InvestigationComputer, InvestigationJudgement, InvestigationRow,
    InvestigationSignature, InvestigationSitting, InvestigationState, InvestigationStop,
    InvestigationStruck,
};

use crate::cases::shown_name;

/// Every record, the oldest first. An entry whose record is unknown, because the beginning was erased, is left
/// out.
pub(super) fn records(found: &Investigations) -> Vec<Investigation> {
    let mut order: Vec<InvestigationId> = Vec::new();
    let mut records: BTreeMap<InvestigationId, Investigation> = BTreeMap::new();
    let signed = |by: StaffId, at: At| InvestigationSignature {
        by,
        by_name: name_of(found, by),
        at,
    };
    for entry in &found.entries {
        let signature = signed(entry.fact.by(), entry.at);
        if let Some(record) = records.get_mut(&entry.investigation) {
            add(record, &entry.fact, signature);
        } else if let Some(record) = begun(entry, signature, found) {
            order.push(record.id);
            records.insert(record.id, record);
        }
    }
    { order.iter() }
        .filter_map(|id| records.remove(id))
        .collect()
}

fn name_of(found: &Investigations, staff: StaffId) -> Option<Sensitive<String>> {
    { found.names.iter() }
        .find(|(person, _)| *person == PersonKey::Staff(staff))
        .map(|(_, name)| name.clone())
}

fn begun(
    entry: &InvestigationEntry,
    signature: InvestigationSignature,
    found: &Investigations,
) -> Option<Investigation> {
    let Fact::Proposed {
        device,
        computer,
        second,
        ..
    } = &entry.fact
    else {
        return None;
    };
    Some(Investigation {
        id: entry.investigation,
        state: InvestigationState::Proposed,
        device: device.clone(),
        computer: computer.clone(),
        computers_before: Vec::new(),
        first: signature,
        second: *second,
        agreed: None,
        sittings: Vec::new(),
        rows: Vec::new(),
        stops: Vec::new(),
        police_reference: None,
        judgements: Vec::new(),
        erased_entries: found.erased,
        names: found.names.iter().cloned().map(shown_name).collect(),
    })
}

fn add(record: &mut Investigation, fact: &Fact, signature: InvestigationSignature) {
    match fact {
        Fact::Proposed { .. } => {}
        Fact::Agreed { .. } => {
            record.state = InvestigationState::Open;
            record.agreed = Some(signature);
        }
        Fact::ComputerChanged {
            computer, reason, ..
        } => {
            let before = std::mem::replace(&mut record.computer, computer.clone());
            record.computers_before.push(InvestigationComputer {
                computer: before,
                changed: signature,
                reason: reason.clone(),
            });
        }
        Fact::SittingStarted { .. } | Fact::SittingEnded { .. } => sit(record, fact, signature),
        Fact::RowAdded { .. } | Fact::RowStruck { .. } | Fact::PrintSigned { .. } => {
            put_row(record, fact, signature);
        }
        Fact::Stopped {
            rule,
            stopped_at,
            seen,
            police_reference,
            ..
        } => {
            record.state = InvestigationState::Stopped;
            for sitting in { record.sittings.iter_mut() }.filter(|it| it.ended_at.is_none()) {
                sitting.ended_at = Some((*stopped_at).max(sitting.started_at));
            }
            if police_reference.is_some() {
                record.police_reference.clone_from(police_reference);
            }
            record.stops.push(InvestigationStop {
                rule: *rule,
                stopped_at: *stopped_at,
                seen: seen.clone(),
                written: signature,
            });
        }
        Fact::PoliceReferenceGiven {
            police_reference, ..
        } => record.police_reference = Some(police_reference.clone()),
        Fact::Judged {
            judgement,
            substance,
            reasons,
            ..
        } => record.judgements.push(InvestigationJudgement {
            judgement: *judgement,
            substance: *substance,
            reasons: reasons.clone(),
            first: signature,
            second: None,
        }),
        Fact::JudgementSigned { judgement, .. } => {
            record.state = InvestigationState::Concluded;
            let mut signed = record.judgements.iter_mut();
            if let Some(signed) = signed.find(|it| it.judgement == *judgement) {
                signed.second = Some(signature);
            }
        }
    }
}

#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "the caller hands on sittings only"
)]
fn sit(record: &mut Investigation, fact: &Fact, signature: InvestigationSignature) {
    match fact {
        Fact::SittingStarted {
            sitting,
            present,
            others_present,
            started_at,
            ..
        } => record.sittings.push(InvestigationSitting {
            sitting: *sitting,
            present: present.clone(),
            others_present: others_present.clone(),
            started_at: *started_at,
            ended_at: None,
            written: signature,
        }),
        Fact::SittingEnded {
            sitting, ended_at, ..
        } => {
            let mut sittings = record.sittings.iter_mut();
            if let Some(ended) = sittings.find(|it| it.sitting == *sitting) {
                ended.ended_at = Some(*ended_at);
            }
        }
        _ => {}
    }
}

#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "the caller hands on rows only"
)]
fn put_row(record: &mut Investigation, fact: &Fact, signature: InvestigationSignature) {
    let mut rows = record.rows.iter_mut();
    match fact {
        Fact::RowAdded {
            row,
            sitting,
            address,
            nature,
            seen_at,
            seen_by,
            screenshot,
            evidence,
            printed,
            ..
        } => record.rows.push(InvestigationRow {
            row: *row,
            sitting: *sitting,
            address: address.clone(),
            nature: nature.clone(),
            seen_at: *seen_at,
            seen_by: seen_by.clone(),
            screenshot: *screenshot,
            evidence: *evidence,
            printed: *printed,
            print_signed: Vec::new(),
            written: signature,
            struck: None,
        }),
        Fact::RowStruck { row, reason, .. } => {
            if let Some(wrong) = rows.find(|it| it.row == *row) {
                wrong.struck = Some(InvestigationStruck {
                    struck: signature,
                    reason: reason.clone(),
                });
            }
        }
        Fact::PrintSigned { row, .. } => {
            if let Some(signed) = rows.find(|it| it.row == *row) {
                signed.print_signed.push(signature);
            }
        }
        _ => {}
    }
}
