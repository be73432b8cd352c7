//! Every crate says what it is, and what is not here.

use crate::workspace::packages;

/// Why a crate's `//!` is not as it should be; none when it is.
fn fault(text: &str) -> Option<&'static str> {
    let doc: Vec<&str> = text
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .map(|line| line.trim_start_matches("//!").trim())
        .collect();
    if doc.is_empty() {
        return Some("does not begin with //!");
    }
    let last_paragraph = doc.rsplit(|line| line.is_empty()).next()?;
    let says_what_it_is = doc.len() > last_paragraph.len();
    let ends_well = last_paragraph
        .first()
        .is_some_and(|line| line.starts_with("Not here:"));
    match (says_what_it_is, ends_well) {
        (_, false) => Some("does not end its //! with a paragraph \"Not here: …\""),
        (false, true) => Some("says only what is not here"),
        (true, true) => None,
    }
}

#[test]
fn every_crate_says_what_it_is_and_what_is_not_here() {
    let faults: Vec<String> = packages()
        .iter()
        .filter_map(|package| {
            let text = std::fs::read_to_string(&package.root_file).unwrap();
            Some(format!("{} {}", package.name, fault(&text)?))
        })
        .collect();
    assert_eq!(faults, [""; 0]);
}

#[test]
fn a_crate_that_says_too_little_is_found() {
    let good = "//! What it is.\n//!\n//! Not here: the rest\n//! of it.\n\nmod a;\n";
    assert_eq!(fault(good), None);
    assert!(fault("mod a;\n").is_some());
    assert!(fault("//! What it is.\n").is_some());
    assert!(fault("//! Not here: anything.\n").is_some());
    assert!(fault("//! What it is.\n//!\n//! Not here: x.\n//!\n//! And more.\n").is_some());
}
