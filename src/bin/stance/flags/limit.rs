//! The flag that bounds memory.

use clap::Args;

/// How large a record may be.
#[derive(Clone, Args)]
pub(crate) struct LimitArgs {
    /// Most MiB of one record (a row, a line or an article), 1 to 1024; a longer one is an error
    #[arg(long, value_name = "MIB", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1024))]
    max_record: u32,
}

impl Default for LimitArgs {
    fn default() -> Self {
        Self { max_record: 16 }
    }
}

impl LimitArgs {
    /// The most bytes of a record.
    pub(crate) fn bytes(&self) -> usize {
        (self.max_record as usize) << 20
    }
}
