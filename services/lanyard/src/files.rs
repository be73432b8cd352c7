//! Key files and folders.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use lanyard_evidence::verify::{Directory, Unreadable};

/// Makes a folder that only its owner may enter, if it is not there.
pub fn private_folder(path: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("the folder {} cannot be made", path.display()))
}

/// Reads the file that a setting names.
pub fn read_text(path: &Path, what: &str) -> anyhow::Result<String> {
    fs::read_to_string(path)
        .with_context(|| format!("{what}: the file {} cannot be read", path.display()))
}

/// Reads 32 bytes written as 64 hexadecimal digits.
pub fn read_seed(path: &Path, what: &str) -> anyhow::Result<[u8; 32]> {
    let text = read_text(path, what)?;
    let digits = text.trim();
    let mut bytes = [0; 32];
    if digits.len() != 64 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        bail!(
            "{what}: {} must hold 64 hexadecimal digits; make one with: openssl rand -hex 32",
            path.display()
        );
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks(2)) {
        let pair = std::str::from_utf8(pair).expect("hexadecimal digits are ASCII");
        *byte = u8::from_str_radix(pair, 16).expect("both were checked to be digits");
    }
    Ok(bytes)
}

/// Reads a line of text that must not stand in a variable: an address with a password, a token.
pub fn read_secret(path: &Path, what: &str) -> anyhow::Result<String> {
    let text = read_text(path, what)?;
    let text = text.trim();
    if text.is_empty() || text.contains(['\n', '\r']) {
        bail!("{what}: {} must hold one line", path.display());
    }
    Ok(text.to_owned())
}

/// Writes 32 bytes as hexadecimal digits into a new file that only its owner may read.
pub fn create_seed(path: &Path, bytes: &[u8; 32]) -> anyhow::Result<()> {
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    create_private(path, format!("{text}\n").as_bytes())
}

/// Writes a new file that only its owner may read; an existing one is left alone and is an error.
pub fn create_private(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("the file {} cannot be made", path.display()))?;
    file.write_all(content)
        .and_then(|()| file.sync_all())
        .with_context(|| format!("the file {} cannot be written", path.display()))
}

/// A log folder on disk.
pub struct LogFolder(pub PathBuf);

impl LogFolder {
    fn walk(&self, below: &Path, found: &mut Vec<String>) -> std::io::Result<()> {
        for entry in fs::read_dir(self.0.join(below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            // A link is neither: it is listed as a file, and refused as one that is not needed.
            if entry.file_type()?.is_dir() {
                self.walk(&path, found)?;
            } else {
                found.push(path.to_string_lossy().into_owned());
            }
        }
        Ok(())
    }
}

impl Directory for LogFolder {
    fn list(&self) -> Result<Vec<String>, Unreadable> {
        let mut found = Vec::new();
        self.walk(Path::new(""), &mut found)
            .map_err(|error| Unreadable(error.to_string()))?;
        Ok(found)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        fs::read(self.0.join(path)).map_err(|error| Unreadable(error.to_string()))
    }
}
