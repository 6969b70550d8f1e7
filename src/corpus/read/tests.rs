use std::io::Read;

use proptest::prelude::*;

use crate::corpus::*;

pub(in crate::corpus) fn reader(bytes: &[u8], format: Format) -> crate::Result<RowReader<&[u8]>> {
    RowReader::new(bytes, format, "a.csv", Faults::Stop)
}

/// All rows as record, line and texts.
pub(in crate::corpus) fn rows(bytes: &[u8], format: Format) -> crate::Result<Vec<(u64, u64, Vec<String>)>> {
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
fn a_header_alone_is_a_table_without_rows() {
    assert_eq!(rows(b"text,label\n", Format::Csv).unwrap().len(), 0);
}

#[test]
fn every_fault_of_a_table_is_named_with_its_place() {
    let cases: [(&[u8], Format, &str); 16] = [
        (b"", Format::Csv, "a.csv: is empty"),
        (b"\xEF\xBB\xBF\r\n\n", Format::Csv, "a.csv: is empty"),
        (b"", Format::Jsonl, "a.csv: is empty"),
        (b"text,label,text\na,b,c\n", Format::Csv, "a.csv (line 1), column `text`: is there twice, as columns 1 and 3"),
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
        (b"text,label\r\n\"a\r\n\r\n\",b\r\n\r\nc\r\n", Format::Csv, "a.csv, record 2 (line 6): has 1 field"),
        (b"text,label\na,b\ncaf\xE9,d\n", Format::Csv, "a.csv, record 2 (line 3), byte 18: is not UTF-8"),
        (
            b"\xEF\xBB\xBFtext,label\r\n\"a\"\"\r\n\",b\r\ncaf\xE9,d\r\n",
            Format::Csv,
            "a.csv, record 2 (line 4), byte 29: is not UTF-8",
        ),
        (b"t\xE9xt,label\na,b\n", Format::Csv, "a.csv (line 1), byte 1: is not UTF-8"),
        (
            b"text,label\na,b\n\"c,d\ne,f\n",
            Format::Csv,
            "a.csv, record 2 (line 3): has a double quote that is never closed",
        ),
        (b"text\n\"", Format::Csv, "a.csv, record 1 (line 2): has a double quote that is never closed"),
        (b"{\"text\": \"a\"}\n\n{\"text\": 1", Format::Jsonl, "a.csv, record 2 (line 3): is not one JSON object"),
        (b"[{\"text\": \"a\"}]", Format::Jsonl, "a.csv, record 1 (line 1): is a JSON array"),
        (
            b"{\"a\": 1}\n{\"a\": 1, \"b\": 2, \"b\": 3}",
            Format::Jsonl,
            "a.csv, record 2 (line 2): has the key `b` twice",
        ),
        (b"{\"a\": 1}\n{\"a\": \"\xE9\"}", Format::Jsonl, "a.csv, record 2 (line 2), byte 16: is not UTF-8"),
    ];
    for (bytes, format, expected) in cases {
        let found = message(bytes, format);
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
}

#[test]
fn more_json_that_is_no_row_is_refused() {
    for line in
        ["1", "\"a\"", "{}", "{\"a\": 1} x", "{\"a\": \"\\ud800\"}", "{\"\": 1}", "{\"a\": 01}", "{\"a\":1,\"a\":2}"]
    {
        message(line.as_bytes(), Format::Jsonl);
    }
    let deep = format!("{{\"a\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let _ = rows(deep.as_bytes(), Format::Jsonl);
}

#[test]
fn a_missing_column_lists_the_columns_there_are() {
    let header = reader(b"Text;label\na\n", Format::Csv).unwrap().header();
    let error = header.require("text", "a.csv", "name it otherwise").unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.csv, column `text`: is not there, the columns are `Text;label`; its fields seem to be separated by semicolons: read it with `delimiter = semicolon`"
    );
}

#[test]
fn lines_and_records_are_counted_whatever_ends_them() {
    for end in ["\n", "\r\n", "\r"] {
        let table = format!("a,b{end}1,\"x{end}y\"{end}{end}2,z{end}3,last").replace("3,last", "3,\"la\nst\"");
        let found = rows(table.as_bytes(), Format::Csv).unwrap();
        let places: Vec<(u64, u64)> = found.iter().map(|r| (r.0, r.1)).collect();
        assert_eq!(places, [(1, 2), (2, 5), (3, 6)], "{end:?}");
        assert_eq!(found[0].2[1], format!("x{end}y"));
        assert_eq!(found[2].2[1], "la\nst");
    }
}

#[test]
fn quotes_at_both_ends_of_a_field_are_removed_and_doubled_ones_are_one() {
    for (format, separator) in [(Format::Csv, ","), (Format::Tsv, "\t")] {
        let line = ["\"a\"", "\"\"", "\"\"\"\"", "\"b \"\"c\"\"\"", "d \"e\"", "\"f,\tg\r\nh\""].join(separator);
        let header = ["1", "2", "3", "4", "5", "6"].join(separator);
        let found = rows(format!("{header}\n{line}\n").as_bytes(), format).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].2, ["a", "", "\"", "b \"c\"", "d \"e\"", "f,\tg\r\nh"]);
    }
}

#[test]
fn text_after_a_closing_quote_names_the_row_of_csv_and_is_text_in_tsv() {
    for field in ["\"ban\"x", "\"ban\" ", "\"a\"b\"", "\"I have gone\" was the line."] {
        let csv = format!("text,n\nok,1\n{field},2\nlast,3\n");
        let found = message(csv.as_bytes(), Format::Csv);
        assert!(
            found.starts_with("a.csv, record 2 (line 3): has text after the closing double quote of field 1"),
            "{found}"
        );
        let mut skipping = RowReader::new(csv.as_bytes(), Format::Csv, "f", Faults::SkipAndCount).unwrap();
        assert_eq!(skipping.rows().filter(Result::is_ok).count(), 2, "{field}");
        let tsv = csv.replace(",", "\t");
        assert_eq!(rows(tsv.as_bytes(), Format::Tsv).unwrap()[1].2, [field, "2"]);
    }
}

/// The first texts of a TSV table, and whether it is said that quotes are read as text.
fn tsv(table: &str) -> (Vec<String>, bool) {
    let mut reader = reader(table.as_bytes(), Format::Tsv).unwrap();
    let texts = reader.rows().map(|row| row.unwrap().text(0).to_owned()).collect();
    (texts, reader.remarks().iter().any(|remark| remark.contains("double quotes are read as text")))
}

#[test]
fn no_row_of_tsv_is_lost_to_a_quotation_mark() {
    // Never closed, closed in another row before text, and closed at the end of another row.
    for (last, said) in [("The end.", false), ("The \"end\" is near", false), ("The end.\"", true)] {
        let table = format!("text\tn\n\"All those faces\t1\nquiet\t2\n{last}\t3\nlast\t4\n");
        let (texts, found) = tsv(&table);
        assert_eq!(texts, ["\"All those faces", "quiet", last, "last"]);
        assert_eq!(found, said, "{last}");
    }
    // Quotes around a tab: the header says how many fields there are.
    assert_eq!(tsv("text\tn\n\"a\tb\"\nc\td\n"), (vec!["\"a".to_owned(), "c".to_owned()], true));
    assert_eq!(tsv("text\tn\n\"a\tb\"\t1\n"), (vec!["a\tb".to_owned()], false));
}

#[test]
fn quotes_of_tsv_keep_line_breaks_where_the_lines_alone_are_no_rows() {
    let (texts, said) = tsv("text\tn\n\"one\ntwo \"\"three\"\"\r\n\nfour\"\t1\nlast\t2\n");
    assert_eq!(texts, ["one\ntwo \"three\"\r\n\nfour", "last"]);
    assert!(!said);
    assert_eq!(tsv("text\n\"one\ntwo\"\nlast\n").0, ["one\ntwo", "last"]);
}

#[test]
fn what_the_tsv_reader_gives_is_what_was_written_however_it_was_quoted() {
    let texts = ["\"", "\"\"", "a\"", "\"a", "\"a\" b", "a\tb", "a\n\"b", "\"a\"\n", "", " \" "];
    for first in texts {
        for second in texts {
            let mut writer = csv::WriterBuilder::new().delimiter(b'\t').from_writer(Vec::new());
            writer.write_record(["text", "n", "m"]).unwrap();
            writer.write_record([first, second, "x"]).unwrap();
            writer.write_record([second, first, "x"]).unwrap();
            let found = rows(&writer.into_inner().unwrap(), Format::Tsv).unwrap();
            assert_eq!(found.len(), 2, "{first:?} {second:?}");
            assert_eq!((&*found[0].2[0], &*found[0].2[1], &*found[1].2[1]), (first, second, first));
        }
    }
}

#[test]
fn a_record_longer_than_the_limit_is_named_in_every_format() {
    let long = "x".repeat(3 << 20);
    for (format, table) in [
        (Format::Csv, format!("text,n\na,1\n{long},2\n")),
        (Format::Csv, format!("text,n\na,1\n\"{}\",2\n", long.replace("xx", "x\n"))),
        (Format::Tsv, format!("text\tn\na\t1\n{long}\t2\n")),
        (Format::Jsonl, format!("{{\"text\":\"a\"}}\n{{\"text\":\"{long}\"}}\n")),
    ] {
        for sip in [1000, usize::MAX] {
            let mut reader =
                RowReader::with_limit(Sip(table.as_bytes(), sip), format, "f", Faults::SkipAndCount, 2 << 20).unwrap();
            assert!(reader.read(&mut Row::default()).unwrap());
            let error = reader.read(&mut Row::default()).unwrap_err();
            assert_eq!(error.class() as i32, 3);
            let line = if format == Format::Jsonl { 2 } else { 3 };
            let place = format!("f, record 2 (line {line}): is longer than 2 MiB");
            assert!(error.to_string().starts_with(&place), "{error}");
            let whole = RowReader::with_limit(Sip(table.as_bytes(), sip), format, "f", Faults::Stop, 4 << 20);
            assert_eq!(whole.unwrap().rows().filter(Result::is_ok).count(), 2);
        }
    }
    // A quotation mark of TSV that is closed nowhere near is text.
    let table = format!("text\tn\n\"a\t1\n{}z\t3\n", "quiet\t2\n".repeat(400_000));
    let mut reader = RowReader::with_limit(table.as_bytes(), Format::Tsv, "f", Faults::Stop, 1 << 20).unwrap();
    assert_eq!(reader.rows().filter(Result::is_ok).count(), 400_002);
}

#[test]
fn columns_without_a_name_are_called_by_their_number() {
    let table = b"a,,column_4,\n1,2,3,4\n";
    let mut reader = reader(table, Format::Csv).unwrap();
    assert_eq!(reader.header().names(), ["a", "column_2", "column_4", "column_4_"]);
    assert!(reader.remarks()[0].contains("2 columns have no name"), "{:?}", reader.remarks());
    let mut row = Row::default();
    reader.read(&mut row).unwrap();
    for (format, expected) in [
        (Format::Csv, "a,,column_4,\n1,2,3,4\n"),
        (Format::Jsonl, "{\"a\":\"1\",\"column_2\":\"2\",\"column_4\":\"3\",\"column_4_\":\"4\"}\n"),
    ] {
        let mut writer = RowWriter::new(Vec::new(), "o", format, &reader.header(), &[], Bom::Without).unwrap();
        writer.write(&row, &[]).unwrap();
        assert_eq!(String::from_utf8(writer.finish().unwrap()).unwrap(), expected);
    }
}

#[test]
fn a_million_columns_are_read_in_linear_time() {
    let names: Vec<String> = (0..1 << 20).map(|k| format!("c{k}")).collect();
    let table = format!("{}\n{}\n", names.join(","), ",".repeat(names.len() - 1));
    assert_eq!(rows(table.as_bytes(), Format::Csv).unwrap().len(), 1);
    let pairs =
        |from: usize| names[from..from + 300_000].iter().map(|n| format!("\"{n}\":1")).collect::<Vec<_>>().join(",");
    let lines = format!("{{{}}}\n{{{}}}\n", pairs(0), pairs(500_000));
    let mut reader = reader(lines.as_bytes(), Format::Jsonl).unwrap();
    assert_eq!(reader.rows().filter(Result::is_ok).count(), 2);
    let more = format!("{},c\n1\n", names.join(","));
    assert!(message(more.as_bytes(), Format::Csv).contains("more than 1048576 fields"));
}

#[test]
fn nothing_is_skipped_unless_asked_and_then_it_is_counted() {
    let table = b"a,b\n1,2\n3\n\xFF,4\n5,6\n";
    let mut reader = RowReader::new(&table[..], Format::Csv, "a.csv", Faults::SkipAndCount).unwrap();
    let found: Vec<(u64, u64, String)> =
        reader.rows().map(|row| row.map(|r| (r.record, r.line, r.text(0).to_owned())).unwrap()).collect();
    assert_eq!(found, [(1, 2, "1".to_owned()), (4, 5, "5".to_owned())]);
    assert_eq!(reader.skipped(), 2);
    assert!(reader.first_fault().unwrap().to_string().contains("record 2 (line 3)"));

    let mut reader =
        RowReader::new(&b"{\"a\":1}\n{\n{\"a\":2}\n"[..], Format::Jsonl, "f", Faults::SkipAndCount).unwrap();
    assert_eq!(reader.rows().filter(Result::is_ok).count(), 2);
    assert_eq!(reader.skipped(), 1);

    let mut reader = RowReader::new(&b"a,b\n1\n2\n"[..], Format::Csv, "f", Faults::SkipAndCount).unwrap();
    let error = reader.read(&mut Row::default()).unwrap_err().to_string();
    assert!(error.contains("no usable row, 2 left out"), "{error}");
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
        assert_eq!((error.class() as i32, error.to_string()), (1, "f: cannot read: gone".to_owned()));
    }
}

proptest! {
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

/// Delivers at most this many bytes per call.
struct Sip<'a>(&'a [u8], usize);

impl Read for Sip<'_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.0.len().min(self.1).min(buf.len());
        buf[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

#[test]
fn places_are_right_however_the_bytes_arrive() {
    for end in ["\n", "\r\n"] {
        let mut bytes = format!("\u{FEFF}a,b{end}").into_bytes();
        let (mut lines, mut bad) = (Vec::new(), 0);
        let mut line = 2;
        for row in 0..6000 {
            lines.push(line);
            if row == 5000 {
                bad = bytes.len() + 2;
                bytes.extend(b"\"\"\xE2\x82\",");
            } else {
                bytes.extend(format!("\"é\"\"{row}{end}\",🙂").as_bytes());
                line += 1;
            }
            bytes.extend(end.as_bytes());
            line += 1;
        }
        for sip in [1, 7, 4096, usize::MAX] {
            let input = Sip(&bytes, sip);
            let mut reader = RowReader::new(input, Format::Csv, "f", Faults::SkipAndCount).unwrap();
            let found: Vec<u64> = reader.rows().map(|row| row.unwrap().line).collect();
            let mut expected = lines.clone();
            expected.remove(5000);
            assert_eq!(found, expected, "{end:?} {sip}");
            let place = format!("f, record 5001 (line {}), byte {bad}: ", lines[5000]);
            let fault = reader.first_fault().unwrap().to_string();
            assert!(fault.starts_with(&place), "{fault} {place}");
        }
    }
}
