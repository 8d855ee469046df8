//! `staffetta user`: people, from the command line.

use std::process::ExitCode;

use desk::agent::Role;
use flow::people::{self, PeopleError};

use crate::{
    command::{User, UserCommand},
    configuration, node, words,
};

/// Adds somebody; the password is one line of the standard input, so that it stands in no list of processes.
pub(crate) async fn user(given: User) -> anyhow::Result<ExitCode> {
    let UserCommand::Add { place, email, name, role } = given.command;
    let Some(role) = Role::from_word(&role) else { anyhow::bail!(words::text("no-such-role", &[("role", &role)])) };
    let node = node::open(&configuration::of_place(&place)?, "", false).await?;
    words::complain(&words::text("password-wanted", &[("email", &email)]));
    let mut password = String::new();
    std::io::stdin().read_line(&mut password)?;
    match people::add(&node, &email, &name, password.trim_end_matches(['\r', '\n']), role).await {
        Ok(_) => {
            words::say("user-added", &[("email", &email), ("role", role.word())]);
            Ok(ExitCode::SUCCESS)
        }
        Err(PeopleError::Invalid { message, .. }) => anyhow::bail!(flow::words::text(message, &[])),
        Err(PeopleError::Taken) => anyhow::bail!(words::text("address-taken", &[("address", &email)])),
        Err(error) => Err(error.into()),
    }
}
