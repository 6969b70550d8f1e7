//! Caption files: SubRip and WebVTT.

/// What stands between the two times of a caption.
const ARROW: &str = "-->";
/// Blocks of WebVTT that hold no caption.
const BLOCKS: [&str; 3] = ["NOTE", "STYLE", "REGION"];

/// Whether lines are of a caption file's own: its head, a note, the name, number or time of a caption.
pub(super) fn is_caption_data(lines: &str) -> bool {
    let first = lines.lines().next().unwrap_or("").trim_end();
    let word = first.split_whitespace().next().unwrap_or("");
    if first.starts_with("WEBVTT") || BLOCKS.contains(&word) && (first == word || word == "NOTE") {
        return true;
    }
    let time = times(first).is_some();
    let head = ["Kind:", "Language:"].iter().any(|h| first.starts_with(h));
    let number = !lines.is_empty() && lines.chars().all(|c| c.is_ascii_digit());
    (time || head || number) && lines.lines().count() == 1
}

/// The two times of a caption's line, in milliseconds, and what follows them; none for other lines.
fn times(line: &str) -> Option<(u64, u64)> {
    let (from, rest) = line.split_once(ARROW)?;
    let to = rest.split_whitespace().next()?;
    Some((time(from.trim())?, time(to)?))
}

/// A time such as `00:01:02,500` or `01:02.500`, in milliseconds.
fn time(written: &str) -> Option<u64> {
    let (clock, fraction) = written.split_once([',', '.'])?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit()) && (1..=6).contains(&part.len());
    let parts: Vec<&str> = clock.split(':').collect();
    if !(2..=3).contains(&parts.len()) || !parts.iter().chain([&fraction]).all(|part| digits(part)) {
        return None;
    }
    let seconds = parts.iter().try_fold(0u64, |sum, part| Some(sum * 60 + part.parse::<u64>().ok()?))?;
    Some(seconds * 1000 + fraction.parse::<u64>().ok()?)
}

/// The number of the first line, from 1, that should be the time of a caption and is not: it lacks one of its times, or ends
/// before it begins. `None` for a text without captions.
///
/// ```
/// use stance::quotation::broken_caption;
/// assert_eq!(broken_caption("1\n00:00:01,000 --> 00:00:02,000\nADA: Yes.\n\n2\n00:00:02,000 -->\nADA: No.\n"), Some(6));
/// ```
pub fn broken_caption(text: &str) -> Option<usize> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let captions = text.starts_with("WEBVTT") || text.lines().take(20).any(|line| times(line).is_some());
    if !captions {
        return None;
    }
    // A line of a caption's words may hold anything; its times begin with one.
    let wanted = |line: &str| {
        let first = line.split_whitespace().next().unwrap_or("");
        time(first).is_some() && line.contains("->")
    };
    let sound = |line: &str| times(line).is_some_and(|(from, to)| from <= to);
    text.lines().position(|line| wanted(line) && !sound(line)).map(|index| index + 1)
}
