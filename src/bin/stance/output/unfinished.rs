//! Output files that are not finished yet: a signal that ends the program removes them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use stance::Result;
use stance::corpus::Output;

/// The temporary files of outputs. Held while one is made, so that no signal finds a file that is not listed.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Opens an output file. Its temporary file is removed when SIGTERM, SIGINT, SIGHUP, SIGQUIT or SIGXCPU ends the program; a signal
/// that was ignored when the program started, as `nohup` does, stays ignored.
pub(crate) fn open(path: &Path) -> Result<Output> {
    #[cfg(unix)]
    signals::watch();
    let mut unfinished = list();
    let output = Output::file(path)?;
    unfinished.extend(output.temporary().map(Path::to_path_buf));
    Ok(output)
}

fn list() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
mod signals {
    use std::sync::{Arc, Once};

    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    /// Starts the thread that waits for signals. Where the system refuses it, signals do what they do without it.
    pub(super) fn watch() {
        static WATCHING: Once = Once::new();
        WATCHING.call_once(|| {
            let ignored = ignored();
            // A limit of the file size would end the program at once; with a handler the write fails instead.
            let _ = flag::register(SIGXFSZ, Arc::default());
            let wanted = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU]
                .into_iter()
                .filter(|signal| ignored >> (signal - 1) & 1 == 0);
            let Ok(mut signals) = Signals::new(wanted) else { return };
            let wait = move || {
                for signal in signals.forever() {
                    let unfinished = super::list();
                    for path in unfinished.iter() {
                        // One that is finished is not there any more.
                        let _ = std::fs::remove_file(path);
                    }
                    let _ = emulate_default_handler(signal);
                }
            };
            let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(wait);
        });
    }

    /// The signals that are ignored, signal 1 in the lowest bit; none where the system does not say.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
    }
}
