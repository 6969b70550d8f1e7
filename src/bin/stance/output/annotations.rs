//! Statements with predicted labels as labelling tools import them.

use serde_json::{Map, Value, json};
use stance::classify::Prediction;
use stance::columns::{PredictionColumns, PredictionRow, is_blank};
use stance::corpus::{Cell, Field, Header};
use stance::model::Head;
use stance::{Error, Result};

use super::destination::Destination;
use super::format::Output;
use super::json_lines::JsonLines;
use super::row_columns::{self, cells};
use crate::input::{Item, Shape, Source};

/// A labelling tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    LabelStudio,
    Doccano,
    Prodigy,
}

/// One task per statement, with the labels as suggestions and their probabilities as scores.
pub(crate) struct Annotations<'p> {
    tool: Tool,
    /// The columns of the rows read.
    carried: Header,
    /// The columns of statements, before the predicted ones.
    added: Vec<String>,
    predicted: &'p PredictionColumns<'p>,
    /// Where the head is whose labels a tool gets that takes one list of labels.
    head: usize,
    to: &'p Destination,
}

impl<'p> Annotations<'p> {
    /// For rows of this shape. `head` names the head for doccano and Prodigy, which take one; default: the first.
    pub(crate) fn new(
        tool: Tool,
        shape: &Shape,
        predicted: &'p PredictionColumns<'p>,
        head: Option<&str>,
        to: &'p Destination,
    ) -> Result<Self> {
        let carried = match shape {
            Shape::Rows { header, .. } => (**header).clone(),
            Shape::Text | Shape::Statements { .. } => Header::default(),
        };
        let heads: Vec<&str> = predicted.heads().iter().map(|head| head.name.as_str()).collect();
        let at = head.map_or(Some(0), |name| heads.iter().position(|known| *known == name));
        let Some(at) = at else {
            let problem = format!("the model has no such head, its heads are {}", heads.join(", "));
            return Err(Error::options("--head", problem));
        };
        if head.is_none() && heads.len() > 1 && tool != Tool::LabelStudio {
            say!("labels of {}; --head names another of {}", heads.first().unwrap_or(&""), heads.join(", "));
        }
        let mut added = row_columns::names(shape, predicted)?;
        added.truncate(added.len().saturating_sub(predicted.names().count()));
        Ok(Self { tool, carried, added, predicted, head: at, to })
    }

    /// The columns of an item.
    fn data(&self, item: &Item<'_>) -> Map<String, Value> {
        let mut data = Map::new();
        data.insert("text".to_owned(), item.text.into());
        if let Source::Row(row) = item.source {
            for (at, name) in self.carried.names().iter().enumerate() {
                data.insert(name.clone(), field(row.field(at)));
            }
        } else {
            data.extend(self.added.iter().cloned().zip(cells(item).iter().map(cell)));
        }
        data
    }

    /// The heads with what each predicts of an item, without those that are unsure.
    fn suggestions<'r>(&self, labels: &'r PredictionRow) -> Vec<Option<(&'p Head, &'r Prediction)>> {
        let sure = |(h, of_head)| self.predicted.doubt(h, labels).is_none().then_some(of_head);
        self.predicted.heads().iter().zip(labels.predictions()).enumerate().map(sure).collect()
    }

    fn task(&self, item: &Item<'_>, labels: &PredictionRow) -> Value {
        let mut data = self.data(item);
        let suggestions = self.suggestions(labels);
        let one = suggestions.get(self.head).copied().flatten();
        let label = one.map(|(head, prediction)| class(head, prediction));
        let score = one.map(|(_, prediction)| rounded(prediction.probability()));
        match self.tool {
            Tool::LabelStudio => label_studio(data, &suggestions),
            Tool::Doccano => {
                data.insert("label".to_owned(), label.into_iter().collect());
                data.insert("score".to_owned(), json!(score));
                Value::Object(data)
            }
            Tool::Prodigy => {
                let text = data.shift_remove("text");
                // Without a model no class is known, and the recipe that the examples are read with gives the options.
                let Some(head) = self.predicted.heads().get(self.head) else {
                    return json!({"text": text, "meta": data});
                };
                let options: Vec<Value> =
                    head.classes.iter().map(|class| json!({"id": class, "text": class})).collect();
                let accept: Vec<&str> = label.into_iter().collect();
                data.insert("score".to_owned(), json!(score));
                json!({"text": text, "options": options, "accept": accept, "score": score, "meta": data})
            }
        }
    }
}

/// A task of Label Studio: every head is a choice named after it, about the object `text`. Its score is that of the
/// least sure head, so that tasks can be sorted by it.
fn label_studio(data: Map<String, Value>, suggestions: &[Option<(&Head, &Prediction)>]) -> Value {
    let results: Vec<Value> = suggestions
        .iter()
        .flatten()
        .enumerate()
        .map(|(number, (head, prediction))| {
            json!({
                "id": format!("r{}", number + 1),
                "from_name": head.name,
                "to_name": "text",
                "type": "choices",
                "value": {"choices": [class(head, prediction)]},
                "score": rounded(prediction.probability()),
            })
        })
        .collect();
    if results.is_empty() {
        return json!({"data": data});
    }
    let least = suggestions.iter().flatten().map(|(_, p)| p.probability()).fold(1.0, f64::min);
    let version = concat!("stance ", env!("CARGO_PKG_VERSION"));
    json!({"data": data, "predictions": [{"model_version": version, "score": rounded(least), "result": results}]})
}

fn class<'h>(head: &'h Head, prediction: &Prediction) -> &'h str {
    head.classes.get(prediction.class).map_or("", String::as_str)
}

fn rounded(probability: f64) -> f64 {
    (probability * 1e6).round() / 1e6
}

fn field(field: Field<'_>) -> Value {
    match field {
        Field::Absent => Value::Null,
        Field::Text(text) => text.into(),
        Field::Json(json) => serde_json::from_str(json).unwrap_or(Value::Null),
    }
}

fn cell(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => (*text).into(),
        Cell::Integer(number) => (*number).into(),
        Cell::Number(number) | Cell::Rounded(number, _) => json!(rounded(*number)),
        Cell::Json(json) => serde_json::from_str(json).unwrap_or(Value::Null),
        Cell::Spans(spans) => json!(spans),
    }
}

impl Output for Annotations<'_> {
    type Part = Vec<u8>;
    type Sink = JsonLines;

    fn begin(&self, part: &mut Vec<u8>) -> Result<()> {
        part.clear();
        Ok(())
    }

    fn item(&self, part: &mut Vec<u8>, item: &Item<'_>, labels: &PredictionRow) -> Result<()> {
        // There is nothing to label in an article without statements; rows stay, so that none is lost.
        if is_blank(item.text) && !matches!(item.source, Source::Row(_)) {
            return Ok(());
        }
        part.extend(self.task(item, labels).to_string().into_bytes());
        part.push(b'\n');
        Ok(())
    }

    fn open(&self) -> Result<JsonLines> {
        Ok(JsonLines::new(self.to.open()?, self.tool == Tool::LabelStudio))
    }

    fn take(&self, sink: &mut JsonLines, part: &mut Vec<u8>) -> Result<()> {
        sink.write(part)
    }

    fn finish(&self, sink: JsonLines) -> Result<()> {
        sink.finish()
    }
}
