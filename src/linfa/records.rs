//! Sparse rows as linfa records.

use crate::learn::Csr;

/// Our sparse rows in the role of linfa's records: one sample a row, one feature a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Records(Csr);

impl Records {
    /// The rows.
    pub fn rows(&self) -> &Csr {
        &self.0
    }

    /// The rows, without the role.
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
