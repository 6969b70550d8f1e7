//! Labelled files of several coders → the codes of each row, matched by an id or by the statement.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::agree::Codes;
use crate::corpus::Labelled;
use crate::error::{Hint, counted, excerpt};
use crate::{Error, Result};

/// How the rows of coders are matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatchOptions {
    /// Column with the coder. `None`: `coder` if a file has it; otherwise the file is the coder.
    pub coder_column: Option<String>,
    /// Column by which rows are the same. `None`: `id` if all files have it and it is filled in; otherwise the statement.
    pub id_column: Option<String>,
    /// The classes from one end to the other; empty if they are not ordered.
    pub order: Vec<String>,
}

/// The rows of all coders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coded {
    /// The id of each row, where rows were matched by it.
    pub ids: Option<Vec<String>>,
    /// The statement of each row.
    pub texts: Vec<String>,
    /// The group of each row, where the files have groups.
    pub groups: Option<Vec<String>>,
    /// The codes by label column, in the order of the first file.
    pub heads: Vec<(String, Codes)>,
    /// What to know of how rows were matched, a sentence each.
    pub remarks: Vec<String>,
}

/// The columns that are looked for if none is named.
const ID: &str = "id";
const CODER: &str = "coder";

/// Brings together the rows of coders. Each file comes with what its coder is called if it has no column of coders. The
/// n-th row of a coder with some statement is matched with the n-th of the others; ids must be unique for each coder.
///
/// # Errors
/// [`Error::Options`] if an ordered class is blank or named twice; [`Error::Data`] for a missing column, a row without a
/// coder beside rows with one, an id that a coder has twice, fewer than two coders, or a class that is not among
/// the ordered ones.
pub fn match_coders(files: &[(String, Labelled)], options: &MatchOptions) -> Result<Coded> {
    check_order(&options.order)?;
    let id = id_column(files, options)?;
    let mut found = Found::default();
    for (name, labelled) in files {
        let coders = column(labelled, options.coder_column.as_deref(), CODER, "coder-column")?;
        let ids = id.map(|id| labelled.extra.column(id)).unwrap_or_default();
        let some = coders.is_some_and(|coders| coders.iter().any(|coder| !coder.trim().is_empty()));
        let mut seen: HashMap<(String, String), u32> = HashMap::new();
        for (row, text) in labelled.texts.iter().enumerate() {
            let own = coders.and_then(|coders| coders.get(row)).map_or("", |coder| coder.trim());
            if own.is_empty() && some {
                let column = options.coder_column.as_deref().unwrap_or(CODER);
                let problem = "is blank, so that nobody knows whose labels these are; fill it in, or take the row out";
                return Err(Error::data(labelled.place(row).column(column), problem));
            }
            let coder = if own.is_empty() { name.as_str() } else { own };
            let key = match ids.and_then(|ids| ids.get(row)) {
                Some(id) => id.trim().to_owned(),
                None => text.split_whitespace().collect::<Vec<_>>().join(" "),
            };
            let times = seen.entry((coder.to_owned(), key.clone())).or_default();
            *times += 1;
            let again = *times > 1 || found.has(coder, &(key.clone(), *times));
            if let (true, Some(id)) = (again, id) {
                let problem = format!("`{}` is there twice for coder `{}`; keep one", excerpt(&key), excerpt(coder));
                return Err(Error::data(labelled.place(row).column(id), problem));
            }
            let number = found.row((key, *times), text);
            found.add(number, coder, labelled, row);
        }
    }
    found.finish(id.is_some(), files, options)
}

/// Refuses an order of classes in which one has no name or two places.
fn check_order(order: &[String]) -> Result<()> {
    let problem = match order
        .iter()
        .enumerate()
        .find(|(at, class)| class.is_empty() || order.iter().take(*at).any(|c| c == *class))
    {
        None => return Ok(()),
        Some((_, class)) if class.is_empty() => {
            "has a class without a name; write for example oppose,neutral,support".to_owned()
        }
        Some((_, class)) => {
            format!("names `{}` twice; give each class once, from one end to the other", excerpt(class))
        }
    };
    Err(Error::options("order", problem))
}

/// A column that is named, or looked for.
fn column<'l>(
    labelled: &'l Labelled,
    named: Option<&str>,
    default: &str,
    option: &str,
) -> Result<Option<&'l [String]>> {
    let found = labelled.extra.column(named.unwrap_or(default));
    match (named, found) {
        (Some(name), None) => {
            let file = labelled.files.first().map_or("", String::as_str);
            let hint = Hint::new("; correct {}").option(option);
            labelled.extra.header.require(name, file, hint).map(|_| None)
        }
        _ => Ok(found),
    }
}

/// The column by which rows are matched, if any.
fn id_column<'o>(files: &[(String, Labelled)], options: &'o MatchOptions) -> Result<Option<&'o str>> {
    let name = options.id_column.as_deref();
    let mut all = true;
    for (_, labelled) in files {
        let ids = column(labelled, name, ID, "id-column")?;
        let blank = ids.and_then(|ids| ids.iter().position(|id| id.trim().is_empty()));
        if let (Some(name), Some(row)) = (name, blank) {
            return Err(Error::data(labelled.place(row).column(name), "is blank; fill it in, or match by statements"));
        }
        all &= ids.is_some() && blank.is_none();
    }
    Ok(name.or_else(|| all.then_some(ID)))
}

/// A key of rows, and how often the coder had it before.
type Key = (String, u32);
/// The label that each coder gave to rows, by row and coder.
type Labels = BTreeMap<(usize, usize), String>;

/// Rows found so far.
#[derive(Default)]
struct Found {
    numbers: HashMap<Key, usize>,
    coders: Vec<String>,
    coded: BTreeSet<(usize, usize)>,
    texts: Vec<String>,
    groups: Vec<Option<String>>,
    heads: Vec<(String, Labels)>,
    keys: Vec<String>,
    /// Number of rows whose statement differs between coders.
    unlike: u64,
    /// For each statement, coder and label column the labels given, where rows are matched by their statements.
    labels_of_text: BTreeMap<(String, usize, usize), BTreeSet<String>>,
}

impl Found {
    /// Whether a coder has the row already.
    fn has(&self, coder: &str, key: &Key) -> bool {
        let coder = self.coders.iter().position(|known| known == coder);
        coder.zip(self.numbers.get(key)).is_some_and(|(coder, row)| self.coded.contains(&(*row, coder)))
    }

    /// The number of a row.
    fn row(&mut self, key: Key, text: &str) -> usize {
        let next = self.texts.len();
        let number = *self.numbers.entry(key.clone()).or_insert(next);
        match self.texts.get(number) {
            None => {
                self.texts.push(text.to_owned());
                self.groups.push(None);
                self.keys.push(key.0);
            }
            Some(known) => self.unlike += u64::from(!known.split_whitespace().eq(text.split_whitespace())),
        }
        number
    }

    /// Adds what a coder gave to a row.
    fn add(&mut self, number: usize, coder: &str, labelled: &Labelled, row: usize) {
        let at = self.coders.iter().position(|known| known == coder).unwrap_or_else(|| {
            self.coders.push(coder.to_owned());
            self.coders.len() - 1
        });
        self.coded.insert((number, at));
        if let (Some(groups), Some(slot)) = (&labelled.groups, self.groups.get_mut(number)) {
            let name = groups.ids.get(row).and_then(|id| groups.names.get(*id as usize));
            *slot = slot.take().or_else(|| name.filter(|name| !name.is_empty()).cloned());
        }
        for head in &labelled.heads {
            let place = self.heads.iter().position(|(name, _)| *name == head.name).unwrap_or_else(|| {
                self.heads.push((head.name.clone(), Labels::new()));
                self.heads.len() - 1
            });
            let class = head.labels.get(row).copied().flatten().and_then(|class| head.classes.get(class as usize));
            if let (Some((_, labels)), Some(class)) = (self.heads.get_mut(place), class) {
                labels.insert((number, at), class.clone());
                let text = self.keys.get(number).cloned().unwrap_or_default();
                self.labels_of_text.entry((text, at, place)).or_default().insert(class.clone());
            }
        }
    }

    fn finish(self, by_id: bool, files: &[(String, Labelled)], options: &MatchOptions) -> Result<Coded> {
        let names: Vec<String> = files.iter().flat_map(|(_, labelled)| labelled.files.clone()).collect();
        let place = || crate::error::Place::file(crate::error::listed(&names));
        if self.coders.len() < 2 {
            let only = self.coders.first().map_or("", String::as_str);
            let problem = format!("has one coder only, `{}`; give the files of two at least", excerpt(only));
            let hint = Hint::new(", or name their column with {}").option("coder-column");
            return Err(Error::data(place(), problem).with_hint(hint));
        }
        let mut remarks = Vec::new();
        if self.unlike > 0 {
            remarks.push(format!(
                "{} the same id has another text; check that the files belong together",
                counted(self.unlike, "time")
            ));
        }
        let contradictory = if by_id { 0 } else { self.labels_of_text.values().filter(|own| own.len() > 1).count() };
        if contradictory > 0 {
            remarks.push(format!(
                "warning: {} a coder gave equal statements different labels, and equal statements are matched in the order of the files; \
                 give the rows an `id` to match them by",
                counted(contradictory, "time")
            ));
        }
        let grouped = self.groups.iter().any(Option::is_some);
        let documents = grouped.then(|| documents(&self.groups));
        let mut heads = Vec::new();
        for (name, labels) in &self.heads {
            let mut classes: Vec<String> = labels.values().cloned().collect::<BTreeSet<_>>().into_iter().collect();
            if let Some(class) =
                classes.iter().find(|class| !options.order.is_empty() && !options.order.contains(class))
            {
                let problem = format!("`{}` is not among the ordered classes; add it at its place", excerpt(class));
                let hint = Hint::new(" in {}").option("order");
                return Err(Error::data(place().column(name), problem).with_hint(hint));
            }
            if !options.order.is_empty() {
                classes.clone_from(&options.order);
            }
            let code = |row, coder| {
                let label = labels.get(&(row, coder))?;
                classes.iter().position(|class| class == label).map(|at| at as u32)
            };
            let rows = (0..self.texts.len()).map(|row| (0..self.coders.len()).map(|coder| code(row, coder)).collect());
            let (coders, documents) = (self.coders.clone(), documents.clone());
            let ordered = !options.order.is_empty();
            heads.push((
                name.clone(),
                Codes { rows: rows.collect(), coders, documents, ordered, classes: classes.clone() },
            ));
        }
        Ok(Coded {
            ids: by_id.then_some(self.keys),
            groups: grouped.then(|| self.groups.iter().map(|group| group.clone().unwrap_or_default()).collect()),
            texts: self.texts,
            heads,
            remarks,
        })
    }
}

/// The number of each row's group; a row without one is a document by itself.
fn documents(groups: &[Option<String>]) -> Vec<u32> {
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut ids = Vec::with_capacity(groups.len());
    let mut next = 0;
    for group in groups {
        let id = group.as_deref().map_or(next, |group| *known.entry(group).or_insert(next));
        next = next.max(id + 1);
        ids.push(id);
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Faults, Format, LabelledOptions, Purpose, read_labelled};

    fn file(name: &str, csv: &str) -> (String, Labelled) {
        let options = LabelledOptions { purpose: Purpose::Score, ..LabelledOptions::default() };
        (name.to_owned(), read_labelled(csv.as_bytes(), Format::Csv, name, Faults::Stop, &options).unwrap())
    }

    fn rows(coded: &Coded) -> Vec<Vec<Option<&str>>> {
        let (_, codes) = &coded.heads[0];
        let name = |code: &Option<u32>| code.map(|code| codes.classes[code as usize].as_str());
        codes.rows.iter().map(|row| row.iter().map(name).collect()).collect()
    }

    #[test]
    fn rows_are_matched_by_id_in_any_order() {
        let a = file("ada", "id,text,stance,group\n1,x,pro,g\n2,y,con,g\n3,z,,h\n");
        let b = file("bo", "id,text,stance,note\n2,y,pro,\n1,x  ,pro,!\n4,w,con,\n");
        let coded = match_coders(&[a, b], &MatchOptions::default()).unwrap();
        assert_eq!(coded.ids.as_deref().unwrap(), ["1", "2", "3", "4"]);
        let pro = Some("pro");
        let con = Some("con");
        assert_eq!(rows(&coded), [vec![pro, pro], vec![con, pro], vec![None, None], vec![None, con]]);
        assert_eq!(coded.heads[0].1.documents.as_deref().unwrap(), [0, 0, 1, 2]);
        assert!(coded.remarks.is_empty());
    }

    #[test]
    fn without_ids_rows_are_matched_by_their_text_and_copies_in_their_order() {
        let a = file("ada", "text,stance\nsame,pro\nsame,con\nother,pro\n");
        let b = file("bo", "text,stance\nother,pro\n same,pro\nsame,pro\n");
        let coded = match_coders(&[a, b], &MatchOptions::default()).unwrap();
        let (pro, con) = (Some("pro"), Some("con"));
        assert_eq!(rows(&coded), [vec![pro, pro], vec![con, pro], vec![pro, pro]]);
        assert_eq!(coded.ids, None);
    }

    #[test]
    fn one_file_may_hold_all_coders() {
        let all = file("all", "text,stance,coder\nx,pro,ada\nx,con,bo\ny,pro,ada\ny,pro,cy\n");
        let coded = match_coders(&[all], &MatchOptions::default()).unwrap();
        assert_eq!(coded.heads[0].1.coders, ["ada", "bo", "cy"]);
        assert_eq!(rows(&coded), [vec![Some("pro"), Some("con"), None], vec![Some("pro"), None, Some("pro")]]);
    }

    #[test]
    fn a_column_of_coders_without_any_is_not_one_and_a_blank_cell_in_it_is_refused() {
        let blank = |name: &str| file(name, "text,stance,coder\nx,pro,\ny,con, \n");
        let coded = match_coders(&[blank("ada"), blank("bo")], &MatchOptions::default()).unwrap();
        assert_eq!(coded.heads[0].1.coders, ["ada", "bo"]);
        let some = file("all.csv", "text,stance,coder\nx,pro,ada\nx,con,bo\ny,pro, \n");
        let error = match_coders(&[some], &MatchOptions::default()).unwrap_err();
        assert!(error.to_string().contains("all.csv, record 3 (line 4), column `coder`: is blank"), "{error}");
    }

    #[test]
    fn contradictory_labels_of_equal_statements_are_counted_unless_ids_tell_them_apart() {
        let a = file("ada", "text,stance\nsame,pro\nsame,con\nother,pro\n");
        let b = file("bo", "text,stance\nsame,pro\nsame,con\nother,pro\n");
        let remarks = match_coders(&[a, b], &MatchOptions::default()).unwrap().remarks;
        assert!(remarks[0].contains("2 times a coder gave equal statements different labels"), "{remarks:?}");
        let ids = |name: &str| file(name, "id,text,stance\n1,same,pro\n2,same,con\n");
        assert!(match_coders(&[ids("ada"), ids("bo")], &MatchOptions::default()).unwrap().remarks.is_empty());
    }

    #[test]
    fn an_order_names_each_class_once() {
        let files = || [file("a", "text,stance\nx,pro\n"), file("b", "text,stance\nx,con\n")];
        for (order, said) in [(["con", "pro", "con"], "`con` twice"), (["con", "", "pro"], "without a name")] {
            let order = MatchOptions { order: order.map(str::to_owned).to_vec(), ..MatchOptions::default() };
            let error = match_coders(&files(), &order).unwrap_err();
            assert!(error.class() as i32 == 2 && error.to_string().contains(said), "{error}");
        }
    }

    #[test]
    fn what_cannot_be_matched_is_named_with_a_way_out() {
        let fails = |files: &[(String, Labelled)], options: &MatchOptions| {
            let error = match_coders(files, options).unwrap_err();
            assert_eq!(error.class() as i32, 3);
            error.to_string()
        };
        let (a, b) = (file("a.csv", "id,text,stance\n1,x,pro\n1,y,con\n"), file("b.csv", "id,text,stance\n1,x,pro\n"));
        let said = fails(&[a.clone(), b.clone()], &MatchOptions::default());
        assert!(said.contains("a.csv, record 2 (line 3), column `id`: `1` is there twice for coder `a.csv`"), "{said}");
        let said = fails(std::slice::from_ref(&b), &MatchOptions::default());
        assert!(said.contains("one coder only") && said.contains("coder-column"), "{said}");
        let order = MatchOptions { order: vec!["con".to_owned()], ..MatchOptions::default() };
        let said = fails(&[b.clone(), file("c.csv", "id,text,stance\n1,x,con\n")], &order);
        assert!(said.contains("`pro` is not among") && said.contains("order"), "{said}");
        let named = MatchOptions { coder_column: Some("who".to_owned()), ..MatchOptions::default() };
        assert!(fails(std::slice::from_ref(&b), &named).contains("`who`: is not there"));
        let named = MatchOptions { id_column: Some("nr".to_owned()), ..MatchOptions::default() };
        assert!(fails(&[b], &named).contains("`nr`: is not there"));
    }

    #[test]
    fn another_text_under_the_same_id_is_remarked() {
        let (a, b) = (file("a", "id,text,stance\n1,x,pro\n"), file("b", "id,text,stance\n1,other,con\n"));
        assert!(match_coders(&[a, b], &MatchOptions::default()).unwrap().remarks[0].contains("another text"));
    }
}
