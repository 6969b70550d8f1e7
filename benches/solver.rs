//! The learner alone on a matrix in svmlight's format: `cargo bench --bench solver -- FILE.svm ALPHA TOLERANCE...`.
//!
//! For each tolerance one fit from nothing in one thread and one line of JSON: the tolerance, the least CPU seconds of three fits,
//! and the objective Σ loss + α/2 ‖w‖² that was reached. The file is read before anything is timed; labels are whole numbers, and
//! columns are numbered from 1. Without arguments it does nothing, so that `cargo bench` runs through.

use cpu_time::ThreadTime;
use stance::learn::{Csr, LogisticOptions, Problem, fit};
use stance::{Error, Result};

fn number<T: std::str::FromStr>(what: &str, from: &str) -> Result<T> {
    from.parse().map_err(|_| Error::options(what, format!("`{from}` is not a number")))
}

/// The rows and their labels.
fn read(path: &str) -> Result<(Csr, Vec<u32>)> {
    let text = std::fs::read_to_string(path).map_err(|e| Error::options("file", format!("{path}: {e}")))?;
    let (mut rows, mut labels, mut columns) = (Vec::new(), Vec::new(), 0);
    for line in text.lines() {
        let mut fields = line.split_ascii_whitespace();
        labels.push(number("label", fields.next().unwrap_or(""))?);
        let mut row: Vec<(u32, f32)> = Vec::new();
        for field in fields {
            let (column, value) = field.split_once(':').unwrap_or((field, ""));
            let column: u32 = number("column", column)?;
            columns = columns.max(column as usize);
            row.push((column.saturating_sub(1), number("value", value)?));
        }
        rows.push(row);
    }
    let mut matrix = Csr::with_columns(columns)?;
    for row in rows {
        matrix.push_row(row)?;
    }
    Ok((matrix, labels))
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let [file, alpha, tolerances @ ..] = args.as_slice() else { return Ok(()) };
    let (rows, labels) = read(file)?;
    let classes = labels.iter().max().map_or(0, |most| *most as usize + 1);
    let problem = Problem::new(&rows, &labels, classes)?;
    for tolerance in tolerances {
        let tolerance: f64 = number("tolerance", tolerance)?;
        let params = LogisticOptions { tolerance, ..LogisticOptions::with_alpha(number("alpha", alpha)?) }.check()?;
        let (mut least, mut objective) = (f64::INFINITY, f64::NAN);
        for _ in 0..3 {
            let before = ThreadTime::now();
            let (_, convergence) = fit(&problem, &params, None)?;
            least = least.min(before.elapsed().as_secs_f64());
            objective = convergence.objective;
        }
        println!("{{\"tolerance\": {tolerance:e}, \"seconds\": {least:.6}, \"objective\": {objective:.9}}}");
    }
    Ok(())
}
