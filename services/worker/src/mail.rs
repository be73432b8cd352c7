//! The mail server: one email that says that a matter needs somebody, and nothing more.
//!
//! Screens are read by others, and mail lies on many machines: no name, kind or detail stands in it, no
//! reference, no academy, and the same words for everything (domain.md 7 no. 7).

use std::time::{Duration, SystemTime};

use lanyard_app::{Letter, NotSent};
use lanyard_events::delivery::MailFailure;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::time::timeout;

/// What the subject says.
const SUBJECT: &str = "A matter needs you";
/// The mail server has so long to take one email: whoever stops the worker does not wait for longer.
const PATIENCE: Duration = Duration::from_secs(15);
/// The server let us in and did not finish with one email: it may be the reader's side that keeps it
/// waiting, and so only that email is put off.
pub(crate) const TIMED_OUT: NotSent = NotSent {
    failure: MailFailure::Deferred,
    code: None,
};
/// TLS from the first byte (RFC 8314); on every other port it begins with STARTTLS.
const TLS_PORT: u16 = 465;

/// How the way to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTls {
    /// Always, with a certificate that this machine trusts.
    Required,
    /// Where the server offers it.
    Opportunistic,
    /// Never: a server on this very machine.
    Never,
}

/// Where the mail server is, and what the emails say.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is protected.
    pub tls: MailTls,
    /// User and password, where it wants them.
    pub login: Option<(String, String)>,
    /// Who the emails are from.
    pub from: String,
    /// Where their readers find their notices.
    pub link: String,
}

/// Why emails cannot be sent as it was set.
#[derive(Debug, thiserror::Error)]
pub enum MailSetupError {
    /// The sender is no address.
    #[error("the sender is not an email address")]
    From,
    /// The machine's certificates cannot be used.
    #[error("TLS to the mail server cannot be set up")]
    Tls(#[source] lettre::transport::smtp::Error),
}

/// The mail server.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    text: String,
}

impl Mailer {
    /// Takes the settings; asks nothing of the server yet.
    ///
    /// # Errors
    /// The sender is no address, or TLS cannot be set up.
    pub fn new(settings: &MailSettings) -> Result<Self, MailSetupError> {
        let address: Address = settings.from.parse().map_err(|_| MailSetupError::From)?;
        let hello = ClientId::Domain(address.domain().to_owned());
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls(settings).map_err(MailSetupError::Tls)?)
            .timeout(Some(PATIENCE))
            .hello_name(hello);
        let builder = match &settings.login {
            Some((user, password)) => {
                builder.credentials(Credentials::new(user.clone(), password.clone()))
            }
            None => builder,
        };
        Ok(Self {
            transport: builder.build(),
            from: Mailbox::new(None, address),
            text: format!("{SUBJECT}.\n\n{}\n", settings.link),
        })
    }

    /// Whether the server takes emails from us at all: asked before any is sent, so that what it
    /// answers afterwards is about one email.
    ///
    /// # Errors
    /// It does not answer, not as it should, or does not let us in.
    pub(crate) async fn answers(&self) -> Result<(), NotSent> {
        match timeout(PATIENCE, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) | Err(_) => Err(away(None)),
            Ok(Err(error)) => {
                tracing::debug!(
                    error = &error as &dyn std::error::Error,
                    "the mail server is away"
                );
                Err(away(error.status().map(Into::into)))
            }
        }
    }

    /// Sends a letter; done once the server has taken it.
    ///
    /// # Errors
    /// It has not.
    pub(crate) async fn send(&self, letter: &Letter) -> Result<(), NotSent> {
        let refused = NotSent {
            failure: MailFailure::Refused,
            code: None,
        };
        let message = self.message(letter).ok_or(refused)?;
        match timeout(PATIENCE, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            // What the server says may repeat the address: its number alone is kept.
            Ok(Err(error)) => Err(not_sent(error.status().map(Into::into))),
            Err(_) => Err(TIMED_OUT),
        }
    }

    /// None where the address is none after all.
    fn message(&self, letter: &Letter) -> Option<Message> {
        let to: Address = letter.to.expose().parse().ok()?;
        let id = format!("<{}@{}>", letter.id, self.from.email.domain());
        let millis = u64::try_from(letter.at.millis()).unwrap_or(0);
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(SUBJECT)
            .date(SystemTime::UNIX_EPOCH + Duration::from_millis(millis))
            .message_id(Some(id))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(self.text.clone())
            .ok()
    }
}

fn tls(settings: &MailSettings) -> Result<Tls, lettre::transport::smtp::Error> {
    if settings.tls == MailTls::Never {
        return Ok(Tls::None);
    }
    let parameters = TlsParameters::builder(settings.host.clone()).build_rustls()?;
    Ok(match settings.tls {
        MailTls::Required if settings.port == TLS_PORT => Tls::Wrapper(parameters),
        MailTls::Required => Tls::Required(parameters),
        MailTls::Opportunistic => Tls::Opportunistic(parameters),
        MailTls::Never => Tls::None,
    })
}

const fn away(code: Option<u16>) -> NotSent {
    NotSent {
        failure: MailFailure::Unreachable,
        code,
    }
}

/// What an answer to one email means once the server has let us in (RFC 5321 4.2.1, 4.2.3): 4xx is for
/// later, and 5xx is about this email. Everybody waits only for what is about us.
fn not_sent(code: Option<u16>) -> NotSent {
    let failure = match code {
        // The server is about to close, finds commands out of order, or (RFC 4954 6) wants a log-in or
        // does not know ours.
        Some(421 | 503 | 530 | 535) | None => MailFailure::Unreachable,
        Some(400..=499) => MailFailure::Deferred,
        Some(500..=599) => MailFailure::Refused,
        // No answer that SMTP knows.
        Some(_) => MailFailure::Unreachable,
    };
    NotSent { failure, code }
}

/// No machine is to answer it (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_says_whom_an_answer_is_about() {
        use MailFailure::{Deferred, Refused, Unreachable};
        let expected: [(&[u16], MailFailure); 3] = [
            (&[421, 503, 530, 535, 250], Unreachable),
            (&[450, 451, 452], Deferred),
            (&[500, 501, 521, 541, 550, 554, 571], Refused),
        ];
        for (codes, failure) in expected {
            for code in codes.iter().copied().map(Some) {
                assert_eq!(not_sent(code), NotSent { failure, code });
            }
        }
        assert_eq!(not_sent(None).failure, Unreachable);
    }

    #[test]
    fn an_email_that_the_server_does_not_finish_with_is_told_from_every_answer() {
        assert_eq!(TIMED_OUT.failure, MailFailure::Deferred);
        for code in (200..=599).map(Some).chain([None]) {
            assert_ne!(not_sent(code), TIMED_OUT);
        }
    }
}
