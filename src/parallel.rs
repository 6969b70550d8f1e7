//! Work shared between threads with its results in order, in bounded memory.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::{Error, Result};

/// The most threads that are started, whatever is asked for.
pub const MOST_THREADS: usize = 1024;

/// Fills pieces from `source`, works on them in `threads` threads, and gives what came of them to `sink` in the order
/// in which they were filled.
///
/// Each thread owns one piece and one result and uses them again and again, so that memory does not depend on the
/// length of the input; the calling thread is one of them. `source` says whether it filled the piece; after an error,
/// as after `false`, it is not asked again, and what it had filled before the error is worked on. `worker` is called
/// once in each thread. What an error of `source` or of the work left in a result goes to `sink` before the error is
/// returned.
///
/// # Errors
/// The first error, in the order of the pieces, of `source`, the work, or `sink`.
pub fn in_order<P, O, W>(
    threads: usize,
    source: impl FnMut(&mut P) -> Result<bool> + Send,
    worker: impl Fn() -> W + Sync,
    sink: impl FnMut(&mut O) -> Result<()> + Send,
) -> Result<()>
where
    P: Default,
    O: Default,
    W: FnMut(&mut P, &mut O) -> Result<()>,
{
    let feed = Mutex::new(Feed { source, filled: 0, ended: false });
    let turns =
        Turns { state: Mutex::new(Turn { sink, next: 0, outcome: Ok(()), over: false }), moved: Condvar::new() };
    let run = || {
        let guard = StopOnPanic(&turns);
        work(&feed, guard.0, &worker);
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(MOST_THREADS) {
            // A thread the system refuses to start costs time and nothing else.
            let _ = std::thread::Builder::new().spawn_scoped(scope, run);
        }
        run();
    });
    turns.state.into_inner().unwrap_or_else(PoisonError::into_inner).outcome
}

/// The results of `work(0)` to `work(jobs - 1)`, in this order, computed on `threads` threads.
///
/// A thread takes the next job when it has finished one, so jobs may differ in length. All jobs run, also after an
/// error.
///
/// # Errors
/// The error of the first job, in order, that fails.
///
/// ```
/// let squares = stance::parallel::map(2, 4, |job| Ok(job * job))?;
/// assert_eq!(squares, [0, 1, 4, 9]);
/// # Ok::<(), stance::Error>(())
/// ```
pub fn map<T: Send>(threads: usize, jobs: usize, work: impl Fn(usize) -> Result<T> + Sync) -> Result<Vec<T>> {
    let threads = threads.clamp(1, jobs.clamp(1, MOST_THREADS));
    if threads == 1 {
        return (0..jobs).map(work).collect();
    }
    let queue = Mutex::new(0..jobs);
    let done = Mutex::new(Vec::with_capacity(jobs));
    let run = || {
        loop {
            let next = lock(&queue).next();
            let Some(job) = next else { break };
            let result = work(job);
            lock(&done).push((job, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            // A thread that the system refuses to start costs time and nothing else.
            let _ = std::thread::Builder::new().spawn_scoped(scope, run);
        }
        run();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    debug_assert_eq!(done.len(), jobs, "every job has a result");
    done.sort_by_key(|(job, _)| *job);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Where pieces come from.
struct Feed<S> {
    source: S,
    filled: u64,
    ended: bool,
}

/// Whose result is next.
struct Turns<K> {
    state: Mutex<Turn<K>>,
    moved: Condvar,
}

struct Turn<K> {
    sink: K,
    next: u64,
    outcome: Result<()>,
    /// Nothing more is wanted: an error is the outcome, or a thread is gone.
    over: bool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn work<P, O, W>(
    feed: &Mutex<Feed<impl FnMut(&mut P) -> Result<bool>>>,
    turns: &Turns<impl FnMut(&mut O) -> Result<()>>,
    worker: &impl Fn() -> W,
) where
    P: Default,
    O: Default,
    W: FnMut(&mut P, &mut O) -> Result<()>,
{
    let mut worker = worker();
    let (mut piece, mut result) = (P::default(), O::default());
    loop {
        let (number, filled) = {
            let mut feed = lock(feed);
            if feed.ended {
                return;
            }
            let filled = (feed.source)(&mut piece);
            feed.ended = !matches!(filled, Ok(true));
            let number = feed.filled;
            feed.filled += 1;
            (number, filled)
        };
        let fault: Option<Error> = match filled {
            Ok(true) => None,
            Ok(false) => return,
            Err(error) => Some(error),
        };
        let worked = worker(&mut piece, &mut result);
        let mut turn = lock(&turns.state);
        while turn.next != number && !turn.over {
            turn = turns.moved.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        if turn.over {
            lock(feed).ended = true;
            return;
        }
        turn.outcome = (turn.sink)(&mut result).and(worked).and(fault.map_or(Ok(()), Err));
        turn.over = turn.outcome.is_err();
        turn.next += 1;
        turns.moved.notify_all();
    }
}

/// Lets the others go when a thread panics, which would else be waited for for ever.
struct StopOnPanic<'t, K>(&'t Turns<K>);

impl<K> Drop for StopOnPanic<'_, K> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.state).over = true;
            self.0.moved.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Place;

    /// Squares of numbers below `n`, written in order; number `bad` fails in the work, `fault` in the source.
    fn squares(threads: usize, n: u64, bad: Option<u64>, fault: Option<u64>) -> (Vec<u64>, Result<()>) {
        let mut out = Vec::new();
        let mut next = 0;
        let fail = |k: u64| Err(Error::data(Place::file("f").record(k, k), "is bad"));
        let outcome = in_order(
            threads,
            |piece: &mut u64| {
                *piece = next;
                next += 1;
                if fault == Some(*piece) { fail(*piece).map(|()| true) } else { Ok(*piece < n) }
            },
            || {
                |piece: &mut u64, result: &mut u64| {
                    if piece.is_multiple_of(3) {
                        std::thread::yield_now();
                    }
                    *result = *piece * *piece;
                    if bad == Some(*piece) { fail(*piece) } else { Ok(()) }
                }
            },
            |result: &mut u64| {
                out.push(*result);
                Ok(())
            },
        );
        (out, outcome)
    }

    #[test]
    fn results_come_in_order_at_any_thread_count() {
        for threads in [1, 2, 8] {
            let (out, outcome) = squares(threads, 1000, None, None);
            assert!(outcome.is_ok());
            assert!(out.iter().copied().eq((0..1000).map(|k| k * k)));
        }
    }

    #[test]
    fn the_first_error_in_order_ends_it_and_all_before_is_there() {
        for threads in [1, 2, 8] {
            for (bad, fault) in [(Some(500), None), (None, Some(500)), (Some(500), Some(501)), (Some(900), Some(500))] {
                let (out, outcome) = squares(threads, 1000, bad, fault);
                assert!(out.iter().copied().eq((0..=500).map(|k| k * k)), "{threads} threads, {bad:?}, {fault:?}");
                assert!(outcome.unwrap_err().to_string().contains("record 500"));
            }
        }
    }

    #[test]
    fn mapped_results_are_in_order_and_the_first_error_wins() {
        for threads in [1, 2, 3, 8] {
            assert_eq!(map(threads, 5, |job| Ok(job * job)).unwrap(), [0, 1, 4, 9, 16]);
            assert!(map(threads, 0, Ok).unwrap().is_empty());
            let fails = |job: usize| if job < 2 { Ok(job) } else { Err(Error::options(job.to_string(), "fails")) };
            assert_eq!(map(threads, 5, fails).unwrap_err().to_string(), "2: fails");
        }
    }

    #[test]
    fn a_panic_does_not_leave_others_waiting() {
        let caught = std::panic::catch_unwind(|| {
            let mut next = 0;
            in_order(
                4,
                |piece: &mut u64| {
                    *piece = next;
                    next += 1;
                    Ok(next < 100)
                },
                || |piece: &mut u64, _: &mut u64| if *piece == 10 { panic!("on purpose") } else { Ok(()) },
                |_: &mut u64| Ok(()),
            )
        });
        assert!(caught.is_err());
    }
}
