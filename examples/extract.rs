//! Lists the quoted statements of an article with their speakers: `cargo run --example extract -- examples/wire.txt`.

use stance::quotation::{Options, extract};
use stance::{Error, Result};

fn main() -> Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "examples/wire.txt".to_owned());
    let article = std::fs::read_to_string(&path).map_err(|e| Error::io("read", &path, e))?;
    for statement in extract(&article, &Options::default()).statements {
        let speaker = statement.speaker.map_or("unknown".to_owned(), |speaker| speaker.name);
        println!("{speaker}: {}", statement.text);
    }
    Ok(())
}
