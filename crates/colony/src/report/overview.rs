//! Many runs as a heat map whose cells open the runs behind them.

use serde::Serialize;

use super::embedded::Embedded;
use super::html::{FirstPage, page_of_many};
use crate::words::count;

/// Largest page in bytes; runs beyond that stay outside, and their cells say so.
const LARGEST_PAGE: usize = 16 << 20;

/// Everything on the first page.
#[derive(Serialize)]
pub(crate) struct Overview {
    pub title: String,
    pub verdict: String,
    /// None of what judges nothing.
    pub good: Option<bool>,
    /// Paragraphs below the verdict.
    pub notes: Vec<String>,
    pub tables: Vec<HeatTable>,
    /// What the heats 0 to 4 stand for, where they do not count what broke.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heats: Option<[&'static str; 5]>,
}

#[derive(Serialize)]
pub(crate) struct HeatTable {
    pub title: String,
    pub about: String,
    /// Heading of the first column.
    pub first: String,
    /// Each column may stand for several that came out alike.
    pub columns: Vec<Vec<Name>>,
    pub rows: Vec<HeatRow>,
    /// Each column added up, in lines; none if there is nothing to add.
    pub totals: Vec<Vec<String>>,
}

#[derive(Serialize)]
pub(crate) struct Name {
    pub name: String,
    pub hint: String,
}

#[derive(Serialize)]
pub(crate) struct HeatRow {
    pub name: String,
    pub title: String,
    pub cells: Vec<Option<HeatCell>>,
}

/// One run, or several that came out alike, of which the first is shown.
#[derive(Serialize)]
pub(crate) struct HeatCell {
    /// 0 nothing broke, 1 to 4 by the number of broken invariants, 5 not as it should be.
    pub heat: u8,
    pub label: String,
    pub lines: Vec<String>,
    pub broken: Vec<String>,
    /// What ran: policies.
    pub names: Vec<String>,
    pub commands: Vec<String>,
    /// Place of the run in the page; none if it is not there.
    pub run: Option<usize>,
    #[serde(skip)]
    pub scene: Option<Embedded>,
}

/// The heat of this many broken invariants.
pub(crate) fn heat(broken: usize) -> u8 {
    broken.min(4) as u8
}

impl Overview {
    /// The page. Runs that went wrong come in first, then the others, as long as there is room.
    pub fn page(self) -> String {
        self.page_within(LARGEST_PAGE)
    }

    fn page_within(mut self, largest: usize) -> String {
        let mut scenes = Vec::new();
        let (mut room, mut outside) = (largest, 0);
        for wanted in [5, 4, 3, 2, 1, 0] {
            for cell in self.tables.iter_mut().flat_map(|t| &mut t.rows).flat_map(|r| &mut r.cells).flatten() {
                if cell.heat != wanted {
                    continue;
                }
                match cell.scene.take_if(|scene| scene.size() <= room) {
                    Some(scene) => {
                        room -= scene.size();
                        cell.run = Some(scenes.len());
                        scenes.push(scene);
                    }
                    None => outside += 1,
                }
            }
        }
        self.notes.push(match (outside, scenes.len()) {
            (0, _) => "Every cell opens the run behind it.".to_owned(),
            (_, inside) => format!(
                "{} in this page, what went wrong first. For {outside} more it would grow beyond {} MB: \
                 their cells show the command.",
                count(inside, "run is", "runs are"),
                largest >> 20
            ),
        });
        let summary = [&self.verdict].into_iter().chain(&self.notes).cloned().collect();
        page_of_many(&FirstPage { title: &self.title, summary, data: &self }, &scenes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(heat: u8, bytes: usize) -> Option<HeatCell> {
        let none = Vec::<String>::new;
        let scene = Some(Embedded::of_text("x".repeat(bytes)));
        let label = format!("heat {heat}");
        Some(HeatCell { heat, label, lines: none(), broken: none(), names: none(), commands: none(), run: None, scene })
    }

    #[test]
    fn a_page_without_room_for_all_runs_takes_those_that_went_wrong_first_and_says_what_is_not_there() {
        let cells = vec![cell(0, 600_000), cell(3, 600_000), None, cell(1, 600_000), cell(0, 300_000)];
        let rows = vec![HeatRow { name: "r".to_owned(), title: String::new(), cells }];
        let (title, about, first) = (String::new(), String::new(), String::new());
        let table = HeatTable { title, about, first, columns: Vec::new(), rows, totals: Vec::new() };
        let (title, verdict) = (String::new(), String::new());
        let overview = Overview { title, verdict, good: None, notes: Vec::new(), tables: vec![table], heats: None };
        let page = overview.page_within(3 << 19);
        for text in [
            "3 runs are in this page, what went wrong first. For 1 more it would grow beyond 1 MB",
            "\"label\":\"heat 3\",\"lines\":[],\"broken\":[],\"names\":[],\"commands\":[],\"run\":0",
            "\"label\":\"heat 1\",\"lines\":[],\"broken\":[],\"names\":[],\"commands\":[],\"run\":1",
            "\"heat\":0,\"label\":\"heat 0\",\"lines\":[],\"broken\":[],\"names\":[],\"commands\":[],\"run\":null",
            "\"heat\":0,\"label\":\"heat 0\",\"lines\":[],\"broken\":[],\"names\":[],\"commands\":[],\"run\":2",
        ] {
            assert!(page.contains(text), "{text} is missing");
        }
    }
}
