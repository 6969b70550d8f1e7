//! The CSS class of a label: fixed for common labels, by position for others.

/// The CSS class of label `class`, by its name, or else by its position in `classes`.
pub(super) fn of(classes: &[String], class: usize) -> &'static str {
    const PLAIN: [&str; 8] = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"];
    let name = classes.get(class).map(|c| c.to_lowercase()).unwrap_or_default();
    match name.as_str() {
        "support" | "favor" | "favour" | "for" | "pro" => "pro",
        "oppose" | "against" | "anti" | "con" => "con",
        "neutral" | "none" | "mixed" | "other" => "mid",
        "positive" | "pos" => "good",
        "negative" | "neg" => "bad",
        _ => PLAIN.get(class % PLAIN.len()).copied().unwrap_or("mid"),
    }
}
