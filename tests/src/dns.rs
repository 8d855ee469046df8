//! A name server for tests, on loopback by UDP and TCP: it is the authority for everything, knows what a test told it, and
//! can be slow, broken or in need of TCP for one name.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::{Arc, Mutex};

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Data {
    A(Ipv4Addr),
    Mx(u16, String),
    Ptr(String),
    Txt(String),
}

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is answered.
    Timeout,
    /// SERVFAIL is answered.
    ServFail,
    /// By UDP only that the answer is too long is answered.
    Truncated,
}

#[derive(Debug, Default)]
struct Zone {
    records: HashMap<String, Vec<Data>>,
    faults: HashMap<String, Fault>,
    asked: HashMap<String, usize>,
}

/// A name server that runs until the process ends.
#[derive(Debug, Clone)]
pub struct Dns {
    address: SocketAddr,
    zone: Arc<Mutex<Zone>>,
}

impl Dns {
    /// Starts one without records: every name does not exist.
    #[must_use]
    pub fn start() -> Self {
        let zone = Arc::new(Mutex::new(Zone::default()));
        let (udp, tcp) = sockets();
        let address = udp.local_addr().expect("a bound socket has an address");
        let of_udp = zone.clone();
        std::thread::spawn(move || serve_udp(&udp, &of_udp));
        let of_tcp = zone.clone();
        std::thread::spawn(move || serve_tcp(&tcp, &of_tcp));
        Self { address, zone }
    }

    /// Where it listens, as `--dns` takes it.
    #[must_use]
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Adds a text.
    pub fn txt(&self, name: &str, text: &str) {
        self.add(name, Data::Txt(text.to_owned()));
    }

    /// Adds an address.
    pub fn a(&self, name: &str, address: Ipv4Addr) {
        self.add(name, Data::A(address));
    }

    /// Adds a host that takes mail.
    pub fn mx(&self, name: &str, preference: u16, host: &str) {
        self.add(name, Data::Mx(preference, host.to_owned()));
    }

    /// Adds the name of an address.
    pub fn ptr(&self, address: Ipv4Addr, name: &str) {
        let [a, b, c, d] = address.octets();
        self.add(&format!("{d}.{c}.{b}.{a}.in-addr.arpa"), Data::Ptr(name.to_owned()));
    }

    /// Breaks a name, or mends it.
    pub fn fault(&self, name: &str, fault: Option<Fault>) {
        let mut zone = self.zone.lock().unwrap();
        match fault {
            Some(fault) => zone.faults.insert(folded(name), fault),
            None => zone.faults.remove(&folded(name)),
        };
    }

    /// How often a name was asked about.
    #[must_use]
    pub fn asked(&self, name: &str) -> usize {
        self.zone.lock().unwrap().asked.get(&folded(name)).copied().unwrap_or_default()
    }

    fn add(&self, name: &str, data: Data) {
        self.zone.lock().unwrap().records.entry(folded(name)).or_default().push(data);
    }
}

fn folded(name: &str) -> String {
    name.trim_end_matches('.').to_lowercase()
}

/// One port for both protocols.
fn sockets() -> (UdpSocket, TcpListener) {
    for _ in 0..50 {
        let udp = UdpSocket::bind(("127.0.0.1", 0)).expect("a port of loopback is free");
        let port = udp.local_addr().expect("a bound socket has an address").port();
        if let Ok(tcp) = TcpListener::bind(("127.0.0.1", port)) {
            return (udp, tcp);
        }
    }
    panic!("no port of loopback is free for UDP and TCP");
}

fn serve_udp(socket: &UdpSocket, zone: &Mutex<Zone>) {
    let mut question = [0_u8; 1_500];
    while let Ok((length, from)) = socket.recv_from(&mut question) {
        if let Some(answer) = answer(&question[..length], zone, true) {
            let _ = socket.send_to(&answer, from);
        }
    }
}

fn serve_tcp(listener: &TcpListener, zone: &Arc<Mutex<Zone>>) {
    for stream in listener.incoming().map_while(Result::ok) {
        let (mut stream, zone) = (stream, zone.clone());
        std::thread::spawn(move || {
            let mut length = [0_u8; 2];
            while stream.read_exact(&mut length).is_ok() {
                let mut question = vec![0_u8; usize::from(u16::from_be_bytes(length))];
                if stream.read_exact(&mut question).is_err() {
                    return;
                }
                let Some(answer) = answer(&question, &zone, false) else { continue };
                let length = u16::try_from(answer.len()).unwrap_or(u16::MAX).to_be_bytes();
                if stream.write_all(&length).is_err() || stream.write_all(&answer).is_err() {
                    return;
                }
            }
        });
    }
}

const NO_ERROR: u8 = 0;
const SERVER_FAILURE: u8 = 2;
const NO_SUCH_NAME: u8 = 3;

/// The answer to a question; none where the name is slow for ever.
fn answer(question: &[u8], zone: &Mutex<Zone>, by_udp: bool) -> Option<Vec<u8>> {
    let (name, end) = read_name(question, 12)?;
    let kind = u16::from_be_bytes([*question.get(end)?, *question.get(end + 1)?]);
    let mut zone = zone.lock().unwrap();
    *zone.asked.entry(name.clone()).or_default() += 1;
    let fault = zone.faults.get(&name).copied();
    let known = zone.records.get(&name).cloned();
    drop(zone);
    let truncated = fault == Some(Fault::Truncated) && by_udp;
    let code = match (fault, &known) {
        (Some(Fault::Timeout), _) => return None,
        (Some(Fault::ServFail), _) => SERVER_FAILURE,
        (_, Some(_)) => NO_ERROR,
        (_, None) => NO_SUCH_NAME,
    };
    let records: Vec<Vec<u8>> = known
        .iter()
        .flatten()
        .filter_map(|data| record(data, kind))
        .filter(|_| code == NO_ERROR && !truncated)
        .collect();
    let mut out = question.get(..2)?.to_vec();
    // An answer, authoritative, perhaps truncated; recursion was wanted and is there.
    out.extend([0x85 | if truncated { 0x02 } else { 0 }, 0x80 | code]);
    let count = u16::try_from(records.len()).unwrap_or(0).to_be_bytes();
    out.extend([0, 1, count[0], count[1], 0, 0, 0, 0]);
    out.extend(question.get(12..end + 4)?);
    for one in records {
        out.extend(one);
    }
    Some(out)
}

fn read_name(packet: &[u8], start: usize) -> Option<(String, usize)> {
    let (mut labels, mut at) = (Vec::new(), start);
    loop {
        let length = usize::from(*packet.get(at)?);
        at += 1;
        if length == 0 {
            return Some((folded(&labels.join(".")), at));
        }
        labels.push(String::from_utf8_lossy(packet.get(at..at + length)?).into_owned());
        at += length;
    }
}

fn write_name(name: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for label in name.trim_end_matches('.').split('.').filter(|label| !label.is_empty()) {
        out.push(u8::try_from(label.len()).expect("labels are short"));
        out.extend(label.as_bytes());
    }
    out.push(0);
    out
}

/// A record of this kind for the name of the question; it lives for a second.
fn record(data: &Data, kind: u16) -> Option<Vec<u8>> {
    let (own, bytes) = match data {
        Data::A(address) => (1, address.octets().to_vec()),
        Data::Ptr(name) => (12, write_name(name)),
        Data::Mx(preference, host) => (15, [preference.to_be_bytes().to_vec(), write_name(host)].concat()),
        Data::Txt(text) => (
            16,
            text.as_bytes()
                .chunks(255)
                .flat_map(|part| [vec![u8::try_from(part.len()).unwrap_or(255)], part.to_vec()].concat())
                .collect(),
        ),
    };
    if own != kind {
        return None;
    }
    let mut out = vec![0xc0, 12];
    out.extend(kind.to_be_bytes());
    out.extend([0, 1, 0, 0, 0, 1]);
    out.extend(u16::try_from(bytes.len()).ok()?.to_be_bytes());
    out.extend(bytes);
    Some(out)
}
