//! The body of an answer, in whatever cuts it comes: a stream of events, or one JSON object where a server does not
//! stream. Which it is shows in its first byte; what the headers call it is not to be relied on.

use serde_json::Value;

use super::{
    Told,
    events::{Event, Events},
    told::Telling,
};
use crate::trouble::{self, Trouble};

/// Bytes that an answer may have, all that is no text of it included.
const ANSWER_BYTES: usize = 64 * 1024 * 1024;
/// Bytes that an answer may have that is no stream.
const OBJECT_BYTES: usize = 4 * 1024 * 1024;

/// An answer as far as it was read.
pub(super) struct Reading {
    form: Form,
    telling: Telling,
    read: usize,
    is_over: bool,
}

enum Form {
    Unknown,
    Stream(Events),
    Object(Vec<u8>),
}

impl Reading {
    /// Nothing yet, of an answer that may have this many bytes of text.
    pub fn new(most_bytes: usize) -> Self {
        Self { form: Form::Unknown, telling: Telling::new(most_bytes), read: 0, is_over: false }
    }

    /// True where the server said that nothing more comes.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// True where the text is whole.
    pub fn is_finished(&self) -> bool {
        self.telling.is_finished()
    }

    /// Takes the next bytes.
    pub fn take(&mut self, bytes: &[u8], heard: &mut impl FnMut(&str)) -> Result<(), Trouble> {
        self.read = self.read.saturating_add(bytes.len());
        if self.read > ANSWER_BYTES {
            return Err(Trouble::TooLong);
        }
        let bytes = match self.form {
            Form::Unknown => self.begin(bytes)?,
            _ => bytes,
        };
        let mut found = Vec::new();
        match &mut self.form {
            Form::Unknown => {}
            Form::Stream(events) => events.take(bytes, &mut found).map_err(|_| Trouble::Garbage)?,
            Form::Object(object) if object.len().saturating_add(bytes.len()) > OBJECT_BYTES => {
                return Err(Trouble::TooLong);
            }
            Form::Object(object) => object.extend_from_slice(bytes),
        }
        self.hear(found, heard)
    }

    /// The answer is over.
    pub fn end(mut self, heard: &mut impl FnMut(&str)) -> Result<Told, Trouble> {
        let mut found = Vec::new();
        match std::mem::replace(&mut self.form, Form::Unknown) {
            Form::Stream(_) if self.is_over => {}
            Form::Stream(mut events) => events.end(&mut found).map_err(|_| Trouble::Garbage)?,
            Form::Object(object) => {
                let object = serde_json::from_str(&String::from_utf8_lossy(&object)).map_err(|_| Trouble::Garbage)?;
                self.telling.object(&object, heard)?;
                self.is_over = true;
            }
            Form::Unknown => {}
        }
        self.hear(found, heard)?;
        self.telling.end(self.is_over, heard)
    }

    /// Finds out what kind of answer it is, and gives the bytes that belong to it.
    fn begin<'a>(&mut self, bytes: &'a [u8]) -> Result<&'a [u8], Trouble> {
        let blank = |byte: &&u8| byte.is_ascii_whitespace() || matches!(byte, 0xEF | 0xBB | 0xBF);
        let bytes = bytes.get(bytes.iter().take_while(blank).count()..).unwrap_or_default();
        self.form = match bytes.first() {
            None => Form::Unknown,
            Some(b'{') => Form::Object(Vec::new()),
            Some(byte) if byte.is_ascii_lowercase() || *byte == b':' => Form::Stream(Events::default()),
            Some(_) => return Err(Trouble::Garbage),
        };
        Ok(bytes)
    }

    fn hear(&mut self, found: Vec<Event>, heard: &mut impl FnMut(&str)) -> Result<(), Trouble> {
        for event in found {
            match event {
                Event::Done => self.is_over = true,
                Event::Data(..) if self.is_over => {}
                Event::Data(data, name) => self.event(&data, name.as_deref() == Some("error"), heard)?,
            }
        }
        Ok(())
    }

    /// One event; a server that forgets the empty line between two has both in one.
    fn event(&mut self, data: &str, is_error: bool, heard: &mut impl FnMut(&str)) -> Result<(), Trouble> {
        for value in serde_json::Deserializer::from_str(data).into_iter::<Value>() {
            let value = value.map_err(|_| Trouble::Garbage)?;
            if is_error {
                return Err(trouble::inside(value.get("error").unwrap_or(&value)));
            }
            self.telling.piece(&value, heard)?;
        }
        Ok(())
    }
}
