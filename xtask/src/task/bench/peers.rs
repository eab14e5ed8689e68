//! The clients that are compared, and the targets.

/// The language of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    Python,
    Node,
    Rust,
}

/// The workloads of every client, with their titles in tables.
pub const WORKLOADS: [(&str, &str); 3] =
    [("three", "100-item pages, 3 fields read"), ("all", "all fields read"), ("single", "single calls")];

/// Our client in one language, and its peers.
pub struct Comparison {
    pub title: &'static str,
    pub language: Language,
    /// Calls at a time.
    pub concurrency: usize,
    /// Our program.
    pub ours: &'static str,
    pub peers: &'static [Peer],
}

/// An alternative to our client.
pub struct Peer {
    pub name: &'static str,
    pub program: &'static str,
    /// The CPU time it should need at least, as a multiple of ours, for each of [`WORKLOADS`]. `None` if it has no target.
    pub targets: Option<[f64; 3]>,
}

pub const COMPARISONS: [Comparison; 4] = [
    Comparison {
        title: "Python, blocking",
        language: Language::Python,
        concurrency: 1,
        ours: "ours",
        peers: &[
            Peer { name: "instantlyai (httpx, pydantic)", program: "peer_instantlyai", targets: Some([12.0, 9.0, 5.0]) },
            Peer { name: "pycurl + orjson, by hand", program: "peer_pycurl", targets: Some([1.4, 1.0, 1.0]) },
            Peer { name: "http.client + msgspec, by hand", program: "peer_httpclient", targets: Some([1.4, 1.0, 1.0]) },
        ],
    },
    Comparison {
        title: "Python, asyncio, 16 at once",
        language: Language::Python,
        concurrency: 16,
        ours: "ours_async",
        peers: &[
            Peer { name: "instantlyai async (httpx, pydantic)", program: "peer_instantlyai_async", targets: Some([25.0, 20.0, 25.0]) },
            Peer { name: "aiohttp + msgspec, by hand", program: "peer_aiohttp", targets: Some([2.5, 1.5, 3.0]) },
        ],
    },
    Comparison {
        title: "Node, 16 at once",
        language: Language::Node,
        concurrency: 16,
        ours: "ours",
        peers: &[
            Peer { name: "fetch", program: "peer_fetch", targets: Some([3.0, 3.0, 3.0]) },
            Peer { name: "undici request + JSON.parse, by hand", program: "peer_undici", targets: Some([1.4, 1.3, 1.5]) },
            Peer { name: "undici dispatch + JSON.parse, by hand", program: "peer_undici_dispatch", targets: None },
        ],
    },
    Comparison {
        title: "Rust, 16 at once",
        language: Language::Rust,
        concurrency: 16,
        ours: "bench-ours",
        peers: &[Peer { name: "progenitor alone (reqwest, serde)", program: "bench-progenitor", targets: Some([1.5, 1.5, 1.0]) }],
    },
];
