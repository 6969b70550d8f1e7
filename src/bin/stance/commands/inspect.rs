//! `stance inspect`: a model's labels, settings, origin and strongest terms.

use std::collections::BTreeMap;

use serde::Serialize;
use stance::Result;
use stance::calibrate::Calibration;
use stance::error::{counted, excerpt};
use stance::features::Vocabulary;
use stance::model::{About, DataDigest, DoubtRules, Head, Model, sha256};

use super::outcome::Outcome;
use crate::flags::{InspectArgs, ScoreFormat};
use crate::input::model;
use crate::output::streams::cannot_write;
use crate::output::text::{for_people, json};

pub(crate) fn run(args: &InspectArgs) -> Result<Outcome> {
    // Loading verifies the digest and every part.
    let model = model::load(args.model.as_deref())?;
    let text = match ScoreFormat::of(args.format, &args.output) {
        ScoreFormat::Table => for_people(&describe(&model, args.terms).map_err(cannot_write)?),
        ScoreFormat::Json => json(&Described::new(&model, args.terms)?)?.into_bytes(),
    };
    args.output.write(&text)?;
    Ok(Outcome::Done)
}

fn describe(model: &Model, terms: usize) -> serde_json::Result<String> {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    model.about.lines().into_iter().for_each(&mut line);
    model.doubt.lines().into_iter().for_each(&mut line);
    line("digest     verified".to_owned());
    line(format!("program    {}", model.provenance.program));
    line(format!("stemmer    {}", model.provenance.stemmer));
    for data in &model.provenance.data {
        line(format!("data       sha256 {} ({})", data.sha256, counted(data.rows, "row")));
    }
    line(format!("options    {}", model.provenance.options.text()));
    line(format!("terms      {}", model.vocabulary.len()));
    for (h, head) in model.heads.iter().enumerate() {
        line(String::new());
        let classes: Vec<_> = head.classes.iter().map(|class| excerpt(class)).collect();
        line(format!("{}: {}", excerpt(&head.name), classes.join(", ")));
        if !head.targets.is_empty() {
            line(format!(
                "  targets      {}",
                head.targets.iter().map(|target| excerpt(target)).collect::<Vec<_>>().join(", ")
            ));
        }
        line(format!("  penalty      {}", head.penalty));
        line(format!("  calibration  {}", serde_json::to_string(&head.calibration)?));
        if let [shares] = model.class_shares(h).as_slice() {
            let shares = classes.iter().zip(shares).map(|(class, share)| format!("{class} {share:.3}"));
            line(format!("  shares       {}", shares.collect::<Vec<_>>().join(", ")));
        }
        for (k, class) in classes.iter().enumerate() {
            let terms = strongest(model, head, k, terms).into_iter().map(|(key, weight)| format!("{key} {weight:.2}"));
            line(format!("  {class:<12} {}", terms.collect::<Vec<_>>().join(", ")));
        }
    }
    Ok(out)
}

/// What `--format json` writes of a model.
#[derive(Serialize)]
struct Described<'m> {
    /// Digest of the model's file.
    sha256: String,
    #[serde(skip_serializing_if = "About::is_empty")]
    about: &'m About,
    doubt: &'m DoubtRules,
    program: &'m str,
    stemmer: &'m str,
    data: &'m [DataDigest],
    options: serde_json::Value,
    terms: usize,
    heads: Vec<DescribedHead<'m>>,
}

/// What it writes of a head.
#[derive(Serialize)]
struct DescribedHead<'m> {
    name: &'m str,
    classes: &'m [String],
    targets: &'m [String],
    penalty: f64,
    calibration: &'m Calibration,
    /// Shares of the classes among the training rows, one list per target; one without targets, none if they are not
    /// known.
    class_shares: Vec<Vec<f64>>,
    /// Class → its strongest terms with their coefficients, the largest first.
    strongest: BTreeMap<&'m str, Vec<(&'m str, f32)>>,
}

impl<'m> Described<'m> {
    fn new(model: &'m Model, terms: usize) -> Result<Self> {
        let head = |(h, head): (usize, &'m Head)| DescribedHead {
            name: &head.name,
            classes: &head.classes,
            targets: &head.targets,
            penalty: head.penalty,
            calibration: &head.calibration,
            class_shares: model.class_shares(h),
            strongest: head
                .classes
                .iter()
                .enumerate()
                .map(|(k, class)| (class.as_str(), strongest(model, head, k, terms)))
                .collect(),
        };
        Ok(Self {
            sha256: sha256([model.to_bytes()?.as_slice()]),
            about: &model.about,
            doubt: &model.doubt,
            program: &model.provenance.program,
            stemmer: &model.provenance.stemmer,
            data: &model.provenance.data,
            options: model.provenance.options.value(),
            terms: model.vocabulary.len(),
            heads: model.heads.iter().enumerate().map(head).collect(),
        })
    }
}

/// The word n-grams with the largest coefficients for a class, over all targets summed.
fn strongest<'m>(model: &'m Model, head: &Head, class: usize, terms: usize) -> Vec<(&'m str, f32)> {
    let columns = model.vocabulary.len();
    let (row, sign) = if head.n_outputs() == 1 { (0, if class == 1 { 1.0 } else { -1.0 }) } else { (class, 1.0) };
    let of = |column: usize| -> f32 {
        head.weights.iter().filter_map(|w| w.coefficients.get(row * columns + column)).sum::<f32>() * sign
    };
    let words = model
        .vocabulary
        .iter()
        .enumerate()
        .filter(|(_, key)| !matches!(Vocabulary::kind(key), stance::features::FeatureKind::Chars));
    let mut scored: Vec<(f32, &str)> = words.map(|(column, key)| (of(column), key)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().take(terms).map(|(weight, key)| (key, weight)).collect()
}
