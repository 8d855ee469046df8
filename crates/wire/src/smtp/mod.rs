//! SMTP and LMTP (RFC 5321, RFC 2033): a [`client`] that takes one step at a time and a [`server`] that hands mails to
//! a receiver. Both share the [`Reply`].

pub mod client;
mod reply;
pub mod server;

pub use reply::Reply;
