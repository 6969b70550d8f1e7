//! A model card in Markdown: what a model is for, what it learned from, how good it is and where it fails.
//!
//! Its sections are those of Mitchell et al. (2019), Model Cards for Model Reporting; its header is read by the Hugging Face Hub.

use std::collections::BTreeMap;

use serde_json::json;
use stance::evaluate::{Report, Scores};
use stance::model::Model;
use stance::train::SliceScores;

use super::text::number;

/// What a card is made of.
pub(crate) struct Card<'c> {
    pub(crate) model: &'c Model,
    /// The model's digest.
    pub(crate) sha256: &'c str,
    /// The model's file; the shipped model without one.
    pub(crate) file: Option<&'c str>,
    /// The files that it is scored on, with their digests and numbers of rows.
    pub(crate) data: Vec<(&'c str, &'c str, u64)>,
    pub(crate) report: &'c Report,
    pub(crate) slices: &'c SliceScores,
    pub(crate) advice: &'c BTreeMap<String, Vec<String>>,
    pub(crate) citation: &'c str,
}

impl Card<'_> {
    /// The card.
    pub(crate) fn text(&self) -> String {
        let sections = [
            ("Model details", self.details()),
            ("Intended use", self.intended_use()),
            ("Labels", self.labels()),
            ("Training data", self.training_data()),
            ("Training procedure", self.procedure()),
            ("Evaluation", self.evaluation()),
            ("Limits", self.limits()),
            ("How to use", self.how_to_use()),
            ("How to cite", format!("{}\n", self.citation)),
        ];
        let mut out = self.header();
        out.push_str(&format!("# {}\n", line(&self.name())));
        for (title, text) in sections {
            out.push_str(&format!("\n## {title}\n\n{text}"));
        }
        out
    }

    /// The name: the file's without its extension.
    fn name(&self) -> String {
        let stem = self.file.and_then(|file| std::path::Path::new(file).file_stem()?.to_str());
        stem.unwrap_or("stance, shipped model").to_owned()
    }

    fn language(&self) -> String {
        let own = self.model.about.language.clone();
        own.unwrap_or_else(|| self.model.text.language.name().to_owned())
    }

    /// The header in YAML. Strings are written as in JSON, which YAML reads.
    fn header(&self) -> String {
        let results: Vec<serde_json::Value> = self
            .report
            .heads
            .iter()
            .map(|(head, scores)| {
                let metric = |kind: &str, name: &str, value: Option<f64>| {
                    value.map(|value| json!({ "type": kind, "name": name, "value": (value * 1e4).round() / 1e4 }))
                };
                let metrics = [
                    metric("accuracy", "Accuracy", scores.accuracy),
                    metric("f1", "Macro-F1", scores.macro_f1),
                    metric("matthews_correlation", "Matthews correlation", scores.mcc),
                ];
                let files: Vec<&str> = self.data.iter().map(|(file, _, _)| *file).collect();
                json!({
                    "task": { "type": "text-classification", "name": head },
                    "dataset": { "type": "csv", "name": files.join(", ") },
                    "metrics": metrics.into_iter().flatten().collect::<Vec<_>>(),
                })
            })
            .collect();
        let index = json!([{ "name": self.name(), "results": results }]);
        let language = self.language().to_lowercase();
        let known = [("english", "en"), ("german", "de"), ("french", "fr"), ("spanish", "es"), ("italian", "it")];
        let code = known.iter().find(|(name, _)| *name == language).map(|(_, code)| *code);
        let mut out = "---\n".to_owned();
        if let Some(code) = code {
            out.push_str(&format!("language: {code}\n"));
        }
        if let Some(licence) = &self.model.about.licence {
            out.push_str(&format!("license: other\nlicense_name: {}\n", json!(licence)));
        }
        let tags: Vec<String> = self.report.heads.keys().map(|head| json!(head).to_string()).collect();
        out.push_str("library_name: stance\npipeline_tag: text-classification\ntags:\n- bag-of-words\n");
        tags.iter().for_each(|tag| out.push_str(&format!("- {tag}\n")));
        out.push_str(&format!("model-index: {index}\n---\n\n"));
        out
    }

    fn details(&self) -> String {
        let about = &self.model.about;
        let penalties: Vec<String> =
            self.model.heads.iter().map(|head| format!("{} {}", line(&head.name), head.penalty)).collect();
        let mut rows = vec![
            ("Type", "linear classifier (logistic regression) over words, n-grams and characters".to_owned()),
            ("Language", line(&self.language())),
            ("Terms", self.model.vocabulary.len().to_string()),
            ("Penalty", penalties.join(", ")),
            ("Trained by", line(&self.model.provenance.program)),
            ("SHA-256", format!("`{}`", self.sha256)),
        ];
        rows.extend(about.licence.as_ref().map(|licence| ("Licence", line(licence))));
        rows.extend(about.date.as_ref().map(|date| ("Date", line(date))));
        table(&["", ""], rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]))
    }

    fn intended_use(&self) -> String {
        let question = self.model.about.question.as_deref().map_or_else(
            || "The model's authors did not say which question it answers (`train --question`).".to_owned(),
            |question| format!("It answers: {}", line(question)),
        );
        format!(
            "{question}\n\nIt is for labelling many statements, whose shares are then corrected by a sample that people coded \
             (`stance summarize --coded`), and for finding statements to read. It is not for judging a single person by a \
             single statement, nor for texts of another subject, language or kind than its training data.\n"
        )
    }

    fn labels(&self) -> String {
        let mut rows = Vec::new();
        for (h, head) in self.model.heads.iter().enumerate() {
            let about = self.model.about.heads.get(&head.name);
            let shares = self.model.class_shares(h);
            for (k, class) in head.classes.iter().enumerate() {
                let share = match shares.as_slice() {
                    [only] => only.get(k).map_or_else(String::new, |share| format!("{share:.3}")),
                    _ => String::new(),
                };
                let meaning = about.and_then(|about| about.classes.get(class)).map_or_else(String::new, |m| line(m));
                rows.push(vec![line(&head.name), line(class), share, meaning]);
            }
        }
        table(&["Head", "Label", "Share in training", "Meaning"], rows)
    }

    fn training_data(&self) -> String {
        let rows = self.model.provenance.data.iter().map(|d| vec![format!("`{}`", d.sha256), d.rows.to_string()]);
        table(&["SHA-256 of the file", "Rows"], rows)
    }

    fn procedure(&self) -> String {
        let options = serde_json::to_string_pretty(&self.model.provenance.options.value()).unwrap_or_default();
        format!("Options in force, after any search:\n\n```json\n{options}\n```\n")
    }

    fn evaluation(&self) -> String {
        let files = self.data.iter().map(|(file, sha, rows)| vec![line(file), format!("`{sha}`"), rows.to_string()]);
        let mut out = table(&["Data", "SHA-256", "Rows"], files);
        out.push_str("\nIntervals are of 95 %, by bootstrap, over groups if the rows have groups.\n");
        for (head, scores) in &self.report.heads {
            out.push_str(&format!("\n### {}\n\n{}\n{}", line(head), metrics(scores), classes(scores)));
            for (by, values) in self.slices.get(head).into_iter().flatten() {
                let rows = values.iter().map(|(value, scores)| {
                    vec![line(value), scores.n.to_string(), number(scores.accuracy), number(scores.macro_f1)]
                });
                let header = [by.as_str(), "Rows", "Accuracy", "Macro-F1"];
                out.push_str(&format!("\n{}", table(&header, rows)));
            }
        }
        out
    }

    fn limits(&self) -> String {
        let mut out =
            "A model of words does not understand irony, reported speech or what a reader knows. Its errors differ \
                       between speakers and times, so that shares of its labels are biased until they are corrected.\n"
                .to_owned();
        for (head, advice) in self.advice.iter().filter(|(_, advice)| !advice.is_empty()) {
            out.push_str(&format!("\n{}:\n\n", line(head)));
            advice.iter().for_each(|one| out.push_str(&format!("- {}\n", line(one))));
        }
        out
    }

    fn how_to_use(&self) -> String {
        let model = self.file.map_or_else(String::new, |file| format!(" --model {}", line(file)));
        format!("```sh\nstance classify articles/{model} -o labelled.csv\n```\n")
    }
}

fn metrics(scores: &Scores) -> String {
    let values = [
        ("Accuracy", "accuracy", scores.accuracy),
        ("Macro-F1", "macro_f1", scores.macro_f1),
        ("F avg", "f_avg", scores.f_avg),
        ("Matthews correlation", "mcc", scores.mcc),
        ("Log-loss", "log_loss", scores.log_loss),
        ("Brier score", "brier", scores.brier),
        ("Calibration error", "ece", scores.ece),
    ];
    let rows = values.into_iter().filter(|(_, _, value)| value.is_some()).map(|(name, key, value)| {
        let interval = scores.intervals.get(key).copied().flatten();
        let interval = interval.map_or("–".to_owned(), |[low, high]| format!("{low:.3} to {high:.3}"));
        vec![name.to_owned(), number(value), interval]
    });
    table(&["Score", "Value", "95 % interval"], rows)
}

fn classes(scores: &Scores) -> String {
    let rows = scores.per_class.iter().map(|(class, own)| {
        vec![line(class), number(own.precision), number(own.recall), number(own.f1), own.support.to_string()]
    });
    table(&["Label", "Precision", "Recall", "F1", "Rows"], rows)
}

/// A table in Markdown.
fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = format!("| {} |\n|{}\n", header.join(" | "), "---|".repeat(header.len()));
    for row in rows {
        out.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    out
}

/// A text on one line, in which nothing is markup.
fn line(text: &str) -> String {
    let text = stance::error::one_line(text).replace('\n', " ");
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
