//! The folder of a backup: made new, written through to the disk, and whole once it has its manifest.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use super::manifest::{FileEntry, MANIFEST, Manifest, entry};
use crate::files::{create_private, private_folder};

/// A folder that a backup is written into.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder, which must be new or empty, and lie apart from the data.
    pub(super) fn begin(path: &Path, data_dir: &Path) -> anyhow::Result<Self> {
        private_folder(path)?;
        let cannot = |path: &Path| format!("the folder {} cannot be looked into", path.display());
        let whole = path.canonicalize().with_context(|| cannot(path))?;
        let data = data_dir.canonicalize();
        let data = data.with_context(|| cannot(data_dir))?;
        if whole.starts_with(&data) || data.starts_with(&whole) {
            bail!(
                "{} and the data folder {} lie in one another: a backup belongs elsewhere, best on another machine",
                path.display(),
                data_dir.display()
            );
        }
        for above in whole.ancestors().skip(1) {
            ensure!(
                !above.join(MANIFEST).exists(),
                "{} lies inside another backup, {}: keys and record are kept apart",
                path.display(),
                above.display()
            );
        }
        let mut found = fs::read_dir(&whole).with_context(|| cannot(path))?;
        ensure!(
            found.next().is_none(),
            "{} is not empty: each backup has a folder of its own",
            path.display()
        );
        Ok(Self(whole))
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A path in the folder, with the folders above it made.
    pub(super) fn made(&self, name: &str) -> anyhow::Result<PathBuf> {
        let path = self.0.join(name);
        if let Some(above) = path.parent() {
            private_folder(above)?;
        }
        Ok(path)
    }

    /// All files there are, by path.
    pub(super) fn files(&self) -> anyhow::Result<Vec<FileEntry>> {
        list(&self.0)?
            .iter()
            .map(|path| entry(path, &self.0.join(path)))
            .collect()
    }

    /// Makes everything durable, and then the manifest.
    pub(super) fn seal(&self, manifest: &Manifest) -> anyhow::Result<()> {
        let synced = |path: &Path| {
            let file = File::open(path).and_then(|file| file.sync_all());
            file.with_context(|| format!("{} cannot be made durable", path.display()))
        };
        for file in &manifest.files {
            let path = self.path(&file.path);
            synced(&path)?;
            for above in path.ancestors().skip(1).take_while(|it| **it != self.0) {
                synced(above)?;
            }
        }
        let unfinished = self.path("manifest.unfinished");
        create_private(&unfinished, manifest.to_text().as_bytes())?;
        fs::rename(&unfinished, self.path(MANIFEST))
            .context("the manifest cannot be put in place")?;
        synced(&self.0)
    }
}

/// Paths of all files below a folder, with slashes, sorted.
pub(super) fn list(folder: &Path) -> anyhow::Result<Vec<String>> {
    fn walk(folder: &Path, below: &str, found: &mut Vec<String>) -> std::io::Result<()> {
        for entry in fs::read_dir(folder.join(below))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if below.is_empty() {
                name
            } else {
                format!("{below}/{name}")
            };
            // A link is listed as a file, and refused as one that no backup has.
            if entry.file_type()?.is_dir() {
                walk(folder, &path, found)?;
            } else {
                found.push(path);
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found)
        .with_context(|| format!("the folder {} cannot be read", folder.display()))?;
    found.sort();
    Ok(found)
}
