//! Where results go.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;
use stance::Result;
use stance::corpus::Output;

use super::streams::STANDARD_OUTPUT;
use super::unfinished;

/// A file, or standard output.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Destination {
    /// File to write, whole or not at all; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Destination {
    /// The file; `None` for standard output.
    pub(crate) fn path(&self) -> Option<&PathBuf> {
        self.output.as_ref().filter(|path| path.as_os_str() != "-")
    }

    /// Whether people read the results as they come.
    pub(crate) fn is_terminal(&self) -> bool {
        self.path().is_none() && std::io::stdout().is_terminal()
    }

    /// Opens it, before the work whose results it gets.
    pub(crate) fn open(&self) -> Result<Output> {
        match self.path() {
            Some(path) => unfinished::open(path),
            None => Ok(Output::stream(Box::new(std::io::stdout()), STANDARD_OUTPUT)),
        }
    }

    /// Writes bytes as the whole of the results.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<()> {
        write(self.open()?, bytes)
    }
}

/// Writes bytes as the whole of the results.
pub(crate) fn write(mut output: Output, bytes: &[u8]) -> Result<()> {
    let name = output.name().to_owned();
    output.write_all(bytes).map_err(|error| stance::Error::io("write", name, error))?;
    output.commit()
}
