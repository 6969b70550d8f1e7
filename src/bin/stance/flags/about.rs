//! Flags that say in words what a model is for.

use clap::Args;
use stance::corpus::{HeadLabels, Labelled};
use stance::model::{About, AboutHead, Model};
use stance::{Error, Result};

/// What a model is for, in words.
#[derive(Args)]
#[command(next_help_heading = "Description, stored in the model")]
pub(crate) struct AboutArgs {
    /// The question that the model answers, or COLUMN=TEXT for that of one label column (repeatable)
    #[arg(long, value_name = "TEXT")]
    question: Vec<String>,
    /// What a class means, as CLASS=TEXT, or COLUMN.CLASS=TEXT for a class of one label column (repeatable)
    #[arg(long, value_name = "CLASS=TEXT")]
    describe: Vec<String>,
    /// Language of the texts that the model is for
    #[arg(long, value_name = "NAME")]
    model_language: Option<String>,
    /// Licence of the model
    #[arg(long, value_name = "NAME")]
    licence: Option<String>,
    /// Date of the model, as YYYY-MM-DD; it is not taken from the clock, so that training gives the same bytes on every
    /// day
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

impl AboutArgs {
    /// The description of a model that is trained from `start`: that of the start, under what is given here. The date is
    /// not taken over, since the model is another one.
    pub(crate) fn over(&self, start: &Model) -> Result<About> {
        let heads = start.heads.iter().map(|head| HeadLabels {
            name: head.name.clone(),
            classes: head.classes.clone(),
            labels: Vec::new(),
        });
        let given = self.about(&Labelled { heads: heads.collect(), ..Labelled::default() })?;
        let mut about = About { date: given.date, ..start.about.clone() };
        about.question = given.question.or(about.question);
        about.language = given.language.or(about.language);
        about.licence = given.licence.or(about.licence);
        for (name, head) in given.heads {
            let own = about.heads.entry(name).or_default();
            own.question = head.question.or(own.question.take());
            own.classes.extend(head.classes);
        }
        Ok(about)
    }

    /// The description of a model for these label columns.
    pub(crate) fn about(&self, labelled: &Labelled) -> Result<About> {
        let mut about = About {
            language: self.model_language.clone(),
            licence: self.licence.clone(),
            date: self.date.clone(),
            ..About::default()
        };
        for given in &self.question {
            match given.split_once('=').filter(|(head, _)| labelled.head(head.trim()).is_some()) {
                Some((head, text)) => {
                    about.heads.entry(head.trim().to_owned()).or_default().question = Some(text.trim().to_owned());
                }
                None if about.question.is_none() => about.question = Some(given.trim().to_owned()),
                None => {
                    let problem = "is given twice for the whole model; name the label column of one as COLUMN=TEXT";
                    return Err(Error::options("--question", problem));
                }
            }
        }
        for given in &self.describe {
            describe(given, labelled, &mut about)?;
        }
        let heads = labelled.heads.iter().map(|head| (head.name.as_str(), head.classes.as_slice()));
        about.check(&heads.collect::<Vec<_>>()).map_err(flagged)?;
        Ok(about)
    }
}

/// Takes up one `--describe`.
fn describe(given: &str, labelled: &Labelled, about: &mut About) -> Result<()> {
    let Some((class, text)) = given.split_once('=') else {
        let problem = format!("`{given}` is not CLASS=TEXT; write for example support=wants the limits kept");
        return Err(Error::options("--describe", problem));
    };
    let (class, text) = (class.trim(), text.trim().to_owned());
    let has = |head: &HeadLabels, class: &str| head.classes.iter().any(|own| own == class);
    let of_one = class.split_once('.').filter(|(head, class)| labelled.head(head).is_some_and(|head| has(head, class)));
    let heads: Vec<(&str, &str)> = match of_one {
        Some(named) => vec![named],
        None => labelled.heads.iter().filter(|head| has(head, class)).map(|head| (head.name.as_str(), class)).collect(),
    };
    if heads.is_empty() {
        let known: Vec<String> = labelled.heads.iter().map(|head| head.classes.join(", ")).collect();
        let problem = format!("`{class}` is not a class; the classes are {}", known.join("; "));
        return Err(Error::options("--describe", problem));
    }
    for (head, class) in heads {
        let own: &mut AboutHead = about.heads.entry(head.to_owned()).or_default();
        own.classes.insert(class.to_owned(), text.clone());
    }
    Ok(())
}

/// The error of a part, named as its flag.
pub(super) fn flagged(error: Error) -> Error {
    match error {
        Error::Options { option, problem, hint } => Error::Options { option: format!("--{option}"), problem, hint },
        other => other,
    }
}
