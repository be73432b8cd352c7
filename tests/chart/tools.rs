//! The tools that `scripts/setup test` puts into `.tools`, and what they say.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The root of the project.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The chart's folder.
pub fn chart() -> PathBuf {
    project().join("helm/lanyard")
}

/// A program of `.tools/bin`.
///
/// # Panics
/// When it is missing.
pub fn tool(name: &str) -> Command {
    let path = project().join(".tools/bin").join(name);
    assert!(path.is_file(), "{name} is missing: run scripts/setup test");
    Command::new(path)
}

/// Python with the modules of `.tools/validators`.
///
/// # Panics
/// When they are missing.
pub fn python() -> Command {
    let modules = project().join(".tools/validators");
    assert!(
        modules.join("kubernetes_validate").is_dir(),
        "kubernetes-validate is missing: run scripts/setup test"
    );
    let mut python = Command::new("python3");
    python
        .env("PYTHONPATH", modules)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    python
}

/// Runs it with this on its standard input; what it printed, or its complaint.
pub fn run(command: &mut Command, input: &str) -> Result<String, String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?} cannot be started: {error}"));
    let mut to = child.stdin.take().unwrap();
    let input = input.to_owned();
    // In a thread of its own: a program may print before it has read everything.
    let writer = std::thread::spawn(move || {
        // One that reads no input closes it.
        let _closed = to.write_all(input.as_bytes());
    });
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    if done.status.success() {
        Ok(said)
    } else {
        Err(format!("{said}{}", String::from_utf8_lossy(&done.stderr)))
    }
}

/// The documents of a YAML text.
pub fn yaml(text: &str) -> Vec<Value> {
    let read = "import json, sys, yaml\n\
                json.dump([one for one in yaml.safe_load_all(sys.stdin) if one], sys.stdout)";
    let json = run(python().args(["-c", read]), text).unwrap();
    serde_json::from_str(&json).unwrap()
}

/// `helm template` with a value set of `ci/` and more settings; its complaint otherwise.
pub fn template(values: &str, set: &[&str]) -> Result<String, String> {
    let mut helm = tool("helm");
    helm.args(["template", "demo"]).arg(chart()).arg("--values");
    helm.arg(chart().join("ci").join(format!("{values}-values.yaml")));
    for one in set {
        helm.args(["--set-json", one]);
    }
    run(&mut helm, "")
}
