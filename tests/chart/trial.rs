//! The servers of a trial start from what the chart gives them: real ones say so.

use crate::manifest::{named, pod, rendered, text};
use crate::tools::{run, tool};

#[test]
fn nats_server_accepts_its_configuration_with_every_write_synced() {
    let config = named(&rendered("trial"), "ConfigMap", "demo-lanyard-nats");
    let config = text(&config["data"]["nats.conf"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("nats.conf");
    std::fs::write(&file, &config).unwrap();
    let mut check = tool("nats-server");
    check
        .arg("-t")
        .arg("--config")
        .arg(&file)
        .env("POD_NAME", "demo-lanyard-nats-0");
    run(&mut check, "").unwrap();
    assert!(config.contains("sync_interval: always"));
    // The same file with a word that is none is refused: the check looks.
    std::fs::write(&file, config.replace("sync_interval", "sync_always_please")).unwrap();
    assert!(run(&mut check, "").is_err());
}

#[test]
fn the_release_asks_the_three_nodes_that_it_brings() {
    let manifests = rendered("trial");
    let nats = named(&manifests, "StatefulSet", "demo-lanyard-nats");
    assert_eq!(nats["spec"]["replicas"], 3);
    let variables = pod(&manifests, "recorder").variables();
    let hosts = ["0", "1", "2"].map(|node| format!("demo-lanyard-nats-{node}.demo-lanyard-nats"));
    let urls = hosts
        .clone()
        .map(|host| format!("nats://{host}:4222"))
        .join(",");
    assert_eq!(variables["LANYARD_NATS_URL"], urls);
    let monitors = hosts.map(|host| format!("http://{host}:8222")).join(",");
    assert_eq!(variables["LANYARD_NATS_MONITOR_URLS"], monitors);
    // Each node finds the others by the names that its service gives.
    let config = text(&named(&manifests, "ConfigMap", "demo-lanyard-nats")["data"]["nats.conf"]);
    assert_eq!(config.matches(".demo-lanyard-nats:6222").count(), 3);
    assert_eq!(nats["spec"]["serviceName"], "demo-lanyard-nats");
}

#[test]
fn postgresql_makes_a_database_and_a_role_for_store_and_vault_each() {
    let config = named(&rendered("trial"), "ConfigMap", "demo-lanyard-postgresql");
    let script = text(&config["data"]["databases.sh"]);
    let psql = std::process::Command::new("psql").arg("--version").output();
    assert!(psql.is_ok(), "psql is missing: run scripts/setup test");
    let server = std::env::var("LANYARD_TEST_POSTGRES");
    let server = server.expect("LANYARD_TEST_POSTGRES is missing: run scripts/with-servers");
    let folder = tempfile::tempdir().unwrap();
    // Names of this run's own: the server is shared with other tests.
    let own = format!("chart_{}", std::process::id());
    for name in ["store", "vault"] {
        std::fs::write(
            folder.path().join(name),
            format!("it's a {name}'s password\n"),
        )
        .unwrap();
    }
    let script = script
        .replace("/run/secrets/postgresql", folder.path().to_str().unwrap())
        .replace("lanyard_$name", &format!("{own}_$name"));
    let address = server.strip_prefix("postgres://postgres@").unwrap();
    let (host, port) = address.split_once(':').unwrap();
    let mut shell = std::process::Command::new("sh");
    shell
        .env("PGHOST", host)
        .env("PGPORT", port)
        .env("POSTGRES_USER", "postgres");
    run(&mut shell, &script).unwrap();
    let ask = "select datname || ' ' || pg_get_userbyid(datdba) || ' ' || \
               has_database_privilege('public', datname, 'connect') \
               from pg_database where datname like";
    let mut psql = std::process::Command::new("psql");
    psql.args([
        "--tuples-only",
        "--no-align",
        "--username=postgres",
        "--dbname=postgres",
    ]);
    psql.args(["--host", host, "--port", port, "--command"]);
    psql.arg(format!("{ask} '{own}%' order by 1"));
    let made = run(&mut psql, "").unwrap();
    let row = |name: &str| format!("{own}_{name} {own}_{name} false");
    assert_eq!(
        made.lines().collect::<Vec<_>>(),
        [row("store"), row("vault")]
    );
}
