//! The rules of who may speak as whom, held against text: the committed tables say what must come out.

mod printed;
mod world;
