//! Flags of `verify`.

use std::path::PathBuf;

use clap::Args;

use crate::output::Destination;

#[derive(Args)]
pub(crate) struct VerifyArgs {
    /// What `summarize` or `evaluate` wrote with --format json or html
    #[arg(value_name = "REPORT")]
    pub(crate) report: PathBuf,
    #[command(flatten)]
    pub(crate) output: Destination,
}
