use proptest::prelude::*;

use crate::corpus::read::tests::{reader, rows};
use crate::corpus::*;

/// What `bytes` become when they are read and written with a column added.
fn copy(bytes: &[u8], from: Format, to: Format, added: &[&str], cells: &[Cell<'_>]) -> crate::Result<String> {
    let mut reader = reader(bytes, from)?;
    let mut writer = RowWriter::new(Vec::new(), "out", to, &reader.header(), added, Bom::Without)?;
    let mut row = Row::default();
    while reader.read(&mut row)? {
        writer.write(&row, cells)?;
    }
    Ok(String::from_utf8(writer.finish()?).unwrap())
}

#[test]
fn jsonl_values_are_written_back_unchanged() {
    let line = r#"{"text": "a \u00e9 \"b\"", "n": 1.50, "big": 123456789012345678901234567890, "e": 1E5, "o": {"x" : [1, null]}, "z": null }"#;
    let later = r#"{"new":[true],"text":"b"}"#;
    let table = format!("{line}\r\n{later}\n");
    let same = copy(table.as_bytes(), Format::Jsonl, Format::Jsonl, &[], &[]).unwrap();
    assert_eq!(same, format!("{line}\n{later}\n"));
    let cells = [Cell::Text("x\"y"), Cell::Number(0.25), Cell::Spans(&[(1, 2), (3, 4)])];
    let more = copy(table.as_bytes(), Format::Jsonl, Format::Jsonl, &["p", "q", "s"], &cells).unwrap();
    let added = r#","p":"x\"y","q":0.25,"s":[[1,2],[3,4]]}"#;
    assert_eq!(
        more,
        format!("{}{added}\n{}{added}\n", line.strip_suffix(" }").unwrap(), later.strip_suffix('}').unwrap())
    );
    let error = copy(table.as_bytes(), Format::Jsonl, Format::Csv, &[], &[]).unwrap_err();
    assert_eq!(error.class() as i32, 3);
    assert!(error.to_string().starts_with("out, record 2 (line 2), column `new`: "), "{error}");
}

#[test]
fn json_values_become_fields_and_fields_become_strings() {
    let json = br#"{"a": "x, \"y\"", "b": 1.50, "c": null, "d": [1]}"#;
    let csv = copy(json, Format::Jsonl, Format::Csv, &["r"], &[Cell::Json("[{\"t\":1}]")]).unwrap();
    assert_eq!(csv, "a,b,c,d,r\n\"x, \"\"y\"\"\",1.50,,[1],\"[{\"\"t\"\":1}]\"\n");
    let cells = [Cell::Json("[{\"t\":1}]"), Cell::Json("no json"), Cell::Empty];
    let jsonl = copy(b"a,b\n1,\"q\nr\"\n", Format::Csv, Format::Jsonl, &["r", "s", "t"], &cells).unwrap();
    assert_eq!(jsonl, "{\"a\":\"1\",\"b\":\"q\\nr\",\"r\":[{\"t\":1}],\"s\":\"no json\",\"t\":null}\n");
}

#[test]
fn numbers_are_written_as_asked() {
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let cells = [
        Cell::Integer(7),
        Cell::Number(0.1),
        Cell::Number(f64::NAN),
        Cell::Rounded(0.90004, 4),
        Cell::Rounded(-0.00001, 2),
        Cell::Rounded(120.0, 0),
        Cell::Spans(&[(1, 2), (3, 4)]),
    ];
    for (format, expected) in [
        (Format::Csv, "a,b,c,d,e,f,g\n7,0.1,,0.9,0,120,1-2;3-4\n"),
        (Format::Tsv, "a\tb\tc\td\te\tf\tg\n7\t0.1\t\t0.9\t0\t120\t1-2;3-4\n"),
        (Format::Jsonl, "{\"a\":7,\"b\":0.1,\"c\":null,\"d\":0.9,\"e\":0,\"f\":120,\"g\":[[1,2],[3,4]]}\n"),
    ] {
        let mut writer = RowWriter::new(Vec::new(), "out", format, &Header::default(), &names, Bom::Without).unwrap();
        writer.write_cells(&cells).unwrap();
        assert!(writer.write_cells(&[]).is_err());
        assert_eq!(String::from_utf8(writer.finish().unwrap()).unwrap(), expected);
    }
}

#[test]
fn an_added_column_that_is_there_already_is_refused() {
    let error = copy(b"a,p\n1,2\n", Format::Csv, Format::Csv, &["p"], &[Cell::Empty]).unwrap_err();
    assert_eq!(error.class() as i32, 3);
    assert!(error.to_string().starts_with("out, column `p`: is there already"), "{error}");
    let later = b"{\"a\":1}\n{\"a\":1,\"p\":2}\n";
    let error = copy(later, Format::Jsonl, Format::Jsonl, &["p"], &[Cell::Empty]).unwrap_err();
    assert!(error.to_string().starts_with("out, record 2 (line 2), column `p`"), "{error}");
}

#[test]
fn a_full_disk_and_a_closed_pipe_are_io_errors() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
    }
    for format in [Format::Csv, Format::Jsonl] {
        let written =
            RowWriter::new(Closed, "-", format, &Header::default(), &["a"], Bom::Without).and_then(|mut writer| {
                writer.write_cells(&[Cell::Integer(1)])?;
                writer.finish().map(drop)
            });
        match written.unwrap_err() {
            crate::Error::Io { source, .. } => {
                assert_eq!(source.kind(), std::io::ErrorKind::BrokenPipe)
            }
            other => panic!("{other}"),
        }
    }
}

proptest! {
    #[test]
    fn tables_survive_writing_and_reading(
        table in proptest::collection::vec(proptest::collection::vec("[a\"é,;\t\r\n 🙂]{0,6}", 3), 1..8),
        format in prop_oneof![Just(Format::Csv), Just(Format::Tsv), Just(Format::Jsonl)],
        bom in prop_oneof![Just(Bom::Without), Just(Bom::With)],
    ) {
        let mut table = table;
        if format == Format::Tsv {
            // Tabs and line breaks in one cell can look like rows of their own, and are then read so.
            table.iter_mut().flatten().for_each(|cell| *cell = cell.replace(['\r', '\n'], " "));
        }
        let names = ["x", "y", "z"];
        let mut writer = RowWriter::new(Vec::new(), "out", format, &Header::default(), &names, bom).unwrap();
        for row in &table {
            let cells: Vec<Cell<'_>> = row.iter().map(|f| Cell::Text(f)).collect();
            writer.write_cells(&cells).unwrap();
        }
        let bytes = writer.finish().unwrap();
        prop_assert_eq!(bytes.starts_with(b"\xEF\xBB\xBF"), bom == Bom::With && format != Format::Jsonl);
        let found: Vec<Vec<String>> = rows(&bytes, format).unwrap().into_iter().map(|r| r.2).collect();
        prop_assert_eq!(&found, &table);
        let again = copy(&bytes, format, format, &[], &[]).unwrap();
        let without = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        prop_assert_eq!(again.as_bytes(), without);
    }

    #[test]
    fn crlf_and_lf_give_the_same_rows_and_lines(
        table in proptest::collection::vec(proptest::collection::vec("[a\"é, ]{0,4}(\n[ab]?)?", 2), 1..8),
    ) {
        let mut writer = RowWriter::new(Vec::new(), "out", Format::Csv, &Header::default(), &["x", "y"], Bom::Without).unwrap();
        for row in &table {
            writer.write_cells(&[Cell::Text(&row[0]), Cell::Text(&row[1])]).unwrap();
        }
        let lf = String::from_utf8(writer.finish().unwrap()).unwrap();
        let crlf = lf.replace('\n', "\r\n");
        let found = rows(crlf.as_bytes(), Format::Csv).unwrap();
        let expected = rows(lf.as_bytes(), Format::Csv).unwrap();
        let mut line = 2;
        for ((a, b), row) in found.iter().zip(&expected).zip(&table) {
            prop_assert_eq!((a.0, a.1), (b.0, b.1));
            prop_assert_eq!(a.1, line);
            line += 1 + row.iter().map(|f| f.matches('\n').count() as u64).sum::<u64>();
            let texts: Vec<String> = b.2.iter().map(|t| t.replace('\n', "\r\n")).collect();
            prop_assert_eq!(&a.2, &texts);
        }
    }
}
