//! Reading tables and lines costs time in proportion to their length, on files made to be slow too.

use stance::corpus::{Faults, Format, LineReader, Row, RowReader};

use crate::growth::{Piece, grows_linearly};

/// Reads all rows of a table as far as it can be read.
fn read(text: &str, format: Format) {
    let Ok(mut reader) = RowReader::new(text.as_bytes(), format, "table", Faults::SkipAndCount) else { return };
    let mut row = Row::default();
    while matches!(reader.read(&mut row), Ok(true)) {}
}

/// Checks shapes that follow a header.
fn check(format: Format, header: &str, shapes: &[(&str, Piece)]) {
    for (name, shape) in shapes {
        let table = |n| header.to_owned() + &(0..n).map(shape).collect::<String>();
        grows_linearly(&format!("{format:?}, {name}"), table, |text| read(text, format));
    }
}

#[test]
fn csv_of_any_shape_costs_time_in_proportion_to_its_length() {
    check(
        Format::Csv,
        "text,n\n",
        &[
            ("rows", |i| format!("keep the rule,{i}\n")),
            ("blank lines", |_| "\r\n\r\n".to_owned()),
            ("carriage returns", |i| format!("keep the rule,{i}\r")),
            ("quoted line ends", |i| format!("\"keep\r\n\rit\n\",{i}\r\n")),
            ("one long field of doubled quotes", |i| if i == 0 { "\"".to_owned() } else { "a\"\"".to_owned() }),
            ("text after quotes", |i| format!("\"keep\"it,{i}\n")),
            ("one row of too many fields", |_| "a,".to_owned()),
            ("quotes inside fields", |i| format!("a \"b\" \"c,{i}\n")),
        ],
    );
    check(Format::Csv, "", &[("columns", |i| format!("column {i},")), ("columns without a name", |_| ",".to_owned())]);
}

#[test]
fn tsv_of_any_shape_costs_time_in_proportion_to_its_length() {
    check(
        Format::Tsv,
        "text\tn\n",
        &[
            ("quotes never closed", |i| format!("\"keep it\t{i}\n")),
            ("one quote never closed", |i| format!("{}keep it\t{i}\n", if i == 0 { "\"" } else { "" })),
            ("one quote before doubled ones", |i| format!("{}k\"\"eep it\t{i}\n", if i == 0 { "\"" } else { "" })),
            ("doubled quotes never closed", |i| format!("\"\"\"keep it\t{i}\n")),
            ("runs of quotes", |i| format!("{}keep it\t{i}\n", "\"".repeat(i % 7))),
            ("quotes closed in the next row", |i| {
                if i.is_multiple_of(2) { format!("\"keep it\t{i}\n") } else { format!("{i}\tlift it\"\n") }
            }),
            ("quotes closed after many rows", |i| {
                let mark = |at| if i % 1000 == at { "\"" } else { "" };
                format!("{}keep it\t{i}{}\n", mark(0), mark(999))
            }),
            ("quoted line ends", |i| format!("\"keep\nit\"\t{i}\n")),
        ],
    );
}

#[test]
fn jsonl_of_any_shape_costs_time_in_proportion_to_its_length() {
    check(
        Format::Jsonl,
        "{\"text\":\"keep it\"}\n",
        &[
            ("rows", |i| format!("{{\"text\":\"keep {i}\"}}\n")),
            ("escapes", |i| format!("{{\"text\":\"\\u00e9\\n{i}\"}}\n")),
            ("keys that the first row does not have", |i| format!("{{\"text\":\"a\",\"k{i}\":1}}\n")),
            ("blank lines", |_| " \n".to_owned()),
            ("no JSON", |_| "{\"text\":\n".to_owned()),
        ],
    );
    let keys = |order: &mut dyn Iterator<Item = usize>| {
        let pairs: Vec<String> = order.map(|k| format!("\"k{k}\":1")).collect();
        format!("{{{}}}\n", pairs.join(","))
    };
    grows_linearly("keys", |n| keys(&mut (0..n)), |text| read(text, Format::Jsonl));
    let turned = |n| keys(&mut (0..n)) + &keys(&mut (0..n).rev());
    grows_linearly("keys in another order", turned, |text| read(text, Format::Jsonl));
    let others = |n| keys(&mut (0..2)) + &keys(&mut (0..n));
    grows_linearly("many keys in one row", others, |text| read(text, Format::Jsonl));
    let nested = |n| format!("{{\"a\":{}1{}}}\n", "[".repeat(n), "]".repeat(n));
    grows_linearly("arrays inside each other", nested, |text| read(text, Format::Jsonl));
}

#[test]
fn lines_of_any_shape_cost_time_in_proportion_to_their_length() {
    let shapes: [(&str, Piece); 4] = [
        ("lines", |i| format!("keep the rule {i}\n")),
        ("carriage returns", |i| format!("keep the rule {i}\r")),
        ("empty lines", |_| "\r\r\n".to_owned()),
        ("one line", |_| "keep the rule ".to_owned()),
    ];
    for (name, shape) in shapes {
        let text = |n| (0..n).map(shape).collect::<String>();
        grows_linearly(name, text, |text| {
            let mut reader = LineReader::new(text.as_bytes(), "lines", 16 << 20).unwrap();
            let mut line = Vec::new();
            while reader.read(&mut line).unwrap() {
                line.clear();
            }
        });
    }
}
