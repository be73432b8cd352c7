//! What a node says of itself and of the cluster.

use std::sync::Arc;

use tonic::{Request, Response, Status};

use crate::protocol::event_store::client::Empty;
use crate::protocol::event_store::client::gossip::gossip_server::Gossip;
use crate::protocol::event_store::client::gossip::member_info::VNodeState;
use crate::protocol::event_store::client::gossip::{ClusterInfo, EndPoint, MemberInfo};
use crate::protocol::event_store::client::server_features::server_features_server::ServerFeatures;
use crate::protocol::event_store::client::server_features::{SupportedMethod, SupportedMethods};
use crate::server::{Shared, lock};

/// Speaks for one node.
pub(crate) struct Speaker(pub Arc<Shared>);

#[tonic::async_trait]
impl ServerFeatures for Speaker {
    async fn get_supported_methods(
        &self,
        _: Request<Empty>,
    ) -> Result<Response<SupportedMethods>, Status> {
        Ok(Response::new(SupportedMethods {
            methods: vec![SupportedMethod {
                method_name: "append".to_owned(),
                service_name: "event_store.client.streams.streams".to_owned(),
                features: Vec::new(),
            }],
            event_store_server_version: lock(&self.0.version).clone(),
        }))
    }
}

#[tonic::async_trait]
impl Gossip for Speaker {
    async fn read(&self, _: Request<Empty>) -> Result<Response<ClusterInfo>, Status> {
        let leader = *lock(&self.0.leader);
        let nodes = lock(&self.0.nodes);
        let members = nodes.iter().map(|(address, serves)| MemberInfo {
            instance_id: None,
            time_stamp: 0,
            state: if Some(*address) == leader {
                VNodeState::Leader as i32
            } else {
                VNodeState::Follower as i32
            },
            is_alive: *serves,
            http_end_point: Some(EndPoint {
                address: address.ip().to_string(),
                port: u32::from(address.port()),
            }),
        });
        Ok(Response::new(ClusterInfo {
            members: members.collect(),
        }))
    }
}
