//! The wire: connections that the test can cut.

use std::io;

use tokio::io::{DuplexStream, copy_bidirectional, duplex};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;

/// Bytes in flight within a connection; more than one frame.
const BUFFER_BYTES: usize = 64 * 1_024;

/// Accepts connections until told to stop; each ends when `cut` changes.
pub(crate) fn accept(
    listener: TcpListener,
    cut: watch::Receiver<u64>,
) -> ReceiverStream<io::Result<DuplexStream>> {
    let (accepted, connections) = mpsc::channel(8);
    tokio::spawn(async move {
        while let Ok((mut outside, _)) = tokio::select! {
            connection = listener.accept() => connection,
            // Nobody serves any more.
            () = accepted.closed() => return,
        } {
            let (mut inside, served) = duplex(BUFFER_BYTES);
            let mut cut = cut.clone();
            cut.mark_unchanged();
            tokio::spawn(async move {
                tokio::select! {
                    _ = copy_bidirectional(&mut outside, &mut inside) => {}
                    _ = cut.changed() => {}
                }
            });
            if accepted.send(Ok(served)).await.is_err() {
                return;
            }
        }
    });
    ReceiverStream::new(connections)
}
