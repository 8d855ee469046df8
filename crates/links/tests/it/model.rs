//! A model's answer, in all the ways in which servers write it.

use std::time::Duration;

use links::model::{Ask, Bounds, Endpoint, Finish, Role, Said, Told, Trouble};

use crate::script::{Server, Step, answer, chunked, poster, streamed};

/// A key that must never be seen again.
pub const KEY: &str = "sk-canary-0123456789";
/// What is asked.
pub const QUESTION: &str = "What is the canary's question?";

/// A question.
pub fn question() -> Ask {
    let said = |role, text: &str| Said { role, text: text.to_owned() };
    let said = vec![said(Role::System, "Be brief."), said(Role::Assistant, "Yes?"), said(Role::User, QUESTION)];
    Ask { said, most_tokens: 50, temperature: Some(0.2) }
}

/// An endpoint of this server.
pub fn endpoint(server: &Server) -> Endpoint {
    Endpoint { base_url: format!("{}/v1/", server.url), key: Some(KEY.into()), model: "small".into() }
}

/// Bounds that no test of a good answer meets.
pub fn bounds() -> Bounds {
    Bounds { whole: Duration::from_secs(20), silence: Duration::from_secs(10), most_bytes: 1_000 }
}

/// Asks this server within these bounds; gives the pieces as well.
pub async fn told(server: &Server, bounds: Bounds) -> (Result<Told, Trouble>, Vec<String>) {
    let mut pieces = Vec::new();
    let told = poster().ask(&endpoint(server), &question(), &bounds, |piece| pieces.push(piece.to_owned())).await;
    (told, pieces)
}

/// Asks a server that gives this answer.
async fn answered(steps: Vec<Step>) -> Result<Told, Trouble> {
    told(&Server::of(vec![steps]).await, bounds()).await.0
}

fn text(text: &str, finish: Finish) -> Told {
    Told { text: text.into(), tokens_in: None, tokens_out: None, finish }
}

/// LD-5: a streamed answer is heard piece by piece, counted, and asked for as administrators expect it.
#[tokio::test]
async fn a_streamed_answer_is_heard_piece_by_piece() {
    let pieces: [&[u8]; 5] = [
        b"data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n",
        b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Good \"},\"finish_reason\":null}],\"usage\":null}\n\n",
        b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"day.\"},\"finish_reason\":null}]}\n\n",
        b"data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
        b"data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n",
    ];
    let server = Server::of(vec![chunked(&pieces, true)]).await;
    let (answer, heard) = told(&server, bounds()).await;
    let expected = Told { text: "Good day.".into(), tokens_in: Some(7), tokens_out: Some(2), finish: Finish::Stop };
    assert_eq!((answer, heard), (Ok(expected), vec!["Good ".to_owned(), "day.".to_owned()]));
    let asked = &server.asked()[0];
    assert!(asked.head.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"), "{}", asked.head);
    assert!(asked.head.contains(&format!("authorization: Bearer {KEY}\r\n")), "{}", asked.head);
    assert_eq!(
        asked.json(),
        serde_json::json!({
            "model": "small", "stream": true, "stream_options": {"include_usage": true}, "max_tokens": 50,
            "temperature": 0.2, "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "assistant", "content": "Yes?"},
                {"role": "user", "content": QUESTION},
            ],
        })
    );
}

/// LD-5: the base address is meant alike with and without what people add to it, and no key is sent where there is none.
#[tokio::test]
async fn the_base_address_is_read_as_people_type_it() {
    for (typed, path) in [
        ("/v1", "/v1/chat/completions"),
        ("/v1///", "/v1/chat/completions"),
        ("", "/chat/completions"),
        ("/openai/v1/chat/completions", "/openai/v1/chat/completions"),
        ("/v1?api-version=2#top", "/v1/chat/completions?api-version=2"),
    ] {
        let server = Server::of(vec![answer(200, "", "{\"choices\":[]}")]).await;
        let endpoint = Endpoint { base_url: format!("{}{typed}", server.url), key: None, ..endpoint(&server) };
        poster().ask(&endpoint, &question(), &bounds(), |_| ()).await.unwrap();
        let head = &server.asked()[0].head;
        assert!(head.starts_with(&format!("POST {path} HTTP/1.1\r\n")), "{head}");
        assert!(!head.to_lowercase().contains("authorization"), "{head}");
    }
}

/// LD-5: the ways in which servers write one answer.
#[tokio::test]
async fn the_same_answer_is_read_in_every_way_of_writing_it() {
    let piece = |text: &str| format!("{{\"choices\":[{{\"delta\":{{\"content\":{text}}}}}]}}");
    let (a, b) = (piece("\"Good \""), piece("\"day.\""));
    let end = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
    let reasons = "{\"choices\":[{\"delta\":{\"content\":null,\"reasoning_content\":\"hm\",\"reasoning\":\"hm\"}}]}";
    let other = "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"No\"}}]}";
    for body in [
        format!("data: {a}\n\ndata: {b}\n\ndata: {end}\n\ndata: [DONE]\n\n"),
        format!("data: {a}\r\n\r\ndata: {b}\r\n\r\ndata: {end}\r\n\r\ndata: [DONE]\r\n\r\n"),
        format!(": busy\n\ndata:{a}\n\n: busy\n\ndata:{b}\n\ndata:{end}\n\ndata:[DONE]\n\n"),
        format!("data: {a}\n\ndata: {b}\n\ndata: {end}\n\n"),
        format!("data: {a}\n\ndata: {b}\n\ndata: {end}"),
        format!("data: {a}\ndata: {b}\ndata: {end}\ndata: [DONE]\n"),
        format!("data: {}\n\ndata: {b}\n\ndata: {end}\n\n", a.replace(":[", ":\ndata: [")),
        format!(
            "data: {reasons}\n\ndata: {other}\n\ndata: {a}\n\ndata: {}\n\ndata: {b}\n\ndata: {end}\n\n",
            piece("null")
        ),
        format!("\u{feff}\n\nid: 1\nevent: message\ndata: {a}\n\nretry: 5\ndata: {b}\n\ndata: {end}\n\n"),
        format!("data: {}\n\ndata: {b}\n\ndata: {end}\n\n", piece("[{\"type\":\"text\",\"text\":\"Good \"}]")),
        format!("data: {}\n\ndata: {a}\n\ndata: {b}\n\ndata: {end}\n\n", piece("\"<think>So.</think>\\n\\n\"")),
        format!("data: {{\"choices\":[],\"prompt_filter_results\":[]}}\n\ndata: {a}\n\ndata: {b}\n\ndata: {end}\n\n"),
        "{\"choices\":[{\"message\":{\"content\":\"Good day.\"},\"finish_reason\":\"stop\"}],\"error\":null}"
            .to_owned(),
        " \n{\"choices\":[{\"message\":{\"content\":\"Good \\u0000day.\"},\"finish_reason\":\"stop\"}]}\n".to_owned(),
    ] {
        assert_eq!(answered(streamed(body.as_bytes())).await, Ok(text("Good day.", Finish::Stop)), "{body}");
        let bytes: Vec<_> = body.as_bytes().chunks(1).collect();
        assert_eq!(answered(chunked(&bytes, true)).await, Ok(text("Good day.", Finish::Stop)), "{body}");
    }
}

/// LD-5: a letter may be cut between two chunks, and one that is none costs itself only.
#[tokio::test]
async fn letters_may_be_cut_between_chunks() {
    let body = "data: {\"choices\":[{\"delta\":{\"content\":\"Größe 😀 日本\"},\"finish_reason\":\"stop\"}]}\n\n";
    let bytes: Vec<_> = body.as_bytes().chunks(1).collect();
    assert_eq!(answered(chunked(&bytes, true)).await, Ok(text("Größe 😀 日本", Finish::Stop)));
    let body = b"data: {\"choices\":[{\"delta\":{\"content\":\"a\xffb\"},\"finish_reason\":\"stop\"}]}\n\n";
    assert_eq!(answered(streamed(body)).await, Ok(text("a\u{fffd}b", Finish::Stop)));
}

/// LD-5: why an answer ended is told apart, whether or not it was streamed.
#[tokio::test]
async fn why_an_answer_ended_is_told_apart() {
    for (reason, finish) in [
        ("\"stop\"", Finish::Stop),
        ("\"eos\"", Finish::Stop),
        ("\"length\"", Finish::Length),
        ("\"content_filter\"", Finish::Filtered),
        ("\"tool_calls\"", Finish::Other),
        ("null", Finish::Other),
    ] {
        let body =
            format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"a\"}},\"finish_reason\":{reason}}}]}}\n\n");
        let body = body + "data: [DONE]\n\n";
        assert_eq!(answered(streamed(body.as_bytes())).await, Ok(text("a", finish)), "{reason}");
        let body = format!("{{\"choices\":[{{\"message\":{{\"content\":\"a\"}},\"finish_reason\":{reason}}}]}}");
        assert_eq!(answered(answer(200, "", &body)).await, Ok(text("a", finish)), "{reason}");
    }
    let body = "data: {\"choices\":[{\"delta\":{\"refusal\":\"I cannot.\"},\"finish_reason\":\"stop\"}]}\n\n";
    assert_eq!(answered(streamed(body.as_bytes())).await, Ok(text("", Finish::Filtered)));
}

/// LD-5: an answer that said why it ended is whole, though the server then falls silent or breaks off.
#[tokio::test]
async fn what_follows_the_end_of_an_answer_is_not_waited_for() {
    let body: &[u8] = b"data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n";
    let whole = Ok(text("a", Finish::Stop));
    assert_eq!(answered(chunked(&[body], false)).await, whole);
    let mut steps = chunked(&[body], false);
    steps.push(Step::Stall);
    let patient = Bounds { silence: Duration::from_secs(60), ..bounds() };
    assert_eq!(told(&Server::of(vec![steps]).await, patient).await.0, whole);
    // Behind the last word nothing is read at all.
    let mut steps =
        chunked(&[body, b"data: [DONE]\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n"], false);
    steps.push(Step::Stall);
    assert_eq!(answered(steps).await, whole);
}
