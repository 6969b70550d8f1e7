//! Counts the attributes of HTML tags before a page is parsed: the parser compares each attribute with all before it.

/// Attributes of one tag. Pages have a few dozen at most.
pub(super) const MOST_ATTRIBUTES: usize = 512;

/// Elements whose contents are text up to their end tag.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Attributes of what looks like a tag inside such an element: it is one in an SVG image, but hardly ever in a script.
const MOST_IN_TEXT: usize = 8192;

/// The byte at which the first tag with more than [`MOST_ATTRIBUTES`] attributes begins.
pub(super) fn tag_beyond_limit(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let (mut at, mut text_end) = (0, 0);
    while let Some(found) = source.get(at..)?.find('<') {
        let start = at + found;
        let in_text = start < text_end;
        if !in_text && source.get(start..).is_some_and(|rest| rest.starts_with("<!--")) {
            at = comment_end(source, start + 2);
            continue;
        }
        let closing = bytes.get(start + 1) == Some(&b'/');
        let name = start + 1 + usize::from(closing);
        if !bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
            at = start + 1;
            continue;
        }
        let (part, most) = if in_text { (bytes.get(..text_end)?, MOST_IN_TEXT) } else { (bytes, MOST_ATTRIBUTES) };
        let name_end = name + part.iter().skip(name).take_while(|b| !ends_name(**b)).count();
        let (attributes, end) = attributes(part, name_end);
        if attributes > most {
            return Some(start);
        }
        at = end;
        let tag = source.get(name..name_end).unwrap_or("");
        if !closing
            && !in_text
            && let Some(raw) = RAW.iter().find(|raw| tag.eq_ignore_ascii_case(raw))
        {
            text_end = end_tag(source, end, raw);
        }
    }
    None
}

/// Whether a byte ends the name of a tag or of an attribute.
fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

/// The number of attributes of a tag whose name ends at `at`, and the byte after the tag.
fn attributes(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut count = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'>' {
            return (count, at + 1);
        }
        if ends_name(byte) {
            at += 1;
            continue;
        }
        count += 1;
        // A name may begin with `=`; after that, `=` ends it.
        at += 1;
        at += bytes.iter().skip(at).take_while(|b| !ends_name(**b) && **b != b'=').count();
        let value = at + bytes.iter().skip(at).take_while(|b| b.is_ascii_whitespace()).count();
        if bytes.get(value) == Some(&b'=') {
            at = value_end(bytes, value + 1);
        }
    }
    (count, at)
}

/// The byte after the value that follows an equals sign.
fn value_end(bytes: &[u8], at: usize) -> usize {
    let start = at + bytes.iter().skip(at).take_while(|b| b.is_ascii_whitespace()).count();
    match bytes.get(start) {
        Some(&quote @ (b'"' | b'\'')) => start + 2 + bytes.iter().skip(start + 1).take_while(|b| **b != quote).count(),
        _ => start + bytes.iter().skip(start).take_while(|b| !b.is_ascii_whitespace() && **b != b'>').count(),
    }
}

/// The byte after a comment whose two dashes begin at `from`; the end of the source if it is not closed.
fn comment_end(source: &str, from: usize) -> usize {
    let rest = source.get(from..).unwrap_or("");
    let closes = |at: &usize| rest.get(..*at).is_some_and(|before| before.ends_with("--") || before.ends_with("--!"));
    rest.match_indices('>').map(|(at, _)| at).find(closes).map_or(source.len(), |at| from + at + 1)
}

/// Where the end tag of `name` begins, from byte `from`; the end of the source without one.
fn end_tag(source: &str, from: usize, name: &str) -> usize {
    let rest = source.get(from..).unwrap_or("");
    let ends = |at: &usize| {
        let tag = rest.get(at + 2..at + 2 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name))
    };
    rest.match_indices("</").map(|(at, _)| at).find(ends).map_or(source.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_whatever_form_they_have() {
        let count = |tag: &str| attributes(tag.as_bytes(), 2);
        assert_eq!(count("<a>x"), (0, 3));
        assert_eq!(count("<a b c=d e = 'f > g' h=\"i > j\"/>x"), (4, 32));
        assert_eq!(count("<a =b ='c' d=>x"), (2, 14));
        assert_eq!(count("<a b=\"never closed"), (1, 19));
    }

    #[test]
    fn only_a_tag_with_too_many_attributes_is_found() {
        let many: String = (0..600).map(|i| format!(" a{i}")).collect();
        assert_eq!(tag_beyond_limit(&format!("é<p{many}>")), Some(2));
        assert_eq!(tag_beyond_limit(&format!("<p></p{many}>")), Some(3));
        assert_eq!(tag_beyond_limit(&format!("<!--><p{many}>")), Some(5));
        assert_eq!(tag_beyond_limit(&format!("<!-- a --!><p{many}>")), Some(11));
        assert_eq!(tag_beyond_limit(&format!("<script>a<b='</script><p{many}>")), Some(22));
        assert_eq!(tag_beyond_limit(&format!("<svg><style><p{}>", many.repeat(20))), Some(12));
        for harmless in [
            format!("<script>if (a <b{many}) c()</script>"),
            format!("<!-- <p{many}> -->"),
            format!("<p title='{many}'>"),
            format!("a < b{many}"),
            format!("{many}>"),
            "<".to_owned(),
            "</".to_owned(),
            "<a".to_owned(),
        ] {
            assert_eq!(tag_beyond_limit(&harmless), None, "{harmless:.20}");
        }
    }
}
