//! A record as one page to print: what the two seniors sign and keep, and the police may be given.

use lanyard_app::in_words as moment;
use lanyard_events::investigation::{Machine, StopRule};
use lanyard_events::{PersonRef, StaffId};
use lanyard_http::investigation::{
    Investigation, InvestigationJudgement, InvestigationRow, InvestigationSignature,
    InvestigationState,
};

use crate::printed::Page;

/// All of a record.
pub(super) fn record(record: &Investigation) -> String {
    let mut page = Page::new("Record of looking into suspected misuse");
    page.paragraph(
        "Confidential. Looked at by two senior people together, never by one alone. Times are those of London.",
    );
    about(&mut page, record);
    sittings(&mut page, record);
    page.table(
        "What was looked at",
        &[
            "Row",
            "Sitting",
            "Address",
            "Nature",
            "Seen at",
            "Seen by",
            "Screenshot",
            "Print signed by",
            "Struck",
        ],
        { record.rows.iter() }.map(|it| row(record, it)),
    );
    if !record.stops.is_empty() {
        stops(&mut page, record);
    }
    page.table(
        "Is there substance in it?",
        &["", "Answer", "Reasons", "Signed", "Signed by the other"],
        { record.judgements.iter() }.map(judgement),
    );
    page.table(
        "Signatures on paper",
        &["Name", "Signature", "Date"],
        [record.first.by, record.second]
            .map(|senior| vec![name(record, senior), String::new(), String::new()]),
    );
    if record.erased_entries > 0 {
        page.paragraph(&format!(
            "{} entries of this matter's records were erased.",
            record.erased_entries
        ));
    }
    page.finish()
}

fn about(page: &mut Page, record: &Investigation) {
    let line = |what: &str, value: String| vec![what.to_owned(), value];
    let agreed = { record.agreed.as_ref() }.map_or_else(
        || format!("{}: not agreed yet", name(record, record.second)),
        signed,
    );
    let mut lines = vec![
        line("Record", record.id.to_string()),
        line("Stands as", state(record.state).to_owned()),
        line("Device", machine(&record.device)),
        line("Designated computer", machine(&record.computer)),
    ];
    for before in &record.computers_before {
        let why = before.reason.expose();
        let until = moment(before.changed.at);
        let before = machine(&before.computer);
        lines.push(line(
            "Computer before",
            format!("{before}, until {until}: {why}"),
        ));
    }
    lines.push(line("First senior, proposed", signed(&record.first)));
    lines.push(line("Second senior, agreed", agreed));
    page.table("What and who", &["", ""], lines);
}

fn sittings(page: &mut Page, record: &Investigation) {
    page.table(
        "Sittings",
        &[
            "Sitting",
            "From",
            "To",
            "Present",
            "Others present",
            "Written down",
        ],
        { record.sittings.iter() }.map(|sitting| {
            let others = sitting.others_present.as_ref();
            vec![
                sitting.sitting.to_string(),
                moment(sitting.started_at),
                { sitting.ended_at }.map_or_else(|| "goes on".to_owned(), moment),
                names(record, &sitting.present),
                others.map_or_else(String::new, |others| others.expose().clone()),
                signed(&sitting.written),
            ]
        }),
    );
}

fn row(record: &Investigation, row: &InvestigationRow) -> Vec<String> {
    let screenshot = match (row.screenshot, row.evidence) {
        (false, _) => "no".to_owned(),
        (true, None) => "yes".to_owned(),
        (true, Some(evidence)) => format!("yes: evidence {evidence}"),
    };
    let signatures: Vec<_> = row.print_signed.iter().map(signed).collect();
    let struck = row.struck.as_ref();
    vec![
        row.row.to_string(),
        row.sitting.to_string(),
        row.address.expose().clone(),
        row.nature.expose().clone(),
        moment(row.seen_at),
        names(record, &row.seen_by),
        screenshot,
        match (row.printed, signatures.is_empty()) {
            (false, _) => "not printed".to_owned(),
            (true, true) => "nobody yet".to_owned(),
            (true, false) => signatures.join("; "),
        },
        struck.map_or_else(String::new, |it| {
            format!("{}: {}", signed(&it.struck), it.reason.expose())
        }),
    ]
}

fn stops(page: &mut Page, record: &Investigation) {
    page.table(
        "Stopped",
        &["Why", "When", "Who saw it and where it is", "Written down"],
        { record.stops.iter() }.map(|stop| {
            vec![
                rule(stop.rule).to_owned(),
                moment(stop.stopped_at),
                stop.seen.expose().clone(),
                signed(&stop.written),
            ]
        }),
    );
    let reference = record.police_reference.as_ref();
    let reference = reference.map_or("not known yet", |reference| reference.expose());
    page.paragraph(&format!("Reference of the police: {reference}."));
}

fn judgement(judgement: &InvestigationJudgement) -> Vec<String> {
    let answer = if judgement.substance { "yes" } else { "no" };
    let second = { judgement.second.as_ref() }.map_or_else(|| "not signed".to_owned(), signed);
    vec![
        judgement.judgement.to_string(),
        answer.to_owned(),
        judgement.reasons.expose().clone(),
        signed(&judgement.first),
        second,
    ]
}

const fn state(state: InvestigationState) -> &'static str {
    match state {
        InvestigationState::Proposed => "proposed; the second senior has not agreed yet",
        InvestigationState::Open => "open",
        InvestigationState::Stopped => "stopped",
        InvestigationState::Concluded => "concluded; both have signed",
    }
}

const fn rule(rule: StopRule) -> &'static str {
    match rule {
        StopRule::SuspectedIndecentImage => "It may be an indecent image of a child",
        StopRule::Grooming => "Grooming",
        StopRule::ObsceneMaterialSentToChild => "Obscene material sent to a child",
        StopRule::ObscenePublication => "Material that may breach the Obscene Publications Act",
        StopRule::CriminallyRacistMaterial => "Criminally racist material",
        StopRule::TerrorismOrExtremism => "Promotion of terrorism or extremism",
        StopRule::OtherCrime => "Another crime",
    }
}

fn machine(machine: &Machine) -> String {
    format!("{} ({})", machine.number.expose(), machine.place.expose())
}

fn signed(signature: &InvestigationSignature) -> String {
    let by = { signature.by_name.as_ref() }.map_or_else(
        || signature.by.to_string(),
        |by_name| by_name.expose().clone(),
    );
    format!("{by}, {}", moment(signature.at))
}

fn name(record: &Investigation, staff: StaffId) -> String {
    let person = PersonRef::Staff { id: staff };
    { record.names.iter() }
        .find(|named| named.person == person)
        .map_or_else(|| staff.to_string(), |named| named.name.expose().clone())
}

fn names(record: &Investigation, staff: &[StaffId]) -> String {
    let names: Vec<_> = staff.iter().map(|staff| name(record, *staff)).collect();
    names.join(", ")
}
