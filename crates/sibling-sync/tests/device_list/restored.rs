//! A device that was restored from an older copy of itself.

use sibling_sync::aware::{In, Options};

use crate::world::{World, world};

fn talk(world: &mut World, rounds: usize) {
    const TEXTS: [[&str; 3]; 4] = [["p0", "a0", "b0"], ["p1", "a1", "b1"], ["p2", "a2", "b2"], ["p3", "a3", "b3"]];
    for [p, a, b] in &TEXTS[..rounds] {
        world.write("P1", p);
        world.write("A", a);
        world.write("B", b);
    }
}

#[test]
fn probe_restored() {
    for since in 0..4 {
        world(&["A", "B"], 2, &["P1"], Options::default(), move |world| {
            world.write("P1", "hello");
            world.write("A", "hello-a");
            world.write("B", "hello-b");
            world.hand("A", In::Keep);
            talk(world, since);
            let before = world.told.len();
            world.hand("A", In::Restore);
            for t in &world.told[before..] { println!("{since} restore {t:?}"); }
            for round in ["x", "y", "z"] {
                let before = world.told.len();
                let name = |who: &str| -> &'static str { Box::leak(format!("{round}-{who}").into_boxed_str()) };
                world.write("A", name("a"));
                world.write("P1", name("p"));
                world.write("B", name("b"));
                for t in &world.told[before..] { println!("{since} {round} {t:?}"); }
            }
        });
    }
}
