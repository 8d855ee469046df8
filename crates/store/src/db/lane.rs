//! A lane: a queue of closures in front of one or more threads that each own a connection.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, mpsc},
};

use tokio::sync::oneshot;

use super::{Topic, Tx};
use crate::{Error, Result};

/// What a closure needs of its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// One consistent view.
    Read,
    /// Durable when told.
    Write,
}

/// A closure whose result type is hidden, so that one queue carries all.
pub(super) trait Work: Send {
    /// Runs it, keeps its result, and says what to ring after the commit.
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<Vec<Topic>>;
    /// Hands the result to whoever waits: the kept one, or why the transaction as a whole failed.
    fn finish(self: Box<Self>, outcome: Result<()>);
    /// What it needs.
    fn access(&self) -> Access;
}

struct Task<T, F> {
    access: Access,
    work: F,
    result: Option<T>,
    answer: oneshot::Sender<Result<T>>,
}

impl<T, F> Work for Task<T, F>
where
    T: Send,
    F: FnMut(&mut Tx<'_>) -> Result<T> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<Vec<Topic>> {
        let work = &mut self.work;
        let result = catch_unwind(AssertUnwindSafe(|| work(tx))).map_err(|_| Error::Panicked)??;
        self.result = Some(result);
        tx.close()
    }

    fn finish(self: Box<Self>, outcome: Result<()>) {
        let answer = match (outcome, self.result) {
            (Ok(()), Some(result)) => Ok(result),
            (Ok(()), None) => Err(Error::Panicked),
            (Err(error), _) => Err(error),
        };
        // Whoever waited may be gone; the work is done all the same.
        let _ = self.answer.send(answer);
    }

    fn access(&self) -> Access {
        self.access
    }
}

/// Where threads take their work from.
pub(super) type Queue = Arc<Mutex<mpsc::Receiver<Box<dyn Work>>>>;

/// The sending side.
pub(super) struct Lane {
    sender: mpsc::SyncSender<Box<dyn Work>>,
}

/// Closures that may wait in a lane; a caller beyond that waits itself.
const QUEUE_LENGTH: usize = 1_024;

impl Lane {
    /// A lane and the queue that its threads read.
    pub(super) fn new() -> (Self, Queue) {
        let (sender, receiver) = mpsc::sync_channel(QUEUE_LENGTH);
        (Self { sender }, Arc::new(Mutex::new(receiver)))
    }

    pub(super) async fn run<T, F>(&self, access: Access, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let mut task: Box<dyn Work> = Box::new(Task { access, work, result: None, answer });
        loop {
            match self.sender.try_send(task) {
                Ok(()) => break,
                Err(mpsc::TrySendError::Full(back)) => {
                    task = back;
                    tokio::time::sleep(std::time::Duration::from_millis(2)).await;
                }
                Err(mpsc::TrySendError::Disconnected(_)) => {
                    return Err(Error::Unavailable("its thread has ended".into()));
                }
            }
        }
        answered.await.unwrap_or_else(|_| Err(Error::Unavailable("its thread has ended".into())))
    }
}

/// Takes the next closure, waiting for it. None when the desk is shutting down.
pub(super) fn next(queue: &Queue) -> Option<Box<dyn Work>> {
    queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).recv().ok()
}

/// Takes the next closure if one waits already.
pub(super) fn next_waiting(queue: &Queue) -> Option<Box<dyn Work>> {
    queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).try_recv().ok()
}
