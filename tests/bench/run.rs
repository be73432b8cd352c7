//! What every measurement gets: how long it may take, a runtime, folders that go away.

use tempfile::TempDir;
use tokio::runtime::Runtime;

/// One run of the bench.
pub struct Run {
    /// Short, to see that it works.
    pub quick: bool,
    /// For the sides that are async.
    pub runtime: Runtime,
}

impl Run {
    /// A folder on the disk that is measured; removed afterwards.
    #[allow(clippy::unused_self, reason = "folders belong to a run")]
    pub fn folder(&self) -> std::io::Result<TempDir> {
        tempfile::Builder::new().prefix("lanyard-bench").tempdir()
    }
}
