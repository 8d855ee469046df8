//! What verifying a signature costs for each mail: processor time of hashing, one remembered question and the RSA check.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "a measurement"
)]

use std::{net::UdpSocket, sync::Arc, time::Instant};

use wire::evidence::{NameServers, Outcome, Resolver, SigningKey, sign};

const ROUNDS: u32 = 2_000;

fn main() {
    let key = SigningKey::generate().unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let servers = NameServers::Given(vec![socket.local_addr().unwrap()]);
    let record = SigningKey::record(&key.public);
    std::thread::spawn(move || serve(&socket, &record));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let resolver = Resolver::new(&servers);
    println!("{:>10} {:>14} {:>16}", "bytes", "verify µs", "unsigned µs");
    for size in [2_000_usize, 50_000, 1_000_000] {
        let head = "From: Zoe <zoe@shop.example>\r\nTo: a@b.example\r\nSubject: Keys\r\nDate: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@shop.example>\r\n\r\n";
        let raw = format!("{head}{}", "Where are the keys of the house? We looked all over.\r\n".repeat(size / 54));
        let signed = Arc::new(
            [sign(&key.private, "shop.example", "s1", raw.as_bytes()).unwrap(), raw.clone()].concat().into_bytes(),
        );
        let plain = Arc::new(raw.into_bytes());
        let rounds = if size > 100_000 { ROUNDS / 20 } else { ROUNDS };
        let spent = |mail: &Arc<Vec<u8>>| {
            let begun = Instant::now();
            for _ in 0..rounds {
                let checked = runtime.block_on(resolver.message(mail.clone(), "shop.example"));
                assert!(checked.signatures.iter().all(|one| one.outcome == Outcome::Pass));
            }
            begun.elapsed().as_secs_f64() * 1e6 / f64::from(rounds)
        };
        println!("{:>10} {:>14.1} {:>16.1}", signed.len(), spent(&signed), spent(&plain));
    }
}

/// Answers every question with the one text; it lives for an hour.
fn serve(socket: &UdpSocket, record: &str) {
    let mut question = [0_u8; 1_500];
    while let Ok((length, from)) = socket.recv_from(&mut question) {
        let asked = &question[..length];
        let end = 12 + asked[12..].iter().position(|byte| *byte == 0).unwrap() + 5;
        let texts: Vec<u8> =
            record.as_bytes().chunks(255).flat_map(|part| [&[part.len() as u8][..], part].concat()).collect();
        let mut out = [&asked[..2], &[0x85, 0x80, 0, 1, 0, 1, 0, 0, 0, 0], &asked[12..end]].concat();
        out.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 14, 16]);
        out.extend((texts.len() as u16).to_be_bytes());
        out.extend(texts);
        let _ = socket.send_to(&out, from);
    }
}
