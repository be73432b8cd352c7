//! The streams of one node: appending and reading.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};
use tonic::{Request, Response, Status, Streaming};

use crate::answers;
use crate::faults::Fault;
use crate::log::{Appended, Expected, Proposed, Record};
use crate::protocol::event_store::client::streams::streams_server::Streams;
use crate::protocol::event_store::client::streams::{
    AppendReq, AppendResp, BatchAppendReq, BatchAppendResp, DeleteReq, DeleteResp, ReadReq,
    ReadResp, TombstoneReq, TombstoneResp, append_req, read_req, read_resp,
};
use crate::server::{Shared, lock};
use crate::subscription;
use read_req::options::all_options::AllOption;
use read_req::options::filter_options::Filter;
use read_req::options::stream_options::RevisionOption;
use read_req::options::{CountOption, FilterOption, ReadDirection, StreamOption};

type Answers = Pin<Box<dyn Stream<Item = Result<ReadResp, Status>> + Send>>;

/// The streams of one node.
pub(crate) struct Service {
    pub shared: Arc<Shared>,
    pub address: SocketAddr,
}

impl Service {
    /// Refuses what asks for the leader where this node is not it.
    fn check_leader<T>(&self, request: &Request<T>) -> Result<(), Status> {
        let leader = *lock(&self.shared.leader);
        let asks = request.metadata().contains_key("requires-leader");
        if !asks || leader == Some(self.address) {
            return Ok(());
        }
        let Some(leader) = leader else {
            return Err(Status::unavailable("Server Is Not Ready"));
        };
        let mut status = Status::not_found("Leader info available");
        let metadata = status.metadata_mut();
        let text = |text: String| text.parse().expect("an address is ASCII");
        metadata.insert("exception", text("not-leader".to_owned()));
        metadata.insert("leader-endpoint-host", text(leader.ip().to_string()));
        metadata.insert("leader-endpoint-port", text(leader.port().to_string()));
        Err(status)
    }
}

#[tonic::async_trait]
impl Streams for Service {
    type ReadStream = Answers;
    type BatchAppendStream = Pin<Box<dyn Stream<Item = Result<BatchAppendResp, Status>> + Send>>;

    async fn append(
        &self,
        request: Request<Streaming<AppendReq>>,
    ) -> Result<Response<AppendResp>, Status> {
        self.check_leader(&request)?;
        let fault = self.shared.faults.next();
        let (options, events) = whole(request.into_inner()).await?;
        let name = name(options.stream_identifier)?;
        let expected = answers::expected(options.expected_stream_revision)
            .ok_or_else(|| Status::unimplemented("an append without a check"))?;
        let append = append(self.shared.clone(), fault, name, expected, events);
        // A task of its own: a caller who gives up does not take back what was sent.
        let appended = tokio::spawn(append).await;
        let appended = appended.map_err(|error| Status::internal(error.to_string()))??;
        Ok(Response::new(answers::appended(appended, expected)))
    }

    async fn read(&self, request: Request<ReadReq>) -> Result<Response<Answers>, Status> {
        self.check_leader(&request)?;
        let options = request.into_inner().options;
        let options = options.ok_or_else(|| Status::invalid_argument("no options"))?;
        let answers: Answers = match options.count_option {
            Some(CountOption::Count(count)) => {
                let page = self.page(&options, usize::try_from(count).unwrap_or(usize::MAX))?;
                Box::pin(tokio_stream::iter(page.into_iter().map(Ok)))
            }
            Some(CountOption::Subscription(_)) => Box::pin(self.subscribe(&options)?),
            None => return Err(Status::invalid_argument("no count")),
        };
        Ok(Response::new(answers))
    }

    async fn delete(&self, _: Request<DeleteReq>) -> Result<Response<DeleteResp>, Status> {
        Err(Status::unimplemented("Lanyard deletes no stream"))
    }

    async fn tombstone(&self, _: Request<TombstoneReq>) -> Result<Response<TombstoneResp>, Status> {
        Err(Status::unimplemented("Lanyard deletes no stream"))
    }

    async fn batch_append(
        &self,
        _: Request<Streaming<BatchAppendReq>>,
    ) -> Result<Response<Self::BatchAppendStream>, Status> {
        Err(Status::unimplemented("not used by the adapter"))
    }
}

impl Service {
    /// A page of one stream or of all.
    fn page(&self, options: &read_req::Options, count: usize) -> Result<Vec<ReadResp>, Status> {
        if count == 0 {
            return Err(Status::invalid_argument("maxCount must be positive"));
        }
        let records = self.shared.log.records();
        let backwards = options.read_direction == ReadDirection::Backwards as i32;
        let found: Vec<&Record> = match &options.stream_option {
            Some(StreamOption::Stream(of)) => {
                let name = name(of.stream_identifier.clone())?;
                let from = match of.revision_option {
                    Some(RevisionOption::Revision(revision)) => revision,
                    Some(RevisionOption::Start(_)) | None => 0,
                    Some(RevisionOption::End(_)) => u64::MAX,
                };
                let mut of_stream = records.iter().filter(|record| record.stream == name);
                if of_stream.clone().next().is_none() {
                    let absent = read_resp::StreamNotFound::default();
                    let absent = read_resp::Content::StreamNotFound(absent);
                    return Ok(vec![answers::content(absent)]);
                }
                if backwards {
                    of_stream
                        .rfind(|record| record.revision <= from)
                        .into_iter()
                        .collect()
                } else {
                    of_stream
                        .filter(|record| record.revision >= from)
                        .take(count)
                        .collect()
                }
            }
            Some(StreamOption::All(of)) => {
                let from = all_from(of.all_option.as_ref());
                if records
                    .last()
                    .is_some_and(|last| from != u64::MAX && from > last.position)
                {
                    return Err(Status::invalid_argument("beyond the end of the log"));
                }
                check_place(&records, from)?;
                if backwards {
                    // The real server begins before the position, forwards at it.
                    let before = records.iter().rev().filter(|record| record.position < from);
                    before.take(count).collect()
                } else {
                    let on = records.iter().filter(|record| record.position >= from);
                    on.take(count).collect()
                }
            }
            None => return Err(Status::invalid_argument("no stream")),
        };
        Ok(found.into_iter().map(answers::event).collect())
    }

    /// A subscription to all streams, filtered by the beginning of their names.
    fn subscribe(
        &self,
        options: &read_req::Options,
    ) -> Result<ReceiverStream<Result<ReadResp, Status>>, Status> {
        let Some(StreamOption::All(of)) = &options.stream_option else {
            return Err(Status::unimplemented("subscriptions are to all streams"));
        };
        // A subscription begins after its position.
        let after = match of.all_option {
            Some(AllOption::Position(position)) => Some(position.commit_position),
            Some(AllOption::Start(_)) | None => None,
            Some(AllOption::End(_)) => Some(u64::MAX),
        };
        let prefixes = match &options.filter_option {
            Some(FilterOption::Filter(filter)) => match &filter.filter {
                Some(Filter::StreamIdentifier(names)) => names.prefix.clone(),
                Some(Filter::EventType(_)) | None => {
                    return Err(Status::unimplemented("filters are by stream"));
                }
            },
            Some(FilterOption::NoFilter(_)) | None => vec![String::new()],
        };
        let records = self.shared.log.records();
        check_place(&records, after.unwrap_or(0))?;
        drop(records);
        Ok(subscription::begin(self.shared.clone(), prefixes, after))
    }
}

/// An append, with what is to go wrong with it.
async fn append(
    shared: Arc<Shared>,
    fault: Option<Fault>,
    stream: String,
    expected: Expected,
    events: Vec<Proposed>,
) -> Result<Appended, Status> {
    let cut = || {
        shared.cut.send_modify(|times| *times += 1);
        Status::unavailable("nobody hears this")
    };
    match &fault {
        Some(Fault::CutBefore) => return Err(cut()),
        Some(Fault::Busy) => return Err(Status::unavailable("Server Is Too Busy")),
        Some(Fault::Slow(held)) => held.wait().await,
        Some(Fault::CutAfter | Fault::SlowAnswer(_)) | None => {}
    }
    let appended = shared.log.append(&stream, expected, &events);
    match &fault {
        Some(Fault::CutAfter) => return Err(cut()),
        Some(Fault::SlowAnswer(held)) => held.wait().await,
        Some(Fault::Slow(held)) => held.end(),
        Some(Fault::CutBefore | Fault::Busy) | None => {}
    }
    Ok(appended)
}

/// An append, from its messages.
async fn whole(
    mut messages: Streaming<AppendReq>,
) -> Result<(append_req::Options, Vec<Proposed>), Status> {
    let (mut options, mut events) = (None, Vec::new());
    while let Some(message) = messages.next().await {
        match message?.content {
            Some(append_req::Content::Options(sent)) => options = Some(sent),
            Some(append_req::Content::ProposedMessage(sent)) => {
                let event = answers::proposed(sent);
                events.push(event.ok_or_else(|| Status::invalid_argument("an event without id"))?);
            }
            None => {}
        }
    }
    let options = options.ok_or_else(|| Status::invalid_argument("no options"))?;
    if events.is_empty() {
        return Err(Status::invalid_argument("no events"));
    }
    Ok((options, events))
}

fn name(
    identifier: Option<crate::protocol::event_store::client::StreamIdentifier>,
) -> Result<String, Status> {
    let identifier = identifier.ok_or_else(|| Status::invalid_argument("no stream"))?;
    String::from_utf8(identifier.stream_name).map_err(|_| Status::invalid_argument("no name"))
}

/// A place in the log is where a record begins: newer servers refuse any other so, older ones read
/// nonsense there.
fn check_place(records: &[Record], from: u64) -> Result<(), Status> {
    let is_end = from == u64::MAX;
    let found = records.binary_search_by_key(&from, |record| record.position);
    if is_end || found.is_ok() {
        return Ok(());
    }
    Err(Status::unknown("Trying to read from an invalid position."))
}

fn all_from(option: Option<&AllOption>) -> u64 {
    match option {
        Some(AllOption::Position(position)) => position.commit_position,
        Some(AllOption::Start(_)) | None => 0,
        Some(AllOption::End(_)) => u64::MAX,
    }
}
