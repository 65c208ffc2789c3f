//! Scenario files, the engine, invariants, outcomes and the transcript
