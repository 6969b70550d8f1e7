//! Reads a sheet of a spreadsheet as CSV (feature `spreadsheets`).

use std::io::Cursor;

use calamine::{Data, Range, Reader, Sheet, SheetType, SheetVisible, Sheets, open_workbook_auto_from_rs};

use crate::error::{Hint, Place};
use crate::{Error, Result};

/// Most cells of a sheet, empty ones counted.
const MOST_CELLS: u64 = 10_000_000;

/// A sheet as CSV in UTF-8, and what to know about it.
pub(super) struct SheetRows {
    pub(super) csv: Vec<u8>,
    /// Which of several sheets it is.
    pub(super) note: Option<String>,
}

/// The sheet with this name, otherwise the first that is not hidden. Rows without any value are left out; dates are
/// written as `2026-11-30` or `2026-11-30 09:30:00`.
///
/// # Errors
/// [`Error::Data`] if the file is no spreadsheet, has no such sheet, or a sheet has too many cells.
pub(super) fn sheet(bytes: &[u8], file: &str, wanted: Option<&str>) -> Result<SheetRows> {
    let refuse = |problem: String| Error::data(Place::file(file), problem);
    let unreadable = |e: calamine::Error| refuse(format!("cannot be read as a spreadsheet ({e}); save it as CSV"));
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
