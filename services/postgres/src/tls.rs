//! Encryption by rustls; the server's certificate is always verified, name included.

use std::error::Error as StdError;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use rustls::ClientConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls_platform_verifier::Verifier;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::TlsConnector;

use crate::fault::Fault;

type Refusal = Box<dyn StdError + Send + Sync>;

/// Makes encrypted connections.
#[derive(Clone)]
pub(crate) struct Tls(Arc<ClientConfig>);

impl Tls {
    /// Trusts the machine's authorities and those in a file, if there is one.
    pub(crate) fn new(authorities: Option<&Path>) -> Result<Self, Fault> {
        let mut own: Vec<CertificateDer<'static>> = Vec::new();
        if let Some(path) = authorities {
            let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
            own = read.map_err(|error| Fault::Settings {
                todo: "the file of sslrootcert cannot be read as certificates in PEM",
                source: Some(Arc::new(error)),
            })?;
        }
        let configured = || {
            let provider = Arc::new(default_provider());
            let verifier = Verifier::new_with_extra_roots(own, Arc::clone(&provider))?;
            Ok(ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()?
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(verifier))
                .with_no_client_auth())
        };
        let config = configured().map_err(|error: rustls::Error| Fault::Settings {
            todo: "TLS cannot be set up: no certificate authorities are found",
            source: Some(Arc::new(error)),
        })?;
        Ok(Self(Arc::new(config)))
    }
}

/// One connection to be made.
pub(crate) struct Connecting {
    connector: TlsConnector,
    server: ServerName<'static>,
}

impl<S> MakeTlsConnect<S> for Tls
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Encrypted<S>;
    type TlsConnect = Connecting;
    type Error = Refusal;

    fn make_tls_connect(&mut self, server: &str) -> Result<Connecting, Refusal> {
        Ok(Connecting {
            connector: TlsConnector::from(Arc::clone(&self.0)),
            server: ServerName::try_from(server)?.to_owned(),
        })
    }
}

impl<S> TlsConnect<S> for Connecting
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Encrypted<S>;
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Encrypted<S>, Refusal>> + Send>>;

    fn connect(self, stream: S) -> Self::Future {
        Box::pin(async move {
            let connected = self.connector.connect(self.server, stream).await;
            connected.map(Encrypted).map_err(refusal)
        })
    }
}

/// What rustls refuses is no fault of the network, although it comes as one.
fn refusal(error: std::io::Error) -> Refusal {
    let refused = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match refused {
        Some(refused) => Box::new(refused.clone()),
        None => Box::new(error),
    }
}

/// An encrypted connection.
pub(crate) struct Encrypted<S>(tokio_rustls::client::TlsStream<S>);

impl<S: AsyncRead + AsyncWrite + Unpin> TlsStream for Encrypted<S> {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Encrypted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Encrypted<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
