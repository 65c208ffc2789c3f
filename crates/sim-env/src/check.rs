//! Is interposition effective in this binary? A linker may drop the symbols; then nothing would be deterministic, and the
//! harness must say so instead of running.

use std::sync::OnceLock;
use std::time::{Instant, SystemTime};

use rand::RngCore;

use crate::alarm;
use crate::context::if_running;
use crate::error::SelfCheckError;
use crate::seed::Seed;
use crate::thread::on_fresh_thread;

/// Asks one consumer per interposed symbol and checks that the hook answered. The result is computed once per process.
///
/// # Errors
/// The first consumer that bypassed its hook.
pub fn self_check() -> Result<(), SelfCheckError> {
    static RESULT: OnceLock<Result<(), SelfCheckError>> = OnceLock::new();
    RESULT.get_or_init(probe_on_a_run_thread).clone()
}

fn probe_on_a_run_thread() -> Result<(), SelfCheckError> {
    alarm::register_thread_as_outside();
    match on_fresh_thread(Seed::from(0), PROBE_TIME, probe) {
        Ok(result) => result,
        // A stray thread is the business of the run that it disturbs; the probe only asks about the hooks.
        Err(_) => Ok(()),
    }
}

const PROBE_TIME: u64 = 1_000_000_007;

fn probe() -> Result<(), SelfCheckError> {
    let hits = || if_running(|c| *c.hits()).expect("the probe runs inside a context");
    let mut buf = [0u8; 16];

    let before = hits();
    rand::rngs::OsRng.fill_bytes(&mut buf);
    if cfg!(target_os = "linux") && hits().syscall == before.syscall {
        return Err(SelfCheckError { consumer: "getrandom 0.2 (rand 0.8, mdk-core, OpenMLS)", symbol: "syscall" });
    }
    if buf == [0; 16] {
        return Err(SelfCheckError { consumer: "getrandom 0.2 (rand 0.8, mdk-core, OpenMLS)", symbol: "getentropy" });
    }

    let before = hits();
    getrandom::fill(&mut buf)
        .map_err(|_| SelfCheckError { consumer: "getrandom 0.3 (rand 0.9, std hash keys)", symbol: "getrandom" })?;
    if hits().getrandom == before.getrandom {
        return Err(SelfCheckError { consumer: "getrandom 0.3 (rand 0.9, std hash keys)", symbol: "getrandom" });
    }

    let shown = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok().map(|d| d.as_secs());
    let (earlier, later) = (Instant::now(), Instant::now());
    if shown != Some(PROBE_TIME) || earlier != later {
        return Err(SelfCheckError { consumer: "SystemTime::now and Instant::now", symbol: "clock_gettime" });
    }
    Ok(())
}
