//! Reads word vectors from text files: the forms of word2vec, GloVe and fastText.

use std::collections::HashMap;
use std::io::BufRead;

use super::WordVectors;
use super::word_vectors::word_settings;
use crate::error::Place;
use crate::features::{FeatureId, Vocabulary, count};
use crate::text::{Analyzer, TextSettings, tokens};
use crate::{Error, Result};

/// The most dimensions of a file.
const MOST_DIMENSIONS: usize = 4096;
/// The most bytes of a line.
const MOST_BYTES: usize = 1 << 20;

impl WordVectors {
    /// Reads the vectors of the words that `texts` have: a word and its numbers per line, separated by spaces, with an
    /// optional first line of two whole numbers (words and dimensions). `file` is the name of the input in errors.
    ///
    /// Words are normalised as texts are; of several with the same stem the first counts, since such files begin with
    /// frequent words. How frequent words are is counted in `texts`.
    ///
    /// ```
    /// use stance::text::TextSettings;
    /// use stance::vectors::WordVectors;
    ///
    /// let file = "3 2\nban 1.0 0.1\nlift -1 0\nchips 0.9 0.2\n";
    /// let texts = ["Ban chips".to_owned(), "lift".to_owned()];
    /// let vectors = WordVectors::read(file.as_bytes(), "v.txt", &texts, &TextSettings::default(), 1)?;
    /// assert!(vectors.similarity("ban", "chips") > 0.9);
    /// # Ok::<(), stance::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Io`] if reading fails; [`Error::Data`] for a line that is not a word with as many numbers as the first, or
    /// if the file has none of the words.
    pub fn read(
        input: impl BufRead,
        file: &str,
        texts: &[String],
        settings: &TextSettings,
        threads: usize,
    ) -> Result<Self> {
        let settings = word_settings(settings);
        let analyzer = Analyzer::new(&settings)?;
        let counts = count(texts, &analyzer, 1, threads)?;
        let mut texts_with = vec![0u32; counts.vocabulary.len()];
        for (column, _) in counts.rows.iter().flat_map(|row| &row.terms) {
            texts_with.get_mut(*column as usize).into_iter().for_each(|n| *n += 1);
        }
        let (found, dimensions) = read_known(input, file, &analyzer, &counts.vocabulary)?;
        if found.is_empty() {
            let problem = format!("has vectors for none of the {} words of the statements", counts.vocabulary.len());
            return Err(Error::data(Place::file(file), problem));
        }
        let mut kept: Vec<usize> = found.keys().copied().collect();
        kept.sort_unstable();
        let key = |word: &usize| counts.vocabulary.get(FeatureId::new(*word as u32)).unwrap_or_default().to_owned();
        Ok(Self {
            words: Vocabulary::new(kept.iter().map(key).collect()).unwrap_or_default(),
            texts: texts.len(),
            texts_with: kept.iter().filter_map(|word| texts_with.get(*word).copied()).collect(),
            dimensions,
            values: kept.iter().filter_map(|word| found.get(word)).flatten().copied().collect(),
            settings,
        })
    }
}

/// The vectors of the words that are known, by their numbers, and the number of dimensions.
fn read_known(
    mut input: impl BufRead,
    file: &str,
    analyzer: &Analyzer,
    known: &Vocabulary,
) -> Result<(HashMap<usize, Vec<f32>>, usize)> {
    let (mut found, mut dimensions) = (HashMap::new(), None);
    let (mut bytes, mut normal) = (Vec::new(), Vec::new());
    for number in 1u64.. {
        let wrong = |problem: String| Error::data(Place { line: Some(number), ..Place::file(file) }, problem);
        bytes.clear();
        let read = std::io::Read::take(&mut input, MOST_BYTES as u64 + 1).read_until(b'\n', &mut bytes);
        if read.map_err(|e| Error::io("read", file, e))? == 0 {
            break;
        }
        if bytes.len() > MOST_BYTES {
            return Err(wrong("is longer than 1 MiB; a line holds a word and its numbers".to_owned()));
        }
        // A word that is not UTF-8 is in no text.
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim();
        if line.is_empty() || number == 1 && is_header(line) {
            continue;
        }
        let wanted = *dimensions.get_or_insert_with(|| line.split_whitespace().count() - 1);
        if !(1..=MOST_DIMENSIONS).contains(&wanted) {
            return Err(wrong(format!("has {wanted} numbers after the word; 1 to {MOST_DIMENSIONS} are expected")));
        }
        // From the end: some files have words with spaces.
        let mut fields = line.rsplitn(wanted + 1, char::is_whitespace);
        let vector: Vec<f32> = fields.by_ref().take(wanted).filter_map(|field| field.parse().ok()).collect();
        if vector.len() < wanted || vector.iter().any(|x| !x.is_finite()) {
            let first: String = line.chars().take(20).collect();
            return Err(wrong(format!("`{first}…` is not a word and {wanted} numbers, as on the lines before")));
        }
        normal.clear();
        let word = fields.next().unwrap_or("");
        for token in tokens(word) {
            analyzer.normalize(token.kind, token.span.of(word), &mut normal);
        }
        if let [token] = normal.as_slice()
            && let Some(id) = known.find(&token.stem)
        {
            found.entry(id.index()).or_insert_with(|| vector.into_iter().rev().collect::<Vec<f32>>());
        }
    }
    Ok((found, dimensions.unwrap_or(0)))
}

/// Whether a first line has two whole numbers only.
fn is_header(line: &str) -> bool {
    let mut fields = line.split_whitespace().map(str::parse::<u64>);
    matches!((fields.next(), fields.next(), fields.next()), (Some(Ok(_)), Some(Ok(_)), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str) -> Result<WordVectors> {
        let texts = ["It's a Ban", "ban the chips"].map(str::to_owned);
        WordVectors::read(file.as_bytes(), "v.txt", &texts, &TextSettings::default(), 1)
    }

    #[test]
    fn files_with_and_without_a_first_line_give_the_same() {
        let lines = "the 0 1\nBan 1 0.5\nban 9 9\n. . 3 4\nchips 1 0.4\nunheard 1 1\n";
        let (with, without) = (read(&format!("6 2\n{lines}")).unwrap(), read(lines).unwrap());
        assert_eq!(with, without);
        let words: Vec<&str> = with.words().iter().collect();
        assert_eq!((words, with.dimensions()), (vec!["ban", "chips", "the"], 2));
        assert_eq!(with.vector(0), [1.0, 0.5]);
        assert_eq!((with.texts(), with.texts_with(0)), (2, 2));
    }

    #[test]
    fn faults_name_the_line() {
        for (file, line, found) in [
            ("ban 1 2\nchips 1\n", "line 2", "2 numbers"),
            ("ban 1 x\n", "line 1", "2 numbers"),
            ("ban\n", "line 1", "0 numbers"),
            ("ban 1 nan\n", "line 1", "2 numbers"),
            ("unheard 1 2\n", "v.txt", "none of the"),
        ] {
            let error = read(file).unwrap_err().to_string();
            assert!(error.contains(line) && error.contains(found) && error.contains("v.txt"), "{error}");
        }
        assert!(read("").is_err());
    }
}
