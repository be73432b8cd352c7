//! Whether a text gives a password, a PIN or a code away: none is ever recorded (domain.md 2; playbooks.md 7). A password in
//! a record is a breach; accounts are reset by IT.
//!
//! It goes by how people write one down, not by what may be one: the word, then a sign or "is", then something in quotes
//! or with a digit. Talk about passwords is let through, for a report must never be hard to make.

/// What people call it.
const WORDS: [&str; 5] = ["password", "passcode", "passphrase", "pin", "pin code"];
/// What stands between the word and the secret.
const SAID: [&str; 6] = [":", "=", "is ", "is: ", "was ", "was: "];
/// Shorter is no secret but a number in a sentence.
const SHORTEST: usize = 4;

/// Whether a password, PIN or code stands in it.
pub(crate) fn is_given_away(text: &str) -> bool {
    let text = text.to_lowercase();
    WORDS.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let (before, from) = text.split_at(at);
            let begins = !before.ends_with(char::is_alphanumeric);
            begins && from.strip_prefix(word).is_some_and(is_followed_by_one)
        })
    })
}

/// Whether what comes after the word gives it.
fn is_followed_by_one(rest: &str) -> bool {
    let rest = rest.trim_start();
    let said = SAID.iter().find_map(|it| rest.strip_prefix(it));
    let Some(rest) = said else {
        return false;
    };
    let rest = rest.trim_start();
    if rest.starts_with(['"', '\'', '\u{201c}', '\u{2018}']) {
        return true;
    }
    let Some(word) = rest.split_whitespace().next() else {
        return false;
    };
    let word = word.trim_end_matches(['.', ',', ';', ')', '!', '?']);
    word.chars().count() >= SHORTEST && word.chars().any(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_is_seen() {
        for text in [
            "His password: fox1902",
            "Her Password is 'hunter'.",
            "PIN = 4411, she says",
            "the passcode was 88-12-40",
            "pin code: 123456",
            "They use one password for all: no, the password is: Fox_1902!",
        ] {
            assert!(is_given_away(text), "{text}");
        }
    }

    #[test]
    fn talk_about_passwords_is_let_through() {
        for text in [
            "Two pupils know the password of a teacher.",
            "The password is known to the whole class.",
            "Her password was reset by IT at 10:15.",
            "The PIN is 4 digits long.",
            "In his opinion: 1902 was long ago.",
            "She shares her password.",
            "Password: not written here.",
            "The password was changed on 12 November 2026.",
            "",
        ] {
            assert!(!is_given_away(text), "{text}");
        }
    }
}
