//! Unique pupil numbers of the Department for Education (research/domain.md 4.1).

use lanyard_events::Sensitive;

/// Letters of a UPN in the order of their values, 0 to 22: no I, O, S.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// A unique pupil number whose check letter is right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Upn(Sensitive<String>);

/// Why a text is no UPN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UpnError {
    /// Not a check letter, eleven digits, and a digit (or a letter, if temporary).
    #[error("a unique pupil number has 13 characters: a letter and twelve digits")]
    Form,
    /// The first letter does not follow from the rest: a digit was mistyped.
    #[error("the first letter of the unique pupil number does not fit its digits")]
    CheckLetter,
}

impl Upn {
    /// Reads a UPN, permanent (`F919400125001`) or temporary (a letter in the last place).
    ///
    /// # Errors
    /// When form or check letter are wrong.
    pub fn parse(text: &str) -> Result<Self, UpnError> {
        let Some((letter, rest)) = text.split_at_checked(1) else {
            return Err(UpnError::Form);
        };
        let expected = check_letter(rest).ok_or(UpnError::Form)?;
        match letter.bytes().next() {
            Some(found) if char::from(found) == expected => Ok(Self(Sensitive::from(text))),
            Some(found) if LETTERS.contains(&found) => Err(UpnError::CheckLetter),
            Some(_) | None => Err(UpnError::Form),
        }
    }

    /// The number.
    #[must_use]
    pub const fn text(&self) -> &Sensitive<String> {
        &self.0
    }
}

/// The check letter of a UPN's other twelve characters; `None` if they have another form.
///
/// Each character times its place in the UPN (2 to 13), added up, modulo 23.
#[must_use]
pub fn check_letter(rest: &str) -> Option<char> {
    let bytes = rest.as_bytes();
    if bytes.len() != 12 {
        return None;
    }
    let mut sum = 0;
    for (i, byte) in bytes.iter().enumerate() {
        let value = match byte {
            b'0'..=b'9' => usize::from(byte - b'0'),
            // Only a temporary UPN has a letter, and only in the last place.
            letter if i == 11 => LETTERS.iter().position(|known| known == letter)?,
            _ => return None,
        };
        sum += (i + 2) * value;
    }
    Some(char::from(LETTERS[sum % 23]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_is_a_upn() {
        assert!(Upn::parse("F919400125001").is_ok());
    }

    #[test]
    fn every_mistyped_digit_is_found() {
        for place in 1..13 {
            for digit in b'0'..=b'9' {
                let mut bytes = *b"F919400125001";
                if bytes[place] == digit {
                    continue;
                }
                bytes[place] = digit;
                let text: String = bytes.map(char::from).iter().collect();
                assert_eq!(Upn::parse(&text), Err(UpnError::CheckLetter), "{place}");
            }
        }
    }

    #[test]
    fn a_temporary_upn_ends_in_a_letter() {
        let rest = "91940012500B";
        let upn = format!("{}{rest}", check_letter(rest).unwrap_or('?'));
        assert!(Upn::parse(&upn).is_ok());
        assert_eq!(Upn::parse("F9194001250I1"), Err(UpnError::Form));
        assert_eq!(check_letter("91940012500I"), None, "I has no value");
    }

    #[test]
    fn other_texts_are_not() {
        for text in [
            "",
            "F",
            "f919400125001",
            "I919400125001",
            "F91940012500",
            "F9194001250010",
            "é19400125001",
            "FF19400125001",
        ] {
            assert_eq!(Upn::parse(text), Err(UpnError::Form), "{text}");
        }
    }
}
