//! The deterministic environment of a simulation: a virtual clock, seeded entropy and isolated run threads.
//!
//! ```text
//!   third-party code (mdk-core, OpenMLS, nostr, std)
//!        │ getrandom()   syscall(SYS_getrandom)   clock_gettime()
//!        ▼
//!   hooks ── no run on this thread ──> the operating system (by the system call itself)
//!        └── a run on this thread ───> its current actor's stream, its virtual clock + that actor's skew
//! ```
//!
//! [`run`] executes a closure on a fresh thread. While it runs, everything on that thread that asks the operating system
//! for entropy or time is answered from the [`Seed`] and from the virtual clock, so the closure is a function of its inputs
//! and the seed, to the byte. Several runs go side by side on several threads without influencing each other.
//!
//! Within a run the engine registers one [`Actor`] per participant and selects it ([`Actor::enter`]) before it hands over an
//! input: each actor has its own entropy stream and its own clock skew, so a new draw in one does not shift another's bytes.
//!
//! The laws L1 to L8 that this crate keeps are listed in `DETERMINISM.md`. It knows nothing of Nostr, MLS or Marmot.
//!
//! ```
//! use sim_env::{Actor, Seed, run};
//!
//! let once = || run(Seed::from(7), 1_781_481_600, || {
//!     let phone = Actor::register("bob/phone");
//!     phone.enter(|| (rand::random::<u64>(), std::time::SystemTime::now()))
//! });
//! assert_eq!(once().unwrap(), once().unwrap());
//! ```

mod alarm;
mod check;
mod context;
mod error;
mod hooks;
mod os;
mod run;
mod seed;
mod thread;

pub use alarm::register_thread_as_outside;
pub use check::self_check;
pub use context::{Actor, Draws, UnixNanos, advance_to, now, stream};
pub use error::{RunError, SelfCheckError};
pub use run::run;
pub use seed::{ParseSeedError, Seed, Stream};
