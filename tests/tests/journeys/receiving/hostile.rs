//! Hostile HTML in a real browser: nothing of it runs, nothing is fetched, nothing leaks out of its frame (X-3).

use journeys::chromium;
use serde_json::json;

use super::{AGENT, AGENT_PASSWORD, Base, Desk, letter, on_both_databases};
use crate::letters::Letter;

on_both_databases! {
    hostile_html_is_shown_and_does_nothing,
}

/// Every way that a mail has tried to run something or to fetch something. `OWN` stands for the address of the desk.
const HOSTILE: &str = r#"<html><head><title>Bill</title>
<meta http-equiv="refresh" content="0;url=https://evil.example/refresh"><base href="https://evil.example/base/">
<link rel="stylesheet" href="https://evil.example/link.css"><link rel="prefetch" href="https://evil.example/prefetch">
<style>@import url("https://evil.example/import.css"); @font-face { font-family: x; src: url(https://evil.example/font.woff) }
body { background: url(https://evil.example/background.png) } h1, button { display: none !important }</style>
<script>window.ran = parent.ran = top.ran = "head"</script><script src="https://evil.example/script.js"></script></head>
<body onload="parent.ran = 'onload'" background="https://evil.example/body.png"><p>Your bill is below.</p>
<img src="https://pictures.example/bill.png" alt="The bill" width="40" height="40">
<img src="x" onerror="parent.ran = 'onerror'"><img src="//evil.example/relative.png"><img srcset="https://evil.example/set.png 2x">
<img src="/api/v1/attachments/1?inline=1"><img src="OWN/api/v1/me">
<picture><source srcset="https://evil.example/source.png"><img src="data:image/svg+xml,<svg onload='parent.ran=1'/>"></picture>
<svg onload="parent.ran = 'svg'"><script>parent.ran = 'svg script'</script><image href="https://evil.example/svg.png"/></svg>
<math><mtext><table><mglyph><style><img src=x onerror="parent.ran='mutation'"></style></mglyph></table></mtext></math>
<div style="background-image: url(https://evil.example/style.png); position: fixed; inset: 0; z-index: 9">covered</div>
<video src="https://evil.example/video.mp4" poster="https://evil.example/poster.png" autoplay></video><audio src="https://evil.example/a.mp3" autoplay></audio>
<iframe src="https://evil.example/frame"></iframe><object data="https://evil.example/object"></object><embed src="https://evil.example/embed">
<form action="https://evil.example/form"><input name="password" autofocus onfocus="parent.ran = 'focus'"><button>Pay</button></form>
<a href="javascript:parent.ran='link'">A link</a> <a href="data:text/html,<script>1</script>">data</a> <a href="https://harmless.example/">harmless</a>
<p>The end of it.</p></body></html>"#;

/// X-3: shown in a sandboxed frame, without its scripts, forms and styles; pictures are fetched when somebody asks for them, only those.
fn hostile_html_is_shown_and_does_nothing(base: &Base) {
    let desk = Desk::with_support(base);
    let html = HOSTILE.replace("OWN", &desk.program.address());
    let mail = Letter {
        further: "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n".to_owned(),
        ..letter("Your bill", &html)
    };
    desk.deliver(&mail.raw());
    let message = &desk.api.await_conversation("Your bill")["messages"][0];
    let shown = message["html"].as_str().unwrap();
    for word in ["<script", "onerror", "onload", "javascript:", "<form", "<svg", "<iframe", "http-equiv"] {
        assert!(!shown.contains(word), "{word} is left in {shown}");
    }
    let found = chromium::run(
        "hostile",
        &json!({"address": desk.program.address(), "email": AGENT, "password": AGENT_PASSWORD, "subject": "Your bill"}),
    );
    assert_eq!(found["ran"], false, "something of the mail ran");
    assert_eq!(found["before"], json!([]), "something was fetched before anybody asked");
    let fetched: Vec<&str> = found["after"].as_array().unwrap().iter().map(|url| url.as_str().unwrap()).collect();
    assert!(fetched.contains(&"https://pictures.example/bill.png"), "{fetched:?}");
    assert!(fetched.iter().all(|url| url.ends_with(".png")), "more than pictures was fetched: {fetched:?}");
    assert!(fetched.iter().all(|url| !url.contains("127.0.0.1")), "the desk itself was asked: {fetched:?}");
    let sandbox = found["sandbox"].as_str().unwrap();
    assert!(!sandbox.contains("allow-scripts") && !sandbox.contains("allow-forms"), "{sandbox}");
    assert_eq!(found["links"], json!(["https://harmless.example/"]));
    assert_eq!(found["inside"], true, "the mail reaches out of its frame");
    assert_eq!(found["address"], found["address_after"], "the mail led the page away");
}
