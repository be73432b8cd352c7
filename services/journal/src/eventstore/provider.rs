//! The TLS provider, which the client library installs itself and tolerates from nobody else.

use std::sync::OnceLock;

use eventstore::Client;
use rustls::crypto::CryptoProvider;

/// Whether the library's own installation came first; decided once per process.
static INSTALLED: OnceLock<bool> = OnceLock::new();

/// Lets the client library install its TLS provider, which is aws-lc-rs as everywhere in Lanyard.
///
/// It does so when its first connection is made, and panics in a task of its own, with every later
/// call answered "closed", where somebody was there before. A program that uses EventStoreDB calls
/// this first of all, instead of installing the provider; later calls change nothing.
///
/// False where a provider was installed before, or the machine's certificates cannot be read.
pub fn install_tls_provider() -> bool {
    *INSTALLED.get_or_init(|| {
        // A thread of its own, since the caller may be inside a runtime already.
        let installing = std::thread::spawn(|| {
            if CryptoProvider::get_default().is_some() {
                return false;
            }
            install();
            CryptoProvider::get_default().is_some()
        });
        installing.join().unwrap_or(false)
    })
}

/// Makes a client that never connects: its task installs the provider when it is first run.
fn install() {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else {
        return;
    };
    let Ok(settings) = "esdb://127.0.0.1:1?tls=false".parse() else {
        return;
    };
    let client = Client::with_runtime_handle(runtime.handle().clone(), settings);
    runtime.block_on(tokio::task::yield_now());
    drop(client);
}
