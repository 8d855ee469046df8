//! Why a person's request is not carried out.

use desk::CategoryFieldId;

/// A request that is refused; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// There is no such thing, or it is not for this person.
    #[error("there is no such thing")]
    NotFound,
    /// A field does not fit; the message is a key of the message files.
    #[error("the field {field} does not fit: {message}")]
    Field {
        /// Which field.
        field: &'static str,
        /// Why: a key of the message files.
        message: &'static str,
    },
    /// A matter does not end while required fields of its category are empty (SO-15): these, with their names.
    #[error("{} required fields are empty", .0.len())]
    FieldsNeeded(Vec<(CategoryFieldId, String)>),
    /// Somebody wrote into the conversation since the newest message that the person knew of.
    #[error("there is a newer message")]
    Unseen,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Refused {
    /// A field does not fit.
    #[must_use]
    pub fn field(field: &'static str, message: &'static str) -> Self {
        Self::Field { field, message }
    }
}

/// The name of something as it is kept: without space around it, not empty, of so many characters at most, on one line. The
/// refusal is at the field `name`, with this message.
pub(crate) fn name(written: &str, most: usize, message: &'static str) -> Result<String, Refused> {
    let name = written.trim();
    if name.is_empty() || name.chars().count() > most || name.chars().any(char::is_control) {
        return Err(Refused::field("name", message));
    }
    Ok(name.to_string())
}

/// All of what stands, with those that are named first, in their order; those that are not named, as they came meanwhile, stay
/// behind them. The refusal, where one of them is not there or named twice, is at the field `ids`, with this message.
pub(crate) fn ordered<Id: Copy + PartialEq>(
    standing: &[Id],
    ids: &[Id],
    message: &'static str,
) -> Result<Vec<Id>, Refused> {
    let mut all: Vec<Id> = Vec::with_capacity(standing.len());
    for id in ids {
        if all.contains(id) || !standing.contains(id) {
            return Err(Refused::field("ids", message));
        }
        all.push(*id);
    }
    all.extend(standing.iter().filter(|id| !ids.contains(id)));
    Ok(all)
}

impl crate::Node {
    /// Runs a transaction that only reads and whose work may refuse.
    ///
    /// # Errors
    /// The refusal, or the store's own.
    pub(crate) async fn read<T, F>(&self, mut work: F) -> Result<T, Refused>
    where
        T: Send + 'static,
        F: FnMut(&mut store::Tx<'_>) -> Result<T, Refused> + Send + 'static,
    {
        let looked = self.db.read(move |tx| match work(tx) {
            Err(Refused::Store(error)) => Err(error),
            looked => Ok(looked),
        });
        looked.await?
    }

    /// Runs a write transaction whose work may refuse; a refusal rolls everything back.
    ///
    /// # Errors
    /// The refusal, or the store's own.
    pub async fn write<T, F>(&self, mut work: F) -> Result<T, Refused>
    where
        T: Send + 'static,
        F: FnMut(&mut store::Tx<'_>) -> Result<T, Refused> + Send + 'static,
    {
        let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let done = self.db.write(move |tx| {
            work(tx).map_err(|refused| match refused {
                Refused::Store(error) => error,
                other => {
                    // The receiver lives until this write has answered.
                    let _ = told.send(other);
                    store::Error::Abandoned
                }
            })
        });
        match done.await {
            Err(store::Error::Abandoned) => Err(heard.try_recv().unwrap_or(Refused::NotFound)),
            other => Ok(other?),
        }
    }
}
