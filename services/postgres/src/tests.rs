//! Encryption against a real server with a certificate of its own authority.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs::{OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::testing::OwnServer;
use crate::{Address, Fault, Link};

async fn refused(url: &str) -> Fault {
    let address = Address::parse(url).unwrap();
    Link::connect(&address, None).await.unwrap_err()
}

fn is_of_settings(fault: &Fault) -> bool {
    matches!(fault, Fault::Settings { todo, .. } if todo.contains("certificate"))
}

/// Makes an authority (`ca.pem`) and a certificate for `localhost` in a folder.
fn make_certificate(folder: &Path) {
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2";
    std::fs::write(folder.join("names"), "subjectAltName=DNS:localhost\n").unwrap();
    for made in [
        format!("req -x509 {key} -keyout ca.key -out ca.pem -subj /CN=authority"),
        format!("req {key} -keyout server.key -out server.csr -subj /CN=localhost"),
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem \
         -days 2 -extfile names"
            .to_owned(),
    ] {
        let status = Command::new("openssl")
            .args(made.split_whitespace())
            .current_dir(folder)
            .stderr(Stdio::null())
            .status();
        assert!(status.unwrap().success(), "openssl {made}");
    }
}

/// Lets a stopped server speak TLS.
fn enable_tls(data: &Path, folder: &Path) {
    let owner = data.metadata().unwrap().uid();
    for name in ["server.pem", "server.key"] {
        let file = data.join(name);
        std::fs::copy(folder.join(name), &file).unwrap();
        std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        chown(&file, Some(owner), None).unwrap();
    }
    let config = data.join("postgresql.conf");
    let mut config = OpenOptions::new().append(true).open(config).unwrap();
    writeln!(
        config,
        "ssl=on\nssl_cert_file='server.pem'\nssl_key_file='server.key'"
    )
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn encryption_that_is_asked_for_is_verified_or_there_is_no_connection() {
    let folder = tempfile::tempdir().unwrap();
    // The server's own user must get in.
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    let server = OwnServer::start_in(&folder.path().join("postgres"));
    let url = server.url().replace("127.0.0.1", "localhost");
    let authority = folder.path().join("ca.pem");
    let known = format!("sslmode=require&sslrootcert={}", authority.display());
    make_certificate(folder.path());

    let plain = refused(&format!("{url}/postgres?{known}")).await;
    assert!(is_of_settings(&plain), "the server has no TLS: {plain:?}");

    tokio::task::block_in_place(|| {
        server.crash();
        enable_tls(&folder.path().join("postgres/data"), folder.path());
        server.start();
    });
    let address = Address::parse(&format!("{url}/postgres?{known}")).unwrap();
    let link = Link::connect(&address, None).await.unwrap();
    let encrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let encrypted = link.query_one(encrypted, &[]).await.unwrap();
    assert!(encrypted.get::<_, bool>(0));

    let unknown = refused(&format!("{url}/postgres?sslmode=require")).await;
    assert!(
        is_of_settings(&unknown),
        "nobody vouches for it: {unknown:?}"
    );
    let elsewhere = refused(&format!("{}/postgres?{known}", server.url())).await;
    assert!(is_of_settings(&elsewhere), "another name: {elsewhere:?}");
}
