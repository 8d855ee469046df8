//! Server-sent events, as servers write them: any line end, comments, fields without a space, several lines of data, and
//! events that nothing separates but their next line.

/// Bytes that a line, and the data of one event, may have.
const EVENT_BYTES: usize = 1024 * 1024;

/// What stands in a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// Data, of this type where it was named.
    Data(String, Option<String>),
    /// The stream says that it is over.
    Done,
}

/// A line or event was longer than it may be, or a line is none of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoEvents;

/// Reads events out of bytes that come in any cuts.
#[derive(Default)]
pub(super) struct Events {
    line: Vec<u8>,
    after_cr: bool,
    data: String,
    has_data: bool,
    name: Option<String>,
}

impl Events {
    /// Takes bytes and adds the events that they end.
    pub fn take(&mut self, bytes: &[u8], found: &mut Vec<Event>) -> Result<(), NoEvents> {
        for &byte in bytes {
            let after_cr = std::mem::replace(&mut self.after_cr, byte == b'\r');
            match byte {
                b'\n' if after_cr => {}
                b'\r' | b'\n' => self.line_ends(found)?,
                _ if self.line.len() >= EVENT_BYTES => return Err(NoEvents),
                _ => self.line.push(byte),
            }
        }
        Ok(())
    }

    /// The stream is over: what no empty line ended counts as well.
    pub fn end(&mut self, found: &mut Vec<Event>) -> Result<(), NoEvents> {
        if !self.line.is_empty() {
            self.line_ends(found)?;
        }
        self.event_ends(found);
        Ok(())
    }

    fn line_ends(&mut self, found: &mut Vec<Event>) -> Result<(), NoEvents> {
        let bytes = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&bytes);
        if line.is_empty() {
            self.event_ends(found);
            return Ok(());
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" if value.trim() == "[DONE]" => {
                self.event_ends(found);
                found.push(Event::Done);
            }
            "data" => self.data(value)?,
            "event" => self.name = Some(value.trim().to_owned()),
            "" | "id" | "retry" => {}
            _ => return Err(NoEvents),
        }
        Ok(())
    }

    fn data(&mut self, value: &str) -> Result<(), NoEvents> {
        if self.data.len().saturating_add(value.len()) > EVENT_BYTES {
            return Err(NoEvents);
        }
        if std::mem::replace(&mut self.has_data, true) {
            self.data.push('\n');
        }
        self.data.push_str(value);
        Ok(())
    }

    fn event_ends(&mut self, found: &mut Vec<Event>) {
        let name = self.name.take();
        let data = std::mem::take(&mut self.data);
        if std::mem::take(&mut self.has_data) && !data.trim().is_empty() {
            found.push(Event::Data(data, name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in a text, cut at every byte.
    fn events(text: &str) -> Result<Vec<Event>, NoEvents> {
        let (mut events, mut found) = (Events::default(), Vec::new());
        for byte in text.as_bytes() {
            events.take(&[*byte], &mut found)?;
        }
        events.end(&mut found)?;
        Ok(found)
    }

    /// LD-5: the ways in which servers write the same events.
    #[test]
    fn events_are_read_in_every_way_of_writing_them() {
        let data = |text: &str| Event::Data(text.to_owned(), None);
        for (text, expected) in [
            ("data: a\n\ndata: b\n\n", vec![data("a"), data("b")]),
            ("data:a\r\n\r\ndata:b\r\n\r\n", vec![data("a"), data("b")]),
            ("data: a\r\rdata: b\r\r", vec![data("a"), data("b")]),
            (": keep-alive\n\n:\n\ndata: a\n\n", vec![data("a")]),
            ("data: {\ndata: }\n\n", vec![data("{\n}")]),
            ("id: 1\nretry: 10\ndata: a\n\ndata: [DONE]\n\n", vec![data("a"), Event::Done]),
            ("data: a\ndata: [DONE]\n", vec![data("a"), Event::Done]),
            ("data:[DONE]", vec![Event::Done]),
            ("data: a", vec![data("a")]),
            ("data: Grüße 😀\n\n", vec![data("Grüße 😀")]),
            ("data\n\ndata: \n\n", vec![]),
            ("event: error\ndata: a\n\ndata: b\n\n", vec![Event::Data("a".into(), Some("error".into())), data("b")]),
        ] {
            assert_eq!(events(text), Ok(expected), "{text:?}");
        }
    }

    /// LD-5: what is no stream is known by its first line, and no line grows without end.
    #[test]
    fn what_is_no_stream_is_refused() {
        for text in ["hello\n", "<html>\n", "HTTP/1.1 200\n", "{}\n"] {
            assert_eq!(events(text), Err(NoEvents), "{text:?}");
        }
        assert_eq!(Events::default().take(&vec![b'x'; EVENT_BYTES + 1], &mut Vec::new()), Err(NoEvents));
        let long = format!("data: {}\n", "x".repeat(EVENT_BYTES / 2));
        assert_eq!(events(&format!("{long}{long}{long}\n")), Err(NoEvents));
    }
}
