//! The command lines whose outputs are recorded.

use std::fmt;

/// A command line, and the file that is its standard input.
pub(super) struct Case {
    pub(super) args: Vec<String>,
    pub(super) stdin: Option<String>,
}

impl Case {
    pub(super) fn new<'a>(args: impl IntoIterator<Item = &'a str>) -> Self {
        Self { args: args.into_iter().map(str::to_owned).collect(), stdin: None }
    }

    /// A command line as it would be typed: arguments separated by spaces, one with spaces in double quotes, and
    /// `< FILE` last for standard input.
    fn typed(line: &str) -> Self {
        let (line, stdin) = match line.split_once(" < ") {
            Some((line, file)) => (line, Some(file.to_owned())),
            None => (line, None),
        };
        let quoted = line.split('"').enumerate();
        let args = quoted.flat_map(|(k, part)| match k % 2 {
            0 => part.split_whitespace().collect::<Vec<_>>(),
            _ => vec![part],
        });
        Self { stdin, ..Self::new(args) }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (k, arg) in self.args.iter().enumerate() {
            let space = if k == 0 { "" } else { " " };
            match arg.contains(' ') || arg.is_empty() {
                true => write!(f, "{space}\"{arg}\"")?,
                false => write!(f, "{space}{arg}")?,
            }
        }
        self.stdin.as_ref().map_or(Ok(()), |file| write!(f, " < {file}"))
    }
}

/// `verb input --format F options` for every combination.
fn every(verb: &str, inputs: &[&str], formats: &[&str], options: &[&str]) -> Vec<Case> {
    let mut out = Vec::new();
    for input in inputs {
        let (input, stdin) = input.split_once(" < ").map_or((*input, String::new()), |(i, s)| (i, format!(" < {s}")));
        for format in formats {
            for options in options {
                out.push(Case::typed(&format!("{verb} {input} --format {format} {options}{stdin}")));
            }
        }
    }
    out
}

fn lines(text: &str) -> Vec<Case> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(Case::typed).collect()
}

/// Articles in every notation.
const ARTICLES: [&str; 14] = [
    "wire.txt",
    "newspaper.txt trade-press.txt",
    "newsletter.md",
    "portal.html",
    "wire.txt portal.html",
    "hearing.txt --as transcript",
    "letter.txt --as document --speaker \"Ada Nowak\"",
    "page.dat --as html",
    "notes.dat --as markdown",
    "kinds.txt",
    "windows.txt",
    "silent.txt",
    "empty.txt silent.txt",
    "- --as article < kinds.txt",
];

/// Statements in rows and lines.
const STATEMENTS: [&str; 12] = [
    "rows.csv",
    "rows.csv more.csv",
    "rows.tsv",
    "rows.jsonl",
    "windows.csv",
    "packed.csv.gz",
    "header.csv",
    "lines.txt --as lines",
    "lines.txt more.csv --as lines",
    "- < lines.txt",
    "- --as csv < rows.csv",
    "--text \"Lift the ban!\" --text \"\" --text \"Keep the controls, 限制 won’t hurt.\"",
];

/// Articles in a column of rows.
const ROWS_OF_ARTICLES: [&str; 6] = [
    "articles.csv --article-column body",
    "articles.csv more-articles.csv --article-column body",
    "articles.jsonl --article-column text",
    "- --as csv --article-column body < articles.csv",
    "transcripts.csv --article-column body --as transcript",
    "letters.csv --article-column body --as document --speaker \"Ada Nowak\"",
];

const FULL: [&str; 2] = ["csv", "html"];
const BRIEF: [&str; 2] = ["jsonl", "table"];
const LABELS: [&str; 4] =
    ["--explain", "--probabilities", "--min-confidence 0.9", "--explain --probabilities --bom --min-confidence 0.9"];

/// All label options in CSV and HTML; the plain output and all options together in JSONL and as a table.
fn labelled(inputs: &[&str], more: &[&str]) -> Vec<Case> {
    let options = [&[""], &LABELS[..], more].concat();
    let together = [LABELS.last().copied().unwrap_or_default(), more.last().copied().unwrap_or_default()].join(" ");
    let mut out = every("classify", inputs, &FULL, &options);
    out.extend(every("classify", inputs, &BRIEF, &["", &together]));
    out
}

pub(super) fn classify_articles() -> Vec<Case> {
    let mut out = labelled(&ARTICLES, &["--include-terms", "--indirect", "--include-terms --indirect --threads 3"]);
    out.extend(lines(
        "classify wire.txt
         classify kinds.txt --model plain.st --format csv
         classify kinds.txt --model plain.st --format html --min-confidence 0.7
         classify kinds.txt --model targets.st --target chips --format csv
         classify kinds.txt --model targets.st --target tariffs --format csv --explain
         classify kinds.txt --model targets.st --target chips --format html
         classify kinds.txt --model targets.st --format csv
         classify kinds.txt --model targets.st --target ships --format csv
         classify kinds.txt --model plain.st --target chips --format csv",
    ));
    out
}

pub(super) fn classify_rows() -> Vec<Case> {
    let mut out = labelled(&STATEMENTS, &["--threads 3"]);
    out.extend(lines(
        "classify rows.csv
         classify rows.csv rows.jsonl --format csv
         classify rows.csv --text-column note --format csv
         classify rows.csv --text-column note --format table
         classify rows.csv --text-column note --format html
         classify labelled.csv --model plain.st --format csv --threads 2
         classify held-out.csv --format html
         classify to-judge.csv --model targets.st --format csv --probabilities
         classify to-judge.csv --model targets.st --format jsonl
         classify to-judge.csv --model targets.st --format html
         classify to-judge.csv --model targets.st --format csv --target chips
         classify to-judge.csv --model targets.st --format html --target chips
         classify to-judge.csv --model targets.st --format csv --target-column text
         classify to-judge.csv --model targets.st --format csv --target-column none
         classify to-judge.csv --model plain.st --format csv --target-column none
         classify unknown-target.csv --model targets.st --format csv
         classify unknown-target.csv --model targets.st --format html
         classify lines.txt --as lines --model targets.st --format csv
         classify lines.txt --as lines --model targets.st --target tariffs --format csv
         classify lines.txt --as lines --model targets.st --target tariffs --format html
         classify --text \"Lift the ban!\" --model targets.st --format csv
         classify --text \"Lift the ban!\" --model targets.st --target chips --format csv --probabilities
         classify --text \"Lift the ban!\" --model targets.st --target chips --format html
         classify --text \"Lift the ban!\" --as transcript --format csv
         classify --text \"Lift the ban!\" --as csv --format csv
         classify --text \"Lift the ban!\" --as lines --format csv
         classify --text \"Lift the ban!\" --article-column body --format csv
         classify --text \"Lift the ban!\" --article-column body --format html",
    ));
    out
}

pub(super) fn article_column() -> Vec<Case> {
    let mut out =
        labelled(&ROWS_OF_ARTICLES, &["--include-terms", "--indirect", "--include-terms --indirect --threads 3"]);
    out.extend(every("extract", &ROWS_OF_ARTICLES, &["csv", "jsonl", "table", "html"], &["", "--indirect --bom"]));
    out.extend(lines(
        "classify target-articles.csv --article-column body --model targets.st --format csv
         classify target-articles.csv --article-column body --model targets.st --format html
         classify target-articles.csv --article-column body --model targets.st --target chips --format csv
         classify target-articles.csv --article-column body --model targets.st --target chips --format html
         classify target-articles.csv --article-column body --model targets.st --target-column none --format csv
         classify target-articles.csv --article-column body --model plain.st --format csv
         classify articles.csv --article-column none
         extract articles.csv --article-column none
         extract taken.csv --article-column body
         classify taken.csv --article-column body --format html
         classify predicted.csv --article-column text
         classify late-key.jsonl --article-column body --format csv
         classify late-key.jsonl --article-column body --format html
         classify articles.csv rows.csv --article-column body --format csv
         classify articles.csv letters.csv --article-column body --format csv
         classify articles.csv letters.csv --article-column body --format html
         extract articles.csv letters.csv --article-column body --format csv
         extract articles.csv --article-column body --as transcript
         extract header.csv --article-column text --format csv
         classify header.csv --article-column text --format html
         classify header.csv --article-column text --format table",
    ));
    out
}

pub(super) fn extract() -> Vec<Case> {
    let mut out =
        every("extract", &ARTICLES, &["csv", "jsonl", "table", "html"], &["", "--indirect --threads 3", "--bom"]);
    out.extend(lines(
        "extract wire.txt
         extract - < kinds.txt
         extract < kinds.txt
         extract - --as html --format jsonl < page.dat
         extract rows.csv
         extract lines.txt --as lines
         extract wire.txt rows.csv
         extract silent.txt --as transcript
         extract letter.txt --as document
         extract letter.txt --speaker Ada
         extract latin.txt --format csv
         extract wire.txt latin.txt --format csv
         extract wire.txt none.txt --format html",
    ));
    out
}

pub(super) fn train() -> Vec<Case> {
    lines(
        "train labelled.csv -o searched.st
         inspect searched.st
         train labelled.csv -o - --no-search
         train labelled.csv -o m.st --no-search
         inspect m.st
         inspect m.st --terms 3
         train labelled.csv -o m.st --no-search --label stance --group-column register --ignore-column weight
         inspect m.st --terms 2
         train labelled.csv -o m.st --no-search --label sentiment --weight-column weight --threads 2
         inspect m.st --terms 2
         train - -o m.st --no-search < labelled.csv
         inspect m.st --terms 2
         train labelled.csv held-out.csv -o m.st --no-search --text-column text
         inspect m.st --terms 0
         train faulty.csv -o faulty.st --no-search
         train faulty.csv -o faulty.st --no-search --skip-bad-rows
         train targets.csv -o m.st
         inspect m.st --terms 2
         train targets.csv -o m.st --no-search --target-weights shared
         inspect m.st --terms 2
         train targets.csv -o m.st --no-search --ignore-column target
         inspect m.st --terms 2
         train labelled.csv -o m.st --config options.toml
         inspect m.st --terms 2
         train labelled.csv -o m.st --config options.toml --penalty 0.7 --language none
         inspect m.st --terms 2
         train labelled.csv -o m.st --config wrong.toml
         train labelled.csv -o m.st --config none.toml
         train labelled.csv -o m.st --no-search --word-ngrams 2 --char-ngrams none --negation keep --capitals mark --min-texts 2
         inspect m.st --terms 2
         train labelled.csv -o m.st --no-search --char-ngrams 3-4 --max-terms 40 --scale none --norm sqrt-words --class-weights balanced
         inspect m.st --terms 2
         train labelled.csv -o m.st --no-search --char-ngrams none --solver linfa-logistic --calibration none --penalty 0.5
         inspect m.st --terms 2
         train labelled.csv -o m.st --no-search --repeats once --local count --char-ngrams none
         inspect m.st --terms 2
         classify --text \"Lift the ban!\" --model m.st --format csv --explain
         inspect --terms 2
         inspect
         inspect not-a-model.st
         inspect none.st",
    )
}

pub(super) fn evaluate() -> Vec<Case> {
    let inputs = ["held-out.csv --model plain.st", "held-out.csv", "labelled.csv --cross-validate 3"];
    let options = ["", "--by register", "--by register --by stance --label stance", "--min-macro-f1 0.99"];
    let mut out = every("evaluate", &inputs, &["table", "json", "html"], &options);
    out.extend(lines(
        "evaluate held-out.csv labelled.csv --model plain.st
         evaluate labelled.csv --cross-validate 2 --fold-column part --format html
         evaluate labelled.csv --cross-validate 3 --no-search --char-ngrams none --threads 3 --format json
         evaluate targets.csv --model targets.st --format json
         evaluate targets.csv --cross-validate 3 --no-search
         evaluate - --model plain.st < held-out.csv
         evaluate faulty.csv --model plain.st --skip-bad-rows
         evaluate faulty.csv --model plain.st
         evaluate held-out.csv --model plain.st --by none
         evaluate rows.csv --model plain.st
         evaluate held-out.csv --model plain.st --label none
         evaluate labelled.csv --learning-curve --cross-validate 3 --curve-points 2 --char-ngrams none
         evaluate labelled.csv --learning-curve --against held-out.csv --curve-points 3 --char-ngrams none --format json
         evaluate labelled.csv --learning-curve --against held-out.csv --format html
         evaluate labelled.csv --learning-curve
         evaluate labelled.csv --learning-curve --cross-validate 3 --against held-out.csv
         evaluate labelled.csv --learning-curve --cross-validate 3 --curve-points 1
         evaluate labelled.csv --model plain.st --cross-validate 3
         evaluate labelled.csv --against held-out.csv
         evaluate labelled.csv --cross-validate 1
         evaluate held-out.csv --model not-a-model.st
         evaluate held-out.csv --model plain.st --format csv",
    ));
    out
}

pub(super) fn audit() -> Vec<Case> {
    lines(
        "audit labelled.csv
         audit labelled.csv --format json
         audit labelled.csv --quick
         audit labelled.csv --quick --format json
         audit copies.csv --against held-out.csv --show 2
         audit copies.csv --against held-out.csv --quick --strict
         audit copies.csv --against held-out.csv --quick --strict --format json
         audit copies.csv --quick --strict --max-duplicates 9 --max-near-duplicates 99 --max-group-leaks 99 --max-conflicts 9 --max-association 1 --max-leans 9
         audit labelled.csv --quick --strict --min-cell 3 --max-imbalance 1
         audit labelled.csv --confound register --lean-rows 5 --near 0.9 --folds 3 --learn-rows 30 --threads 2
         audit labelled.csv --ignore-column register --label stance --quick
         audit labelled.csv --confound none
         audit labelled.csv --near 2
         audit faulty.csv
         audit faulty.csv --skip-bad-rows --quick
         audit rows.csv
         audit none.csv
         audit labelled.csv --format html
         audit",
    )
}

pub(super) fn help() -> Vec<Case> {
    lines(
        "--help
         --version
         -h
         classify --help
         classify -h
         dictionary --help
         seed --help
         extract --help
         train --help
         evaluate --help
         audit --help
         summarize --help
         inspect --help
         completions --help
         man --help
         completions bash
         completions zsh
         completions fish
         completions elvish
         completions powershell
         completions cobol
         man
         help",
    )
}

pub(super) fn refused() -> Vec<Case> {
    lines(
        "classify < lines.txt
         classify none.csv
         classify none.txt
         classify plain
         classify options.toml
         classify other.csv
         classify rows.csv other.csv --format csv
         classify rows.csv other.csv --format html
         classify rows.csv rows.tsv windows.csv --format csv
         classify rows.csv wire.txt
         classify wire.txt rows.csv
         classify lines.txt rows.csv
         classify wire.txt --text x
         classify empty.csv
         classify empty.txt --as lines --format csv
         classify empty.txt --as jsonl --format csv
         classify latin.txt
         classify latin.txt --format html
         classify latin.txt --as lines --format csv
         classify latin.txt --as lines --format html
         classify wire.txt latin.txt --format jsonl
         classify ragged.csv --format csv
         classify ragged.csv --format html
         classify ragged.csv --format table
         classify predicted.csv --format csv
         classify predicted.csv --format jsonl
         classify predicted.csv --format table
         classify predicted.csv --format html
         classify silent.txt --as transcript
         classify silent.txt --as transcript --format html
         classify letter.txt --as document
         classify letter.txt --as document --speaker \" \"
         classify letter.txt --speaker Ada
         classify --text x --speaker Ada
         classify --text x --threads 0
         extract wire.txt --threads 0
         train labelled.csv -o m.st --threads 0
         classify --text x --min-confidence 1.5
         classify --text x --min-confidence=-0.1
         classify --text x --min-confidence=NaN
         classify --text x --min-confidence much
         classify --text x --model not-a-model.st
         classify --text x --model none.st
         classify --text x --color mauve
         classify none.txt --color always
         classify --text x --as poem
         classify --text x --format xml
         classify --nothing
         extract wire.txt --include-terms
         extract wire.txt --text x
         nothing
         train labelled.csv
         train -o m.st
         train header.csv -o m.st
         train rows.csv -o m.st
         train labelled.csv -o m.st --label none
         train labelled.csv -o m.st --group-column none
         train labelled.csv -o m.st --group-column text
         train labelled.csv -o m.st --penalty 0
         train labelled.csv -o m.st --word-ngrams 9
         train labelled.csv -o m.st --char-ngrams 5-2
         train labelled.csv -o m.st --char-ngrams some
         train labelled.csv -o m.st --language klingon
         train labelled.csv -o m.st --negation maybe
         train labelled.csv -o m.st --capitals maybe
         train labelled.csv -o m.st --repeats count
         train labelled.csv -o m.st --local log-count
         train labelled.csv -o m.st --norm l2
         train labelled.csv -o m.st --scale maybe
         train labelled.csv -o m.st --norm maybe
         train labelled.csv -o m.st --class-weights maybe
         train labelled.csv -o m.st --target-weights maybe
         train labelled.csv -o m.st --solver maybe
         train labelled.csv -o m.st --calibration maybe",
    )
}
