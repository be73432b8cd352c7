//! The server: nodes that share one log, and the handle by which a test runs them.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tonic::transport::Server;

use crate::cluster::Speaker;
use crate::faults::{Fault, Faults};
use crate::log::{Log, Noise};
use crate::protocol::event_store::client::gossip::gossip_server::GossipServer;
use crate::protocol::event_store::client::server_features::server_features_server::ServerFeaturesServer;
use crate::protocol::event_store::client::streams::streams_server::StreamsServer;
use crate::streams::Service;
use crate::wire;

/// What the nodes of one server share.
pub(crate) struct Shared {
    pub log: Log,
    pub faults: Faults,
    /// Changes when every connection is to be cut.
    pub cut: watch::Sender<u64>,
    /// Changes when every subscription is to be dropped.
    pub dropped: watch::Sender<u64>,
    /// After which position each subscription began; none from the start.
    pub subscriptions: watch::Sender<Vec<Option<u64>>>,
    /// Every node, and whether it serves.
    pub nodes: Mutex<BTreeMap<SocketAddr, bool>>,
    /// Where the leader is; none while the nodes have not agreed on one.
    pub leader: Mutex<Option<SocketAddr>>,
    /// What the server says of its version.
    pub version: Mutex<String>,
}

/// A server, with one node or more.
pub struct Double {
    shared: Arc<Shared>,
    first: Node,
}

/// One node, listening at an address of its own.
pub struct Node {
    shared: Arc<Shared>,
    address: SocketAddr,
    serving: Mutex<Option<JoinHandle<()>>>,
}

impl Double {
    /// Starts a server of one node with an empty log.
    pub async fn start() -> Self {
        let listener = listen("127.0.0.1:0").await;
        let address = listener.local_addr().expect("a listener has an address");
        let shared = Arc::new(Shared {
            log: Log::new(),
            faults: Faults::default(),
            cut: watch::Sender::new(0),
            dropped: watch::Sender::new(0),
            subscriptions: watch::Sender::default(),
            nodes: Mutex::default(),
            leader: Mutex::new(Some(address)),
            version: Mutex::new("24.10.0".to_owned()),
        });
        let first = Node::serve(shared.clone(), listener);
        Self { shared, first }
    }

    /// The node that it started with; the leader until another one is.
    #[must_use]
    pub const fn first(&self) -> &Node {
        &self.first
    }

    /// Starts another node over the same log.
    pub async fn another_node(&self) -> Node {
        Node::serve(self.shared.clone(), listen("127.0.0.1:0").await)
    }

    /// Makes a node the leader; the others refuse what asks for the leader, and name it.
    pub fn lead(&self, node: &Node) {
        *lock(&self.shared.leader) = Some(node.address);
    }

    /// Takes the leader away: what asks for one is told that the server is not ready.
    pub fn lead_nobody(&self) {
        *lock(&self.shared.leader) = None;
    }

    /// What goes wrong with the next append; several are used in order.
    pub fn next_append(&self, fault: Fault) {
        self.shared.faults.push(fault);
    }

    /// Takes back what was to go wrong and has not yet.
    pub fn forgive(&self) {
        while self.shared.faults.next().is_some() {}
    }

    /// Writes so many events that are not Lanyard's.
    pub fn write(&self, events: usize, noise: Noise) {
        for _ in 0..events {
            self.shared.log.noise(noise);
        }
    }

    /// Cuts every connection; new ones are taken.
    pub fn cut(&self) {
        self.shared.cut.send_modify(|times| *times += 1);
    }

    /// Drops every subscription with an error; its connection stays.
    pub fn drop_subscriptions(&self) {
        self.shared.dropped.send_modify(|times| *times += 1);
    }

    /// Waits until so many subscriptions have begun, and says after which position each did.
    pub async fn subscriptions(&self, begun: usize) -> Vec<Option<u64>> {
        let mut subscriptions = self.shared.subscriptions.subscribe();
        let enough = subscriptions.wait_for(|all| all.len() >= begun).await;
        enough.expect("the double outlives its handle").clone()
    }

    /// The version that the server says it has.
    pub fn set_version(&self, version: &str) {
        version.clone_into(&mut lock(&self.shared.version));
    }

    /// Names of the streams in the log and how many events each has, without the system's.
    #[must_use]
    pub fn streams(&self) -> BTreeMap<String, usize> {
        let mut streams = BTreeMap::new();
        for record in self.shared.log.records().iter() {
            if !record.stream.starts_with('$') {
                *streams.entry(record.stream.clone()).or_default() += 1;
            }
        }
        streams
    }
}

impl Node {
    fn serve(shared: Arc<Shared>, listener: TcpListener) -> Self {
        let address = listener.local_addr().expect("a listener has an address");
        let node = Self {
            shared,
            address,
            serving: Mutex::new(None),
        };
        node.begin(listener);
        node
    }

    fn begin(&self, listener: TcpListener) {
        let shared = &self.shared;
        let connections = wire::accept(listener, shared.cut.subscribe());
        let server = Server::builder()
            .add_service(StreamsServer::new(Service {
                shared: shared.clone(),
                address: self.address,
            }))
            .add_service(ServerFeaturesServer::new(Speaker(shared.clone())))
            .add_service(GossipServer::new(Speaker(shared.clone())))
            .serve_with_incoming(connections);
        let serving = tokio::spawn(async move {
            server.await.expect("the double serves until it is stopped");
        });
        *lock(&self.serving) = Some(serving);
        lock(&shared.nodes).insert(self.address, true);
    }

    /// The address for a client that has a patience of so many milliseconds.
    #[must_use]
    pub fn url(&self, patience_millis: u64) -> String {
        format!(
            "esdb://{}?tls=false&discoveryInterval=5&defaultDeadline={patience_millis}",
            self.address
        )
    }

    /// The address of a cluster that these nodes are known of.
    #[must_use]
    pub fn cluster_url(nodes: &[&Self], patience_millis: u64) -> String {
        let seeds: Vec<_> = nodes.iter().map(|node| node.address.to_string()).collect();
        format!(
            "esdb://{}?tls=false&discoveryInterval=5&defaultDeadline={patience_millis}",
            seeds.join(",")
        )
    }

    /// Stops listening and cuts every connection of every node; the log stays.
    pub async fn stop(&self) {
        lock(&self.shared.nodes).insert(self.address, false);
        let serving = lock(&self.serving).take();
        if let Some(serving) = serving {
            serving.abort();
            // Ended by being aborted, which is what was asked.
            let _ = serving.await;
        }
        self.shared.cut.send_modify(|times| *times += 1);
    }

    /// Serves again at the same address.
    pub async fn start_again(&self) {
        self.begin(listen(&self.address.to_string()).await);
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(serving) = lock(&self.serving).take() {
            serving.abort();
        }
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for the address where its last listener has not quite gone.
async fn listen(address: &str) -> TcpListener {
    loop {
        match TcpListener::bind(address).await {
            Ok(listener) => return listener,
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                tokio::task::yield_now().await;
            }
            Err(error) => panic!("{address}: {error}"),
        }
    }
}
