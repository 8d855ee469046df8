//! The program: settings, command line, wiring, shutdown. The only `main`; the only reader of the clock.

mod command;
mod configuration;
mod deliver;
mod demo;
mod doctor;
mod explain;
mod given;
mod import;
mod inspect;
mod listen;
mod logs;
mod mailbox;
mod node;
mod replay;
mod sanitize;
mod serve;
mod threads;
mod user;
mod words;

use std::process::ExitCode;

use clap::Parser;

use command::{Command, Program};

fn main() -> ExitCode {
    let program = Program::parse();
    logs::begin(&program.command);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let outcome = runtime.block_on(run(program.command));
    // What still runs on threads of its own (a stuck mail, say) does not hold up the end.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    outcome.unwrap_or_else(|error| failed(&error))
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(given) => serve::serve(given).await,
        Command::Demo(given) => demo::demo(given).await,
        Command::Deliver(given) => deliver::deliver(given).await,
        Command::Import(given) => import::import(given).await,
        Command::Inspect(given) => inspect::inspect(&given),
        Command::Threads => threads::threads(),
        Command::Sanitize(given) => sanitize::sanitize(&given),
        Command::Explain(given) => explain::explain(given).await,
        Command::Replay(given) => replay::replay(given).await,
        Command::User(given) => user::user(given).await,
        Command::Mailbox(given) => mailbox::mailbox(given).await,
        Command::Doctor(given) => doctor::doctor(given).await,
        Command::Openapi => {
            words::say_line(&web::openapi());
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    words::complain(&words::text("failed", &[("why", &format!("{error:#}"))]));
    ExitCode::FAILURE
}
