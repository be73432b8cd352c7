//! The verifiers that nobody here wrote: Go's transparency log packages, openssl, sigstore.
//!
//! Each takes paths, so that a folder written by the running product is checked in the same way.
//! A missing program is a failure that says how to get it, never a silent pass.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use lanyard_evidence::note::{Note, VerifierKey};

fn project() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("tests/ is a folder of the project")
        .to_owned()
}

/// Runs a program and gives what it says; its complaint becomes the error.
fn run(command: &mut Command, program: &str) -> anyhow::Result<String> {
    let output = command.output();
    let output = output.with_context(|| format!("{program} is missing: run `make setup`"))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{program}: {}", complaint.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Checks a log folder, that it continues an older checkpoint, and receipts, by `note` and `tlog` of
/// golang.org/x/mod.
///
/// # Errors
/// They do not accept something, or Go or its packages are missing.
pub fn go_check(
    vkey: &str,
    log_dir: &Path,
    older: Option<&Path>,
    receipts: &[PathBuf],
) -> anyhow::Result<String> {
    let packages = Path::new("/usr/share/gocode");
    if !packages.join("src/golang.org/x/mod/sumdb/tlog").exists() {
        bail!(
            "Go's transparency log packages (golang-golang-x-mod-dev) are missing: run `make setup`"
        );
    }
    let built = tempfile::tempdir()?;
    let program = built.path().join("check-log");
    let mut build = Command::new("go");
    build.arg("build").arg("-o").arg(&program).arg(".");
    build.current_dir(project().join("tests/evidence/go"));
    build.env("GO111MODULE", "off").env("GOPATH", packages);
    build
        .env("GOFLAGS", "")
        .env("GOCACHE", project().join(".tools/go-cache"));
    run(&mut build, "go")?;
    let mut check = Command::new(&program);
    check.arg(vkey).arg(log_dir);
    if let Some(older) = older {
        check.arg("-older").arg(older);
    }
    run(check.args(receipts), "check-log")
}

/// Checks the log's signature under a checkpoint, and so its body, by `openssl pkeyutl -rawin`.
///
/// # Errors
/// openssl does not accept it, or is missing.
pub fn openssl_check(key: &VerifierKey, checkpoint: &Path) -> anyhow::Result<String> {
    let note = Note::parse(&fs::read(checkpoint)?)?;
    let by_log = note
        .signatures
        .iter()
        .find(|signature| signature.name == key.name());
    let signature = by_log.context("the checkpoint is not signed under that name")?;
    let folder = tempfile::tempdir()?;
    let file = |name: &str| folder.path().join(name);
    fs::write(file("body"), &note.text)?;
    fs::write(file("signature"), &signature.bytes)?;
    fs::write(file("key.pem"), key.to_public_key_pem())?;
    let mut check = Command::new("openssl");
    check
        .args(["pkeyutl", "-verify", "-pubin", "-rawin", "-inkey"])
        .arg(file("key.pem"));
    check
        .arg("-in")
        .arg(file("body"))
        .arg("-sigfile")
        .arg(file("signature"));
    run(&mut check, "openssl")
}

/// Checks that every receipt's leaf is in its tree, by sigstore's `@sigstore/verify`.
///
/// # Errors
/// It does not accept one, or it is not installed.
pub fn sigstore_check(receipts: &[PathBuf]) -> anyhow::Result<String> {
    let tools = project().join(".tools");
    if !tools
        .join("sigstore/node_modules/@sigstore/verify")
        .exists()
    {
        bail!("@sigstore/verify is missing: run `make setup`");
    }
    let mut check = Command::new("node");
    check
        .arg(project().join("tests/evidence/js/inclusion.js"))
        .arg(tools);
    run(check.args(receipts), "node")
}
