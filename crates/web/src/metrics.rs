//! Figures for Prometheus: requests by route and status, held mail, the age of the oldest due work. Nothing in them
//! names a person, a conversation or an address.

use std::sync::Mutex;

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use crate::Web;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Labels {
    method: String,
    route: String,
    status: u16,
}

/// The figures.
pub struct Metrics {
    requests: Family<Labels, Counter>,
    held: Gauge,
    oldest_due_s: Gauge,
    arrivals: Gauge,
    registry: Mutex<Registry>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("staffetta");
        let (requests, held, oldest_due_s) = (Family::default(), Gauge::default(), Gauge::default());
        let arrivals = Gauge::default();
        registry.register("requests", "Requests answered", Family::clone(&requests));
        registry.register("arrivals_held", "Mail in quarantine or waiting, counted up to 1001", Gauge::clone(&held));
        registry.register(
            "oldest_due_job_seconds",
            "For how long the oldest due work waits",
            Gauge::clone(&oldest_due_s),
        );
        registry.register(
            "arrivals_worked_on",
            "Mails that this node worked on since it started",
            Gauge::clone(&arrivals),
        );
        Self { requests, held, oldest_due_s, arrivals, registry: Mutex::new(registry) }
    }
}

impl Metrics {
    /// The figures as text, with these three read just now.
    #[must_use]
    pub fn text(&self, held: i64, oldest_due_s: i64, arrivals: u64) -> String {
        self.held.set(held);
        self.arrivals.set(i64::try_from(arrivals).unwrap_or(i64::MAX));
        self.oldest_due_s.set(oldest_due_s);
        let mut out = String::new();
        let registry = self.registry.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Writing to a string does not fail.
        let _ = encode(&mut out, &registry);
        out
    }
}

/// Counts a request under its route, never under its address, so that the figures stay few.
pub async fn count(State(web): State<Web>, route: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let route = route.map_or_else(|| "pages".to_string(), |route| route.as_str().to_string());
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => known.to_string(),
        _ => "other".to_string(),
    };
    let response = next.run(request).await;
    let labels = Labels { method, route, status: response.status().as_u16() };
    web.metrics.requests.get_or_create(&labels).inc();
    response
}
