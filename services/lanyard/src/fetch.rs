//! Fetching small documents over HTTP: key sets, and logs to verify.

use std::time::Duration;

use anyhow::Context;

/// Longest document: an entries tile has 18 KiB, a key set some KiB.
const LONGEST_BYTES: u64 = 1024 * 1024;
const TIMEOUT: Duration = Duration::from_secs(10);

/// The body of a document.
pub fn get(url: &str, bearer: Option<&str>) -> anyhow::Result<Vec<u8>> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .build()
        .into();
    let mut request = agent.get(url);
    if let Some(token) = bearer {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request
        .call()
        .and_then(|mut response| {
            response
                .body_mut()
                .with_config()
                .limit(LONGEST_BYTES)
                .read_to_vec()
        })
        .with_context(|| format!("{url} could not be fetched"))
}
