//! A language model that says always the same, and keeps what it was asked.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// The model, and the way to it.
pub struct Model {
    /// The address of its API.
    pub base_url: String,
    asked: Arc<Mutex<Vec<Value>>>,
}

impl Model {
    /// One that says this; empty: one that refuses.
    pub async fn saying(words: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Value>>> = Arc::default();
        let kept = asked.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serve(stream, words, &kept).await;
            }
        });
        Self { base_url, asked }
    }

    /// What it was told to be and asked, of each question.
    pub fn asked(&self) -> Vec<String> {
        let all = self.asked.lock().unwrap();
        let words =
            |body: &Value| body["messages"].as_array().unwrap().iter().map(|one| one["content"].to_string()).collect();
        all.iter().map(words).collect()
    }
}

async fn serve(mut stream: TcpStream, words: &str, asked: &Mutex<Vec<Value>>) {
    let mut read = Vec::new();
    let body = loop {
        let mut piece = [0; 8_192];
        let count = stream.read(&mut piece).await.unwrap();
        read.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
            if body.len() >= length.unwrap_or(0) {
                break body.to_string();
            }
        }
    };
    asked.lock().unwrap().push(serde_json::from_str(&body).unwrap());
    let said = json!({"choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": words}}],
        "usage": {"prompt_tokens": 40, "completion_tokens": 7}});
    let (status, said) = if words.is_empty() { ("401 Unauthorized", json!({})) } else { ("200 OK", said) };
    let said = said.to_string();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        said.len()
    );
    stream.write_all(format!("{head}{said}").as_bytes()).await.unwrap();
}
