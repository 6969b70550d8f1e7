//! `stance agree`: how well coders agree, and the rows in dispute.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;
use stance::Result;
use stance::coding::{Coded, Codes, HeadAgreement, MatchOptions, agree, match_coders};
use stance::corpus::{Bom, Cell, Format, Header, Purpose, RowWriter};
use stance::error::{Place, counted};
use stance::evaluate::Bootstrap;

use super::outcome::Outcome;
use crate::flags::{AgreeArgs, ScoreFormat};
use crate::input::labelled;
use crate::output::text::{for_people, json};
use crate::output::{Destination, agreement_table, destination, unfinished};

/// What `--format json` writes.
#[derive(Serialize)]
struct Json<'a> {
    heads: BTreeMap<&'a str, &'a HeadAgreement>,
}

pub(crate) fn run(args: &AgreeArgs) -> Result<Outcome> {
    let sheet = args.output.as_deref().map(|path| Ok((unfinished::open(path)?, path))).transpose()?;
    let mut files = Vec::with_capacity(args.files.len());
    for path in &args.files {
        let labelled = labelled::read(std::slice::from_ref(path), &args.columns, Purpose::Score)?;
        files.push((coder(path, &args.files), labelled));
    }
    let options = MatchOptions {
        coder_column: args.coder_column.clone(),
        id_column: args.id_column.clone(),
        order: args.order.iter().map(|class| class.trim().to_owned()).collect(),
    };
    let coded = match_coders(&files, &options)?;
    coded.remarks.iter().for_each(|remark| say!("{remark}"));
    let mut heads = Vec::with_capacity(coded.heads.len());
    for (name, codes) in &coded.heads {
        heads.push((name.as_str(), agree(codes, Bootstrap::default())?));
    }
    let text = match args.format {
        ScoreFormat::Json => {
            json(&Json { heads: heads.iter().map(|(name, found)| (*name, found)).collect() })?.into_bytes()
        }
        ScoreFormat::Table => for_people(&agreement_table::text(heads.iter().map(|(name, found)| (*name, found)))),
    };
    Destination::default().write(&text)?;
    let disputed: BTreeSet<usize> = heads.iter().flat_map(|(_, found)| found.disputed.iter().copied()).collect();
    match sheet {
        Some((output, path)) => {
            destination::write(output, &disputes(&coded, &disputed, path)?)?;
            say!("{}: {} in dispute", path.display(), counted(disputed.len(), "row"));
        }
        None if !disputed.is_empty() => say!("-o FILE writes the rows in dispute as a sheet"),
        None => {}
    }
    Ok(Outcome::Done)
}

/// What the coder of a file is called: its name without extension, or its path if another has the same name.
fn coder(path: &Path, all: &[std::path::PathBuf]) -> String {
    let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let own = stem(path);
    let same = all.iter().filter(|other| stem(other) == own).count();
    own.filter(|_| same < 2).unwrap_or_else(|| path.display().to_string())
}

/// The rows in dispute: what identifies them, an empty cell for each label column, and what each coder gave.
fn disputes(coded: &Coded, rows: &BTreeSet<usize>, path: &Path) -> Result<Vec<u8>> {
    let mut columns: Vec<String> = Vec::new();
    columns.extend(coded.ids.as_ref().map(|_| "id".to_owned()));
    columns.push("text".to_owned());
    columns.extend(coded.groups.as_ref().map(|_| "group".to_owned()));
    for (head, codes) in &coded.heads {
        columns.push(head.clone());
        columns.extend(codes.coders.iter().map(|coder| format!("{head}_{coder}")));
    }
    let name = path.display().to_string();
    let header = Header::new(columns, Place::file(&name))?;
    let columns: Vec<&str> = header.names().iter().map(String::as_str).collect();
    let format = Format::of_path(path).unwrap_or(Format::Csv);
    let mut writer = RowWriter::new(Vec::new(), &name, format, &Header::default(), &columns, Bom::Without)?;
    for row in rows {
        let mut cells = Vec::with_capacity(columns.len());
        cells.extend(coded.ids.as_ref().and_then(|ids| ids.get(*row)).map(|id| Cell::Text(id)));
        cells.push(Cell::Text(coded.texts.get(*row).map_or("", String::as_str)));
        cells.extend(coded.groups.as_ref().and_then(|groups| groups.get(*row)).map(|group| Cell::Text(group)));
        for (_, codes) in &coded.heads {
            cells.push(Cell::Empty);
            cells.extend(given(codes, *row).map(|label| label.map_or(Cell::Empty, Cell::Text)));
        }
        writer.write_cells(&cells)?;
    }
    writer.finish()
}

/// The label of each coder for a row.
fn given(codes: &Codes, row: usize) -> impl Iterator<Item = Option<&str>> {
    let codes_of_row = codes.rows.get(row).map(Vec::as_slice).unwrap_or_default();
    codes_of_row.iter().map(|code| codes.classes.get((*code)? as usize).map(String::as_str))
}
