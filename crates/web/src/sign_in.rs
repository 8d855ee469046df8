//! Who asks: the session's cookie or `Authorization: Bearer`. A cookie alone changes nothing: a browser sends it along
//! for any page, so changes also need a header that only our own pages can set.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
};
use desk::{
    device, limits,
    permit::{Action, Object, permits},
};
use store::{agents::Agent, events::Actor, sessions::Device};

use crate::{Web, problem::Problem};

/// The header without which a cookie changes nothing.
pub const CHANGE_HEADER: &str = "x-staffetta";
/// The longest token that is looked up, bytes.
const TOKEN_BYTES: usize = 200;

/// A signed-in person.
pub struct Caller {
    /// Who.
    pub agent: Agent,
    /// The token of their session, or of their program.
    pub token: String,
    /// True when it is a session of their own.
    pub in_person: bool,
}

impl Caller {
    /// Refuses what this person may not do.
    ///
    /// # Errors
    /// 403.
    pub fn may(&self, action: Action) -> Result<(), Problem> {
        if permits(flow::access::actor(&self.agent), action, Object::Desk) {
            Ok(())
        } else {
            Err(Problem::new(StatusCode::FORBIDDEN, "forbidden"))
        }
    }

    /// This person as events and the audit log name them.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.agent.actor()
    }

    /// Refuses a program that asks with a token about ways in: a token that leaked must not open further ones.
    ///
    /// # Errors
    /// 403.
    pub fn in_person(&self) -> Result<(), Problem> {
        if self.in_person { Ok(()) } else { Err(Problem::new(StatusCode::FORBIDDEN, "not_by_token")) }
    }

    /// What is kept of this token.
    #[must_use]
    pub fn token_hash(&self) -> Vec<u8> {
        flow::people::hash_of(&self.token)
    }
}

impl FromRequestParts<Web> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let token = match bearer(&parts.headers) {
            Some(token) => token,
            None => {
                let token = cookie(&parts.headers, cookie_name(web)).ok_or_else(Problem::not_signed_in)?;
                refuse_other_sites(parts, web, true)?;
                token
            }
        };
        if token.len() > TOKEN_BYTES {
            return Err(Problem::not_signed_in());
        }
        let known = flow::people::of_token(&web.node, &token).await?.ok_or_else(Problem::not_signed_in)?;
        Ok(Self { agent: known.agent, token, in_person: known.in_person })
    }
}

/// The network address that a request came from; what a proxy on this machine says about it is believed.
pub struct Peer(pub Option<IpAddr>);

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(peer) = peer(&parts.extensions) else { return Ok(Self(None)) };
        let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back();
        let forwarded = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        Ok(Self(Some(forwarded.filter(|_| peer.is_loopback()).unwrap_or(peer))))
    }
}

/// Where somebody comes from who signs in.
pub struct Whence(pub Device);

impl<S: Sync> FromRequestParts<S> for Whence {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Peer(peer) = Peer::from_request_parts(parts, state).await?;
        let said = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self(Device { name: said.and_then(device::name), address: peer.map(|peer| peer.to_string()) }))
    }
}

/// The other end of the connection.
#[must_use]
pub fn peer(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip().to_canonical())
}

/// A request of somebody who is not signed in yet: refused when a page of another site sent it.
pub struct OwnSite;

impl FromRequestParts<Web> for OwnSite {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        refuse_other_sites(parts, web, false).map(|()| Self)
    }
}

fn refuse_other_sites(parts: &Parts, web: &Web, by_cookie: bool) -> Result<(), Problem> {
    if matches!(parts.method, Method::GET | Method::HEAD) {
        return Ok(());
    }
    let refused = || Problem::new(StatusCode::FORBIDDEN, "not_same_site");
    if by_cookie && !parts.headers.contains_key(CHANGE_HEADER) {
        return Err(refused());
    }
    match parts.headers.get(header::ORIGIN) {
        None => Ok(()),
        Some(origin) if is_own(origin, &parts.headers, web) => Ok(()),
        Some(_) => Err(refused()),
    }
}

/// True for the origin of the base URL, and for the one that the request itself was addressed to.
fn is_own(origin: &HeaderValue, headers: &HeaderMap, web: &Web) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    let Some((_, authority)) = origin.split_once("://") else { return false };
    let base = web.node.base_url.split_once("://").map_or("", |(_, rest)| rest);
    let base = base.split('/').next().unwrap_or_default();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    authority.eq_ignore_ascii_case(base) || host.is_some_and(|host| host.eq_ignore_ascii_case(authority))
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_string())
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value.to_string())
}

/// The cookie's name: bound to https and this host where browsers can be told so.
#[must_use]
pub fn cookie_name(web: &Web) -> &'static str {
    if web.is_encrypted() { "__Host-staffetta" } else { "staffetta" }
}

/// The header that gives a browser its session.
#[must_use]
pub fn set_cookie(web: &Web, token: &str) -> Option<HeaderValue> {
    written(web, token, limits::SESSION_SECONDS)
}

/// The header that takes it away.
#[must_use]
pub fn remove_cookie(web: &Web) -> Option<HeaderValue> {
    written(web, "", 0)
}

fn written(web: &Web, token: &str, seconds: i64) -> Option<HeaderValue> {
    let secure = if web.is_encrypted() { "; Secure" } else { "" };
    let name = cookie_name(web);
    let line = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&line).ok()
}
