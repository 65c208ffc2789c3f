//! The diagram as an SVG element, with classes for colours: for a page that brings its own style and no Mermaid.

use sim_engine::NodeId;

use super::text::{folded, plain_lines};
use super::{Frame, cast, draw::Drawn};
use crate::report::html::escape;
use crate::story::clean;

/// Pixels of a column, of a line of text, and about of a character.
const COLUMN: usize = 158;
const LINE: usize = 15;
const CHAR: usize = 7;
/// Around everything, and inside a box.
const MARGIN: usize = 6;
/// The narrowest diagram.
const NARROWEST: usize = 3 * COLUMN;

/// A drawing that grows downwards.
struct Canvas {
    columns: Vec<NodeId>,
    width: usize,
    y: usize,
    shapes: String,
}

pub(super) fn element(frame: &Frame<'_>) -> String {
    let drawn = frame.drawn();
    let columns = frame.cast(&drawn);
    let width = (columns.len() * COLUMN + 2 * MARGIN).max(NARROWEST);
    let mut canvas = Canvas { columns, width, y: MARGIN, shapes: String::new() };
    canvas.heads(frame);
    let top = canvas.y;
    drawn.iter().for_each(|drawn| canvas.line(drawn));
    if let Some((name, violation)) = frame.told {
        let mut lines = plain_lines(&frame.violation(violation), true, canvas.across());
        lines.insert(0, format!("✗ {name}"));
        canvas.boxed("broken", None, &lines);
    }
    canvas.boxed("command", None, &folded(&clean(frame.repro), canvas.across()));
    if frame.story.left_out > 0 {
        let rest = format!("({} events that matter less are left out)", frame.story.left_out);
        canvas.boxed("command", None, &[rest]);
    }
    let (width, height) = (canvas.width, canvas.y + MARGIN);
    let lives: String = (0..canvas.columns.len()).map(|place| life(canvas.x(place), top, height)).collect();
    format!(
        "<svg class=\"sequence\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"group\" \
         aria-label=\"Sequence diagram\">{lives}{}</svg>",
        canvas.shapes
    )
}

fn life(x: usize, top: usize, bottom: usize) -> String {
    format!("<line class=\"life\" x1=\"{x}\" x2=\"{x}\" y1=\"{top}\" y2=\"{bottom}\"/>")
}

/// The widest line, in pixels.
fn width_of(lines: &[String]) -> usize {
    lines.iter().map(|line| line.chars().count() * CHAR).max().unwrap_or(0)
}

impl Canvas {
    fn x(&self, place: usize) -> usize {
        MARGIN + place * COLUMN + COLUMN / 2
    }

    fn column(&self, node: NodeId) -> usize {
        let place = self.columns.iter().position(|column| *column == node);
        self.x(place.unwrap_or(0))
    }

    /// Characters of a line across the whole.
    fn across(&self) -> usize {
        (self.width - 4 * MARGIN) / CHAR
    }

    /// Where the middle of something so wide can be, next to `x`.
    fn middle(&self, x: usize, wide: usize) -> usize {
        let half = wide / 2 + MARGIN;
        x.clamp(half.min(self.width / 2), self.width.saturating_sub(half).max(self.width / 2))
    }

    fn heads(&mut self, frame: &Frame<'_>) {
        let labels: Vec<Vec<String>> = self.columns.iter().map(|id| head(frame, *id)).collect();
        let tallest = labels.iter().map(Vec::len).max().unwrap_or(0);
        let (wide, tall) = (COLUMN - MARGIN, tallest * LINE + MARGIN);
        for (place, label) in labels.iter().enumerate() {
            let x = self.x(place);
            self.rect("head", x - wide / 2, wide, tall);
            self.text("name", x, self.y, label);
        }
        self.y += tall + LINE;
    }

    fn line(&mut self, drawn: &Drawn) {
        match drawn {
            Drawn::Arrow(from, to, kind, text) => self.arrow(self.column(*from), self.column(*to), kind, text),
            Drawn::Note(Some(who), text) => {
                let lines = plain_lines(text, false, (2 * COLUMN - 4 * MARGIN) / CHAR);
                self.boxed("note", Some(self.column(*who)), &lines);
            }
            Drawn::Note(None, text) => self.boxed("step", None, &plain_lines(text, true, self.across())),
        }
    }

    /// `-->>` travels, `->>` is published, `--x` does not arrive.
    fn arrow(&mut self, from: usize, to: usize, kind: &str, text: &str) {
        let lines = plain_lines(text, false, (from.abs_diff(to).max(2 * COLUMN) - 2 * MARGIN) / CHAR);
        let middle = self.middle(from.midpoint(to), width_of(&lines));
        self.text("label", middle, self.y, &lines);
        self.y += lines.len() * LINE + MARGIN;
        let (y, lost) = (self.y, kind == "--x");
        let class = if lost {
            "lost"
        } else if kind.starts_with("--") {
            "travels"
        } else {
            "published"
        };
        let back = if from < to { to - 8 } else { to + 8 };
        self.shapes += &format!("<line class=\"arrow {class}\" x1=\"{from}\" x2=\"{to}\" y1=\"{y}\" y2=\"{y}\"/>");
        self.shapes += &if lost {
            let (left, right, above, below) = (to - 5, to + 5, y - 5, y + 5);
            format!("<path class=\"cross\" d=\"M{left} {above}L{right} {below}M{left} {below}L{right} {above}\"/>")
        } else {
            format!("<path class=\"tip\" d=\"M{to} {y}L{back} {}L{back} {}Z\"/>", y - 4, y + 4)
        };
        self.y += LINE;
    }

    /// A box over a column, or across everything.
    fn boxed(&mut self, class: &str, over: Option<usize>, lines: &[String]) {
        let wide = over.map_or(self.width - 2 * MARGIN, |_| width_of(lines) + 2 * MARGIN);
        let middle = self.middle(over.unwrap_or(self.width / 2), wide);
        let tall = lines.len() * LINE + MARGIN;
        self.rect(class, middle - wide / 2, wide, tall);
        self.text(class, middle, self.y, lines);
        self.y += tall + MARGIN;
    }

    fn rect(&mut self, class: &str, x: usize, wide: usize, tall: usize) {
        let y = self.y;
        self.shapes +=
            &format!("<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{tall}\" rx=\"3\"/>");
    }

    /// Lines of text below `y`, centred.
    fn text(&mut self, class: &str, x: usize, y: usize, lines: &[String]) {
        self.shapes += &format!("<text class=\"{class}\">");
        for (place, line) in lines.iter().enumerate() {
            let at = y + (place + 1) * LINE - 2;
            self.shapes += &format!("<tspan x=\"{x}\" y=\"{at}\">{}</tspan>", escape(&clean(line)));
        }
        self.shapes += "</text>";
    }
}

/// The lines above a column: account and device, then what is peculiar about it.
fn head(frame: &Frame<'_>, id: NodeId) -> Vec<String> {
    let name = frame.run.name(id);
    let peculiar = cast::label(frame.run, name).into_iter().skip(1);
    [name.to_owned()].into_iter().chain(peculiar).flat_map(|text| folded(&text, (COLUMN - 2 * MARGIN) / CHAR)).collect()
}
