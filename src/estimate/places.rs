//! Where the columns of labelled rows are in a file.

use super::columns::Columns;
use super::period::Over;
use crate::Result;
use crate::corpus::Header;
use crate::error::Hint;

/// The numbers of the columns in one file.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) label: usize,
    /// The probability of the label.
    pub(super) probability: Option<usize>,
    /// The probability of each class.
    pub(super) probabilities: Vec<usize>,
    pub(super) groups: Vec<usize>,
    pub(super) date: Option<usize>,
    pub(super) wants_dates: bool,
    pub(super) document: Option<usize>,
    pub(super) text: Option<usize>,
    pub(super) speaker: Option<usize>,
    pub(super) actor: [Option<usize>; 3],
    pub(super) id: Option<usize>,
    /// The file of the article, and the number of the statement in it.
    pub(super) statement: Option<(usize, usize)>,
    /// The article, and the one that it is marked a copy of.
    pub(super) article: Option<[usize; 2]>,
}

impl Places {
    /// The places in a file with this `header` whose labels are in `column`, with a column of probabilities for each of
    /// `classes`.
    ///
    /// # Errors
    /// [`Error::Data`](crate::Error::Data) that names the file and a column that it lacks.
    pub(super) fn find(
        columns: &Columns,
        column: &str,
        classes: &[String],
        header: &Header,
        file: &str,
    ) -> Result<Self> {
        let required = |name: &str, option: &str| {
            header.require(name, file, Hint::new("; name it with {}").option(option.to_owned()))
        };
        let of_class = |class: &String| {
            let name = format!("predicted_{}_p_{class}", head_of(column));
            header.require(&name, file, "use files with the same columns")
        };
        let named_or = |name: &Option<String>, option: &str, usual: Option<usize>| match name {
            Some(name) => required(name, option).map(Some),
            None => Ok(usual),
        };
        let label = header.require(column, file, "use files with the same labels")?;
        let probabilities = classes.iter().map(of_class).collect::<Result<_>>()?;
        let mut groups = columns.by.iter().map(|name| required(name, "by")).collect::<Result<Vec<usize>>>()?;
        if let Some(Over::Column(name)) = &columns.over {
            groups.push(required(name, "over")?);
        }
        let wants_dates = columns.days || columns.over.as_ref().is_some_and(Over::needs_dates);
        let of_article = header.position("date").filter(|_| wants_dates || columns.keep_texts);
        Ok(Self {
            label,
            probability: header.position(&format!("{column}_probability")),
            probabilities,
            groups,
            date: named_or(&columns.date, "date-column", of_article)?,
            wants_dates,
            document: named_or(&columns.document, "document-column", header.position("file"))?,
            text: header.position(&columns.text),
            speaker: header.position(&columns.speaker),
            actor: ["actor", "actor_kind", "actor_country"].map(|name| header.position(name)),
            id: header.position("id"),
            statement: header.position("file").zip(header.position("statement")),
            article: header.position("article_id").zip(header.position("copy_of")).map(|(own, of)| [own, of]),
        })
    }
}

/// The head whose labels are in `column`; for labels of another kind the column itself.
pub(super) fn head_of(column: &str) -> &str {
    column.strip_prefix("predicted_").unwrap_or(column)
}
