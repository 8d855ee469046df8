//! AUTH (RFC 4954): PLAIN, LOGIN and XOAUTH2, chosen from what the server offers on the secured connection.

use super::{Error, ErrorKind, Session, Step, positive, refused};
use crate::login::{Login, encode};
use crate::smtp::Reply;

const STEP: Step = Step::Auth;

impl Session {
    /// Signs in. The connection is under TLS or within this machine: [`Session::open`] saw to it.
    pub(super) async fn sign_in(&mut self, login: &Login) -> Result<(), Error> {
        let reply = match login {
            Login::XOAuth2 { .. } if self.extensions.offers_auth("XOAUTH2") => self.xoauth2(login).await?,
            Login::Password { .. } if self.extensions.offers_auth("PLAIN") => {
                self.auth(&format!("AUTH PLAIN {}", login.initial_response())).await?
            }
            Login::Password { user, password } if self.extensions.offers_auth("LOGIN") => {
                self.auth_login(user, password).await?
            }
            _ => return Err(Error { step: STEP, kind: ErrorKind::NoAuthMechanism }),
        };
        positive(STEP, reply).map(drop)
    }

    async fn xoauth2(&mut self, login: &Login) -> Result<Reply, Error> {
        let reply = self.auth(&format!("AUTH XOAUTH2 {}", login.initial_response())).await?;
        // 334 carries the reason of a refusal; an empty answer brings the refusal itself.
        if reply.code == 334 { self.auth("").await } else { Ok(reply) }
    }

    async fn auth_login(&mut self, user: &str, password: &str) -> Result<Reply, Error> {
        for line in ["AUTH LOGIN".to_owned(), encode(user)] {
            let reply = self.auth(&line).await?;
            if reply.code != 334 {
                return Err(refused(STEP, reply));
            }
        }
        self.auth(&encode(password)).await
    }

    async fn auth(&mut self, line: &str) -> Result<Reply, Error> {
        self.exchange(STEP, line, self.timeouts.command).await
    }
}
