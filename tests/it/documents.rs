//! Spreadsheets, Word files, JSON in every layout, and files that are named with the command that converts them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::process::*;

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(contents.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook with a sheet for each name and its rows in XML.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let number = |k: usize| k + 1;
    let names: String = (0..sheets.len())
        .map(|k| format!("<sheet name=\"{}\" sheetId=\"{n}\" r:id=\"r{n}\"/>", sheets[k].0, n = number(k)))
        .collect();
    let links: String = (0..sheets.len())
        .map(|k| {
            format!(
                "<Relationship Id=\"r{n}\" Type=\"{office}/worksheet\" Target=\"worksheets/s{n}.xml\"/>",
                n = number(k)
            )
        })
        .collect();
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut parts = vec![
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{names}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{package}\">{links}</Relationships>"),
        ),
    ];
    for (k, (_, rows)) in sheets.iter().enumerate() {
        let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/s{}.xml", number(k)), sheet));
    }
    packed(&parts.iter().map(|(name, contents)| (name.as_str(), contents.as_str())).collect::<Vec<_>>())
}

/// A row of text cells in XML; an empty text is no cell.
fn row(number: usize, cells: &[&str]) -> String {
    let cell = |(k, text): (usize, &&str)| {
        let at = char::from(b'A' + k as u8);
        if text.is_empty() {
            return String::new();
        }
        if text.parse::<f64>().is_ok() {
            return format!("<c r=\"{at}{number}\"><v>{text}</v></c>");
        }
        format!("<c r=\"{at}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    format!("<row r=\"{number}\">{}</row>", cells.iter().enumerate().map(cell).collect::<String>())
}

#[test]
fn a_sheet_is_rows_with_every_column() {
    let folder = Folder::new();
    let rows = row(1, &["id", "text", "note"]) + &row(2, &["1", "Lift the ban, now!", ""]) + &row(4, &["2.5", "", "x"]);
    let other = row(1, &["text"]) + &row(2, &["Keep it."]);
    let file = folder.put("a.xlsx", workbook(&[("Statements", &rows), ("Other", &other)]));
    let output = run(&["classify", &file, "--format", "csv"]);
    let (header, records) = records(&stdout(&output));
    assert_eq!(header[..4], ["id", "text", "note", "predicted_stance"]);
    assert_eq!(records.len(), 2, "an empty row between is none");
    assert_eq!(
        (&records[0][0], &records[0][1], &records[1][0], &records[1][2]),
        ("1", "Lift the ban, now!", "2.5", "x")
    );
    assert!(stderr(&output).contains("sheet `Statements` of `Statements`, `Other` is read"), "{}", stderr(&output));
    let rows = objects(&stdout(&run(&["classify", &file, "--sheet", "Other", "--format", "jsonl"])));
    assert_eq!(rows[0]["text"], "Keep it.");
    refused(&run(&["classify", &file, "--sheet", "None"]), 3, &["a.xlsx", "`None`", "`Statements`, `Other`"]);
    refused(&run(&["classify", &folder.put("b.xlsx", "text\nx\n")]), 3, &["b.xlsx", "spreadsheet"]);
    let far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    refused(&run(&["classify", &folder.put("c.xlsx", workbook(&[("a", far)]))]), 3, &["c.xlsx", "cells"]);
    let labelled: String =
        (0..12).map(|k| row(k + 2, &[["keep it", "lift it"][k % 2], ["support", "oppose"][k % 2]])).collect();
    let file = folder.put("d.xlsx", workbook(&[("a", &(row(1, &["text", "stance"]) + &labelled))]));
    ended(&run(&["train", &file, "--no-search", "-o", &folder.path("m.st")]), 0, &["stance: 12 rows"]);
}

#[test]
fn an_opendocument_sheet_is_rows_too() {
    let folder = Folder::new();
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let rows = [["text", "n"], ["Keep it, please.", "1"]]
        .map(|cells| format!("<table:table-row>{}{}</table:table-row>", cell(cells[0]), cell(cells[1])));
    let ns = ["office", "table", "text"]
        .map(|n| format!("xmlns:{n}=\"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0\""))
        .join(" ");
    let content = format!(
        "<office:document-content {ns}><office:body><office:spreadsheet><table:table table:name=\"a\">{}</table:table></office:spreadsheet></office:body></office:document-content>",
        rows.concat()
    );
    let book = packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &content),
    ]);
    let rows = objects(&stdout(&run(&["classify", &folder.put("a.ods", book), "--format", "jsonl"])));
    assert_eq!((&rows[0]["text"], &rows[0]["n"]), (&"Keep it, please.".into(), &"1".into()));
}

#[test]
fn a_word_file_is_an_article_in_any_run_with_others() {
    let folder = Folder::new();
    let text = "<w:document><w:body><w:p><w:r><w:t>“We oppose </w:t></w:r><w:r><w:t>the rule,” Ada Nowak said.</w:t></w:r></w:p></w:body></w:document>";
    let file = folder.put("a.docx", packed(&[("word/document.xml", text)]));
    let plain = folder.put("b.txt", "“We support the rule,” Bo Lind said.\n");
    for verb in ["extract", "classify"] {
        let rows = objects(&stdout(&run(&[verb, &file, &plain, "--format", "jsonl"])));
        assert_eq!((&rows[0]["text"], &rows[0]["speaker_name"]), (&"We oppose the rule,".into(), &"Ada Nowak".into()));
        assert_eq!((&rows[0]["before"], &rows[1]["speaker_name"]), (&"“".into(), &"Bo Lind".into()));
    }
    refused(&run(&["extract", &folder.put("c.docx", "text")]), 3, &["c.docx", "Word file"]);
}

#[test]
fn files_that_are_not_read_are_named_with_the_command_that_converts_them() {
    let folder = Folder::new();
    let zip = packed(&[("a", "b")]);
    let zip = zip.as_slice();
    for (name, bytes, command) in [
        ("a.pdf", b"%PDF-1.7\n\xff".as_slice(), "pdftotext"),
        ("b.odt", zip, "pandoc"),
        ("c.rtf", b"{\\rtf1 x}", "pandoc"),
        ("d.epub", zip, "pandoc"),
        ("e.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "libreoffice"),
        ("f.parquet", b"PAR1\x00", "duckdb"),
        ("really-a-pdf.txt", b"%PDF-1.4\n", "pdftotext"),
        ("really-a-sheet.csv", zip, ".xlsx"),
    ] {
        let file = folder.put(name, bytes);
        refused(&run(&["classify", &file]), 3, &[name, command]);
        if !name.ends_with(".csv") {
            refused(&run(&["extract", &file]), 3, &[name, command]);
        }
        refused(&run(&["train", &file, "-o", &folder.path("m.st")]), 3, &[name, command]);
    }
    refused(&run(&["classify", "https://example.org/a.html"]), 1, &["https://example.org/a.html", "curl -L"]);
    let pdf = folder.path("a.pdf");
    let good = folder.put("z.txt", "“We oppose the rule,” Ada Nowak said.\n");
    ended(&run(&["extract", &pdf, &good]), 3, &["pdftotext", "1 of 2 files left out"]);
}

#[test]
fn json_is_read_in_every_layout_and_under_any_name() {
    let folder = Folder::new();
    let objects_of = |args: &[&str]| objects(&stdout(&run(&[&["classify", "--format", "jsonl"], args].concat())));
    for (name, text) in [
        ("a.json", "[{\"text\": \"Keep it.\", \"n\": 1}, {\"text\": \"Lift it.\", \"n\": 2}]"),
        (
            "b.json",
            "[\n  {\n    \"text\": \"Keep it.\",\n    \"n\": 1\n  },\n  {\"text\": \"Lift it.\", \"n\": 2}\n]\n",
        ),
        ("c.json", "{\"text\": \"Keep it.\", \"n\": 1}\n{\"text\": \"Lift it.\", \"n\": 2}\n"),
        ("d.json", "{\n\"text\": \"Keep it.\",\n\"n\": 1\n}\n{\n\"text\": \"Lift it.\", \"n\": 2}\n"),
        ("e.jsonl", "[{\"text\": \"Keep it.\", \"n\": 1}, {\"text\": \"Lift it.\", \"n\": 2}]"),
        ("f.txt", "{\"text\": \"Keep it.\", \"n\": 1}\n{\"text\": \"Lift it.\", \"n\": 2}\n"),
        ("g", "{\"text\": \"Keep it.\", \"n\": 1}\n{\"text\": \"Lift it.\", \"n\": 2}\n"),
    ] {
        let rows = objects_of(&[&folder.put(name, text)]);
        assert_eq!(rows.len(), 2, "{name}");
        assert_eq!((&rows[1]["text"], &rows[1]["n"]), (&"Lift it.".into(), &2.into()), "{name}");
    }
    let cut = folder.put("h.json", "[{\"text\": \"Keep it.\"}, {\"text\": \"Li");
    let output = run(&["classify", &cut]);
    ended(&output, 3, &["h.json", "cut"]);
    let wrong = folder.put("i.json", "[\n{\"text\": \"Keep it.\"},\n{\"text\": \"x\",}\n]");
    ended(&run(&["classify", &wrong]), 3, &["i.json, record 2 (line 3)"]);
    let labelled: Vec<serde_json::Value> = (0..12)
        .map(|k| serde_json::json!({"text": (["keep it", "lift it"][k % 2]), "stance": (["support", "oppose"][k % 2])}))
        .collect();
    let text = serde_json::to_string_pretty(&labelled).unwrap();
    for args in [vec!["train", "-"], vec!["train", &folder.put("k.json", &text)]] {
        let output = piped(&[&args[..], &["--no-search", "-o", &folder.path("m.st")]].concat(), &text);
        ended(&output, 0, &["stance: 12 rows"]);
    }
}

#[test]
fn json_is_written_as_an_array_when_asked() {
    let folder = Folder::new();
    let file = folder.put("a.csv", "text,n\nKeep it.,1\nLift it.,2\n");
    for threads in ["1", "3"] {
        let text = stdout(&run(&["classify", &file, "--format", "json", "--threads", threads]));
        let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        assert_eq!((rows.len(), &rows[1]["n"]), (2, &"2".into()));
    }
    let nothing = folder.put("b.txt", "Nobody speaks.\n");
    assert_eq!(stdout(&run(&["extract", &nothing, "--format", "json"])), "[]\n");
    assert_eq!(
        stdout(&run(&["classify", &file, "--format", "ndjson"])),
        stdout(&run(&["classify", &file, "--format", "jsonl"]))
    );
}
