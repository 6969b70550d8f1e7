//! The compiled classifier as a Python object.

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};
use pyo3_arrow::{PyRecordBatch, PySchema};
use stance::classify::{Classifier, Explanation, Target};
use stance::columns::is_blank;
use stance::features::Vocabulary;
use stance::model::{HeadWeights, Model, sha256};
use stance::span::CodePoints;

use crate::errors::{DataError, raise};
use crate::predictions::{self, Row};
use crate::texts::Texts;

/// A compiled model; immutable, shared freely between threads and kept over a fork.
#[pyclass(frozen, module = "stance._stance")]
pub(crate) struct Engine {
    pub(crate) classifier: Classifier,
}

impl Engine {
    pub(crate) fn new(model: Model) -> PyResult<Self> {
        Ok(Self { classifier: Classifier::new(model).map_err(raise)? })
    }

    /// One target for all rows, or one per row.
    fn targets(&self, targets: Option<&Texts>, rows: usize) -> PyResult<Vec<Target>> {
        let Some(names) = targets.map(Texts::views) else {
            return Ok(vec![self.classifier.default_target().map_err(raise)?]);
        };
        if names.len() != 1 && names.len() != rows {
            let problem = format!("there are {} targets for {rows} texts; give one, or one per text", names.len());
            return Err(DataError::new_err(problem));
        }
        let position = |(row, name): (usize, &Option<&str>)| {
            self.classifier.target(*name).map_err(|e| match names.len() {
                1 => raise(e),
                _ => DataError::new_err(format!("row {row}: {e}")),
            })
        };
        names.iter().enumerate().map(position).collect()
    }

    /// Blank texts are left unlabelled, as in rows on the command line.
    fn rows(
        &self,
        py: Python<'_>,
        texts: &Texts,
        targets: Option<&Texts>,
        threads: usize,
        article: Option<&str>,
    ) -> PyResult<Vec<Row>> {
        let mut views = texts.views();
        for view in &mut views {
            *view = view.filter(|text| !is_blank(text));
        }
        let targets = self.targets(targets, views.len())?;
        py.detach(|| predictions::predict(&self.classifier, &views, &targets, threads, article)).map_err(raise)
    }
}

#[pymethods]
impl Engine {
    /// The model built into the library.
    #[staticmethod]
    fn shipped() -> PyResult<Self> {
        Self::new(Model::shipped().map_err(raise)?)
    }

    /// A model file.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        py.detach(|| Self::new(Model::open(path).map_err(raise)?))
    }

    /// The bytes of a model file; `name` is what errors call it.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, data: &[u8], name: &str) -> PyResult<Self> {
        py.detach(|| Self::new(Model::from_bytes(data, name).map_err(raise)?))
    }

    /// The terms of the vocabulary, in order, as the program shows them.
    fn terms(&self) -> Vec<String> {
        self.classifier.model().vocabulary.iter().map(Vocabulary::display).collect()
    }

    /// The weights of a head, by its position: for each target, and once without targets, `outputs × terms` coefficients as
    /// the bytes of 32-bit floats, and the intercepts.
    fn weights<'py>(&self, py: Python<'py>, head: usize) -> Vec<(Bound<'py, PyBytes>, Vec<f64>)> {
        let weights = self.classifier.model().heads.get(head).map(|head| head.weights.as_slice()).unwrap_or_default();
        let bytes = |own: &HeadWeights| own.coefficients.iter().flat_map(|w| w.to_ne_bytes()).collect::<Vec<u8>>();
        weights.iter().map(|own| (PyBytes::new(py, &bytes(own)), own.intercepts.clone())).collect()
    }

    /// The bytes of the model's file.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(py, &self.classifier.model().to_bytes().map_err(raise)?))
    }

    /// SHA-256 of the model's file, in hexadecimal.
    fn digest(&self) -> PyResult<String> {
        let bytes = self.classifier.model().to_bytes().map_err(raise)?;
        Ok(sha256([bytes.as_slice()]))
    }

    /// Class names by head, in the model's order.
    fn heads<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let heads = PyDict::new(py);
        for head in &self.classifier.model().heads {
            heads.set_item(&head.name, &head.classes)?;
        }
        Ok(heads)
    }

    /// The targets the model knows; empty for a model without targets.
    fn targets_known(&self) -> Vec<String> {
        self.classifier.targets().to_vec()
    }

    /// Where the model came from, as JSON.
    fn provenance(&self) -> String {
        serde_json::to_string(&self.classifier.model().provenance).unwrap_or_default()
    }

    /// What the model is for, in words, as JSON.
    fn about(&self) -> String {
        serde_json::to_string(&self.classifier.model().about).unwrap_or_default()
    }

    /// One dictionary per text. The texts may be statements of an `article`.
    #[pyo3(signature = (texts, targets, min_confidence, probabilities, threads, article=None))]
    #[allow(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn classify<'py>(
        &self,
        py: Python<'py>,
        texts: Texts,
        targets: Option<Texts>,
        min_confidence: Option<f64>,
        probabilities: bool,
        threads: usize,
        article: Option<String>,
    ) -> PyResult<Bound<'py, PyList>> {
        let columns = predictions::columns(self.classifier.model(), min_confidence, probabilities)?;
        let rows = self.rows(py, &texts, targets.as_ref(), threads, article.as_deref())?;
        predictions::dictionaries(py, &columns, predictions::filled(rows))
    }

    /// One row per text, as an Arrow record batch.
    #[pyo3(signature = (texts, targets, min_confidence, probabilities, threads))]
    fn classify_arrow(
        &self,
        py: Python<'_>,
        texts: Texts,
        targets: Option<Texts>,
        min_confidence: Option<f64>,
        probabilities: bool,
        threads: usize,
    ) -> PyResult<PyRecordBatch> {
        let columns = predictions::columns(self.classifier.model(), min_confidence, probabilities)?;
        let rows = self.rows(py, &texts, targets.as_ref(), threads, None)?;
        Ok(py.detach(|| predictions::batch(&columns, predictions::filled(rows)))?.into())
    }

    /// The Arrow schema of [`Engine::classify_arrow`].
    fn schema(&self, probabilities: bool) -> PyResult<PySchema> {
        let columns = predictions::columns(self.classifier.model(), None, probabilities)?;
        Ok(PySchema::new(predictions::schema(&columns).into()))
    }

    /// Probabilities of one head, rows × classes, as the bytes of native 64-bit floats. Blank texts get the bias alone.
    fn probabilities<'py>(
        &self,
        py: Python<'py>,
        texts: Texts,
        targets: Option<Texts>,
        head: usize,
        threads: usize,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let views = texts.views();
        if let Some(row) = views.iter().position(Option::is_none) {
            return Err(DataError::new_err(format!("text {row} is null; fill it in or leave the row out")));
        }
        let targets = self.targets(targets.as_ref(), views.len())?;
        let rows =
            py.detach(|| predictions::predict(&self.classifier, &views, &targets, threads, None)).map_err(raise)?;
        let bytes: Vec<u8> = py.detach(|| {
            let of_head = rows.iter().flatten().filter_map(|(row, _)| row.get(head));
            of_head.flat_map(|p| p.probabilities.iter().flat_map(|x| x.to_ne_bytes())).collect()
        });
        Ok(PyBytes::new(py, &bytes))
    }

    /// The reasons: for each head the label, its probability, the score, the bias, and what each word adds.
    fn explain<'py>(&self, py: Python<'py>, text: &str, target: Option<&str>) -> PyResult<Bound<'py, PyDict>> {
        let target = self.classifier.target(target).map_err(raise)?;
        let explanations = py.detach(|| self.classifier.session().explain(text, target)).map_err(raise)?;
        let out = PyDict::new(py);
        for (head, explanation) in self.classifier.model().heads.iter().zip(&explanations) {
            let label = head.classes.get(explanation.prediction.class).map_or("", String::as_str);
            out.set_item(&head.name, explained(py, text, label, explanation)?)?;
        }
        Ok(out)
    }
}

/// One head's explanation; places in code points of the text.
fn explained<'py>(py: Python<'py>, text: &str, label: &str, why: &Explanation) -> PyResult<Bound<'py, PyDict>> {
    let points = CodePoints::new(text);
    let reasons = PyList::empty(py);
    for reason in &why.reasons {
        let (start, end) = points.span(reason.span);
        let cells = PyDict::new(py);
        cells.set_item("term", reason.span.of(text))?;
        cells.set_item("start", start)?;
        cells.set_item("end", end)?;
        cells.set_item("contribution", reason.contribution)?;
        if let Some(key) = &reason.key {
            cells.set_item("key", &**key)?;
        }
        reasons.append(cells)?;
    }
    let cells = PyDict::new(py);
    cells.set_item("label", label)?;
    cells.set_item("probability", why.prediction.probability())?;
    cells.set_item("score", why.score)?;
    cells.set_item("bias", why.bias)?;
    cells.set_item("reasons", reasons)?;
    Ok(cells)
}
