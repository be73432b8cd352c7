//! Nothing personal leaves by another way than an answer to whoever may read it: not by logs, metrics,
//! errors, addresses, nor in plain by the files of the record.

mod adults;
mod grants;
mod investigations;
mod registers;
mod sent;

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use lanyard_tests::World;
use tracing_subscriber::fmt::MakeWriter;

use sent::{CANARY, Leaving, canary};

/// Every line that the process logs.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Captured {
    fn text(&self) -> String {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&kept).into_owned()
    }
}

#[track_caller]
fn holds_none(what: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for canary in [CANARY, "Quetzal"] {
        let found = text.find(canary).map(|place| {
            let start = text[..place]
                .char_indices()
                .rev()
                .nth(120)
                .map_or(0, |(i, _)| i);
            text[start..].chars().take(240).collect::<String>()
        });
        assert_eq!(found, None, "{what} tells {canary}");
    }
}

/// Every file below a folder, but the views: they hold opened text, for their owner's eyes only.
fn files(folder: &Path, seen: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, seen);
        } else {
            seen(&path);
        }
    }
}

#[test]
fn no_log_metric_error_address_or_file_of_the_record_tells_anything_personal() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(captured.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).expect("only this test listens");
    let mut world = World::at("2026-11-10T14:05");
    let mut leaving = Leaving::default();
    let concern = sent::concern(&world, &mut leaving);
    let case = sent::case(&world, &concern, &mut leaving);
    grants::grants(&world, &case, &mut leaving);
    investigations::record(&world, &mut leaving);
    grants::report(&world, &mut leaving);
    sent::people(&world, &mut leaving);
    let allegation = adults::matter(&world, &mut leaving);
    registers::entry(&world, &mut leaving);
    adults::refusals(&world, &allegation, &mut leaving);
    sent::refusals(&world, &concern, &case, &mut leaving);
    // It can be read by whoever may, so it was there to be told.
    let ruth = world.client("ruth");
    assert!(
        ruth.get(&concern.address())
            .expect(200)
            .text()
            .contains(&canary("right"))
    );
    assert!(!crate::steps::found(&ruth, &canary("note")).is_empty());
    for (what, answer) in &leaving.0 {
        holds_none(what, &answer.body);
        for (name, value) in &answer.headers {
            holds_none(&format!("{what}: {name}"), value.as_bytes());
        }
    }
    holds_none("metrics", &world.nobody().get("/metrics").expect(200).body);
    world.publish();
    world.stop();
    let log = captured.text();
    assert!(
        log.contains("/v1/concerns/{concern}"),
        "requests are logged by route"
    );
    holds_none("the log", log.as_bytes());
    let views = world.data_dir().join("views");
    let mut opened = 0;
    files(&world.data_dir(), &mut |path| {
        let content = fs::read(path).unwrap();
        if path.starts_with(&views) {
            let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", path.display());
            opened += usize::from(String::from_utf8_lossy(&content).contains("Quetzal"));
        } else {
            holds_none(&path.display().to_string(), &content);
        }
    });
    assert!(opened > 0, "the views hold what can be read");
    holds_none(
        "the lock",
        &fs::read(world.data_dir().with_extension("lock")).unwrap(),
    );
}
