//! Measures how work grows with the length of its input.

use std::time::Duration;

use cpu_time::ThreadTime;

/// The largest exponent of the growth of work with length.
const MOST: f64 = 1.2;
/// Work shorter than this is measured on a longer input.
const LEAST: Duration = Duration::from_millis(2);
/// Inputs are not made longer than this, in bytes.
const LONGEST: usize = 4 << 20;

/// A part of an input by its number, or an input by its length.
pub(crate) type Piece = fn(usize) -> String;

/// CPU time of `work` on `input`, the least of a few runs.
fn cost(input: &str, work: &impl Fn(&str)) -> Duration {
    let run = || {
        let start = ThreadTime::now();
        work(input);
        start.elapsed()
    };
    (0..2).map(|_| run()).min().unwrap_or_default()
}

/// Checks that the CPU time of `work` on `input(n)`, `input(2 n)` and `input(4 n)` grows with an exponent below [`MOST`].
/// `n` is the number of repetitions that make up some 8 KB, or more where that takes no time.
pub(crate) fn grows_linearly(name: &str, input: impl Fn(usize) -> String, work: impl Fn(&str)) {
    let mut n = (8_000 / input(64).len().div_ceil(64)).max(1);
    while cost(&input(n), &work) < LEAST && input(4 * n).len() < LONGEST {
        n *= 2;
    }
    let texts = [n, 2 * n, 4 * n].map(&input);
    let mut exponent = f64::MAX;
    // A machine that is busy with something else can slow one of the three runs down.
    for _ in 0..4 {
        let [one, _, four] = [0, 1, 2].map(|i| cost(&texts[i], &work).as_secs_f64());
        exponent = exponent.min((four / one.max(1e-6)).log2() / 2.0);
        if exponent < MOST {
            return;
        }
    }
    panic!("{name}: work grows with exponent {exponent:.2}, from {} bytes", texts[0].len());
}
