//! One connection's worth of work: concerns, what is added to them, decisions and notes.

use std::net::SocketAddr;

use anyhow::{Context as _, ensure};
use lanyard::demo::School;
use lanyard_events::{StreamId, StreamKind};
use lanyard_tests::{Chance, Prepared, Reply, Wire, key_of_now, request};
use serde_json::{Value, json};

use super::book::{Claim, Kind, Seen, Sent};

/// Matters that a writer keeps in mind: older ones are left alone.
const KEPT: usize = 24;

/// A concern of this writer as far as it knows.
struct Matter {
    concern: String,
    revision: u64,
    /// Decided on, or perhaps: a decision is never sent twice.
    is_triaged: bool,
    case: Option<String>,
}

/// A writer. What it does comes by chance; what it may do, from what was answered.
pub struct Writer {
    number: usize,
    bearer: String,
    academy: String,
    pupils: Vec<String>,
    matters: Vec<Matter>,
    chance: Chance,
    /// The furthest position that an answer named.
    seen: u64,
    /// What was sent in this round.
    pub sent: Vec<Sent>,
}

impl Writer {
    /// A writer of the trust: the safeguarding lead of Oakfield, who may do everything here.
    pub fn new(trust: &Prepared, seed: u64, number: usize) -> anyhow::Result<Self> {
        let pupils = &trust.ridgeway.pupils[&School::Oakfield];
        Ok(Self {
            number,
            bearer: trust.bearer("ruth")?,
            academy: trust.ridgeway.academies[&School::Oakfield].to_string(),
            pupils: pupils.iter().map(ToString::to_string).collect(),
            matters: Vec::new(),
            chance: Chance::new(seed ^ (number as u64 + 1) << 32),
            seen: 0,
            sent: Vec::new(),
        })
    }

    /// Its number.
    pub const fn number(&self) -> usize {
        self.number
    }

    /// Writes until the connection ends, which is how a killed server shows.
    ///
    /// # Errors
    /// When an answer is no success.
    pub async fn write(&mut self, address: SocketAddr) -> anyhow::Result<()> {
        let Ok(mut wire) = Wire::open(address).await else {
            return Ok(());
        };
        loop {
            let mut sent = self.next();
            let answered = wire.ask(&sent.request).await;
            let result = match answered {
                Ok(reply) => self.learn(&mut sent, &reply).map(|()| true),
                Err(_) => Ok(false),
            };
            self.sent.push(sent);
            if !result? {
                return Ok(());
            }
        }
    }

    /// Sends a request again as it was; it has to be answered with success now.
    ///
    /// # Errors
    /// When it is not.
    pub async fn repeat(&mut self, address: SocketAddr, sent: &mut Sent) -> anyhow::Result<()> {
        let mut wire = Wire::open(address)
            .await
            .context("the server does not listen")?;
        let reply = wire
            .ask(&sent.request)
            .await
            .context("no answer to a repeat")?;
        self.learn(sent, &reply)
    }

    fn next(&mut self) -> Sent {
        let kind = match self.chance.one_of(100) {
            0..40 => Kind::Concern,
            40..60 => Kind::Information,
            60..75 => Kind::Triage,
            _ => Kind::Note,
        };
        let start = self.chance.one_of(self.matters.len().max(1));
        let many = self.matters.len();
        let fits = |matter: &Matter| match kind {
            Kind::Concern => false,
            Kind::Information => true,
            Kind::Triage => !matter.is_triaged,
            Kind::Note => matter.case.is_some(),
        };
        let place = (0..many)
            .map(|step| (start + step) % many)
            .find(|place| fits(&self.matters[*place]));
        match (kind, place) {
            (Kind::Information, Some(place)) => self.inform(place),
            (Kind::Triage, Some(place)) => self.triage(place),
            (Kind::Note, Some(place)) => self.note(place),
            (Kind::Concern | Kind::Information | Kind::Triage | Kind::Note, _) => self.raise(),
        }
    }

    fn raise(&mut self) -> Sent {
        let key = key_of_now();
        let pupil = self.chance.one_of(self.pupils.len());
        let body = json!({
            "academy": self.academy,
            "about_adult": "no",
            "category": "cyber_bullying",
            "people": [{
                "person": { "kind": "pupil", "id": self.pupils[pupil] },
                "role": "affected",
            }],
            "place": { "kind": "in_school" },
            "account": text(&key),
            "danger_now": false,
        });
        self.sending(Kind::Concern, key, "/v1/concerns", &body, None)
    }

    fn inform(&mut self, place: usize) -> Sent {
        let key = key_of_now();
        let path = format!("/v1/concerns/{}/information", self.matters[place].concern);
        let body = json!({ "text": text(&key) });
        self.sending(Kind::Information, key, &path, &body, Some(place))
    }

    fn triage(&mut self, place: usize) -> Sent {
        let key = key_of_now();
        self.matters[place].is_triaged = true;
        let path = format!("/v1/concerns/{}/triage", self.matters[place].concern);
        let body = json!({ "decision": { "kind": "open_case" }, "reason": text(&key) });
        self.sending(Kind::Triage, key, &path, &body, Some(place))
    }

    fn note(&mut self, place: usize) -> Sent {
        let key = key_of_now();
        let case = self.matters[place].case.clone().unwrap_or_default();
        let path = format!("/v1/cases/{case}/notes");
        let body = json!({ "kind": "note", "text": text(&key) });
        let mut sent = self.sending(Kind::Note, key, &path, &body, None);
        sent.about = Some(case);
        sent
    }

    fn sending(
        &self,
        kind: Kind,
        key: String,
        path: &str,
        body: &Value,
        place: Option<usize>,
    ) -> Sent {
        let matter = place.map(|place| &self.matters[place]);
        let (seen, tag) = (
            self.seen.to_string(),
            format!("\"{}\"", matter.map_or(0, |matter| matter.revision)),
        );
        let mut headers = vec![
            ("authorization", self.bearer.as_str()),
            ("idempotency-key", key.as_str()),
            ("lanyard-position", seen.as_str()),
        ];
        if kind == Kind::Triage {
            headers.push(("if-match", &tag));
        }
        let request = request("POST", path, &headers, body.to_string().as_bytes());
        Sent {
            writer: self.number,
            kind,
            about: matter.map(|matter| matter.concern.clone()),
            request,
            key,
            answer: None,
        }
    }

    /// Takes from an answer where the change is, and what can be done next.
    fn learn(&mut self, sent: &mut Sent, reply: &Reply) -> anyhow::Result<()> {
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        // Test data is invented, so an answer may be shown.
        ensure!(
            reply.status == 201,
            "{:?} was answered {} {body}",
            sent.kind,
            reply.status
        );
        let id = body["id"]
            .as_str()
            .context("an answer without id")?
            .to_owned();
        // An addition is answered without a revision; this writer alone changes its concerns.
        let revision = body["revision"].as_u64();
        let position = reply
            .header("lanyard-position")
            .and_then(|text| text.parse().ok());
        let position = position.context("an answer without position")?;
        let about = sent.about.get_or_insert_with(|| id.clone());
        ensure!(*about == id, "the answer is about something else");
        let case = body["case"].as_str().map(str::to_owned);
        sent.answer = Some(claims(sent.kind, &id, case.as_deref(), revision, position)?);
        self.seen = self.seen.max(position);
        match sent.kind {
            Kind::Concern => self.keep(id),
            Kind::Information | Kind::Triage => {
                let known = self.matters.iter_mut().find(|matter| matter.concern == id);
                if let Some(matter) = known {
                    matter.revision += 1;
                    matter.case = case.or(matter.case.take());
                }
            }
            Kind::Note => {}
        }
        Ok(())
    }

    fn keep(&mut self, concern: String) {
        if self.matters.len() >= KEPT {
            self.matters.remove(0);
        }
        self.matters.push(Matter {
            concern,
            revision: 0,
            is_triaged: false,
            case: None,
        });
    }
}

/// What an answer says of the events that came of a request.
fn claims(
    kind: Kind,
    id: &str,
    case: Option<&str>,
    revision: Option<u64>,
    position: u64,
) -> anyhow::Result<Vec<Claim>> {
    let stream = |kind, id: &str| {
        let id = id.parse().context("an id that is none")?;
        anyhow::Ok(StreamId::new(kind, id))
    };
    let of = match kind {
        Kind::Concern | Kind::Information | Kind::Triage => StreamKind::Concern,
        Kind::Note => StreamKind::Case,
    };
    let mut claims = vec![Claim {
        event_type: kind.event_type(),
        stream: stream(of, id)?,
        revision,
        position: if kind == Kind::Triage {
            Seen::UpTo(position)
        } else {
            Seen::At(position)
        },
    }];
    if kind == Kind::Triage {
        let case = case.context("a decision without the case that it opens")?;
        claims.push(Claim {
            event_type: "case.opened",
            stream: stream(StreamKind::Case, case)?,
            revision: Some(0),
            position: Seen::UpTo(position),
        });
    }
    Ok(claims)
}

/// A text by which its event is known again.
fn text(key: &str) -> String {
    format!("Written while the server may be killed at any moment. key:{key}")
}
