//! `lanyard serve`: the HTTP side of a process, and a shutdown that drains.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{App as Web, HttpServer};
use anyhow::Context;
use lanyard_api::{Figures, Impaired, MetricsReaders};
use lanyard_app::{Clock, SystemRandomness};

use crate::clock::{SettableClock, SystemClock};
use crate::config::{Complete, Log};
use crate::files::read_secret;
use crate::process::{Lease, Process, Recorder, impaired, layout};
use crate::running::running;
use crate::{demo, issuers, telemetry};

/// How long running requests have at shutdown.
const DRAIN: Duration = Duration::from_secs(10);
/// How often key sets that come from an address are fetched again.
const REFRESH: Duration = Duration::from_secs(600);

/// Starts a server on a listener. A macro, since the bounds on actix's factories fill half a page.
macro_rules! started {
    ($server:expr, $listener:expr) => {{
        let server = $server
            .disable_signals()
            .shutdown_timeout(DRAIN.as_secs())
            .listen($listener)
            .context("the server cannot use its address")?;
        let address = server.addrs().first().copied();
        let address = address.context("the server listens nowhere")?;
        let server = server.run();
        Ok(Served {
            address,
            handle: server.handle(),
            server: tokio::spawn(server),
        })
    }};
}

/// Serves until asked to stop (SIGTERM or Ctrl-C).
pub fn run(settings: Complete) -> anyhow::Result<()> {
    running(&settings.settings, async {
        let telemetry = telemetry::start(&settings.settings)?;
        lanyard_api::log_panics_by_place();
        let served = match settings.log {
            Log::Apart => record(&settings).await,
            Log::Signs { .. } | Log::Follows { .. } => serve(&settings).await,
        };
        drop(telemetry);
        served
    })
}

async fn serve(settings: &Complete) -> anyhow::Result<()> {
    // Taken first: whoever has to choose another port learns it at once.
    let listener = bind(settings)?;
    let Some(lease) = wait_for_lease(settings, &listener).await? else {
        return Ok(());
    };
    let clock = Arc::new(SettableClock::default());
    let process = Process::start(settings, Arc::clone(&clock) as Arc<dyn Clock>).await?;
    if settings.demo {
        demo::build(&process, &clock, settings).await?;
    } else if process.journal.head().0 == 0 {
        anyhow::bail!(
            "the store is empty: begin the trust's record with `lanyard init` (data folder: {})",
            settings.data_dir.display()
        );
    }
    refuse_another_log(&process, &settings.origin).await?;
    let served = listen_on(listener, &process, settings).await?;
    tracing::info!(
        address = %served.address,
        origin = %settings.origin,
        roles = %settings.settings.roles,
        "serving on http://{}; the log's public key is in {}",
        served.address,
        settings.data_dir.join(layout::VKEY).display()
    );
    let ended = tokio::select! {
        ended = wait_for_signal() => ended,
        () = lost(lease) => Err(anyhow::anyhow!(
            "the worker's lease is lost: another process may have taken over"
        )),
    };
    tracing::info!("stopping: running requests are finished first");
    served.stop().await;
    process.shut_down().await;
    ended
}

/// The record says which log it is of: that of another trust, or one whose opening after a loss was
/// broken off, is not served under this name.
async fn refuse_another_log(process: &Process, origin: &str) -> anyhow::Result<()> {
    let recorded = process.app.origin_of_record().await;
    let recorded = recorded.context("the beginning of the record cannot be read")?;
    match recorded {
        Some(recorded) if recorded != origin => anyhow::bail!(
            "the record is of the log {recorded}, and LANYARD_ORIGIN is {origin}: the store or the \
             setting is another trust's, or `restore --after-loss` was broken off and is to be repeated"
        ),
        Some(_) | None => Ok(()),
    }
}

/// A process that only records, with its health.
async fn record(settings: &Complete) -> anyhow::Result<()> {
    let listener = bind(settings)?;
    let recorder = Recorder::start(settings, Arc::new(SystemClock)).await?;
    telemetry::push(&recorder.figures, &settings.settings)?;
    let figures = recorder.figures.clone();
    let served = listen_alone(listener, recorder.watched(), figures, settings)?;
    tracing::info!(address = %served.address, "serving on http://{}; recording", served.address);
    wait_for_signal().await?;
    tracing::info!("stopping: what was taken is settled first");
    recorder.shut_down().await;
    served.stop().await;
    Ok(())
}

/// Waits until no other worker is at work, showing health meanwhile; none when asked to stop first.
async fn wait_for_lease(
    settings: &Complete,
    listener: &TcpListener,
) -> anyhow::Result<Option<Option<Lease>>> {
    if !Lease::is_needed(settings) {
        return Ok(Some(None));
    }
    let listener = listener
        .try_clone()
        .context("the address cannot be shared")?;
    let waiting = || vec!["another worker is at work; this one waits to take over"];
    let served = listen_alone(listener, waiting, Figures::default(), settings)?;
    let lease = tokio::select! {
        lease = Lease::take(settings) => Some(Some(lease?)),
        ended = wait_for_signal() => {
            ended?;
            None
        }
    };
    served.stop().await;
    Ok(lease)
}

async fn lost(lease: Option<Lease>) {
    match lease {
        Some(mut lease) => lease.lost().await,
        None => std::future::pending().await,
    }
}

/// Serves nothing but health and metrics.
fn listen_alone(
    listener: TcpListener,
    reasons: impl Fn() -> Vec<&'static str> + Send + Sync + 'static,
    figures: Figures,
    settings: &Complete,
) -> anyhow::Result<Served> {
    let alone = lanyard_api::Alone::new(reasons, metrics_readers(settings)?, figures);
    let server = HttpServer::new(move || {
        let alone = alone.clone();
        Web::new().configure(move |web| lanyard_api::configure_alone(web, alone))
    });
    started!(server.workers(1), listener)
}

/// A listening server.
pub struct Served {
    /// Where it listens; the port is real where 0 was asked for.
    pub address: SocketAddr,
    handle: ServerHandle,
    server: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Served {
    /// Takes nothing new, finishes what runs.
    pub async fn stop(self) {
        self.handle.stop(true).await;
        // The server's own errors were answered to the clients they concerned.
        let _ended = self.server.await;
    }
}

/// Starts the HTTP side of a process on the address that is set.
pub async fn listen(process: &Process, settings: &Complete) -> anyhow::Result<Served> {
    listen_on(bind(settings)?, process, settings).await
}

fn bind(settings: &Complete) -> anyhow::Result<TcpListener> {
    let address = settings.settings.listen;
    TcpListener::bind(address).with_context(|| {
        format!("cannot listen on {address}; choose another address with --listen")
    })
}

async fn listen_on(
    listener: TcpListener,
    process: &Process,
    settings: &Complete,
) -> anyhow::Result<Served> {
    let issuers = Arc::new(issuers::known(settings));
    issuers::refresh(&issuers, settings).await;
    let state = lanyard_api::ApiState::new(
        Arc::clone(&process.app),
        Arc::clone(&issuers),
        // Tokens expire by the machine's clock, also where a demonstration's term is made.
        Arc::new(SystemClock),
        Arc::new(SystemRandomness),
        api_settings(process, settings)?,
    );
    telemetry::push(&process.figures, &settings.settings)?;
    let refreshed = settings.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(REFRESH).await;
            issuers::refresh(&issuers, &refreshed).await;
        }
    });
    let server = HttpServer::new(move || {
        let state = state.clone();
        Web::new().configure(move |web| lanyard_api::configure(web, state))
    });
    started!(server, listener)
}

fn api_settings(process: &Process, settings: &Complete) -> anyhow::Result<lanyard_api::Settings> {
    let (files, sending) = (Arc::clone(&process.files), process.sending.clone());
    Ok(lanyard_api::Settings {
        not_shown_per_minute: settings.settings.not_shown_per_minute,
        requests_per_minute: settings.settings.requests_per_minute,
        trusted_proxies: settings.settings.trusted_proxies.clone(),
        body_bytes: settings.settings.body_bytes,
        metrics: metrics_readers(settings)?,
        figures: process.figures.clone(),
        impaired: Impaired::new(move || {
            let mail = impaired(sending.as_ref());
            files.impaired().into_iter().chain(mail).collect()
        }),
        ..lanyard_api::Settings::default()
    })
}

fn metrics_readers(settings: &Complete) -> anyhow::Result<MetricsReaders> {
    Ok(
        match (&settings.settings.metrics_token_file, settings.demo) {
            (Some(file), _) => {
                MetricsReaders::Bearer(read_secret(file, "LANYARD_METRICS_TOKEN_FILE")?)
            }
            (None, true) => MetricsReaders::Anyone,
            (None, false) => MetricsReaders::Nobody,
        },
    )
}

async fn wait_for_signal() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate =
        signal(SignalKind::terminate()).context("signals cannot be listened for")?;
    tokio::select! {
        ended = tokio::signal::ctrl_c() => ended.context("signals cannot be listened for"),
        _ = terminate.recv() => Ok(()),
    }
}
