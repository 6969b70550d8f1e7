//! Articles, pages and transcripts: every place points at what it claims.

use stance::ByteSpan;
use stance::article::{Article, Syntax};
use stance::error::{Class, Place};
use stance::quotation::{self, Extraction, Flag, Indirect, Options, evidence};

use crate::mixture::{Of, text};

/// Statements of plain text.
pub fn article(data: &[u8]) {
    let text = text(data, Of::News);
    let [counted, given] = extractions(&text);
    let direct = |found: &Extraction| -> Vec<Vec<ByteSpan>> {
        found.statements.iter().filter(|s| !s.indirect).map(|s| s.spans.clone()).collect()
    };
    assert_eq!(direct(&counted), direct(&given), "asking for indirect statements changes the others");
    assert_eq!(counted.indirect_left_aside, given.statements.iter().filter(|s| s.indirect).count());
}

/// The text and the statements of a web page.
pub fn html(data: &[u8]) {
    parsed(text(data, Of::Page), Syntax::Html);
}

/// The text and the statements of Markdown.
pub fn markdown(data: &[u8]) {
    parsed(text(data, Of::Markdown), Syntax::Markdown);
}

/// Texts whose form names the speaker.
pub fn transcript(data: &[u8]) {
    let text = text(data, Of::Spoken);
    check(&text, &quotation::transcript(&text));
    check(&text, &quotation::document(&text, "Ada Nowak"));
    let _ = quotation::broken_caption(&text);
}

/// Parses a file and extracts its statements.
fn parsed(source: String, syntax: Syntax) {
    let characters = source.chars().count();
    let article = match Article::parse(source, syntax, || Place::file("a")) {
        Ok(article) => article,
        Err(error) => {
            assert_eq!(error.class() as u8, Class::Data as u8, "{error}");
            return;
        }
    };
    let offsets = article.offsets();
    let most = if syntax == Syntax::Html { article.text().chars().count() } else { characters };
    for found in extractions(article.text()) {
        for statement in &found.statements {
            for span in &statement.spans {
                let (start, end) = offsets.span(*span);
                assert!(start <= end && end <= most, "{start}-{end} of {most}");
                let _ = article.around(*span, 30);
            }
        }
    }
}

/// Without and with indirect statements.
fn extractions(text: &str) -> [Extraction; 2] {
    [Indirect::Count, Indirect::Extract].map(|indirect| {
        let found = quotation::extract(text, &Options { indirect });
        check(text, &found);
        found
    })
}

/// Every claim about places in a text.
pub(crate) fn check(text: &str, found: &Extraction) {
    let inside = |span: ByteSpan| text.get(span.start()..span.end()).is_some();
    let mut last = 0;
    for (index, statement) in found.statements.iter().enumerate() {
        assert_eq!(statement.number, index + 1);
        assert!(inside(statement.context));
        let first = statement.spans.first().expect("a statement has words");
        assert!(first.start() >= last, "statements are in order");
        last = first.start();
        for span in &statement.spans {
            assert!(inside(*span) && !span.is_empty(), "{span:?}");
            assert_eq!(span.of(text).trim(), span.of(text));
        }
        assert!(statement.spans.windows(2).all(|pair| pair[0].end() <= pair[1].start()), "spans do not overlap");
        let pieces: Vec<&str> = statement.spans.iter().map(|span| span.of(text)).collect();
        assert_eq!(statement.text, pieces.join(" "));
        assert!(statement.cue.is_none_or(|cue| inside(cue) && !cue.is_empty()));
        assert_eq!(statement.speaker.is_none(), statement.flags.contains(&Flag::NoSpeaker));
        if let Some(speaker) = &statement.speaker {
            assert!(inside(speaker.span), "{speaker:?}");
            assert!(!speaker.name.trim().is_empty(), "{speaker:?}");
        }
        assert!((0.0..=1.0).contains(&statement.confidence));
        assert!(evidence(text, statement).iter().all(|x| (0.0..=1.0).contains(x)));
    }
}
