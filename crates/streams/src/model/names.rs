//! Names in a file, and what they stand for.

use std::collections::BTreeMap;

use super::Party;
use super::file::{File, Name};
use super::place::CursorFile;
use crate::code::Code;
use crate::cursor::Cursor;
use crate::dialect::{Binding, Dialect};
use crate::frame::Topic;
use experiment::file::error::{Problem, Trouble};

/// Names that a file has made up.
pub(super) struct Names {
    pub topics: BTreeMap<String, Topic>,
    pub clients: BTreeMap<String, Party>,
    pub labels: Vec<String>,
    pub binding: Binding,
}

impl Names {
    pub fn topic(&self, name: &Name) -> Result<Topic, Problem> {
        look_up("topic", name, self.topics.iter().map(|(name, topic)| (name.as_str(), topic))).cloned()
    }

    /// Topics with ids.
    pub fn pairs(&self, pairs: &[(Name, u64)]) -> Result<Vec<(Topic, u64)>, Problem> {
        pairs.iter().map(|(name, id)| Ok((self.topic(name)?, *id))).collect()
    }

    /// Topics with cursors of the scenario's binding.
    pub fn cursors<'f>(
        &self,
        pairs: impl IntoIterator<Item = (&'f Name, &'f CursorFile)>,
    ) -> Result<Vec<(Topic, Cursor)>, Problem> {
        let one = |(name, CursorFile(cursor)): (&'f Name, &'f CursorFile)| {
            if cursor.binding() == self.binding {
                return Ok((self.topic(name)?, cursor.clone()));
            }
            let wanted = match self.binding {
                Binding::V3 => "a number; a table is a cursor of the binding `d14n`",
                Binding::D14n => "a table of originators, `{ 7 = 3 }` for one; the binding is `d14n`",
            };
            let found = format!("`{}` with a cursor of another binding", name.as_ref());
            Err(Trouble::new(Some(name.span()), found).expected(wanted))
        };
        pairs.into_iter().map(one).collect()
    }

    /// The originator of rows, which d14n has and v3 has not; `at` is where they stand.
    pub fn originator(&self, originator: Option<u32>, at: &Name) -> Result<Option<u32>, Problem> {
        let wanted = match (self.binding, originator) {
            (Binding::V3, Some(_)) => "no originator; the binding is `v3`",
            (Binding::D14n, None) => "an originator; the binding is `d14n`",
            _ => return Ok(originator),
        };
        Err(Trouble::new(Some(at.span()), "rows of another binding").expected(wanted))
    }

    pub fn topics_of(&self, names: &[Name]) -> Result<Vec<Topic>, Problem> {
        names.iter().map(|name| self.topic(name)).collect()
    }
}

/// The value with this name, of those that there are.
pub(super) fn look_up<'n, T>(
    kind: &str,
    name: &Name,
    known: impl Iterator<Item = (&'n str, T)> + Clone,
) -> Result<T, Problem> {
    known.clone().find(|(other, _)| *other == name.as_ref()).map(|(_, value)| value).ok_or_else(|| {
        Trouble::new(Some(name.span()), format!("unknown {kind} `{}`", name.as_ref()))
            .one_of(name.as_ref(), known.map(|(name, _)| name))
    })
}

pub(super) fn dialect(name: &Name) -> Result<Dialect, Problem> {
    look_up("dialect", name, Dialect::ALL.into_iter().map(|dialect| (dialect.id(), dialect)))
}

pub(super) fn code(name: &Name) -> Result<Code, Problem> {
    look_up("status", name, Code::ALL.into_iter().map(|code| (code.id(), code)))
}

/// The binding, and the dialects under which a file is run.
pub(super) fn binding(file: &File) -> Result<(Binding, Vec<Dialect>), Problem> {
    let known = Binding::ALL.into_iter().map(|binding| (binding.id(), binding));
    let binding = file.binding.as_ref().map(|name| look_up("binding", name, known)).transpose()?.unwrap_or_default();
    let in_time = |name: &Name| {
        let found = dialect(name)?;
        let dialects = binding.dialects();
        let late = || Trouble::new(Some(name.span()), format!("`{found}` has no binding `{}`", binding.id()));
        if dialects.contains(&found) { Ok(found) } else { Err(late().one_of("", dialects.iter().map(|one| one.id()))) }
    };
    file.node.dialect.as_ref().map(in_time).transpose()?;
    let dialects = file.dialects.as_ref().map(|names| names.iter().map(in_time).collect()).transpose()?;
    Ok((binding, dialects.unwrap_or_else(|| binding.dialects().to_vec())))
}
