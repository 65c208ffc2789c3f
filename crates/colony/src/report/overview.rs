//! Many runs as a heat map whose cells open the runs behind them.

use serde::Serialize;

use super::html::{Embedded, overview_page};

/// Largest page in bytes; runs beyond that stay outside, and their cells say so.
const LARGEST_PAGE: usize = 16 << 20;

/// Everything on the first page.
#[derive(Serialize)]
pub(crate) struct Overview {
    pub title: String,
    pub verdict: String,
    pub good: bool,
    /// Paragraphs below the verdict.
    pub notes: Vec<String>,
    pub tables: Vec<HeatTable>,
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

/// The heat of so many broken invariants.
pub(crate) fn heat(broken: usize) -> u8 {
    broken.min(4) as u8
}

impl Overview {
    /// The page. Runs that went wrong come in first, then the others, as long as there is room.
    pub fn page(mut self) -> String {
        let mut scenes = Vec::new();
        let (mut room, mut outside) = (LARGEST_PAGE, 0);
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
        let inside = scenes.len();
        self.notes.push(match outside {
            0 => "Every cell opens the run behind it.".to_owned(),
            _ => format!(
                "{inside} cells open the run behind them, what went wrong first; {outside} runs are not in this page, which would grow beyond {} MB: their cells show the command.",
                LARGEST_PAGE >> 20
            ),
        });
        overview_page(&self, &scenes)
    }
}
