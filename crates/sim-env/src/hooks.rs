//! The interposed symbols (law L1): all unsafe code of the project, one screen per platform.
//!
//! Each function defined here takes the place of the C library's in the final binary. With a run on the calling thread it
//! answers from the run's context; otherwise it calls the function it replaced, found by `dlsym(RTLD_NEXT, …)`.

use libc::{c_int, c_void, size_t};

use crate::alarm;
use crate::context::{Context, if_running};

/// Fills `len` bytes at `buf` from the run on this thread. `None` when there is no run: the caller asks the real function.
///
/// # Safety
/// `buf` must be valid for writing `len` bytes, which is what every hooked function demands of its own caller. A zero `len`
/// only asks whether the call exists (getrandom crates do, once per process) and never touches a stream.
unsafe fn fill_from_run(buf: *mut c_void, len: size_t, count: impl FnOnce(&mut Context)) -> Option<()> {
    if len == 0 {
        return None;
    }
    if_running(|context| {
        // SAFETY: the caller's promise above; the bytes are only written, never read.
        let bytes = unsafe { std::slice::from_raw_parts_mut(buf.cast::<u8>(), len) };
        context.fill(bytes);
        count(context);
    })
}

/// The address of the function that symbol `name` would have had without us, looked up once and kept in `cache`.
macro_rules! real {
    ($name:literal as $signature:ty) => {{
        static CACHE: std::sync::atomic::AtomicPtr<c_void> = std::sync::atomic::AtomicPtr::new(std::ptr::null_mut());
        let mut address = CACHE.load(std::sync::atomic::Ordering::Relaxed);
        if address.is_null() {
            // SAFETY: the name is a NUL-terminated literal; RTLD_NEXT looks behind this binary.
            address = unsafe { libc::dlsym(libc::RTLD_NEXT, concat!($name, "\0").as_ptr().cast()) };
            CACHE.store(address, std::sync::atomic::Ordering::Relaxed);
        }
        if address.is_null() {
            None
        } else {
            // SAFETY: the address is that of the C library's function of this name, which has this signature.
            Some(unsafe { std::mem::transmute::<*mut c_void, $signature>(address) })
        }
    }};
}

/// `clock_gettime`: wall clocks show the actor's time, monotonic clocks engine time; CPU-time clocks stay real.
///
/// # Safety
/// As for the C function: `out` must be valid for writing a `timespec`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn clock_gettime(clock: libc::clockid_t, out: *mut libc::timespec) -> c_int {
    let virtual_nanos = if_running(|context| {
        context.hits().clock += 1;
        match clock {
            libc::CLOCK_REALTIME => Some(context.realtime()),
            #[cfg(target_os = "linux")]
            libc::CLOCK_REALTIME_COARSE | libc::CLOCK_TAI => Some(context.realtime()),
            libc::CLOCK_PROCESS_CPUTIME_ID | libc::CLOCK_THREAD_CPUTIME_ID => None,
            _ => Some(context.monotonic()),
        }
    });
    if let Some(Some(nanos)) = virtual_nanos {
        // SAFETY: the caller's promise: `out` points to a timespec.
        unsafe {
            (*out).tv_sec = (nanos / 1_000_000_000) as libc::time_t;
            (*out).tv_nsec = (nanos % 1_000_000_000) as _;
        }
        return 0;
    }
    if virtual_nanos.is_none() {
        alarm::clock_read_outside();
    }
    match real!("clock_gettime" as unsafe extern "C" fn(libc::clockid_t, *mut libc::timespec) -> c_int) {
        // SAFETY: same arguments, same promises.
        Some(real) => unsafe { real(clock, out) },
        None => -1,
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use libc::{c_long, c_uint, ssize_t};

    use super::*;

    /// `getrandom(2)` as the C library offers it: std's hash keys, getrandom 0.3 and 0.4.
    ///
    /// # Safety
    /// As for the C function: `buf` must be valid for writing `len` bytes.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn getrandom(buf: *mut c_void, len: size_t, flags: c_uint) -> ssize_t {
        // SAFETY: passed on from our caller.
        if unsafe { fill_from_run(buf, len, |c| c.hits().getrandom += 1) }.is_some() {
            return len as ssize_t;
        }
        if len > 0 {
            alarm::entropy_asked_outside();
        }
        match real!("getrandom" as unsafe extern "C" fn(*mut c_void, size_t, c_uint) -> ssize_t) {
            // SAFETY: same arguments, same promises.
            Some(real) => unsafe { real(buf, len, flags) },
            None => -1,
        }
    }

    /// `syscall(2)`: getrandom 0.2 asks for entropy this way; every other number passes through unchanged.
    ///
    /// The C prototype is variadic. Integer arguments of a variadic call travel in the same registers as those of a plain one on
    /// the Linux ABIs of x86_64 and aarch64, so six fixed arguments receive them; unused ones are passed on unread.
    ///
    /// # Safety
    /// As for the C function.
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
        if number == libc::SYS_getrandom {
            // SAFETY: for this number the first two arguments are the buffer and its length.
            let filled = unsafe { fill_from_run(a as *mut c_void, b as size_t, |c| c.hits().syscall += 1) };
            if filled.is_some() {
                return b;
            }
            if b > 0 {
                alarm::entropy_asked_outside();
            }
        }
        type Real = unsafe extern "C" fn(c_long, c_long, c_long, c_long, c_long, c_long, c_long) -> c_long;
        match real!("syscall" as Real) {
            // SAFETY: same arguments, same promises.
            Some(real) => unsafe { real(number, a, b, c, d, e, f) },
            None => -1,
        }
    }

    /// `getentropy(3)`: nothing in the dependency tree asks this way on Linux today; it would be a leak if something did.
    ///
    /// # Safety
    /// As for the C function: `buf` must be valid for writing `len` bytes.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn getentropy(buf: *mut c_void, len: size_t) -> c_int {
        // SAFETY: passed on from our caller; 256 bytes is the function's documented limit.
        if len <= 256 && unsafe { getrandom(buf, len, 0) } == len as ssize_t { 0 } else { -1 }
    }

    /// Whether this is the thread that the process started with.
    pub(crate) fn on_first_thread_of_process() -> bool {
        // SAFETY: both calls take no argument and cannot fail.
        unsafe { libc::gettid() == libc::getpid() }
    }
}

#[cfg(target_os = "macos")]
mod macos {
    use super::*;

    /// `getentropy(2)`: getrandom 0.2 to 0.4 and std on macOS.
    ///
    /// # Safety
    /// As for the C function: `buf` must be valid for writing `len` bytes.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn getentropy(buf: *mut c_void, len: size_t) -> c_int {
        // SAFETY: passed on from our caller.
        if unsafe { fill_from_run(buf, len, |c| c.hits().getrandom += 1) }.is_some() {
            return 0;
        }
        if len > 0 {
            alarm::entropy_asked_outside();
        }
        match real!("getentropy" as unsafe extern "C" fn(*mut c_void, size_t) -> c_int) {
            // SAFETY: same arguments, same promises.
            Some(real) => unsafe { real(buf, len) },
            None => -1,
        }
    }

    /// `CCRandomGenerateBytes`: std's hash keys on macOS.
    ///
    /// # Safety
    /// As for the C function: `buf` must be valid for writing `len` bytes.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn CCRandomGenerateBytes(buf: *mut c_void, len: size_t) -> i32 {
        // SAFETY: passed on from our caller.
        if unsafe { fill_from_run(buf, len, |c| c.hits().getrandom += 1) }.is_some() {
            return 0;
        }
        if len > 0 {
            alarm::entropy_asked_outside();
        }
        match real!("CCRandomGenerateBytes" as unsafe extern "C" fn(*mut c_void, size_t) -> i32) {
            // SAFETY: same arguments, same promises.
            Some(real) => unsafe { real(buf, len) },
            None => -1,
        }
    }

    /// Whether this is the thread that the process started with.
    pub(crate) fn on_first_thread_of_process() -> bool {
        // SAFETY: the call takes no argument and cannot fail.
        unsafe { libc::pthread_main_np() == 1 }
    }
}

#[cfg(target_os = "linux")]
pub(crate) use linux::on_first_thread_of_process;
#[cfg(target_os = "macos")]
pub(crate) use macos::on_first_thread_of_process;

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
compile_error!("sim-env interposes the C library of Linux (glibc) or macOS; other systems are not supported");
