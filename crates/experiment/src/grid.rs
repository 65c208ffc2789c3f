//! Scenarios × whatever is compared, side by side.

/// A table of runs: a row for each scenario, a column of kind `C` for each thing that is compared, a cell `V` for each run.
#[derive(Clone, Debug)]
pub struct Grid<C, V> {
    /// Columns, in the order in which they first occur.
    pub columns: Vec<C>,
    /// Rows, in the order in which they first occur.
    pub rows: Vec<Row<V>>,
}

/// A scenario.
#[derive(Clone, Debug)]
pub struct Row<V> {
    /// Id.
    pub scenario: String,
    /// Title.
    pub title: String,
    /// One per column; none where nothing ran.
    pub cells: Vec<Option<V>>,
}

impl<C, V> Default for Grid<C, V> {
    fn default() -> Self {
        Self { columns: Vec::new(), rows: Vec::new() }
    }
}

impl<C: PartialEq, V> Grid<C, V> {
    /// Puts a cell where it belongs.
    pub fn put(&mut self, (scenario, title): (&str, &str), column: C, cell: V) {
        let column = self.columns.iter().position(|known| *known == column).unwrap_or_else(|| {
            self.columns.push(column);
            self.columns.len() - 1
        });
        let row = self.rows.iter().position(|row| row.scenario == scenario).unwrap_or_else(|| {
            self.rows.push(Row { scenario: scenario.to_owned(), title: title.to_owned(), cells: Vec::new() });
            self.rows.len() - 1
        });
        self.rows[row].cells.resize_with(self.columns.len(), || None);
        self.rows[row].cells[column] = Some(cell);
    }
}

impl<C, V> Grid<C, V> {
    /// The cells of a column, from above.
    pub fn column(&self, column: usize) -> impl Iterator<Item = Option<&V>> {
        self.rows.iter().map(move |row| row.cells.get(column)?.as_ref())
    }

    /// Every cell, row by row.
    pub fn cells(&self) -> impl Iterator<Item = &V> {
        self.rows.iter().flat_map(|row| &row.cells).flatten()
    }

    /// Columns that say the same in every row, together. In order of the first of each.
    pub fn alike<S: PartialEq>(&self, says: impl Fn(&V) -> S) -> Vec<Vec<usize>> {
        let mut groups: Vec<(Vec<Option<S>>, Vec<usize>)> = Vec::new();
        for place in 0..self.columns.len() {
            let column: Vec<Option<S>> = self.column(place).map(|cell| cell.map(&says)).collect();
            match groups.iter_mut().find(|(other, _)| *other == column) {
                Some((_, places)) => places.push(place),
                None => groups.push((column, vec![place])),
            }
        }
        groups.into_iter().map(|(_, places)| places).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Grid;

    #[test]
    fn rows_may_have_holes_and_columns_that_say_the_same_are_together() {
        let mut grid = Grid::default();
        grid.put(("a", "A"), "x", 1);
        grid.put(("a", "A"), "y", 1);
        grid.put(("b", "B"), "z", 2);
        grid.put(("b", "B"), "x", 3);
        assert_eq!(grid.column(0).collect::<Vec<_>>(), [Some(&1), Some(&3)]);
        assert_eq!(grid.column(2).collect::<Vec<_>>(), [None, Some(&2)]);
        assert_eq!(grid.alike(|cell| cell % 2), [vec![0], vec![1], vec![2]]);
        grid.put(("b", "B"), "y", 5);
        assert_eq!(grid.alike(|cell| cell % 2), [vec![0, 1], vec![2]]);
        assert_eq!(grid.cells().count(), 5);
    }
}
