//! Reads the text of Word files (`.docx`; feature `documents`).

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use zip::ZipArchive;

use crate::error::Place;
use crate::{Error, Result};

/// The most bytes of a document, unpacked.
const MOST: u64 = 64 << 20;
/// Elements whose text was deleted or moved away, or is written a second time for old programs.
const LEFT_OUT: [&str; 4] = ["del", "moveFrom", "Fallback", "instrText"];

/// The text of a Word file: its paragraphs, those of tables included, with a blank line between them. Headers, footers,
/// footnotes, comments and deleted text are left out. `file` is its name in errors.
///
/// # Errors
/// [`Error::Data`] if the file is not a Word file or holds more than 64 MiB of text and markup.
pub fn word_text(bytes: &[u8], file: &str) -> Result<String> {
    let refuse = |problem: String| Error::data(Place::file(file), problem);
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|e| refuse(format!("is not a Word file ({e}); save it again as .docx or as plain text")))?;
    let part = archive.by_name("word/document.xml").map_err(|e| {
        refuse(format!("has no text of a Word file in it ({e}); save it again as .docx or as plain text"))
    })?;
    if part.size() > MOST {
        return Err(refuse(format!("holds more than {} MiB of text; split it", MOST >> 20)));
    }
    let text = paragraphs(BufReader::new(part.take(MOST)));
    text.map_err(|e| refuse(format!("cannot be read as a Word file ({e}); save it again as .docx or as plain text")))
}

fn paragraphs(input: impl std::io::BufRead) -> std::result::Result<String, quick_xml::Error> {
    let mut reader = Reader::from_reader(input);
    let mut buffer = Vec::new();
    let mut text = String::new();
    // How deep the reader is in elements that are left out, and whether it is in one with text.
    let (mut left_out, mut in_text) = (0_u32, false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Eof => break,
            Event::Start(element) => match element.local_name().as_ref() {
                name if LEFT_OUT.contains(&name) => left_out += 1,
                "t" => in_text = true,
                name => push_space(&mut text, name, left_out),
            },
            Event::Empty(element) => push_space(&mut text, element.local_name().as_ref(), left_out),
            Event::End(element) => match element.local_name().as_ref() {
                name if LEFT_OUT.contains(&name) => left_out = left_out.saturating_sub(1),
                "t" => in_text = false,
                "p" if !text.is_empty() && !text.ends_with("\n\n") => {
                    text.truncate(text.trim_end_matches([' ', '\t', '\n']).len());
                    text.push_str("\n\n");
                }
                _ => {}
            },
            Event::Text(words) if in_text && left_out == 0 => text.push_str(&words.xml10_content()),
            Event::CData(words) if in_text && left_out == 0 => text.push_str(&words.xml10_content()),
            Event::GeneralRef(name) if in_text && left_out == 0 => push_character(&mut text, &name)?,
            _ => {}
        }
    }
    Ok(text)
}

/// Adds the white space or hyphen that an element stands for.
fn push_space(text: &mut String, element: &str, left_out: u32) {
    if left_out > 0 {
        return;
    }
    match element {
        "br" | "cr" => text.push('\n'),
        "tab" => text.push('\t'),
        "noBreakHyphen" => text.push('\u{2011}'),
        _ => {}
    }
}

/// Adds the character that `&amp;` or `&#8220;` stands for.
fn push_character(text: &mut String, name: &BytesRef<'_>) -> std::result::Result<(), quick_xml::Error> {
    match name.resolve_char_ref()? {
        Some(character) => text.push(character),
        None => text.push_str(resolve_predefined_entity(&name.xml10_content()).unwrap_or_default()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(xml: &str) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
        archive.write_all(xml.as_bytes()).unwrap();
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn paragraphs_are_read_without_what_was_deleted_or_is_there_twice() {
        let body = "<w:p><w:r><w:tab/><w:t>“Keep &amp; </w:t></w:r><w:del><w:r><w:delText>no</w:delText></w:r></w:del>\
                    <w:r><w:t xml:space=\"preserve\">extend it&#8221;,</w:t><w:br/><w:t>she said.</w:t></w:r></w:p><w:p/>\
                    <w:tbl><w:tr><w:tc><w:p><w:r><w:t>A cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
                    <w:p><mc:AlternateContent><mc:Choice><w:t>Once</w:t></mc:Choice><mc:Fallback><w:t>Once</w:t></mc:Fallback>\
                    </mc:AlternateContent><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>";
        let text = word_text(&packed(&format!("<w:document><w:body>{body}</w:body></w:document>")), "a.docx").unwrap();
        assert_eq!(text, "\t“Keep & extend it”,\nshe said.\n\nA cell\n\nOnce\n\n");
    }

    #[test]
    fn other_files_are_refused() {
        for bytes in [b"plain".to_vec(), packed("<w:document><w:p></w:document>"), Vec::new()] {
            let error = word_text(&bytes, "a.docx").unwrap_err();
            assert_eq!(error.class() as i32, 3);
            assert!(error.to_string().starts_with("a.docx: "), "{error}");
        }
    }
}
