use std::io::Read;

use proptest::prelude::*;

use super::*;

fn reader(bytes: &[u8], format: Format) -> crate::Result<RowReader<&[u8]>> {
    RowReader::new(bytes, format, "a.csv", Faults::Stop)
}

/// All rows as record, line and texts.
fn rows(bytes: &[u8], format: Format) -> crate::Result<Vec<(u64, u64, Vec<String>)>> {
    let mut reader = reader(bytes, format)?;
    let columns = reader.header().len();
    reader
        .rows()
        .map(|row| {
            let row = row?;
            let texts = (0..columns).map(|c| row.text(c).to_owned()).collect();
            Ok((row.record, row.line, texts))
        })
        .collect()
}

fn message(bytes: &[u8], format: Format) -> String {
    let error = rows(bytes, format).unwrap_err();
    assert_eq!(error.class() as i32, 3);
    error.to_string()
}

#[test]
fn every_fault_of_a_table_is_named_with_its_place() {
    let cases: [(&[u8], Format, &str); 17] = [
        (b"", Format::Csv, "a.csv: is empty"),
        (b"\xEF\xBB\xBF\r\n\n", Format::Csv, "a.csv: is empty"),
        (b"", Format::Jsonl, "a.csv: is empty"),
        (
            b"text,label\n",
            Format::Csv,
            "a.csv: has a header but no rows",
        ),
        (
            b"text,label,text\na,b,c\n",
            Format::Csv,
            "a.csv (line 1), column `text`: is there twice, as columns 1 and 3",
        ),
        (
            b"text,label\na,b\n\"q\nr\",c\nd\n",
            Format::Csv,
            "a.csv, record 3 (line 5): has 1 field where the header has 2",
        ),
        (
            b"text,label\r\na,b\r\nc,d,e\r\n",
            Format::Csv,
            "a.csv, record 2 (line 3): has 3 fields where the header has 2",
        ),
        (
            b"text,label\r\n\"a\r\n\r\n\",b\r\n\r\nc\r\n",
            Format::Csv,
            "a.csv, record 2 (line 6): has 1 field",
        ),
        (
            b"text,label\na,b\ncaf\xE9,d\n",
            Format::Csv,
            "a.csv, record 2 (line 3), byte 18: is not UTF-8",
        ),
        (
            b"\xEF\xBB\xBFtext,label\r\n\"a\"\"\r\n\",b\r\ncaf\xE9,d\r\n",
            Format::Csv,
            "a.csv, record 2 (line 4), byte 29: is not UTF-8",
        ),
        (
            b"t\xE9xt,label\na,b\n",
            Format::Csv,
            "a.csv (line 1), byte 1: is not UTF-8",
        ),
        (
            b"text,label\na,b\n\"c,d\ne,f\n",
            Format::Csv,
            "a.csv, record 2 (line 3): has a double quote that is never closed",
        ),
        (
            b"text\n\"",
            Format::Csv,
            "a.csv, record 1 (line 2): has a double quote that is never closed",
        ),
        (
            b"{\"text\": \"a\"}\n\n{\"text\": 1",
            Format::Jsonl,
            "a.csv, record 2 (line 3): is not one JSON object",
        ),
        (
            b"[{\"text\": \"a\"}]",
            Format::Jsonl,
            "a.csv, record 1 (line 1): is a JSON array",
        ),
        (
            b"{\"a\": 1}\n{\"a\": 1, \"b\": 2, \"b\": 3}",
            Format::Jsonl,
            "a.csv, record 2 (line 2): has the key `b` twice",
        ),
        (
            b"{\"a\": 1}\n{\"a\": \"\xE9\"}",
            Format::Jsonl,
            "a.csv, record 2 (line 2), byte 16: is not UTF-8",
        ),
    ];
    for (bytes, format, expected) in cases {
        let found = message(bytes, format);
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
}

#[test]
fn more_json_that_is_no_row_is_refused() {
    for line in [
        "1",
        "\"a\"",
        "{}",
        "{\"a\": 1} x",
        "{\"a\": \"\\ud800\"}",
        "{\"\": 1}",
        "{\"a\": 01}",
        "{\"a\":1,\"a\":2}",
    ] {
        message(line.as_bytes(), Format::Jsonl);
    }
    let deep = format!("{{\"a\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let _ = rows(deep.as_bytes(), Format::Jsonl);
}

#[test]
fn a_missing_column_lists_the_columns_there_are() {
    let header = reader(b"Text;label\na\n", Format::Csv).unwrap().header();
    let error = header
        .require("text", "a.csv", "name it with --text-column")
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.csv, column `text`: is not there, the columns are `Text;label` (separated by semicolons? save it with commas); name it with --text-column"
    );
}

#[test]
fn lines_and_records_are_counted_whatever_ends_them() {
    for end in ["\n", "\r\n"] {
        let table = format!("a,b{end}1,\"x{end}y\"{end}{end}2,z{end}3,last")
            .replace("3,last", "3,\"la\nst\"");
        let found = rows(table.as_bytes(), Format::Csv).unwrap();
        let places: Vec<(u64, u64)> = found.iter().map(|r| (r.0, r.1)).collect();
        assert_eq!(places, [(1, 2), (2, 5), (3, 6)], "{end:?}");
        assert_eq!(found[0].2[1], format!("x{end}y"));
        assert_eq!(found[2].2[1], "la\nst");
    }
}

#[test]
fn a_row_that_looks_like_the_end_of_input_is_a_row() {
    let found = rows(b"a\nend of input\n\"\nend of input\n\"\n", Format::Csv).unwrap();
    assert_eq!(found[0].2[0], "end of input");
    assert_eq!(found[1].2[0], "\nend of input\n");
}

#[test]
fn nothing_is_skipped_unless_asked_and_then_it_is_counted() {
    let table = b"a,b\n1,2\n3\n\xFF,4\n5,6\n";
    let mut reader =
        RowReader::new(&table[..], Format::Csv, "a.csv", Faults::SkipAndCount).unwrap();
    let found: Vec<(u64, u64, String)> = reader
        .rows()
        .map(|row| {
            row.map(|r| (r.record, r.line, r.text(0).to_owned()))
                .unwrap()
        })
        .collect();
    assert_eq!(found, [(1, 2, "1".to_owned()), (4, 5, "5".to_owned())]);
    assert_eq!(reader.skipped(), 2);
    assert!(
        reader
            .first_fault()
            .unwrap()
            .to_string()
            .contains("record 2 (line 3)")
    );

    let mut reader = RowReader::new(
        &b"{\"a\":1}\n{\n{\"a\":2}\n"[..],
        Format::Jsonl,
        "f",
        Faults::SkipAndCount,
    )
    .unwrap();
    assert_eq!(reader.rows().filter(Result::is_ok).count(), 2);
    assert_eq!(reader.skipped(), 1);

    let mut reader =
        RowReader::new(&b"a,b\n1\n2\n"[..], Format::Csv, "f", Faults::SkipAndCount).unwrap();
    let error = reader.read(&mut Row::default()).unwrap_err().to_string();
    assert!(error.contains("no usable row, 2 left out"), "{error}");
}

/// What `bytes` become when they are read and written with a column added.
fn copy(
    bytes: &[u8],
    from: Format,
    to: Format,
    added: &[&str],
    cells: &[Cell<'_>],
) -> crate::Result<String> {
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
    let cells = [
        Cell::Text("x\"y"),
        Cell::Number(0.25),
        Cell::Spans(&[(1, 2), (3, 4)]),
    ];
    let more = copy(
        table.as_bytes(),
        Format::Jsonl,
        Format::Jsonl,
        &["p", "q", "s"],
        &cells,
    )
    .unwrap();
    let added = r#","p":"x\"y","q":0.25,"s":[[1,2],[3,4]]}"#;
    assert_eq!(
        more,
        format!(
            "{}{added}\n{}{added}\n",
            line.strip_suffix(" }").unwrap(),
            later.strip_suffix('}').unwrap()
        )
    );
    let error = copy(table.as_bytes(), Format::Jsonl, Format::Csv, &[], &[]).unwrap_err();
    assert_eq!(error.class() as i32, 3);
    assert!(
        error
            .to_string()
            .starts_with("out, record 2 (line 2), column `new`: "),
        "{error}"
    );
}

#[test]
fn json_values_become_fields_and_fields_become_strings() {
    let json = br#"{"a": "x, \"y\"", "b": 1.50, "c": null, "d": [1]}"#;
    let csv = copy(
        json,
        Format::Jsonl,
        Format::Csv,
        &["r"],
        &[Cell::Json("[{\"t\":1}]")],
    )
    .unwrap();
    assert_eq!(
        csv,
        "a,b,c,d,r\n\"x, \"\"y\"\"\",1.50,,[1],\"[{\"\"t\"\":1}]\"\n"
    );
    let cells = [
        Cell::Json("[{\"t\":1}]"),
        Cell::Json("no json"),
        Cell::Empty,
    ];
    let jsonl = copy(
        b"a,b\n1,\"q\nr\"\n",
        Format::Csv,
        Format::Jsonl,
        &["r", "s", "t"],
        &cells,
    )
    .unwrap();
    assert_eq!(
        jsonl,
        "{\"a\":\"1\",\"b\":\"q\\nr\",\"r\":[{\"t\":1}],\"s\":\"no json\",\"t\":null}\n"
    );
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
        (
            Format::Tsv,
            "a\tb\tc\td\te\tf\tg\n7\t0.1\t\t0.9\t0\t120\t1-2;3-4\n",
        ),
        (
            Format::Jsonl,
            "{\"a\":7,\"b\":0.1,\"c\":null,\"d\":0.9,\"e\":0,\"f\":120,\"g\":[[1,2],[3,4]]}\n",
        ),
    ] {
        let mut writer = RowWriter::new(
            Vec::new(),
            "out",
            format,
            &Header::default(),
            &names,
            Bom::Without,
        )
        .unwrap();
        writer.write_cells(&cells).unwrap();
        assert!(writer.write_cells(&[]).is_err());
        assert_eq!(
            String::from_utf8(writer.finish().unwrap()).unwrap(),
            expected
        );
    }
}

#[test]
fn an_added_column_that_is_there_already_is_refused() {
    let error = copy(
        b"a,p\n1,2\n",
        Format::Csv,
        Format::Csv,
        &["p"],
        &[Cell::Empty],
    )
    .unwrap_err();
    assert_eq!(error.class() as i32, 3);
    assert!(
        error
            .to_string()
            .starts_with("out, column `p`: is there already"),
        "{error}"
    );
    let later = b"{\"a\":1}\n{\"a\":1,\"p\":2}\n";
    let error = copy(later, Format::Jsonl, Format::Jsonl, &["p"], &[Cell::Empty]).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("out, record 2 (line 2), column `p`"),
        "{error}"
    );
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
        let written = RowWriter::new(
            Closed,
            "-",
            format,
            &Header::default(),
            &["a"],
            Bom::Without,
        )
        .and_then(|mut writer| {
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

#[test]
fn a_failing_reader_is_an_io_error() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("gone"))
        }
    }
    for format in [Format::Csv, Format::Jsonl] {
        let input = (&b"{\"a\":1}\n"[..]).chain(Failing);
        let mut reader = match RowReader::new(input, format, "f", Faults::SkipAndCount) {
            Ok(reader) => reader,
            Err(error) => {
                assert_eq!(error.class() as i32, 1);
                continue;
            }
        };
        let error = reader.rows().find_map(Result::err).unwrap();
        assert_eq!(
            (error.class() as i32, error.to_string()),
            (1, "f: cannot read: gone".to_owned())
        );
    }
}

proptest! {
    #[test]
    fn tables_survive_writing_and_reading(
        table in proptest::collection::vec(proptest::collection::vec("[a\"é,;\t\r\n 🙂]{0,6}", 3), 1..8),
        format in prop_oneof![Just(Format::Csv), Just(Format::Tsv), Just(Format::Jsonl)],
        bom in prop_oneof![Just(Bom::Without), Just(Bom::With)],
    ) {
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

    #[test]
    fn no_bytes_make_the_reader_panic(
        bytes in proptest::collection::vec(prop_oneof![
            Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), Just(b'{'), Just(b'}'), Just(b':'), Just(b'\\'), any::<u8>()
        ], 0..60),
        format in prop_oneof![Just(Format::Csv), Just(Format::Tsv), Just(Format::Jsonl)],
    ) {
        for faults in [Faults::Stop, Faults::SkipAndCount] {
            if let Ok(mut reader) = RowReader::new(&bytes[..], format, "f", faults) {
                let n = reader.rows().filter(|row| row.is_ok()).count();
                prop_assert!(n <= bytes.len());
            }
        }
    }
}
