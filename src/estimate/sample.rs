//! The coded sample: drawn rows with their codes and their probabilities of being drawn.

use std::io::Read;

use super::interner::Interner;
use crate::corpus::{Header, Row, RowReader};
use crate::error::{Hint, Place, excerpt};
use crate::{Error, Result};

/// The column of a sample with the probability with which a row was to be drawn; empty for chosen rows.
pub const INCLUSION_COLUMN: &str = "inclusion_probability";
/// The column with the stratum of a row, in stratified samples.
pub const STRATUM_COLUMN: &str = "stratum";
/// The column that says how a row came into the sample: `random`, or `chosen` for a reason.
pub const SAMPLED_COLUMN: &str = "sampled";

/// What the columns of a coded sample are called.
#[derive(Clone, Debug, Default)]
pub struct SampleColumns {
    /// The codes; by default the name of a head that was predicted, otherwise `stance`, `sentiment`, `label` or `code`.
    pub code: Option<String>,
    /// The statements.
    pub text: String,
    /// Whether the file has no probabilities because all statements had the same chance.
    pub equal_chance: bool,
}

/// A row of the sample file.
#[derive(Clone, Debug)]
pub struct CodedRow {
    /// The code; empty if it is not coded.
    pub code: String,
    /// The probability of being drawn; 0 where all have the same and it is computed later.
    pub inclusion_probability: f64,
    /// The position of its stratum.
    pub stratum: u32,
    /// Where it is in the file.
    pub place: Place,
    /// By what it may be found in the corpus: id, file and number of the statement, text.
    pub(super) keys: [Option<String>; RowKey::ALL.len()],
}

/// The key by which a row of the sample is found in the corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowKey {
    /// Its id.
    Id,
    /// The file of the article and the number of the statement in it.
    FileAndNumber,
    /// The words of the statement.
    Text,
}

impl RowKey {
    /// The best one first.
    pub(super) const ALL: [Self; 3] = [Self::Id, Self::FileAndNumber, Self::Text];
}

impl CodedRow {
    /// Its value of a key, if it has one.
    pub(super) fn key(&self, key: RowKey) -> Option<&str> {
        self.keys.get(key as usize).and_then(Option::as_deref)
    }
}

/// All drawn rows, coded or not.
#[derive(Clone, Debug, Default)]
pub struct CodedSample {
    /// The rows drawn at random.
    pub rows: Vec<CodedRow>,
    /// The names of the strata.
    pub strata: Vec<String>,
    /// Rows left out because they were not drawn at random.
    pub chosen: usize,
}

/// Reads a sample.
///
/// # Errors
/// [`Error::Data`] for a missing column, a probability that is none, and no coded row.
pub fn read_sample<R: Read>(sample: &mut CodedSample, mut rows: RowReader<R>, columns: &SampleColumns) -> Result<()> {
    let header = rows.header();
    let file = rows.file().to_owned();
    let found = Found::new(&header, &file, columns)?;
    let mut strata = Interner::of(std::mem::take(&mut sample.strata));
    let mut row = Row::default();
    while rows.read(&mut row)? {
        let place = || Place::file(&file).record(row.record, row.line);
        if found.sampled.is_some_and(|at| row.text(at).trim().eq_ignore_ascii_case("chosen")) {
            sample.chosen += 1;
            continue;
        }
        let inclusion_probability = match found.inclusion_probability {
            Some(at) => probability(row.text(at)).ok_or_else(|| {
                let found = excerpt(row.text(at));
                let problem = format!(
                    "`{found}` is not a probability above 0 and at most 1; take it from the file that \
                                       `stance sample` wrote, or mark the row `chosen` in a column `{SAMPLED_COLUMN}`"
                );
                Error::data(place().column(INCLUSION_COLUMN), problem)
            })?,
            None => 0.0,
        };
        let key = |at: Option<usize>| at.map(|at| row.text(at).trim().to_owned()).filter(|key| !key.is_empty());
        let statement = found.statement.map(|(file, number)| format!("{}\n{}", row.text(file), row.text(number)));
        sample.rows.push(CodedRow {
            code: row.plain(found.code, &found.code_name, place)?.trim().to_owned(),
            inclusion_probability,
            stratum: strata.id(found.stratum.map_or("", |at| row.text(at).trim())),
            place: place(),
            keys: [key(found.id), statement, found.text.map(|at| normal(row.text(at)))],
        });
    }
    sample.strata = strata.names;
    Ok(())
}

/// A probability of being drawn.
fn probability(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|p: &f64| *p > 0.0 && *p <= 1.0)
}

/// A text with single spaces.
pub(super) fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where columns are in a sample file.
struct Found {
    code: usize,
    code_name: String,
    inclusion_probability: Option<usize>,
    stratum: Option<usize>,
    sampled: Option<usize>,
    id: Option<usize>,
    statement: Option<(usize, usize)>,
    text: Option<usize>,
}

impl Found {
    fn new(header: &Header, file: &str, columns: &SampleColumns) -> Result<Self> {
        let hint = Hint::new("; write the codes there, or name their column with {}").option("code-column");
        let code_name = columns.code.clone().unwrap_or_else(|| code_column(header));
        let code = header.require(&code_name, file, hint)?;
        let inclusion_probability = header.position(INCLUSION_COLUMN);
        if inclusion_probability.is_none() && !columns.equal_chance {
            let hint = Hint::new(
                "; draw the rows with `stance sample`, which writes it, or say with {} that every statement \
                                  had the same chance",
            )
            .option("equal-chance");
            let problem = "is not there, so that nothing is known of how the rows were drawn";
            return Err(Error::data(Place::file(file).column(INCLUSION_COLUMN), problem).with_hint(hint));
        }
        let statement = header.position("file").zip(header.position("statement"));
        let (id, text) = (header.position("id"), header.position(&columns.text));
        if id.is_none() && statement.is_none() && text.is_none() {
            let problem = format!(
                "has none of the columns `id`, `file` with `statement`, and `{}`, by which its rows are \
                                   found in the corpus",
                columns.text
            );
            return Err(Error::data(Place::file(file), problem));
        }
        let inclusion_probability = inclusion_probability.filter(|_| !columns.equal_chance);
        let (stratum, sampled) = (header.position(STRATUM_COLUMN), header.position(SAMPLED_COLUMN));
        Ok(Self { code, code_name, inclusion_probability, stratum, sampled, id, statement, text })
    }
}

/// The column with the codes where none is named.
fn code_column(header: &Header) -> String {
    let heads = header.names().iter().filter_map(|name| name.strip_prefix("predicted_"));
    let usual = ["stance", "sentiment", "label", "code"];
    let mut names = heads.chain(usual).filter(|name| header.position(name).is_some());
    names.next().unwrap_or("stance").to_owned()
}
