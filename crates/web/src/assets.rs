//! The pages: the built user interface, held by the program (a debug build reads it from its folder). Any address that
//! is neither a file nor of the API gets the one page, which finds its way by itself.

use axum::{
    http::{HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../ui/dist"]
struct Built;

/// Files in this folder carry a hash of their content in their name.
const HASHED: &str = "assets/";

/// Answers everything that no route answers.
pub async fn answer(method: Method, uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    // `/api` itself is the page of the API's reference.
    if path.starts_with("api/") && path != "api/" {
        return Problem::not_found().into_response();
    }
    if !matches!(method, Method::GET | Method::HEAD) {
        return Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed").into_response();
    }
    if path != "index.html"
        && let Some(file) = Built::get(path)
    {
        let caching =
            if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
        return sent(path, file, caching);
    }
    if path.starts_with(HASHED) {
        // The page in place of a script would only hide that the script is gone.
        return Problem::not_found().into_response();
    }
    match Built::get("index.html") {
        Some(page) => sent("index.html", page, "no-store"),
        None => Problem::new(StatusCode::NOT_FOUND, "ui_missing").into_response(),
    }
}

fn sent(path: &str, file: EmbeddedFile, caching: &'static str) -> Response {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let text = matches!(kind.type_().as_str(), "text") || kind.subtype() == "javascript";
    let kind = if text { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    let kind = HeaderValue::from_str(&kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static(caching))];
    (headers, file.data.into_owned()).into_response()
}
