//! References that people quote on the phone: eight letters and digits that say nothing.

use lanyard_events::CommandId;

/// Letters and digits that nobody mistakes for each other when read aloud or written by hand:
/// Crockford's base 32, without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Length of a reference: 40 bits, so that a trust's cases of a century hardly collide.
const CHARS: usize = 8;

/// The reference of what a command makes: the last 40 bits of its id, which are a hash. The same
/// command always gives the same reference.
#[must_use]
pub fn of_command(command: &CommandId) -> String {
    let [.., a, b, c, d, e] = *command.as_bytes();
    let bits = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
    (0..CHARS)
        .rev()
        .map(|i| char::from(ALPHABET[usize::try_from((bits >> (5 * i)) & 31).unwrap_or(0)]))
        .collect()
}

/// Whether a text has the form of a reference: eight capital letters and digits.
#[must_use]
pub fn is_reference(text: &str) -> bool {
    text.len() == CHARS
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_comes_from_the_end_of_the_command_id() {
        let mut bytes = [0xff; 32];
        assert_eq!(of_command(&CommandId::from_bytes(bytes)), "ZZZZZZZZ");
        bytes[31] = 0;
        assert_eq!(of_command(&CommandId::from_bytes(bytes)), "ZZZZZZR0");
        assert!(is_reference(&of_command(&CommandId::from_bytes(bytes))));
        assert!(!is_reference("zzzzzzzz") && !is_reference("ZZZZ") && !is_reference("ZZZZ ZZZ"));
    }
}
