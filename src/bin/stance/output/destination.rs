//! Where results go.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;
use stance::Result;
use stance::corpus::Output;

use super::{streams, unfinished};

/// Characters of a line where the output is not a terminal.
const WIDTH: usize = 120;

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

    /// Whether the file's extension, in any letter case, is one of these.
    pub(crate) fn has_extension(&self, extensions: &[&str]) -> bool {
        let own = self.path().and_then(|path| path.extension()?.to_str()).map(str::to_ascii_lowercase);
        own.is_some_and(|own| extensions.contains(&own.as_str()))
    }

    /// Whether people read the results as they come.
    pub(crate) fn is_terminal(&self) -> bool {
        self.path().is_none() && std::io::stdout().is_terminal()
    }

    /// Characters of a line: those of the terminal, otherwise what COLUMNS says, otherwise 120.
    pub(crate) fn width(&self) -> usize {
        let terminal = self.is_terminal().then(|| comfy_table::Table::new().width()).flatten();
        let asked = || std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
        terminal.map(usize::from).or_else(asked).filter(|width| *width > 0).unwrap_or(WIDTH)
    }

    /// Whether results are coloured: on standard output, if it shows colours or --color asks for them.
    pub(crate) fn shows_colour(&self) -> bool {
        self.path().is_none() && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
    }

    /// Opens it, before the work whose results it gets.
    pub(crate) fn open(&self) -> Result<Output> {
        match self.path() {
            Some(path) => unfinished::open(path),
            None => streams::standard_output(),
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
