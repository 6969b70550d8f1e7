//! Files of formats that are not read: what each is, and the command that converts it.

use std::io::{self, Cursor, Read};
use std::path::Path;

use stance::corpus::read_head;
use stance::error::Place;
use stance::{Error, Result};

/// A format that is not read.
struct Foreign {
    extensions: &'static [&'static str],
    /// The first bytes; empty where they are not told apart from those of other formats.
    begin: &'static [u8],
    name: &'static str,
    /// The command; `{}` is the file without its extension.
    command: &'static str,
}

const FOREIGN: [Foreign; 7] = [
    Foreign { extensions: &["pdf"], begin: b"%PDF-", name: "a PDF file", command: "pdftotext '{}.pdf' '{}.txt'" },
    Foreign {
        extensions: &["odt"],
        begin: b"",
        name: "an OpenDocument text",
        command: "pandoc '{}.odt' -t plain --wrap=none -o '{}.txt'",
    },
    Foreign {
        extensions: &["rtf"],
        begin: b"{\\rtf",
        name: "an RTF file",
        command: "pandoc '{}.rtf' -t plain --wrap=none -o '{}.txt'",
    },
    Foreign {
        extensions: &["epub"],
        begin: b"",
        name: "an e-book",
        command: "pandoc '{}.epub' -t plain --wrap=none -o '{}.txt'",
    },
    Foreign {
        extensions: &["doc"],
        begin: b"",
        name: "an old Word file",
        command: "libreoffice --headless --convert-to docx '{}.doc'",
    },
    Foreign {
        extensions: &["parquet"],
        begin: b"PAR1",
        name: "a Parquet file",
        command: "duckdb -c \"COPY (FROM '{}.parquet') TO '{}.csv' (HEADER)\"",
    },
    Foreign { extensions: &["zip"], begin: b"", name: "a ZIP archive", command: "unzip '{}.zip' -d '{}'" },
];
/// Bytes that are looked at; enough for what follows to recognise the contents by them too.
const HEAD: usize = 4096;
/// The first bytes of ZIP archives, which office files are too, and of old office files.
const ZIP: &[u8] = b"PK\x03\x04";
const OLD_OFFICE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// Whether the extension is that of a format that is not read, so that its message is more use than "no extension".
pub(super) fn is_known(path: &Path) -> bool {
    is_address(path) || by_extension(path).is_some()
}

fn by_extension(path: &Path) -> Option<&'static Foreign> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    FOREIGN.iter().find(|foreign| foreign.extensions.contains(&extension.as_str()))
}

fn is_address(path: &Path) -> bool {
    path.to_str().is_some_and(|text| text.starts_with("http://") || text.starts_with("https://"))
}

/// Refuses an address, which is no file.
pub(super) fn refuse_address(path: &Path) -> Result<()> {
    if !is_address(path) {
        return Ok(());
    }
    let address = path.display().to_string();
    let problem = format!(
        "is an address, and this program does not use the network; fetch it with: curl -L -o page.html '{address}'"
    );
    Err(Error::io("open", address, io::Error::new(io::ErrorKind::Unsupported, problem)))
}

/// Refuses contents that are not text, and gives them back otherwise. `path` is what the file is called.
pub(super) fn refuse_foreign(path: &Path, mut contents: Box<dyn Read + Send>) -> Result<Box<dyn Read + Send>> {
    let name = path.display().to_string();
    let head = read_head(&mut contents, HEAD, false).map_err(|e| Error::io("read", &name, e))?;
    let by_bytes = FOREIGN.iter().find(|foreign| !foreign.begin.is_empty() && head.starts_with(foreign.begin));
    let binary = head.starts_with(ZIP) || head.starts_with(OLD_OFFICE);
    if let Some(foreign) = by_bytes.or_else(|| by_extension(path).filter(|_| binary)) {
        let stem = path.with_extension("").display().to_string();
        let command = foreign.command.replace("{}", &stem);
        return Err(Error::data(Place::file(name), format!("is {}; convert it with: {command}", foreign.name)));
    }
    if binary {
        let found = if head.starts_with(ZIP) { "a ZIP archive or an office file" } else { "an old office file" };
        let problem =
            format!("is {found}, not text; give it its own extension (.docx, .xlsx, .ods) or save it as text or CSV");
        return Err(Error::data(Place::file(name), problem));
    }
    Ok(Box::new(Cursor::new(head).chain(contents)))
}
