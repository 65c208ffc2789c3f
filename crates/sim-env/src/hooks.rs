//! The interposed symbols (law L1): one screen per platform.
//!
//! Each function defined here takes the place of the C library's in the final binary. With a run on the calling thread it
//! answers from the run's context; otherwise it asks the operating system as the function it replaced would (`os.rs`).
//!
//! **Only this program's own code is simulated.** A preloaded library (an allocator, a profiler) is outside every run: it
//! asks before `main`, from within its first allocation, while threads start and end. On Linux its calls reach these
//! functions too; they are told by the address that they come from, answered by the kernel, and count for nothing.

use libc::{c_int, c_void, size_t};

use crate::context::{Context, if_running};
use crate::{alarm, os};

/// Fills `len` bytes at `buf` from the run on this thread. `None` when there is no run: the caller asks the real function.
///
/// # Safety
/// `buf` must be valid for writing `len` bytes, which is what every hooked function demands of its own caller. A zero `len`
/// only asks whether the call exists (getrandom crates do, once per process) and never touches a stream.
unsafe fn fill_from_run(buf: *mut c_void, len: size_t, count: impl FnOnce(&mut Context)) -> Option<()> {
    if len == 0 {
        return None;
    }
    let filled = if_running(|context| {
        // SAFETY: the caller's promise above; the bytes are only written, never read.
        let bytes = unsafe { std::slice::from_raw_parts_mut(buf.cast::<u8>(), len) };
        context.fill(bytes);
        count(context);
    });
    if filled.is_none() {
        alarm::entropy_asked_outside();
    }
    filled
}

/// The time that the run on this thread shows: wall clocks the actor's, monotonic clocks the engine's. `None` when there is
/// no run, and for CPU-time clocks, which stay real.
fn time_of_run(clock: libc::clockid_t) -> Option<libc::timespec> {
    let shown = if_running(|context| {
        context.hits().clock += 1;
        match clock {
            libc::CLOCK_REALTIME => Some(context.realtime()),
            #[cfg(target_os = "linux")]
            libc::CLOCK_REALTIME_COARSE | libc::CLOCK_TAI => Some(context.realtime()),
            libc::CLOCK_PROCESS_CPUTIME_ID | libc::CLOCK_THREAD_CPUTIME_ID => None,
            _ => Some(context.monotonic()),
        }
    });
    if shown.is_none() {
        alarm::clock_read_outside();
    }
    shown.flatten().map(|nanos| libc::timespec {
        tv_sec: (nanos / 1_000_000_000) as libc::time_t,
        tv_nsec: (nanos % 1_000_000_000) as _,
    })
}

#[cfg(target_os = "linux")]
mod linux {
    use std::arch::naked_asm;

    use libc::{c_long, c_uint, ssize_t};

    use super::*;

    /// `clock_gettime(2)`. A naked function sees the address to which its caller's call returns; it hands that on as one
    /// argument more.
    ///
    /// # Safety
    /// As for the C function: `out` must be valid for writing a `timespec`.
    #[unsafe(naked)]
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn clock_gettime(clock: libc::clockid_t, out: *mut libc::timespec) -> c_int {
        #[cfg(target_arch = "x86_64")]
        naked_asm!("mov rdx, [rsp]", "jmp {}", sym answer_time);
        #[cfg(target_arch = "aarch64")]
        naked_asm!("mov x2, x30", "b {}", sym answer_time);
    }

    unsafe extern "C" fn answer_time(clock: libc::clockid_t, out: *mut libc::timespec, caller: usize) -> c_int {
        if os::is_own_code(caller)
            && let Some(time) = time_of_run(clock)
        {
            // SAFETY: the promise made to `clock_gettime`: `out` points to a timespec.
            unsafe { out.write(time) };
            return 0;
        }
        // SAFETY: same arguments, same promises.
        unsafe { os::clock_gettime(clock, out) }
    }

    /// `getrandom(2)` as the C library offers it: std's hash keys, getrandom 0.3 and 0.4.
    ///
    /// # Safety
    /// As for the C function: `buf` must be valid for writing `len` bytes.
    #[unsafe(naked)]
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn getrandom(buf: *mut c_void, len: size_t, flags: c_uint) -> ssize_t {
        #[cfg(target_arch = "x86_64")]
        naked_asm!("mov rcx, [rsp]", "jmp {}", sym answer_getrandom);
        #[cfg(target_arch = "aarch64")]
        naked_asm!("mov x3, x30", "b {}", sym answer_getrandom);
    }

    unsafe extern "C" fn answer_getrandom(buf: *mut c_void, len: size_t, flags: c_uint, caller: usize) -> ssize_t {
        // SAFETY: the promise made to `getrandom`.
        unsafe { answer_entropy(buf, len, flags, caller, |c| c.hits().getrandom += 1) }
    }

    /// `syscall(2)`: getrandom 0.2 asks for entropy this way; every other number passes through unchanged.
    ///
    /// The C prototype is variadic. Integer arguments of a variadic call travel in the same registers as those of a plain one on
    /// the Linux ABIs of x86_64 and aarch64, so six fixed arguments receive them; unused ones are passed on unread.
    ///
    /// # Safety
    /// As for the C function.
    #[unsafe(naked)]
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn syscall(
        number: c_long,
        a: c_long,
        b: c_long,
        c: c_long,
        d: c_long,
        e: c_long,
        f: c_long,
    ) -> c_long {
        // For SYS_getrandom: drop the number, so that a, b, c are its three arguments, and add the caller as the fourth.
        #[cfg(target_arch = "x86_64")]
        naked_asm!(
            "cmp rdi, {getrandom}",
            "jne {other}",
            "mov rdi, rsi",
            "mov rsi, rdx",
            "mov rdx, rcx",
            "mov rcx, [rsp]",
            "jmp {entropy}",
            getrandom = const libc::SYS_getrandom,
            other = sym os::syscall,
            entropy = sym answer_syscall_getrandom,
        );
        #[cfg(target_arch = "aarch64")]
        naked_asm!(
            "cmp x0, {getrandom}",
            "b.ne 2f",
            "mov x0, x1",
            "mov x1, x2",
            "mov x2, x3",
            "mov x3, x30",
            "b {entropy}",
            "2: b {other}",
            getrandom = const libc::SYS_getrandom,
            other = sym os::syscall,
            entropy = sym answer_syscall_getrandom,
        );
    }

    unsafe extern "C" fn answer_syscall_getrandom(
        buf: *mut c_void,
        len: size_t,
        flags: c_uint,
        caller: usize,
    ) -> ssize_t {
        // SAFETY: the promise made to `syscall`: for this number its arguments are those of `getrandom`.
        unsafe { answer_entropy(buf, len, flags, caller, |c| c.hits().syscall += 1) }
    }

    unsafe fn answer_entropy(
        buf: *mut c_void,
        len: size_t,
        flags: c_uint,
        caller: usize,
        count: impl FnOnce(&mut Context),
    ) -> ssize_t {
        // SAFETY: passed on from our caller.
        if os::is_own_code(caller) && unsafe { fill_from_run(buf, len, count) }.is_some() {
            return len as ssize_t;
        }
        // SAFETY: same arguments, same promises.
        unsafe { os::getrandom(buf, len, flags) }
    }

    /// `getentropy(3)`: nothing in the dependency tree asks this way on Linux today; it would be a leak if something did.
    ///
    /// # Safety
    /// As for the C function: `buf` must be valid for writing `len` bytes.
    #[unsafe(naked)]
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn getentropy(buf: *mut c_void, len: size_t) -> c_int {
        #[cfg(target_arch = "x86_64")]
        naked_asm!("mov rdx, [rsp]", "jmp {}", sym answer_getentropy);
        #[cfg(target_arch = "aarch64")]
        naked_asm!("mov x2, x30", "b {}", sym answer_getentropy);
    }

    unsafe extern "C" fn answer_getentropy(buf: *mut c_void, len: size_t, caller: usize) -> c_int {
        // SAFETY: passed on from our caller; 256 bytes is the function's documented limit.
        let filled = len <= 256 && unsafe { answer_getrandom(buf, len, 0, caller) } == len as ssize_t;
        if filled { 0 } else { -1 }
    }
}

#[cfg(target_os = "macos")]
mod macos {
    use super::*;

    /// `clock_gettime(3)`.
    ///
    /// # Safety
    /// As for the C function: `out` must be valid for writing a `timespec`.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn clock_gettime(clock: libc::clockid_t, out: *mut libc::timespec) -> c_int {
        match time_of_run(clock) {
            Some(time) => {
                // SAFETY: the caller's promise: `out` points to a timespec.
                unsafe { out.write(time) };
                0
            }
            // SAFETY: same arguments, same promises.
            None => unsafe { os::clock_gettime(clock, out) },
        }
    }

    /// `getentropy(2)`: getrandom 0.2 to 0.4 and std on macOS.
    ///
    /// # Safety
    /// As for the C function: `buf` must be valid for writing `len` bytes.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn getentropy(buf: *mut c_void, len: size_t) -> c_int {
        // SAFETY: passed on from our caller.
        match unsafe { fill_from_run(buf, len, |c| c.hits().getrandom += 1) } {
            Some(()) => 0,
            // SAFETY: same arguments, same promises.
            None => unsafe { os::getentropy(buf, len) },
        }
    }

    /// `CCRandomGenerateBytes`: std's hash keys on macOS.
    ///
    /// # Safety
    /// As for the C function: `buf` must be valid for writing `len` bytes.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn CCRandomGenerateBytes(buf: *mut c_void, len: size_t) -> i32 {
        // SAFETY: passed on from our caller.
        match unsafe { fill_from_run(buf, len, |c| c.hits().getrandom += 1) } {
            Some(()) => 0,
            // SAFETY: same arguments, same promises.
            None => unsafe { os::random_bytes(buf, len) },
        }
    }
}
