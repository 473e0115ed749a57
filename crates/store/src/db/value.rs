//! The palette of values, and rows of them.

use super::DbError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    Null,
}

impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Value::Int(v)
    }
}

impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Value::Int(i64::from(v))
    }
}

impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Value::Text(v.to_owned())
    }
}

impl From<String> for Value {
    fn from(v: String) -> Self {
        Value::Text(v)
    }
}

impl From<Vec<u8>> for Value {
    fn from(v: Vec<u8>) -> Self {
        Value::Bytes(v)
    }
}

impl From<domain::Instant> for Value {
    fn from(v: domain::Instant) -> Self {
        Value::Int(v.as_millisecond())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Value::Null, Into::into)
    }
}

macro_rules! from_ids {
    ($($id:ty),*) => {$(
        impl From<$id> for Value {
            fn from(v: $id) -> Self {
                Value::Int(v.0)
            }
        }
    )*};
}
from_ids!(
    domain::AccountId,
    domain::DeploymentId,
    domain::PersonId,
    domain::TeamId,
    domain::CaseId
);

/// One row of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    /// The columns in their order, to be taken one by one.
    pub fn columns(self) -> Columns {
        Columns(self.0.into_iter())
    }
}

/// Columns of a row, taken from the left.
pub struct Columns(std::vec::IntoIter<Value>);

impl Columns {
    fn take(&mut self) -> Result<Value, DbError> {
        self.0
            .next()
            .ok_or_else(|| DbError::Shape("too few columns".into()))
    }

    pub fn int(&mut self) -> Result<i64, DbError> {
        match self.take()? {
            Value::Int(v) => Ok(v),
            other => Err(unexpected("an integer", &other)),
        }
    }

    pub fn maybe_int(&mut self) -> Result<Option<i64>, DbError> {
        match self.take()? {
            Value::Int(v) => Ok(Some(v)),
            Value::Null => Ok(None),
            other => Err(unexpected("an integer or nothing", &other)),
        }
    }

    pub fn bool(&mut self) -> Result<bool, DbError> {
        Ok(self.int()? != 0)
    }

    pub fn text(&mut self) -> Result<String, DbError> {
        match self.take()? {
            Value::Text(v) => Ok(v),
            other => Err(unexpected("text", &other)),
        }
    }

    pub fn maybe_text(&mut self) -> Result<Option<String>, DbError> {
        match self.take()? {
            Value::Text(v) => Ok(Some(v)),
            Value::Null => Ok(None),
            other => Err(unexpected("text or nothing", &other)),
        }
    }

    pub fn bytes(&mut self) -> Result<Vec<u8>, DbError> {
        match self.take()? {
            Value::Bytes(v) => Ok(v),
            other => Err(unexpected("bytes", &other)),
        }
    }

    pub fn maybe_bytes(&mut self) -> Result<Option<Vec<u8>>, DbError> {
        match self.take()? {
            Value::Bytes(v) => Ok(Some(v)),
            Value::Null => Ok(None),
            other => Err(unexpected("bytes or nothing", &other)),
        }
    }

    pub fn instant(&mut self) -> Result<domain::Instant, DbError> {
        instant(self.int()?)
    }

    pub fn maybe_instant(&mut self) -> Result<Option<domain::Instant>, DbError> {
        self.maybe_int()?.map(instant).transpose()
    }
}

fn instant(millis: i64) -> Result<domain::Instant, DbError> {
    domain::Instant::from_millisecond(millis)
        .map_err(|_| DbError::Shape(format!("{millis} is no instant")))
}

fn unexpected(wanted: &str, found: &Value) -> DbError {
    let kind = match found {
        Value::Int(_) => "an integer",
        Value::Text(_) => "text",
        Value::Bytes(_) => "bytes",
        Value::Null => "nothing",
    };
    DbError::Shape(format!("expected {wanted}, found {kind}"))
}
