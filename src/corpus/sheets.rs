//! Reads a sheet of a spreadsheet as CSV (feature `spreadsheets`).

use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Sheet, SheetType, SheetVisible, Sheets, open_workbook_auto_from_rs};

use zip::ZipArchive;

use crate::error::{Hint, Place};
use crate::{Error, Result};

/// Most cells of a sheet, empty ones counted.
const MOST_CELLS: u64 = 10_000_000;
/// Most bytes of a spreadsheet, packed and unpacked, all sheets and shared texts together.
const MOST_BYTES: u64 = 256 << 20;

/// A sheet as CSV in UTF-8, and what to know about it.
pub(super) struct SheetRows {
    pub(super) csv: Vec<u8>,
    /// Which of several sheets it is.
    pub(super) note: Option<String>,
}

/// Reads the bytes of a spreadsheet.
///
/// # Errors
/// [`Error::Io`]; [`Error::Data`] if there are too many.
pub(super) fn read(input: impl Read, file: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|e| Error::io("read", file, e))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Error::data(Place::file(file), too_large(MOST_BYTES)));
    }
    Ok(bytes)
}

fn too_large(most: u64) -> String {
    format!("is larger than {} MiB, the most for a spreadsheet, packed or unpacked; save it as CSV", most >> 20)
}

/// Refuses a packed spreadsheet that would not fit into memory. Its parts are unpacked, and what comes out is thrown away:
/// the sizes that it states may be wrong.
fn check_unpacked(bytes: &[u8], most: u64) -> std::result::Result<(), String> {
    // What is no such archive is an old spreadsheet, or for the reader to refuse.
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let mut left = most;
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else { continue };
        // A part that is broken is for the reader to refuse.
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).unwrap_or(0);
        left = left.checked_sub(unpacked).ok_or_else(|| too_large(most))?;
    }
    Ok(())
}

/// The sheet with this name, otherwise the first that is not hidden. Rows without any value are left out; dates are
/// written as `2026-11-30` or `2026-11-30 09:30:00`.
///
/// # Errors
/// [`Error::Data`] if the file is no spreadsheet, has no such sheet, or a sheet has too many cells.
pub(super) fn sheet(bytes: &[u8], file: &str, wanted: Option<&str>) -> Result<SheetRows> {
    let refuse = |problem: String| Error::data(Place::file(file), problem);
    let unreadable = |e: calamine::Error| refuse(format!("cannot be read as a spreadsheet ({e}); save it as CSV"));
    check_unpacked(bytes, MOST_BYTES).map_err(refuse)?;
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let sheets: Vec<Sheet> =
        book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect();
    let shown: Vec<&str> =
        sheets.iter().filter(|s| s.visible == SheetVisible::Visible).map(|s| s.name.as_str()).collect();
    let names = || sheets.iter().map(|s| format!("`{}`", s.name)).collect::<Vec<_>>().join(", ");
    let name = match wanted {
        Some(wanted) if sheets.iter().any(|s| s.name == wanted) => wanted,
        Some(wanted) => {
            let hint = Hint::new("; correct {}").option("sheet");
            return Err(refuse(format!("has no sheet `{wanted}`, the sheets are {}", names())).with_hint(hint));
        }
        None => shown.first().copied().ok_or_else(|| refuse("has no sheet to read; save it as CSV".to_owned()))?,
    };
    check_size(&mut book, name).map_err(refuse)?;
    let cells = book.worksheet_range(name).map_err(unreadable)?;
    let note = (wanted.is_none() && sheets.len() > 1)
        .then(|| format!("sheet `{name}` of {} is read; --sheet names another", names()));
    let csv = csv(&cells).map_err(|e| refuse(format!("cannot be read as rows ({e}); save it as CSV")))?;
    Ok(SheetRows { csv, note })
}

/// Refuses a sheet whose first and last cells are so far apart that it would not fit into memory.
fn check_size(book: &mut Sheets<Cursor<&[u8]>>, name: &str) -> std::result::Result<(), String> {
    let Sheets::Xlsx(book) = book else { return Ok(()) };
    let Ok(mut cells) = book.worksheet_cells_reader(name) else { return Ok(()) };
    let (mut rows, mut columns) = (0, 0);
    while let Ok(Some(cell)) = cells.next_cell() {
        let (row, column) = cell.get_position();
        rows = rows.max(u64::from(row) + 1);
        columns = columns.max(u64::from(column) + 1);
    }
    if rows * columns <= MOST_CELLS {
        return Ok(());
    }
    Err(format!("has {rows} × {columns} cells in sheet `{name}`, more than {MOST_CELLS}; save it as CSV"))
}

fn csv(cells: &Range<Data>) -> std::result::Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in cells.rows().filter(|row| row.iter().any(|cell| !text(cell).is_empty())) {
        writer.write_record(row.iter().map(text))?;
    }
    writer.into_inner().map_err(|e| csv::Error::from(std::io::Error::from(e.error().kind())))
}

/// A cell as a spreadsheet shows it, whatever the language of its user.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(zeros: usize) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["xl/workbook.xml", "xl/sharedStrings.xml"] {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(&vec![b' '; zeros]).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn what_a_spreadsheet_unpacks_to_is_bounded() {
        let bytes = packed(1 << 20);
        assert!(bytes.len() < 10_000);
        assert!(check_unpacked(&bytes, 2 << 20).is_ok());
        let error = check_unpacked(&bytes, (2 << 20) - 1).unwrap_err();
        assert!(error.contains("is larger than 1 MiB"), "{error}");
    }

    #[test]
    fn endless_bytes_are_no_spreadsheet() {
        let error = read(std::io::repeat(0), "a.xlsx").unwrap_err();
        assert_eq!(error.class() as i32, 3);
        assert!(error.to_string().contains("a.xlsx: is larger than 256 MiB"), "{error}");
    }
}
