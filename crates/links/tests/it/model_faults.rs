//! Answers that are none: each fault has its name, none is an answer, and none costs more than it may.

use std::time::Duration;

use links::{
    model::{Bounds, Endpoint, Trouble},
    post::{Failure, Unfit},
};

use crate::{
    model::{KEY, QUESTION, bounds, endpoint, question, told},
    script::{Server, Step, answer, chunked, poster, streamed},
};

const PIECE: &[u8] = b"data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n";

/// LD-5: what is no answer is told apart, and what was heard before is not taken for one.
#[tokio::test]
async fn what_is_no_answer_is_told_apart() {
    let error = |error: &str| streamed(&[PIECE, format!("data: {{\"error\":{error}}}\n\n").as_bytes()].concat());
    let refused = |status, said: &str| Trouble::Refused { status, said: said.into() };
    let unwell = |status| Trouble::Unwell { status };
    let busy = Trouble::Busy { again_s: None };
    for (steps, expected) in [
        (streamed(b""), Trouble::Garbage),
        (streamed(b"\n\n\n"), Trouble::Garbage),
        (streamed(b": busy\n\n: busy\n\n"), Trouble::Garbage),
        (streamed(b"data: [DONE]\n\n"), Trouble::Garbage),
        (streamed(b"<!doctype html><title>Sign in</title>"), Trouble::Garbage),
        (streamed(b"\xde\xad\xbe\xef\x00\x01\x02"), Trouble::Garbage),
        (streamed(b"hello there\n"), Trouble::Garbage),
        (streamed(b"[1,2,3]"), Trouble::Garbage),
        (streamed(b"{\"id\":\"x\"}"), Trouble::Garbage),
        (streamed(b"{\"choices\":[{\"message\":"), Trouble::Garbage),
        (streamed(b"data: {\"choices\":[{\"del\n\n"), Trouble::Garbage),
        (streamed(b"data: 3\n\ndata: []\n\ndata: {\"choices\":3}\n\n"), Trouble::Garbage),
        (streamed(PIECE), Trouble::Broken),
        (chunked(&[PIECE], true), Trouble::Broken),
        (chunked(&[PIECE], false), Trouble::Broken),
        (vec![Step::Send(b"220 mail.example ESMTP\r\n".to_vec())], Trouble::Broken),
        (vec![], Trouble::Broken),
        (error("{\"message\":\"slow down\",\"type\":\"rate_limit_exceeded\"}"), busy.clone()),
        (error("{\"message\":\"full\",\"code\":503}"), busy.clone()),
        (error("{\"message\":\"full\",\"code\":\"429\"}"), busy.clone()),
        (error("{\"message\":\"full\",\"type\":\"overloaded_error\"}"), busy),
        (error("{\"message\":\"no money\",\"type\":\"insufficient_quota\",\"code\":429}"), refused(429, "no money")),
        (error("{\"message\":\"too long\",\"code\":400}"), refused(400, "too long")),
        (error("{\"message\":\"no\",\"type\":\"invalid_request_error\"}"), refused(200, "no")),
        (error("{\"message\":\"oops\",\"code\":502}"), unwell(502)),
        (error("{\"message\":\"oops\",\"type\":\"server_error\"}"), unwell(200)),
        (error("\"oops\""), unwell(200)),
        (streamed(b"event: error\ndata: {\"message\":\"no\",\"code\":404}\n\n"), refused(404, "no")),
        (streamed(b"data: {\"object\":\"error\",\"message\":\"no\",\"code\":400}\n\n"), refused(400, "no")),
        (answer(200, "", "{\"error\":{\"message\":\"no\",\"code\":401}}"), refused(401, "no")),
    ] {
        let server = Server::of(vec![steps.clone()]).await;
        let (answer, _) = told(&server, bounds()).await;
        assert_eq!(answer, Err(expected), "{steps:?}");
        assert_eq!(server.asked().len(), 1, "{steps:?}");
    }
}

/// LD-5: silence, dribbling and endlessness end at their bounds.
#[tokio::test]
async fn no_answer_goes_on_for_ever() {
    let stalls = |pieces: &[&[u8]]| [chunked(pieces, false), vec![Step::Stall]].concat();
    let repeats = |bytes: &[u8]| [streamed(PIECE), vec![Step::Repeat(bytes.repeat(512))]].concat();
    let (short, long) = (Duration::from_millis(150), Duration::from_secs(20));
    for (steps, whole, silence, expected) in [
        (vec![Step::Stall], long, short, Trouble::Stalled),
        (stalls(&[]), long, short, Trouble::Stalled),
        (stalls(&[PIECE, PIECE, b"data: {\"choi"]), long, short, Trouble::Stalled),
        (stalls(&[PIECE]), short, long, Trouble::Late),
        (repeats(b": still here\n\n"), short, long, Trouble::Late),
        (repeats(PIECE), long, long, Trouble::TooLong),
        (repeats(b"x"), long, long, Trouble::Garbage),
        (repeats(b"data: x\n"), long, long, Trouble::Garbage),
        ([streamed(b"{\"a\":\""), vec![Step::Repeat(vec![b'x'; 1024])]].concat(), long, long, Trouble::TooLong),
    ] {
        let server = Server::of(vec![steps.clone()]).await;
        let (answer, heard) = told(&server, Bounds { whole, silence, ..bounds() }).await;
        assert_eq!(answer, Err(expected), "{steps:?}");
        assert!(heard.concat().len() <= bounds().most_bytes, "{steps:?}");
    }
}

/// C5, LD-5: a model is reached by the same checked way as all that was typed.
#[tokio::test]
async fn no_model_leads_into_a_closed_network() {
    let server = Server::of(vec![]).await;
    for (base_url, unfit) in [
        ("https://169.254.169.254/v1", Unfit::Closed),
        ("http://models.example/v1", Unfit::NotEncrypted),
        ("https://me:secret@models.example/v1", Unfit::SignIn),
        ("models.example/v1", Unfit::Malformed),
    ] {
        let endpoint = Endpoint { base_url: base_url.into(), ..endpoint(&server) };
        let answer = poster().ask(&endpoint, &question(), &bounds(), |_| ()).await;
        assert_eq!(answer, Err(Trouble::Failure(Failure::Unfit(unfit))), "{base_url}");
        assert!(!answer.is_err_and(|trouble| trouble.passes()), "{base_url}");
    }
    let endpoint = Endpoint { base_url: "http://127.0.0.1:1/v1".into(), ..endpoint(&server) };
    let answer = poster().ask(&endpoint, &question(), &bounds(), |_| ()).await;
    assert_eq!(answer, Err(Trouble::Failure(Failure::Unreached)));
}

/// LD-5: neither key nor question stand in what is printed, whatever a server repeats.
#[tokio::test]
async fn no_key_stands_in_an_error() {
    let long = format!("{}{KEY}", "x".repeat(490));
    for said in [format!("wrong key {KEY}!"), long] {
        let body = format!("{{\"error\":{{\"message\":\"{said}\",\"code\":401}}}}");
        for steps in [answer(401, "", &body), answer(401, "", &said), answer(200, "", &body)] {
            let server = Server::of(vec![steps]).await;
            let trouble = told(&server, bounds()).await.0.expect_err("a refusal");
            let printed = format!("{trouble} {trouble:?} {:?}", endpoint(&server));
            assert!(matches!(trouble, Trouble::Refused { status: 401, .. }), "{printed}");
            assert!(!printed.contains(&KEY[..8]) && !printed.contains(QUESTION), "{printed}");
        }
    }
    // A key that no header can carry is refused before anything is sent.
    let server = Server::of(vec![]).await;
    let endpoint = Endpoint { key: Some(format!("{KEY}\r\nx-more: 1")), ..endpoint(&server) };
    let trouble = poster().ask(&endpoint, &question(), &bounds(), |_| ()).await.expect_err("a refusal");
    assert!(matches!(trouble, Trouble::Refused { status: 401, .. }) && !format!("{trouble:?}").contains(KEY));
    assert!(server.asked().is_empty());
}
