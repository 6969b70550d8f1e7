//! The reliability diagram: confidence against accuracy.

use askama::Template;

use super::numbers::round;
use super::page::{self, counted, share};
use crate::Result;
use crate::evaluate::Bin;

const SIZE: f64 = 300.0;
const LEFT: f64 = 60.0;
const TOP: f64 = 16.0;

#[derive(Template)]
#[template(path = "reliability.svg", escape = "html", config = "src/report/askama.toml")]
struct Picture {
    id: usize,
    title: String,
    description: String,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    width: f64,
    height: f64,
    middle: f64,
    ticks: Vec<Tick>,
    dots: Vec<Dot>,
}

struct Tick {
    x: f64,
    y: f64,
    label_y: f64,
    text: String,
}

struct Dot {
    x: f64,
    y: f64,
    r: f64,
    text: String,
}

/// The diagram of the bins of a head; `id` makes its element ids unique on the page. Empty without bins.
pub(super) fn draw(id: usize, head: &str, bins: &[Bin]) -> Result<String> {
    if bins.is_empty() {
        return Ok(String::new());
    }
    let x = |p: f64| round(LEFT + SIZE * p);
    let y = |p: f64| round(TOP + SIZE * (1.0 - p));
    let most = bins.iter().map(|b| b.rows).max().unwrap_or(1) as f64;
    let text = |b: &Bin| {
        format!("confidence {}, accuracy {}, {}", share(b.confidence), share(b.accuracy), counted(b.rows, "row"))
    };
    // The area of a dot is proportional to its number of rows.
    let dot = |b: &Bin| Dot {
        x: x(b.confidence),
        y: y(b.accuracy),
        r: round(3.0 + 5.0 * (b.rows as f64 / most).sqrt()),
        text: text(b),
    };
    let tick = |k: u32| {
        let p = f64::from(k) / 4.0;
        Tick { x: x(p), y: y(p), label_y: y(p) + 4.0, text: share(p) }
    };
    page::render(&Picture {
        id,
        title: format!("Calibration of {head}"),
        description: bins.iter().map(text).collect::<Vec<_>>().join("; "),
        left: LEFT,
        top: TOP,
        right: LEFT + SIZE,
        bottom: TOP + SIZE,
        width: LEFT + SIZE + 30.0,
        height: TOP + SIZE + 48.0,
        middle: LEFT + SIZE / 2.0,
        ticks: (0..=4).map(tick).collect(),
        dots: bins.iter().map(dot).collect(),
    })
}
