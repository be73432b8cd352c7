//! 1,500 invented pupils with valid unique pupil numbers.

use jiff::civil::{Date, date};
use lanyard_events::Day;

use super::names::{FORENAMES, SURNAMES};
use super::people::School;

/// A pupil to be registered.
#[derive(Debug, Clone)]
pub struct Pupil {
    /// Where.
    pub school: School,
    /// Unique pupil number with its check letter.
    pub upn: String,
    /// Forename.
    pub forename: String,
    /// Surname.
    pub surname: String,
    /// Date of birth.
    pub date_of_birth: Day,
    /// National curriculum year.
    pub year_group: i8,
}

/// A number with its check letter: local authority and establishment, year of issue, serial.
fn upn(prefix: u32, year: u32, serial: u32) -> String {
    let digits = format!("{prefix:07}{year:02}{serial:03}");
    let letter =
        lanyard_domain::upn::check_letter(&digits).expect("twelve digits were put together");
    format!("{letter}{digits}")
}

/// How many pupils of a school, its number prefix, and its youngest and oldest year.
const SCHOOLS: [(School, u32, u32, i8, i8); 3] = [
    (School::Oakfield, 900, 9_194_001, 7, 11),
    (School::StAldhelms, 420, 9_192_034, 0, 6),
    (School::Beacon, 180, 9_257_002, 0, 13),
];

/// Everybody. `september` is the first day of the current school year.
#[must_use]
pub fn pupils(september: Date) -> Vec<Pupil> {
    let mut pupils = vec![];
    for (school, number, prefix, youngest, oldest) in SCHOOLS {
        let years = u32::from((oldest - youngest).unsigned_abs()) + 1;
        for i in 0..number {
            let year_group = youngest + i8::try_from(i % years).unwrap_or(0);
            let (forename, surname) = name(school, i);
            let issued = u32::try_from((september.year() - 1 - i16::from(year_group)) % 100);
            pupils.push(Pupil {
                school,
                upn: upn(prefix, issued.unwrap_or(0), i % 1_000),
                forename,
                surname,
                date_of_birth: born(september, year_group, i),
                year_group,
            });
        }
    }
    pupils
}

/// The first three of Oakfield are in the stories: two Amaras in year 8, and Callum Byrne's daughter.
fn name(school: School, i: u32) -> (String, String) {
    let (forename, surname) = match (school, i) {
        (School::Oakfield, 1) => ("Amara", "Example"),
        (School::Oakfield, 6) => ("Amara", "Sample"),
        (School::Oakfield, 2) => ("Niamh", "Byrne"),
        (School::Oakfield | School::StAldhelms | School::Beacon | School::Trust, _) => {
            let i = usize::try_from(i).unwrap_or(0);
            (
                FORENAMES[(i * 7 + i / 60) % FORENAMES.len()],
                SURNAMES[(i * 11 + i / 50) % SURNAMES.len()],
            )
        }
    };
    (forename.to_owned(), surname.to_owned())
}

/// Reception is the school year in which a child turns five.
fn born(september: Date, year_group: i8, i: u32) -> Day {
    let year = september.year() - 5 - i16::from(year_group);
    let day = i32::try_from(i * 37 % 364).unwrap_or(0);
    let first = date(year, 9, 1);
    Day::new(
        first
            .checked_add(jiff::Span::new().days(day))
            .unwrap_or(first),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_1500_pupils_with_different_valid_numbers() {
        let pupils = pupils(date(2026, 9, 1));
        assert_eq!(pupils.len(), 1_500);
        let mut numbers: Vec<_> = pupils.iter().map(|pupil| pupil.upn.clone()).collect();
        assert!(
            numbers
                .iter()
                .all(|upn| lanyard_domain::upn::Upn::parse(upn).is_ok())
        );
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), 1_500);
    }
}
