//! Labels a statement and says why: `cargo run --example classify -- "These controls protect our security."`.

use stance::{Classifier, Result};

fn main() -> Result<()> {
    let text = std::env::args().nth(1).unwrap_or_else(|| "These controls protect our security.".to_owned());
    let classifier = Classifier::shipped()?;
    for label in classifier.classify(&text)?.iter() {
        println!("{}: {} ({:.2})", label.head(), label.label(), label.probability());
    }
    for reason in classifier.explain(&text)?["stance"].reasons().iter().take(5) {
        println!("  {:+.2} {}", reason.contribution, reason.span.of(&text));
    }
    Ok(())
}
