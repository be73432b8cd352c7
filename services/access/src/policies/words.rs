//! What a policy says in plain words: the comment above it in its file.

use super::shipped;

/// The words of a shipped policy, for whoever asks by which rule somebody could see something.
#[must_use]
pub fn words_of(id: &str) -> Option<String> {
    let named = format!("@id(\"{id}\")");
    let policies = shipped::policies();
    let mut words: Vec<&str> = Vec::new();
    for line in policies.lines() {
        if let Some(comment) = line.strip_prefix("//") {
            words.push(comment.trim());
        } else if line.trim() == named {
            return (!words.is_empty()).then(|| words.join(" "));
        } else {
            words.clear();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policies;

    #[test]
    fn every_policy_says_in_words_what_it_is() {
        // Those of the registers share the words at the head of their file.
        let without: Vec<String> = { Policies::shipped().ids().into_iter() }
            .filter(|id| !id.starts_with("entry-"))
            .filter(|id| words_of(id).is_none_or(|words| words.len() < 20))
            .collect();
        assert_eq!(without, [""; 0]);
        assert_eq!(words_of("no-such-policy"), None);
        assert_eq!(
            words_of("matter-dsl").as_deref(),
            Some("What is routed to a safeguarding lead, of their academy.")
        );
    }
}
