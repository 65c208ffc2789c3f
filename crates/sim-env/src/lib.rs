//! Virtual clock, seeded entropy and isolated run threads: the deterministic environment of a simulation
