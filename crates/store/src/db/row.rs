//! A row of either database, read by position.

use desk::Micros;
use postgres::types::{FromSql, Type};

use crate::{Error, Result};

/// A row. Reading another type than the column has is an error, never a wrong value.
pub enum Row<'r> {
    /// Of SQLite.
    Sqlite(&'r rusqlite::Row<'r>),
    /// Of PostgreSQL.
    Postgres(&'r postgres::Row),
}

/// A PostgreSQL integer of any width: literals in CASE are INT4, columns are INT8.
struct AnyInt(i64);

impl FromSql<'_> for AnyInt {
    fn from_sql(ty: &Type, raw: &[u8]) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(match *ty {
            Type::INT2 => i64::from(i16::from_sql(ty, raw)?),
            Type::INT4 => i64::from(i32::from_sql(ty, raw)?),
            Type::BOOL => i64::from(bool::from_sql(ty, raw)?),
            _ => i64::from_sql(ty, raw)?,
        }))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT2 | Type::INT4 | Type::INT8 | Type::BOOL)
    }
}

fn unreadable(index: usize, error: &impl std::fmt::Display) -> Error {
    Error::unreadable("column", format!("{index}: {error}"))
}

impl Row<'_> {
    fn get<S, P>(&self, index: usize) -> Result<S>
    where
        S: rusqlite::types::FromSql,
        P: for<'a> FromSql<'a> + Into<S>,
    {
        match self {
            Self::Sqlite(row) => row.get(index).map_err(|error| unreadable(index, &error)),
            Self::Postgres(row) => {
                row.try_get::<_, P>(index).map(Into::into).map_err(|error| unreadable(index, &error))
            }
        }
    }

    /// A number.
    ///
    /// # Errors
    /// When the column is none.
    pub fn int(&self, index: usize) -> Result<i64> {
        match self {
            Self::Sqlite(row) => row.get(index).map_err(|error| unreadable(index, &error)),
            Self::Postgres(row) => {
                row.try_get::<_, AnyInt>(index).map(|int| int.0).map_err(|error| unreadable(index, &error))
            }
        }
    }

    /// A number or nothing.
    ///
    /// # Errors
    /// When the column is neither.
    pub fn opt_int(&self, index: usize) -> Result<Option<i64>> {
        match self {
            Self::Sqlite(row) => row.get(index).map_err(|error| unreadable(index, &error)),
            Self::Postgres(row) => row
                .try_get::<_, Option<AnyInt>>(index)
                .map(|int| int.map(|int| int.0))
                .map_err(|error| unreadable(index, &error)),
        }
    }

    /// A number as yes or no.
    ///
    /// # Errors
    /// When the column is no number.
    pub fn flag(&self, index: usize) -> Result<bool> {
        Ok(self.int(index)? != 0)
    }

    /// An instant.
    ///
    /// # Errors
    /// When the column is no number.
    pub fn time(&self, index: usize) -> Result<Micros> {
        Ok(Micros(self.int(index)?))
    }

    /// An instant or nothing.
    ///
    /// # Errors
    /// When the column is neither.
    pub fn opt_time(&self, index: usize) -> Result<Option<Micros>> {
        Ok(self.opt_int(index)?.map(Micros))
    }

    /// Text.
    ///
    /// # Errors
    /// When the column is none.
    pub fn text(&self, index: usize) -> Result<String> {
        self.get::<String, String>(index)
    }

    /// Text or nothing.
    ///
    /// # Errors
    /// When the column is neither.
    pub fn opt_text(&self, index: usize) -> Result<Option<String>> {
        self.get::<Option<String>, Option<String>>(index)
    }

    /// Bytes.
    ///
    /// # Errors
    /// When the column is none.
    pub fn bytes(&self, index: usize) -> Result<Vec<u8>> {
        self.get::<Vec<u8>, Vec<u8>>(index)
    }

    /// Bytes or nothing.
    ///
    /// # Errors
    /// When the column is neither.
    pub fn opt_bytes(&self, index: usize) -> Result<Option<Vec<u8>>> {
        self.get::<Option<Vec<u8>>, Option<Vec<u8>>>(index)
    }

    /// JSON text as a value of ours.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when it is not what this version writes.
    pub fn json<T: serde::de::DeserializeOwned>(&self, index: usize, what: &'static str) -> Result<T> {
        serde_json::from_str(&self.text(index)?).map_err(|error| Error::unreadable(what, error))
    }
}
