//! The checkpoint lock where the settings say it is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use lanyard_blobs::{BlobError, Object, Swapped};
use lanyard_ledger::{Change, LedgerError, LockAt, LockPlace};
use tokio::runtime::Runtime;

use crate::config::LockSetting;
use crate::{files, tls};

/// Others may be faster so often before we say that the lock cannot be changed: only one process
/// signs, so more than one in a row is nobody who takes turns with us.
const TURNS: usize = 8;

/// The lock of the settings. A server is not asked yet.
///
/// # Errors
/// The address or the credentials are wrong.
pub(crate) fn open_lock(setting: &LockSetting) -> anyhow::Result<LockAt> {
    let (url, credentials_file) = match setting {
        LockSetting::File(path) => return Ok(LockAt::File(path.clone())),
        LockSetting::Object {
            url,
            credentials_file,
        } => (url, credentials_file),
    };
    let file = credentials_file.as_deref();
    let credentials =
        file.map(|path| files::read_text(path, "LANYARD_CHECKPOINT_LOCK_CREDENTIALS_FILE"));
    // Commands that only read the lock set up nothing else.
    tls::install_default();
    let object = Object::parse(url, credentials.transpose()?.as_deref()).with_context(|| {
        format!("LANYARD_CHECKPOINT_LOCK, LANYARD_CHECKPOINT_LOCK_CREDENTIALS_FILE: {url}")
    })?;
    Ok(LockAt::Place(Arc::new(LockObject::new(object)?)))
}

/// `<data-dir>.lock`, beside the folder: outside it, and outside its backup. Where a demonstration's
/// lock is.
pub(crate) fn lock_beside(data_dir: &Path) -> anyhow::Result<PathBuf> {
    let whole = std::path::absolute(data_dir).context("the data folder has no place")?;
    let mut name = whole
        .file_name()
        .context("the data folder needs a name")?
        .to_owned();
    name.push(".lock");
    Ok(whole.with_file_name(name))
}

/// A lock on S3. The ledger waits for it on threads of its own, so it brings a runtime of its own.
#[derive(Debug)]
struct LockObject {
    object: Object,
    /// Taken only when this ends.
    runtime: Option<Runtime>,
}

impl LockObject {
    fn new(object: Object) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("checkpoint-lock")
            .enable_all()
            .build()
            .context("no runtime could be made for the checkpoint lock")?;
        Ok(Self {
            object,
            runtime: Some(runtime),
        })
    }

    /// Waits from wherever this is called, also from within another runtime.
    fn wait<T: Send>(
        &self,
        answer: impl Future<Output = Result<T, BlobError>> + Send,
    ) -> Result<T, LedgerError> {
        let runtime = self.runtime.as_ref().expect("taken only by Drop");
        let waiting = || runtime.block_on(answer);
        let waited = std::thread::scope(|scope| scope.spawn(waiting).join());
        match waited {
            Ok(answer) => answer.map_err(|error| self.away(error.into())),
            Err(_) => Err(self.away("asking for it failed".into())),
        }
    }

    fn away(&self, source: Box<dyn std::error::Error + Send + Sync>) -> LedgerError {
        LedgerError::LockAway {
            lock: self.to_string(),
            source,
        }
    }
}

impl LockPlace for LockObject {
    fn read(&self) -> Result<Vec<u8>, LedgerError> {
        let found = self.wait(self.object.read())?;
        Ok(found.map_or_else(Vec::new, |(content, _)| content.into()))
    }

    fn change(&self, change: &mut Change<'_>) -> Result<(), LedgerError> {
        for _turn in 0..TURNS {
            // 1. What it holds, and which version that is.
            let (content, read) = match self.wait(self.object.read())? {
                Some((content, version)) => (content.to_vec(), Some(version)),
                None => (Vec::new(), None),
            };
            // 2. The new content replaces exactly that version, or nothing.
            let new = change(&content)?;
            if self.wait(self.object.replace(new, read))? == Swapped::Done {
                return Ok(());
            }
        }
        Err(self.away("others change it all the time".into()))
    }
}

impl fmt::Display for LockObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.object, f)
    }
}

impl Drop for LockObject {
    /// A runtime may not be waited for from within another.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
