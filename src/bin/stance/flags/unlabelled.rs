//! Flags that say where unlabelled statements are.

use std::path::PathBuf;

use clap::Args;

use stance::vectors::VectorOptions;

use super::Kind;

/// Unlabelled statements.
#[derive(Args)]
#[command(next_help_heading = "Unlabelled statements")]
pub(crate) struct UnlabelledArgs {
    /// Files and folders of unlabelled statements: rows, lines or articles, as classify reads them
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) pool: Vec<PathBuf>,
    /// What the files of the pool hold [default: by extension]
    #[arg(long, value_enum, value_name = "KIND", requires = "pool")]
    pub(crate) pool_as: Option<Kind>,
    /// Dimensions of the word vectors, 1 to 1000; at most a tenth of the statements [default: 100]
    #[arg(long, value_name = "N", requires = "pool")]
    pub(crate) dimensions: Option<usize>,
}

impl UnlabelledArgs {
    /// How vectors are learnt.
    pub(crate) fn vector_options(&self, threads: usize) -> VectorOptions {
        let mut options = VectorOptions::default();
        options.dimensions = self.dimensions.unwrap_or(options.dimensions);
        options.threads = threads;
        options
    }
}
