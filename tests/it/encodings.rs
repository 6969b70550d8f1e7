//! Encodings and separators: what is believed, what is recognised and named, and what is read when asked.

use std::process::Output;

use crate::process::*;

fn utf16(text: &str) -> Vec<u8> {
    format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// `“Lift the ban,” said José.` in windows-1252.
const LATIN: &[u8] = b"\x93Lift the ban,\x94 said Jos\xe9 Luz. Die Beschr\xe4nkung f\xe4llt.\n";

fn jsonl(output: &Output) -> Vec<serde_json::Value> {
    objects(&stdout(output))
}

#[test]
fn a_mark_and_a_declaration_are_believed() {
    let folder = Folder::new();
    let page = [b"<html><head><meta charset=\"windows-1252\"></head><body><p>".as_slice(), LATIN].concat();
    let wide = utf16("“Lift the ban,” said José Luz.\n");
    for (name, bytes) in [("a.html", page), ("b.txt", wide)] {
        let rows = jsonl(&run(&["extract", &folder.put(name, bytes), "--format", "jsonl"]));
        assert_eq!(
            (&rows[0]["text"], &rows[0]["speaker_name"]),
            (&"Lift the ban,".into(), &"José Luz".into()),
            "{name}"
        );
    }
    let rows = jsonl(&run(&["extract", &folder.path("b.txt"), "--format", "jsonl"]));
    assert_eq!((rows[0]["start"].as_u64(), rows[0]["end"].as_u64()), (Some(2), Some(15)), "the mark counts");
    let lines = jsonl(&run(&["classify", &folder.path("b.txt"), "--as", "lines", "--format", "jsonl"]));
    assert!(lines[0]["text"].as_str().unwrap().contains("Lift the ban"));
    // What spreadsheets call Unicode text: UTF-16 and tabs, whatever its name.
    for name in ["c.csv", "c.tsv"] {
        let file = folder.put(name, utf16("text\tn\nKeep it, please.\t1\n"));
        let output = run(&["classify", &file, "--format", "jsonl"]);
        assert_eq!(jsonl(&output)[0]["n"], "1", "{name}");
        assert!(stderr(&output).contains("read as UTF-16LE, as its byte-order mark says"), "{}", stderr(&output));
    }
}

#[test]
fn other_encodings_are_named_and_read_when_asked() {
    let folder = Folder::new();
    let file = folder.put("a.txt", LATIN);
    refused(&run(&["extract", &file]), 3, &["a.txt, byte 0: is not UTF-8", "--encoding windows-1252"]);
    for encoding in ["windows-1252", "auto", "LATIN1"] {
        let output = run(&["extract", &file, "--encoding", encoding, "--format", "jsonl"]);
        assert_eq!(jsonl(&output)[0]["speaker_name"], "José Luz", "{encoding}");
        assert_eq!(stderr(&output).contains("read as windows-1252"), encoding == "auto");
        assert!(!stderr(&run(&["extract", &file, "--encoding", encoding, "-q"])).contains("read as"));
    }
    let rows = folder.put("b.csv", [b"text,n\nKeep it,1\n".as_slice(), b"Jos\xe9 l\xe4uft,2\n"].concat());
    let output = run(&["classify", &rows]);
    ended(&output, 3, &["b.csv, record 2 (line 3), byte 20", "--encoding windows-1252"]);
    assert_eq!(jsonl(&run(&["classify", &rows, "--encoding", "auto", "--format", "jsonl"]))[1]["text"], "José läuft");
    let bare: Vec<u8> = "text,n\nKeep it,1\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let bare = folder.put("c.csv", bare);
    refused(&run(&["classify", &bare]), 3, &["c.csv", "UTF-16BE", "--encoding utf-16be"]);
    assert_eq!(jsonl(&run(&["classify", &bare, "--encoding", "auto", "--format", "jsonl"]))[0]["n"], "1");
    let piped =
        stance().args(["extract", "--encoding", "windows-1252", "--format", "jsonl"]).write_stdin(LATIN).output();
    assert_eq!(jsonl(&piped.unwrap())[0]["speaker_name"], "José Luz");
    refused(&run(&["extract", &file, "--encoding", "klingon"]), 2, &["klingon", "windows-1252"]);
    let damaged = folder.put("d.txt", b"\x82\xa0 \xff\n");
    refused(&run(&["extract", &damaged, "--encoding", "shift_jis"]), 3, &["d.txt, byte 3", "Shift_JIS"]);
}

#[test]
fn separators_are_named_and_read_when_asked_or_declared() {
    let folder = Folder::new();
    for (name, byte, word) in [("a.csv", ";", "semicolon"), ("b.csv", "|", "pipe"), ("c.csv", "\t", "tab")] {
        let file = folder.put(name, format!("text{byte}n\nKeep it, please.{byte}1\nLift it, now.{byte}2\n"));
        refused(&run(&["classify", &file]), 3, &[name, &format!("--delimiter {word}")]);
        for delimiter in [word, byte, "auto"] {
            let output = run(&["classify", &file, "--delimiter", delimiter, "--format", "jsonl"]);
            assert_eq!(jsonl(&output)[1]["n"], "2", "{name} {delimiter}");
            assert_eq!(stderr(&output).contains("fields are separated by"), delimiter == "auto");
        }
    }
    let declared = folder.put("d.csv", "sep=;\r\ntext;n\r\nKeep it, please.;1\r\n");
    assert_eq!(jsonl(&run(&["classify", &declared, "--format", "jsonl"]))[0]["n"], "1");
    for args in [["--as", "tsv"].as_slice(), &["--as", "csv", "--delimiter", "auto"]] {
        let args = [&["classify", "--format", "jsonl"], args].concat();
        assert_eq!(jsonl(&piped(&args, "text\tn\nKeep it, please.\t1\n"))[0]["n"], "1");
    }
    refused(&run(&["classify", &declared, "--delimiter", "xy"]), 2, &["xy", "semicolon"]);
}

#[test]
fn rows_are_written_as_they_were_read_when_asked() {
    let folder = Folder::new();
    let bytes = b"text;n\r\nJos\xe9 l\xe4uft;1\r\n";
    let file = folder.put("a.csv", bytes);
    let given = ["classify", &file, "--encoding", "windows-1252", "--delimiter", ";", "--format", "same"];
    let output = run(&given);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(output.stdout.starts_with(b"text;n;predicted_stance;"), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.stdout.windows(7).any(|part| part == b"Jos\xe9 l\xe4"));
    let wide = folder.put("b.tsv", utf16("text\tn\nKeep it.\t1\n"));
    let output = run(&["classify", &wide, "--format", "same"]);
    assert!(output.stdout.starts_with(b"\xff\xfet\0e\0x\0t\0\t\0n\0"), "{:?}", &output.stdout[..20]);
    let plain = folder.put("c.csv", "text,n\nKeep it.,1\n");
    assert_eq!(
        run(&["classify", &plain, "--format", "same"]).stdout,
        run(&["classify", &plain, "--format", "csv"]).stdout
    );
    let missing = folder.put("d.csv", "text;n\nKeep it.;1\n");
    let output = run(&["classify", &missing, "--delimiter", ";", "--encoding", "shift_jis", "--format", "same"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn labelled_rows_are_read_in_the_same_way() {
    let folder = Folder::new();
    let rows: String = (0..6).map(|k| format!("keep it, läuft {k};support\nlift it, fällt {k};oppose\n")).collect();
    let text = format!("text;stance\n{rows}");
    let latin: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
    let file = folder.put("a.csv", latin);
    let model = folder.path("m.st");
    let asked = ["--encoding", "auto", "--delimiter", "auto", "--no-search", "-o", &model];
    let output = run(&[&["train", &file][..], &asked].concat());
    ended(&output, 0, &["read as windows-1252", "semicolons", "stance: 12 rows"]);
    stdout(&run(&["evaluate", &file, "--model", &model, "--encoding", "latin1", "--delimiter", "semicolon"]));
    ended(&run(&["audit", &file, "--encoding", "latin1", "--quick"]), 3, &["--delimiter semicolon"]);
    let wide = folder.put("b.csv", utf16(&text.replace(';', "\t")));
    ended(&run(&["train", &wide, "--no-search", "-o", &model]), 0, &["UTF-16LE", "stance: 12 rows"]);
}
