//! Sparse rows as linfa records.

use crate::learn::Csr;

/// Sparse rows as linfa's records: a row is a sample, a column a feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Records(Csr);

impl Records {
    /// The rows.
    pub fn rows(&self) -> &Csr {
        &self.0
    }

    /// Unwraps the rows.
    pub fn into_rows(self) -> Csr {
        self.0
    }
}

impl From<Csr> for Records {
    fn from(rows: Csr) -> Self {
        Self(rows)
    }
}

impl ::linfa::dataset::Records for Records {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.0.rows()
    }

    fn nfeatures(&self) -> usize {
        self.0.columns()
    }
}
