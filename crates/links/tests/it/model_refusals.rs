//! Refusals: asked once more otherwise where that may help, and told apart where it does not.

use links::model::{Finish, Trouble};
use serde_json::Value;

use crate::{
    model::{bounds, told},
    script::{Asked, Server, Step, answer, streamed},
};

const GOOD: &[u8] =
    b"data: {\"choices\":[{\"delta\":{\"content\":\"Yes\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

/// A server that refuses each request with one of these names in its body, naming it where it `names`.
async fn refusing(names: &'static [&'static str], named: bool, status: u16) -> Server {
    let answered = move |asked: &Asked| -> Vec<Step> {
        let found = names.iter().find(|name| asked.body.contains(&format!("\"{name}\"")));
        match found {
            Some(name) => answer(
                status,
                "",
                &if named { format!("{{\"error\":{{\"message\":\"no {name}\"}}}}") } else { "no".into() },
            ),
            None => streamed(GOOD),
        }
    };
    Server::by(answered).await
}

/// LD-5: a server that does not know a part of the request is asked without it, once for each.
#[tokio::test]
async fn what_a_server_does_not_know_is_left_out() {
    for (names, named, status, requests) in [
        (&["stream_options"][..], true, 400, 2),
        (&["stream_options"], false, 400, 2),
        (&["stream_options"], false, 422, 2),
        (&["max_tokens"], true, 400, 2),
        (&["temperature"], true, 400, 2),
        (&["max_tokens", "stream_options", "temperature"], true, 400, 4),
    ] {
        let server = refusing(names, named, status).await;
        let answer = told(&server, bounds()).await.0.unwrap();
        assert_eq!((answer.text.as_str(), answer.finish), ("Yes", Finish::Stop), "{names:?}");
        let asked = server.asked();
        assert_eq!(asked.len(), requests, "{names:?}");
        let last = asked.last().unwrap().json();
        for part in ["stream_options", "max_tokens", "temperature"] {
            assert_eq!(last.get(part).is_none(), names.contains(&part), "{names:?} {part}");
        }
        let newer = last.get("max_completion_tokens").and_then(Value::as_u64);
        assert_eq!(newer, names.contains(&"max_tokens").then_some(50), "{names:?}");
    }
}

/// LD-5: no server makes us ask for ever.
#[tokio::test]
async fn a_server_that_refuses_everything_is_asked_four_times_at_most() {
    let all = "no stream_options, max_tokens, max_completion_tokens, temperature";
    let server = Server::by(move |_| answer(400, "", all)).await;
    let trouble = told(&server, bounds()).await.0;
    assert_eq!(trouble, Err(Trouble::Refused { status: 400, said: all.into() }));
    assert_eq!(server.asked().len(), 4);
}

/// LD-5: what a refusal means, and whether waiting helps.
#[tokio::test]
async fn refusals_are_told_apart() {
    let refused = |status, said: &str| Trouble::Refused { status, said: said.into() };
    let busy = |again_s| Trouble::Busy { again_s };
    let date = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let soon = format!("{date}retry-after: Sun, 06 Nov 1994 08:51:07 GMT\r\n");
    let past = format!("{date}retry-after: Sun, 06 Nov 1994 08:00:00 GMT\r\n");
    let long = "x".repeat(2_000);
    for (status, headers, body, expected, passes) in [
        (429, "retry-after: 30\r\n", "{}", busy(Some(30)), true),
        (429, "", "", busy(None), true),
        (429, soon.as_str(), "", busy(Some(90)), true),
        (429, past.as_str(), "", busy(Some(0)), true),
        (429, "retry-after: Sun, 06 Nov 1994 08:51:07 GMT\r\n", "", busy(None), true),
        (429, "retry-after: soon\r\n", "", busy(None), true),
        (503, "retry-after: 5\r\n", "", busy(Some(5)), true),
        (529, "", "", busy(None), true),
        (
            429,
            "",
            "{\"error\":{\"message\":\"no money\",\"code\":\"insufficient_quota\"}}",
            refused(429, "no money"),
            false,
        ),
        (500, "", "oops", Trouble::Unwell { status: 500 }, true),
        (502, "", "<html>", Trouble::Unwell { status: 502 }, true),
        (401, "", "{\"error\":{\"message\":\"wrong\\nkey\"}}", refused(401, "wrong key"), false),
        (403, "", "{\"error\":\"not you\"}", refused(403, "not you"), false),
        (404, "", "{\"detail\":\"no such model\"}", refused(404, "no such model"), false),
        (404, "", "[{\"error\":{\"message\":\"listed\"}}]", refused(404, "listed"), false),
        (408, "", "", refused(408, ""), true),
        (404, "", long.as_str(), refused(404, &"x".repeat(500)), false),
        (302, "location: http://127.0.0.1:1/\r\n", "", refused(302, ""), false),
    ] {
        let server = Server::of(vec![answer(status, headers, body)]).await;
        let trouble = told(&server, bounds()).await.0.expect_err("a refusal");
        assert_eq!(trouble, expected, "{status} {headers} {body}");
        assert_eq!(trouble.passes(), passes, "{status} {headers} {body}");
        assert_eq!(server.asked().len(), 1, "{status} {headers} {body}");
    }
}
