//! What input looks like that was read as something else.

use stance::corpus::begins_as_json;
use stance::quotation::transcript;

use crate::flags::Kind;

/// What to read an article as in which no statement was found, in words that follow "no statement found".
pub(super) fn instead_of_article(text: &str, kind: Kind) -> Option<String> {
    if matches!(kind, Kind::Transcript | Kind::Document) || text.trim().is_empty() {
        return None;
    }
    if let Some(rows) = rows(text.as_bytes(), "text") {
        return Some(format!("; it looks like rows: --as {rows} reads them"));
    }
    if is_transcript(text) {
        return Some("; it looks like a transcript: --as transcript reads it".to_owned());
    }
    if !text.contains(['"', '“', '”', '„', '«', '»', '‘', '「', '『']) {
        let way_out =
            "--indirect finds reported ones, --as document --speaker NAME takes every sentence, --as lines every line";
        return Some(format!("; it has no quotation marks: {way_out}"));
    }
    None
}

/// What the first bytes of rows would be read with, if they look like rows with this column.
pub(super) fn rows(head: &[u8], column: &str) -> Option<&'static str> {
    if begins_as_json(head) {
        return Some("jsonl");
    }
    let line = head.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let line = line.trim_start_matches('\u{FEFF}');
    let fields = |delimiter: char| -> Vec<&str> { line.split(delimiter).map(|f| f.trim_matches('"')).collect() };
    let has = |delimiter: char| fields(delimiter).len() > 1 && fields(delimiter).contains(&column);
    match () {
        () if has(',') => Some("csv"),
        () if has('\t') => Some("tsv"),
        () if has(';') || has('|') => Some("csv --delimiter auto"),
        () => None,
    }
}

/// Whether turns of named speakers make up most of a text.
fn is_transcript(text: &str) -> bool {
    let turns = transcript(text).statements;
    let spoken = turns.iter().filter(|turn| turn.speaker.is_some());
    let (count, bytes) = spoken.fold((0, 0), |(count, bytes), turn| (count + 1, bytes + turn.text.len()));
    count >= 2 && 2 * bytes >= text.len()
}
