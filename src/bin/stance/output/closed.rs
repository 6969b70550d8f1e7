//! Whether standard output was closed when the program was started.

use std::io;

use stance::{Error, Result};

use super::streams::STANDARD_OUTPUT;

/// An error if standard output was closed (`>&-`), as far as this can be known.
///
/// Before `main`, the standard library opens the null device, for reading and writing, in place of a standard stream
/// that is closed; a shell's `> /dev/null` opens it for writing only. Some programs (Python's `subprocess.DEVNULL`,
/// Node's `ignore`) give their children the null device for reading and writing too, which is no fault: so the parent
/// must be a shell whose own standard output is not the null device.
///
/// # Errors
/// [`Error::Io`], which says what to do.
pub(super) fn check() -> Result<()> {
    if was_closed() {
        let closed = io::Error::other("it is closed; name a file with -o, or discard the results with > /dev/null");
        return Err(Error::io("write", STANDARD_OUTPUT, closed));
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn was_closed() -> bool {
    let parent = std::os::unix::process::parent_id().to_string();
    is_null("self", true) && is_shell(&parent) && !is_null(&parent, false)
}

#[cfg(not(target_os = "linux"))]
fn was_closed() -> bool {
    false
}

/// Whether standard output of a process is the null device, and if `read_write`, opened for reading and writing.
/// `false` also where this cannot be read.
#[cfg(target_os = "linux")]
fn is_null(process: &str, read_write: bool) -> bool {
    let opens_null =
        || std::fs::read_link(format!("/proc/{process}/fd/1")).ok().map(|path| path.as_os_str() == "/dev/null");
    let flags =
        || std::fs::read_to_string(format!("/proc/{process}/fdinfo/1")).ok().and_then(|info| access_mode(&info));
    // The kernel's O_RDWR.
    opens_null() == Some(true) && (!read_write || flags() == Some(2))
}

/// The access mode in the text of `/proc/…/fdinfo/…`, whose line `flags:` is in octal digits.
#[cfg(target_os = "linux")]
fn access_mode(info: &str) -> Option<u32> {
    let flags = info.lines().find_map(|line| line.strip_prefix("flags:"))?;
    u32::from_str_radix(flags.trim(), 8).ok().map(|flags| flags & 3)
}

/// Whether a process runs a shell; `false` also where this cannot be read.
#[cfg(target_os = "linux")]
fn is_shell(process: &str) -> bool {
    const SHELLS: [&str; 10] = ["ash", "bash", "busybox", "csh", "dash", "fish", "ksh", "sh", "tcsh", "zsh"];
    let program = std::fs::read_link(format!("/proc/{process}/exe")).unwrap_or_default();
    // Installed versions have names such as `bash-5.2` and `ksh93`.
    let name = program.file_name().unwrap_or_default().to_string_lossy();
    SHELLS.contains(&name.trim_end_matches(|letter: char| !letter.is_ascii_alphabetic()))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_access_mode_is_read_from_octal_flags() {
        assert_eq!(access_mode("pos:\t0\nflags:\t0100002\nmnt_id:\t24\n"), Some(2));
        assert_eq!(access_mode("pos:\t0\nflags:\t0100001\n"), Some(1));
        assert_eq!(access_mode("pos:\t0\n"), None);
        assert_eq!(access_mode("flags:\tx\n"), None);
    }

    #[test]
    fn this_test_is_not_a_shell() {
        assert!(!is_shell("self"));
        assert!(!is_shell("no such process"));
    }
}
