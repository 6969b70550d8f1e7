//! Reads coded samples from standard input and prints corrected shares, for simulations in other languages.
//!
//! A sample is a line `MEAN ROWS`, the mean prediction over the whole corpus and the number of coded rows, and then a line
//! `TRUTH PREDICTION CHANCE DOCUMENT` per coded row. The answer is a line `VALUE LOW HIGH ALONE_VALUE ALONE_LOW ALONE_HIGH`:
//! the corrected share, then that of the coded rows alone.

use std::io::{self, BufRead, BufWriter, Write};

use stance::estimate::{Coded, Corrected, corrected};

fn main() -> io::Result<()> {
    let mut lines = io::stdin().lock().lines();
    let mut out = BufWriter::new(io::stdout().lock());
    while let Some(line) = lines.next() {
        let line = line?;
        let mut words = line.split_whitespace();
        let mean = number(words.next())?;
        let rows = number(words.next())? as usize;
        let mut coded = Vec::with_capacity(rows);
        for _ in 0..rows {
            let line = lines.next().unwrap_or_else(|| Ok(String::new()))?;
            let mut words = line.split_whitespace();
            let (truth, proxy, inclusion_probability) =
                (number(words.next())?, number(words.next())?, number(words.next())?);
            let cluster = number(words.next())? as u32;
            let weight = 1.0 / inclusion_probability;
            coded.push(Coded { truth, proxy, inclusion_probability, weight, cluster, stratum: 0 });
        }
        let show = |found: Option<Corrected>| {
            let [low, high] = found.as_ref().and_then(|own| own.interval).unwrap_or([f64::NAN; 2]);
            format!("{} {low} {high}", found.map_or(f64::NAN, |own| own.value))
        };
        writeln!(out, "{} {}", show(corrected(&coded, mean, None)), show(corrected(&coded, mean, Some(0.0))))?;
    }
    out.flush()
}

fn number(word: Option<&str>) -> io::Result<f64> {
    let number = word.and_then(|word| word.parse().ok());
    number.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a number is missing"))
}
