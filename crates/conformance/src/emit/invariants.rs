//! `INVARIANTS.md`: what the names in `invariants` of a scenario mean, from the registry of the invariants themselves.

use std::fmt::Write;

const HEAD: &str = "\
# Invariants

What must hold at the end of a run, by the name under which `expect.invariants` of a `scenario` test lists it. A test lists those that
held in its run; what a run did not exercise is not in its list. Written by `colony vectors emit`; `colony list invariants` shows the same.

| name | sentence |
| --- | --- |
";

pub(super) fn page() -> String {
    let mut page = HEAD.to_owned();
    for invariant in scenarios::invariants::ALL {
        writeln!(page, "| `{}` | {} |", invariant.name, invariant.sentence).expect("a string takes everything");
    }
    page
}
