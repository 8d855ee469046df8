//! What it costs to understand a mail, step by step, over a folder of `.eml` files; `mail-parser` alone is the limit. Prints a table and
//! judges nothing. The folder: the first argument that is one, else the fixtures of this repository. Each figure is the best of seven.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::as_conversions
)]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use mail::{Mail, parse};

const ROUNDS: usize = 7;

type Step = (&'static str, fn(&[u8], &Mail));

const STEPS: [Step; 7] = [
    ("mail-parser alone", |raw, _| drop(black_box(mail_parser::MessageParser::new().with_mime_headers().parse(raw)))),
    ("parse (headers, MIME, HTML, kind, bounce)", |raw, _| drop(black_box(parse(raw)))),
    ("segments", |_, mail| drop(black_box(mail.segments()))),
    ("reply", |_, mail| drop(black_box(mail.reply()))),
    ("forward, calendar, authentication, verification", |_, mail| {
        drop(black_box((mail.forwarded(), mail.calendar(), mail.authentication_results(), mail.verification())));
    }),
    ("language", |_, mail| {
        black_box(mail::language(&mail.text));
    }),
    ("inspect to JSON, all of these", |raw, _| drop(black_box(serde_json::to_string(&mail::inspect(&parse(raw)))))),
];

fn main() {
    let folder = std::env::args().skip(1).map(PathBuf::from).find(|path| path.is_dir());
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/mail"));
    let mut raws = Vec::new();
    gather(&folder, &mut raws);
    let bytes: usize = raws.iter().map(Vec::len).sum();
    println!("{} mails, {:.1} MB\n", raws.len(), bytes as f64 / 1e6);
    println!("| step | median µs | p99 µs | mails/s | MB/s |\n| --- | ---: | ---: | ---: | ---: |");
    for (name, step) in STEPS {
        let mut best: Vec<f64> = raws.iter().map(|raw| measured(raw, step)).collect();
        let total: f64 = best.iter().sum();
        best.sort_by(f64::total_cmp);
        let (median, tail) = (best[best.len() / 2], best[best.len() * 99 / 100]);
        let (mails, megabytes) = (raws.len() as f64 / total * 1e6, bytes as f64 / total);
        println!("| {name} | {median:.0} | {tail:.0} | {mails:.0} | {megabytes:.1} |");
    }
}

/// Microseconds of the fastest round.
fn measured(raw: &[u8], step: fn(&[u8], &Mail)) -> f64 {
    let mail = parse(raw);
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        step(raw, &mail);
        start.elapsed().as_secs_f64() * 1e6
    });
    rounds.fold(f64::MAX, f64::min)
}

fn gather(folder: &Path, raws: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, raws);
        } else if path.extension().is_some_and(|extension| extension == "eml") {
            raws.push(std::fs::read(path).unwrap());
        }
    }
}
