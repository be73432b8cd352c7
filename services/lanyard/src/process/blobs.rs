//! The place of evidence files: found at start, and looked after from then on.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;
use lanyard_blobs::{BlobError, Blobs, Place};

use super::layout;
use crate::config::{Complete, Roles, Settings};
use crate::files;

/// How often the place is asked whether it is there.
const ASKED_EVERY: Duration = Duration::from_secs(30);

/// What a process knows of the place of evidence files.
#[derive(Debug)]
pub struct Files {
    /// None where a part of a cluster was given no place that the others share.
    blobs: Option<Arc<Blobs>>,
    away: AtomicBool,
}

impl Files {
    /// Goes to the place and asks whether it lets us in, then again every half minute. A server that
    /// is away does not keep the process from starting: everything but files works without it.
    ///
    /// # Errors
    /// The setting is wrong, there is no such place, or it refuses the credentials.
    pub(super) async fn start(settings: &Complete) -> anyhow::Result<Arc<Self>> {
        let blobs = open_blobs(&settings.settings, &settings.data_dir)?.map(Arc::new);
        let files = Arc::new(Self {
            blobs,
            away: AtomicBool::new(false),
        });
        files.ask().await.context("LANYARD_BLOBS_URL")?;
        let asked = Arc::downgrade(&files);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(ASKED_EVERY).await;
                let Some(files) = asked.upgrade() else { return };
                if let Err(error) = files.ask().await {
                    tracing::error!(error = %format!("{error:#}"), "evidence files are out of reach");
                }
            }
        });
        Ok(files)
    }

    /// Where the files are, for whoever takes them in and reads them.
    pub(super) fn blobs(&self) -> Option<Arc<Blobs>> {
        self.blobs.clone()
    }

    /// What does not work, in plain words.
    pub(crate) fn impaired(&self) -> Option<&'static str> {
        if self.blobs.is_none() {
            return Some("no place for evidence files is set (LANYARD_BLOBS_URL)");
        }
        self.away
            .load(Ordering::Relaxed)
            .then_some("the place of evidence files cannot be used")
    }

    async fn ask(&self) -> anyhow::Result<()> {
        let Some(blobs) = &self.blobs else {
            return Ok(());
        };
        let found = blobs.check().await;
        let was_away = self.away.swap(found.is_err(), Ordering::Relaxed);
        match found {
            Err(error @ BlobError::Away { .. }) => {
                let error = anyhow::Error::from(error);
                tracing::warn!(error = %format!("{error:#}"), "evidence files are out of reach");
                Ok(())
            }
            Ok(()) if was_away => {
                tracing::info!("evidence files can be reached again");
                Ok(())
            }
            other => Ok(other?),
        }
    }
}

/// Opens the place that is set, or the folder below the data folder. None for a part of a cluster
/// that was given none: a folder of its own would be found by no other process.
pub(crate) fn open_blobs(settings: &Settings, data_dir: &Path) -> anyhow::Result<Option<Blobs>> {
    let set = &settings.blobs;
    let place = match &set.url {
        Some(url) => {
            let file = set.credentials_file.as_deref();
            let credentials =
                file.map(|path| files::read_text(path, "LANYARD_BLOBS_CREDENTIALS_FILE"));
            Place::parse(url, credentials.transpose()?.as_deref()).with_context(|| {
                format!("LANYARD_BLOBS_URL, LANYARD_BLOBS_CREDENTIALS_FILE: {url}")
            })?
        }
        None if settings.roles != Roles::ALL => return Ok(None),
        None => {
            let folder = data_dir.join(layout::BLOBS);
            files::private_folder(&folder)?;
            Place::Folder(folder)
        }
    };
    Ok(Some(Blobs::open(&place).context("LANYARD_BLOBS_URL")?))
}
