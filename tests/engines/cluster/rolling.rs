//! A rolling update: two releases beside each other, then the format is raised and only the newer
//! one goes on. The newer one is this program, told that it reads one format more.

use lanyard_tests::cluster::{Installation, concern, open_academy, until, verified};
use lanyard_tests::{Client, Server, program};

const OUTDATED: &str = "the record is of a higher format than this release reads";

fn next_release() -> std::path::PathBuf {
    let next = program().unwrap().with_file_name("lanyard-next");
    assert!(
        next.exists(),
        "{} is missing: `make test` builds it",
        next.display()
    );
    next
}

fn reasons(api: &Server) -> String {
    let nobody = Client::new(
        &format!("http://{}", api.address),
        None,
        std::sync::Arc::default(),
    );
    until(503, || nobody.get("/readyz")).json()["reasons"].to_string()
}

#[test]
fn two_releases_work_side_by_side_until_the_format_is_raised() {
    let mut installation = Installation::begin();
    let worker = installation.serve("worker-1", "worker");
    let recorder = installation.serve("recorder-1", "recorder");
    let older = installation.serve("api-1", "api");
    let academy = open_academy(&installation.miriam(&older));

    // Api, recorder and worker are replaced one by one; concerns are raised all the while.
    installation.program = Some(next_release());
    let newer = installation.serve("api-2", "api");
    let (here, there) = (installation.miriam(&older), installation.miriam(&newer));
    let raise = |who: &Client| {
        let raised = who.post("/v1/concerns", &concern(&academy)).expect(201);
        verified(&installation, &here, &raised.field("receipt"));
        verified(&installation, &there, &raised.field("receipt"));
        raised.field("id")
    };
    let mut raised = vec![raise(&here), raise(&there)];
    recorder.stop().unwrap();
    let _recorder = installation.serve("recorder-2", "recorder");
    raised.push(raise(&here));
    worker.stop().unwrap();
    let _worker = installation.serve("worker-1", "worker");
    raised.extend([raise(&here), raise(&there)]);

    // From here on the older release cannot read everything, and says so.
    installation.run("api-hook", &["raise-format"]);
    let said = reasons(&older);
    assert!(said.contains(OUTDATED), "{said}");
    raised.push(until(201, || there.post("/v1/concerns", &concern(&academy))).field("id"));
    // Again is harmless, and the older one does not lower it.
    installation.run("api-hook", &["raise-format"]);
    older.stop().unwrap();
    installation.program = None;
    let mut lower = installation.command("api-hook");
    let refused = lower.arg("raise-format").output().unwrap();
    assert!(!refused.status.success());

    installation.program = Some(next_release());
    let upgraded = installation.serve("api-1", "api");
    let who = installation.miriam(&upgraded);
    for concern in &raised {
        let _shown = who.get(&format!("/v1/concerns/{concern}")).expect(200);
    }
}
