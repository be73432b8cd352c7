//! The configuration file of a trust of the tests.

use std::path::Path;

/// Settings, and an issuer of people whose keys lie in a file.
#[must_use]
pub fn settings_file(
    settings: &[(&str, String)],
    issuer: &str,
    audience: &str,
    jwks_file: &Path,
) -> String {
    let mut text: String = settings
        .iter()
        .map(|(name, value)| format!("{name} = \"{value}\"\n"))
        .collect();
    text.push_str(&format!(
        "[[issuer]]\nissuer = \"{issuer}\"\naudience = \"{audience}\"\nkind = \"people\"\n\
         jwks_file = \"{}\"\n",
        jwks_file.display()
    ));
    text
}
