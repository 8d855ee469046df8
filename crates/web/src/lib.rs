//! HTTP: the API, live news for browsers, and the pages. It asks `flow` and `store`, shows what they say, and decides
//! nothing itself. No request holds up the runtime: what takes long runs on threads of its own.

pub mod api;
pub mod assets;
pub mod csv;
pub mod cursor;
pub mod file;
pub mod guard;
pub mod letter;
pub mod live;
pub mod metrics;
pub mod pace;
pub mod probes;
pub mod problem;
pub mod request;
pub mod search;
pub mod shown;
pub mod sign_in;
mod survey;
pub mod version;
mod walk;
mod words;
pub mod writing;

use std::{future::Future, net::SocketAddr, ops::Deref, sync::Arc, time::Duration};

use axum::{
    Router,
    http::{Extensions, HeaderMap, StatusCode, Version, header},
    middleware,
    routing::get,
};
use tokio::{net::TcpListener, sync::watch};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, Predicate},
    },
};

use crate::problem::Problem;

/// How long requests that are being answered may still take when the program ends.
const LAST_REQUESTS: Duration = Duration::from_secs(3);

/// Everything that requests need at hand. Cheap to clone.
#[derive(Clone)]
pub struct Web(Arc<Inner>);

/// What stands behind [`Web`].
pub struct Inner {
    /// The running node.
    pub node: flow::Node,
    /// News for browsers.
    pub feed: live::Feed,
    /// Mail as HTML, made safe.
    pub letters: letter::Letters,
    /// Attempts to sign in.
    pub pace: pace::Pace,
    /// Counts of requests.
    pub metrics: metrics::Metrics,
    ending: watch::Sender<bool>,
}

impl Deref for Web {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Web {
    /// For this node.
    #[must_use]
    pub fn new(node: flow::Node) -> Self {
        Self::breathing(node, live::BREATH)
    }

    /// The same with streams of live news that look at their session so often; for tests.
    #[must_use]
    pub fn breathing(node: flow::Node, breath: Duration) -> Self {
        Self::with(node, breath, live::STREAMS)
    }

    /// The same with room for so many streams; for tests.
    #[must_use]
    pub fn bounded(node: flow::Node, streams: usize) -> Self {
        Self::with(node, live::BREATH, streams)
    }

    fn with(node: flow::Node, breath: Duration, streams: usize) -> Self {
        Self(Arc::new(Inner {
            feed: live::Feed::new(node.db.clone(), breath, streams),
            letters: letter::Letters::default(),
            pace: pace::Pace::default(),
            metrics: metrics::Metrics::default(),
            ending: watch::Sender::new(false),
            node,
        }))
    }

    /// True when browsers reach the desk by https.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.node.base_url.starts_with("https://")
    }

    /// Turns true when the program ends.
    #[must_use]
    pub fn ending(&self) -> watch::Receiver<bool> {
        self.ending.subscribe()
    }
}

/// Everything that HTTP answers.
pub fn router(web: Web) -> Router {
    let (api, _) = api::documented().split_for_parts();
    Router::new()
        .merge(api)
        .route("/api/openapi.json", get(api::document))
        .merge(survey::routes())
        .route("/healthz", get(probes::healthz))
        .route("/readyz", get(probes::readyz))
        .route("/metrics", get(probes::metrics))
        .fallback(assets::answer)
        .method_not_allowed_fallback(async || Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"))
        .layer(CatchPanicLayer::custom(guard::panicked))
        .layer(middleware::from_fn_with_state(web.clone(), metrics::count))
        .layer(CompressionLayer::new().gzip(true).compress_when(DefaultPredicate::new().and(is_ours)))
        .layer(middleware::map_response(guard::protect))
        .with_state(web)
}

/// Files of strangers and live news leave as they are.
fn is_ours(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let policy = headers.get(header::CONTENT_SECURITY_POLICY);
    policy.is_none_or(|policy| policy.as_bytes() != guard::FILE_POLICY.as_bytes())
}

/// Answers connections until `shutdown` is done, then ends within seconds.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    web: Web,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(web.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let mut ending = web.ending();
    let asked = async move {
        shutdown.await;
        web.ending.send_replace(true);
    };
    let serving = axum::serve(listener, service).with_graceful_shutdown(asked).into_future();
    let late = async move {
        // An error means that nobody can ask for the end any more: then it is near anyway.
        let _ = ending.wait_for(|ending| *ending).await;
        tokio::time::sleep(LAST_REQUESTS).await;
    };
    tokio::select! {
        served = serving => served,
        () = late => Ok(()),
    }
}

/// The OpenAPI document (3.1), as JSON.
#[must_use]
pub fn openapi() -> String {
    api::openapi_text().to_string()
}
