//! Makes the server's side of the protocol from the files inside the `eventstore` package, wherever
//! cargo keeps it: they are not ours to copy, and so they cannot drift from the client's.

use std::error::Error;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

const FILES: [&str; 3] = ["gossip.proto", "serverfeatures.proto", "streams.proto"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let protos = package_of("eventstore")?.join("protos");
    println!("cargo::rerun-if-changed={}", protos.display());
    let files = protox::compile(FILES, [&protos])?;
    tonic_prost_build::configure()
        .build_client(false)
        .include_file("protocol.rs")
        .compile_fds(files)?;
    Ok(())
}

/// The folder of a package that this one depends on.
fn package_of(name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let cargo = std::env::var_os("CARGO").ok_or("cargo sets CARGO for build scripts")?;
    let target = std::env::var("TARGET")?;
    let listed = Command::new(cargo)
        .args(["metadata", "--format-version=1", "--offline", "--locked"])
        .args(["--filter-platform", &target])
        .output()?;
    if !listed.status.success() {
        return Err(String::from_utf8_lossy(&listed.stderr).into());
    }
    let metadata: Value = serde_json::from_slice(&listed.stdout)?;
    let manifest = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|package| package["name"] == name)
        .and_then(|package| package["manifest_path"].as_str())
        .ok_or_else(|| format!("cargo metadata does not list {name}"))?;
    let mut folder = PathBuf::from(manifest);
    folder.pop();
    Ok(folder)
}
