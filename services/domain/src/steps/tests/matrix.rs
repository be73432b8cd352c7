//! The kind that a step chooses, held to the matrix (domain.md 5).

use super::*;

/// Step 5.3 answered, with these fields.
fn by_matrix(fields: &[(&str, &str)]) -> DoStep {
    let shipped = crate::policy::Shipped::get();
    let mut step = answer(BULLYING, "5.3", "other_action");
    step.matrix = shipped.matrix("pupil").cloned().map(std::sync::Arc::new);
    step.fields = { fields.iter() }
        .map(|(field, value)| FilledField {
            field: (*field).to_owned(),
            value: words(value),
        })
        .collect();
    step
}

fn proposed_for(row: &str) -> String {
    use crate::policy::Proposal;
    let matrix = crate::policy::Shipped::get().matrix("pupil").unwrap();
    let row = { matrix.rows.iter() }.find(|it| it.id == row).unwrap();
    let columns = { matrix.columns.iter() }
        .filter(|column| row.shipped.get(&column.id) == Some(&Proposal::Propose));
    let ids: Vec<&str> = columns.map(|column| column.id.as_str()).collect();
    ids.join(", ")
}

#[test]
fn the_kind_is_one_of_the_matrix_and_what_it_proposes_is_recorded() {
    let mut story = Story::of(start(BULLYING));
    let refused = |fields: &[(&str, &str)], pointers: &[&str]| {
        let refusal = story.given().when(by_matrix(fields)).then_refused_any();
        let found: Vec<_> = { refusal.faults() }
            .map(|fault| fault.pointer.as_deref().unwrap())
            .collect();
        assert_eq!(found, pointers, "{fields:?}");
    };
    let proposed = proposed_for("P10");
    refused(&[("matrix_row", "P99")], &["/fields/matrix_row"]);
    refused(&[("matrix_row", "S1")], &["/fields/matrix_row"]);
    // Choosing the kind alone is answered with what it proposes.
    refused(&[("matrix_row", "P10")], &["/fields/matrix_actions"]);
    refused(
        &[("matrix_row", "P10"), ("matrix_actions", &proposed)],
        &["/fields/matrix_against"],
    );
    refused(
        &[("matrix_row", "P10"), ("matrix_actions", "parents, expel")],
        &["/fields/matrix_actions", "/fields/matrix_reason"],
    );
    let both = format!("{proposed}, parents");
    refused(
        &[
            ("matrix_row", "P10"),
            ("matrix_actions", &both),
            ("matrix_against", "parents"),
        ],
        &["/fields/matrix_against"],
    );
    let done = story.and_done(by_matrix(&[
        ("matrix_row", "p10"),
        ("matrix_actions", &proposed),
        ("matrix_against", "parents"),
    ]));
    let recorded = |name: &str| {
        let found = done.fields.iter().find(|filled| filled.field == name);
        found.unwrap().value.expose().clone()
    };
    assert_eq!(recorded("matrix_edition"), "pupil, edition 1");
    assert_eq!(recorded("matrix_proposed"), proposed);
}

#[test]
fn departing_from_the_matrix_takes_a_reason_and_considering_takes_none() {
    let story = Story::of(start(BULLYING));
    let proposed = proposed_for("P10");
    let take = |actions: &str, reason: Option<&str>| {
        let mut fields = vec![("matrix_row", "P10"), ("matrix_actions", actions)];
        fields.extend(reason.map(|reason| ("matrix_reason", reason)));
        story.given().when(by_matrix(&fields))
    };
    let considered = format!("{proposed}, parents, warning");
    let _ = take(&considered, None).then_events();
    take("head, dsl, parents", None).then_refused_any();
    let _ = take("head, dsl, parents", Some("The form tutor spoke to both.")).then_events();
    // No kind fits: that too has a reason.
    let none = |fields: &[(&str, &str)]| story.given().when(by_matrix(fields));
    none(&[("matrix_row", "none")]).then_refused_any();
    let why = ("matrix_reason", "It was a joke between the two of them.");
    let _ = none(&[("matrix_row", "none"), why]).then_events();
}
