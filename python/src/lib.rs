//! `stance` for Python: converts types and errors, and does nothing else.
//!
//! The module is private: the package `stance` beside it gives it its public face.

mod articles;
mod cells;
mod classifier;
mod coding;
mod dictionary;
mod errors;
mod evaluation;
mod predictions;
mod rows;
mod seeding;
mod summaries;
mod tables;
mod texts;
mod training;
mod verification;

use pyo3::prelude::*;

/// The compiled part of the package `stance`.
#[pymodule]
fn _stance(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("DataError", py.get_type::<errors::DataError>())?;
    module.add("ModelError", py.get_type::<errors::ModelError>())?;
    module.add("UNSURE", stance::UNSURE)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<classifier::Engine>()?;
    module.add_class::<dictionary::Keys>()?;
    module.add_class::<rows::Rows>()?;
    module.add_class::<verification::SavedReport>()?;
    module.add_function(wrap_pyfunction!(articles::read_article, module)?)?;
    module.add_function(wrap_pyfunction!(coding::agree, module)?)?;
    module.add_function(wrap_pyfunction!(coding::label_columns, module)?)?;
    module.add_function(wrap_pyfunction!(coding::sample, module)?)?;
    module.add_function(wrap_pyfunction!(coding::suggest, module)?)?;
    module.add_function(wrap_pyfunction!(seeding::seed, module)?)?;
    module.add_function(wrap_pyfunction!(tables::read_rows, module)?)?;
    module.add_function(wrap_pyfunction!(evaluation::audit, module)?)?;
    module.add_function(wrap_pyfunction!(evaluation::evaluate, module)?)?;
    module.add_function(wrap_pyfunction!(summaries::summarize, module)?)?;
    module.add_function(wrap_pyfunction!(articles::article_text, module)?)?;
    module.add_function(wrap_pyfunction!(articles::extract, module)?)?;
    module.add_function(wrap_pyfunction!(articles::extract_column, module)?)?;
    module.add_function(wrap_pyfunction!(training::train, module)?)?;
    module.add_function(wrap_pyfunction!(training::default_options, module)?)?;
    Ok(())
}
