//! What the rounds gave, and the table of it: every way of ours beside the peers that it is held
//! against (design.md 8), and beside the others for whoever wants to compare.

use crate::row::{Row, Target};

/// Appends per second of every side, one of each round.
#[derive(Debug, Default)]
pub struct Figures {
    /// Ours on SQLite, in process.
    pub embedded: Vec<f64>,
    /// Ours on PostgreSQL, in process.
    pub on_postgres: Vec<f64>,
    /// Ours through one node of NATS to a recorder on PostgreSQL.
    pub through_one: Vec<f64>,
    /// The same through three nodes.
    pub through_three: Vec<f64>,
    /// Concerns from the request to 201.
    pub over_http: Vec<f64>,
    /// UmaDB.
    pub umadb: Vec<f64>,
    /// Message DB with 64 categories.
    pub message_db: Vec<f64>,
    /// Message DB with one category.
    pub message_db_one: Vec<f64>,
    /// postgres-es.
    pub postgres_es: Vec<f64>,
}

impl Figures {
    /// The rows.
    pub fn rows(self) -> Vec<Row> {
        let one = middle(self.message_db_one);
        let umadb = (middle(self.umadb), "beside UmaDB 0.7.8".to_owned());
        let message_db = (
            middle(self.message_db),
            format!(
                "beside Message DB 1.3.1 with 64 categories; with one category it has {one:.0}/s"
            ),
        );
        let postgres_es = (
            middle(self.postgres_es),
            "beside postgres-es 0.5.0, without views".to_owned(),
        );
        let row = |name: &str, ours: f64, (peer, note): &(f64, String)| {
            Row::new(name, ours, "/s")
                .beside(*peer, ours / peer)
                .noting(note)
        };

        let (name, ours) = ("embedded store, 64 writers", middle(self.embedded));
        let mut rows = vec![
            row(name, ours, &umadb).asked(Target::RatioAtLeast(3.5)),
            row(name, ours, &message_db).asked(Target::RatioAtLeast(6.0)),
            row(name, ours, &postgres_es),
        ];
        let (name, ours) = ("store on PostgreSQL, 64 writers", middle(self.on_postgres));
        rows.push(row(name, ours, &message_db).asked(Target::RatioAtLeast(1.5)));
        rows.push(row(name, ours, &postgres_es));
        for (nodes, ours) in [
            ("one node", self.through_one),
            ("three nodes", self.through_three),
        ] {
            let name = format!("through {nodes} of NATS, sync always, to PostgreSQL, 64 writers");
            let ours = middle(ours);
            rows.push(row(&name, ours, &message_db));
            rows.push(row(&name, ours, &postgres_es));
        }
        let name = "whole REST path: POST concern to 201, 64 connections";
        let ours = middle(self.over_http);
        rows.push(row(name, ours, &message_db).asked(Target::AtLeast(5_000.0)));
        rows.push(row(name, ours, &umadb));
        rows
    }
}

fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
