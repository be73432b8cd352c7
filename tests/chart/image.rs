//! The image as a layout that any tool can push: the same bytes every time, without root, and what
//! comes out is what went in. `make image-check` builds the real one and runs it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::tools::{project, run};

fn layout(words: &[&Path], verb: &str) -> Result<String, String> {
    let script = project().join("scripts/image_layout.py");
    run(Command::new(script).arg(verb).args(words), "")
}

/// A small file system, packed; the folder of both.
fn packed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    fs::create_dir_all(root.join("etc/ssl")).unwrap();
    fs::write(root.join("lanyard"), "a program").unwrap();
    fs::write(root.join("etc/ssl/roots"), "authorities").unwrap();
    fs::set_permissions(root.join("lanyard"), fs::Permissions::from_mode(0o555)).unwrap();
    layout(&[&root, &folder.path().join("image.tar")], "pack").unwrap();
    folder
}

/// A file of the layout.
fn file(folder: &Path, name: &str) -> Value {
    let mut tar = Command::new("tar");
    tar.arg("--extract").arg("--to-stdout").arg("--file");
    let content = run(tar.arg(folder.join("image.tar")).arg(name), "").unwrap();
    serde_json::from_str(&content).unwrap()
}

fn blob(folder: &Path, reference: &Value) -> Value {
    let digest = reference["digest"].as_str().unwrap().replace(':', "/");
    file(folder, &format!("blobs/{digest}"))
}

#[test]
fn the_same_files_give_the_same_image() {
    let [one, other] =
        [packed(), packed()].map(|folder| fs::read(folder.path().join("image.tar")).unwrap());
    assert_eq!(one, other);
}

#[test]
fn the_image_runs_the_program_without_root_as_the_dockerfile_says() {
    let folder = packed();
    let index = file(folder.path(), "index.json");
    let manifest = blob(folder.path(), &index["manifests"][0]);
    let configuration = blob(folder.path(), &manifest["config"]);
    let config = &configuration["config"];
    assert_eq!(config["User"], "65532:65532");
    assert_eq!(config["Entrypoint"], serde_json::json!(["/lanyard"]));
    assert_eq!(config["Cmd"], serde_json::json!(["serve"]));
    assert_eq!(
        config["Labels"]["org.opencontainers.image.title"],
        "Lanyard"
    );
    assert_eq!(manifest["layers"].as_array().unwrap().len(), 1);
}

#[test]
fn what_comes_out_is_what_went_in_and_a_changed_image_is_refused() {
    let folder = packed();
    let [image, out] = ["image.tar", "out"].map(|name| folder.path().join(name));
    layout(&[&image, &out], "unpack").unwrap();
    assert_eq!(fs::read(out.join("lanyard")).unwrap(), b"a program");
    assert_eq!(fs::read(out.join("etc/ssl/roots")).unwrap(), b"authorities");
    let mode = fs::metadata(out.join("lanyard"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o111, 0o111);
    let mut bytes = fs::read(&image).unwrap();
    // The layer's gzip header: its operating system.
    let layer = bytes
        .windows(3)
        .position(|three| three == [0x1f, 0x8b, 8])
        .unwrap();
    bytes[layer + 9] ^= 1;
    fs::write(&image, bytes).unwrap();
    let said = layout(&[&image, &out], "unpack").unwrap_err();
    assert!(said.contains("holds something else"), "{said}");
}
