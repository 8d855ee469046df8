//! A reader of the desk's server-sent events, line by line on a thread of its own.

use std::io::{BufRead as _, BufReader, Read};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Instant;

use serde_json::Value;

use crate::wait::DEADLINE;

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The sequence number, as text.
    pub id: String,
    /// Its name, such as `message.created`.
    pub name: String,
    /// Its data.
    pub data: Value,
    /// When it reached the test.
    pub seen: Instant,
}

/// An open stream. Dropping it leaves the reading thread to end with the server.
#[derive(Debug)]
pub struct Events {
    receiver: Receiver<Event>,
}

impl Events {
    /// Reads the body of an answer.
    pub fn read(body: impl Read + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let mut fields = Fields::default();
            for line in BufReader::new(body).lines().map_while(Result::ok) {
                if let Some(event) = fields.take(&line)
                    && sender.send(event).is_err()
                {
                    return;
                }
            }
        });
        Self { receiver }
    }

    /// Waits for the next event that `wanted` accepts; others are passed over. Panics with `what` at the deadline or when the stream ends.
    pub fn wait_for(&self, what: &str, mut wanted: impl FnMut(&Event) -> bool) -> Event {
        let started = Instant::now();
        loop {
            let left = DEADLINE.saturating_sub(started.elapsed());
            match self.receiver.recv_timeout(left) {
                Ok(event) if wanted(&event) => return event,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => panic!("no event within {} s: {what}", DEADLINE.as_secs()),
                Err(RecvTimeoutError::Disconnected) => panic!("the stream of events ended before: {what}"),
            }
        }
    }

    /// Waits until the server ends the stream, as after a revoked session; panics at the deadline.
    pub fn await_end(&self) {
        let started = Instant::now();
        loop {
            match self.receiver.recv_timeout(DEADLINE.saturating_sub(started.elapsed())) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => panic!("the stream of events did not end"),
            }
        }
    }
}

/// The fields of the event that is being read.
#[derive(Debug, Default)]
struct Fields {
    id: String,
    name: String,
    data: String,
}

impl Fields {
    /// Takes a line; an empty one completes an event. Comments and unknown fields are passed over.
    fn take(&mut self, line: &str) -> Option<Event> {
        if line.is_empty() {
            let fields = std::mem::take(self);
            let complete = !fields.name.is_empty() || !fields.data.is_empty();
            let data = serde_json::from_str(&fields.data).unwrap_or(Value::String(fields.data));
            return complete.then(|| Event { id: fields.id, name: fields.name, data, seen: Instant::now() });
        }
        let (field, value) = line.split_once(':')?;
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => value.clone_into(&mut self.id),
            "event" => value.clone_into(&mut self.name),
            "data" => self.data.push_str(value),
            _ => {}
        }
        None
    }
}
