//! What the hooks ask of the operating system themselves. With `hooks.rs`, all unsafe code of the project.
//!
//! On Linux they ask **by the system call itself**. The functions that they replace could be found by `dlsym`, but a preloaded
//! allocator asks for entropy and time while the process is still starting: `dlsym` is not ready then, and may itself
//! allocate, which leads back into the allocator for ever. A system call needs nothing but the kernel. (The clock costs
//! about 100 ns instead of 20; a run never asks for the real one.)

use libc::{c_int, c_void, size_t};

#[cfg(target_os = "linux")]
mod linux {
    use libc::{c_long, c_uint, ssize_t};

    use super::*;

    /// The kernel's answer to system call `number`: a result, or the negative of an error number.
    ///
    /// # Safety
    /// The arguments must be what the kernel expects for this number.
    #[cfg(target_arch = "x86_64")]
    unsafe fn kernel(number: c_long, [a, b, c, d, e, f]: [c_long; 6]) -> c_long {
        let answer;
        // SAFETY: the registers of the Linux ABI; the instruction overwrites rcx and r11 and leaves the stack alone.
        unsafe {
            std::arch::asm!(
                "syscall",
                inlateout("rax") number => answer,
                in("rdi") a, in("rsi") b, in("rdx") c, in("r10") d, in("r8") e, in("r9") f,
                lateout("rcx") _, lateout("r11") _,
                options(nostack),
            );
        }
        answer
    }

    /// The kernel's answer to system call `number`: a result, or the negative of an error number.
    ///
    /// # Safety
    /// The arguments must be what the kernel expects for this number.
    #[cfg(target_arch = "aarch64")]
    unsafe fn kernel(number: c_long, [a, b, c, d, e, f]: [c_long; 6]) -> c_long {
        let answer;
        // SAFETY: the registers of the Linux ABI; the instruction overwrites nothing but x0 and leaves the stack alone.
        unsafe {
            std::arch::asm!(
                "svc 0",
                in("x8") number,
                inlateout("x0") a => answer,
                in("x1") b, in("x2") c, in("x3") d, in("x4") e, in("x5") f,
                options(nostack),
            );
        }
        answer
    }

    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    compile_error!("sim-env makes system calls itself, and knows how on x86_64 and aarch64 only");

    /// The kernel keeps these last answers for errors.
    const ERRORS: std::ops::RangeInclusive<c_long> = -4095..=-1;

    /// `syscall(2)` as the C library does it: an error is -1, and its number is left in `errno`.
    ///
    /// # Safety
    /// As for the C function.
    pub(crate) unsafe extern "C" fn syscall(
        number: c_long,
        a: c_long,
        b: c_long,
        c: c_long,
        d: c_long,
        e: c_long,
        f: c_long,
    ) -> c_long {
        // SAFETY: our caller's promise.
        let answer = unsafe { kernel(number, [a, b, c, d, e, f]) };
        if !ERRORS.contains(&answer) {
            return answer;
        }
        // SAFETY: the C library hands out this thread's errno; it allocates nothing.
        unsafe { *libc::__errno_location() = -answer as c_int };
        -1
    }

    /// `getrandom(2)`.
    ///
    /// # Safety
    /// As for the C function: `buf` must be valid for writing `len` bytes.
    pub(crate) unsafe fn getrandom(buf: *mut c_void, len: size_t, flags: c_uint) -> ssize_t {
        // SAFETY: the call's three arguments, with our caller's promise.
        unsafe { syscall(libc::SYS_getrandom, buf as c_long, len as c_long, flags.into(), 0, 0, 0) as ssize_t }
    }

    /// `clock_gettime(2)`.
    ///
    /// # Safety
    /// As for the C function: `out` must be valid for writing a `timespec`.
    pub(crate) unsafe fn clock_gettime(clock: libc::clockid_t, out: *mut libc::timespec) -> c_int {
        // SAFETY: the call's two arguments, with our caller's promise; on 64 bits the C library's timespec is the kernel's.
        unsafe { syscall(libc::SYS_clock_gettime, clock.into(), out as c_long, 0, 0, 0, 0) as c_int }
    }

    /// Does this address lie in the code of the program itself, and not in a library that was loaded with it? Everything that is
    /// simulated is linked into the program; the self-check would tell of a consumer that is not.
    pub(crate) fn is_own_code(address: usize) -> bool {
        unsafe extern "C" {
            // Set by the linker: where the program's image begins, and where its code ends.
            static __executable_start: u8;
            static etext: u8;
        }
        ((&raw const __executable_start).addr()..(&raw const etext).addr()).contains(&address)
    }

    /// Is this the thread that the process started with?
    pub(crate) fn on_first_thread_of_process() -> bool {
        // SAFETY: both calls take no argument and cannot fail.
        unsafe { libc::gettid() == libc::getpid() }
    }
}

#[cfg(target_os = "macos")]
mod macos {
    use super::*;

    /// The function that symbol `name` would have had without us, looked up once. macOS promises no stable system calls, and
    /// its own libraries are not interposed: only this binary asks here, when it has started.
    macro_rules! real {
        ($name:literal as $signature:ty) => {{
            static CACHE: std::sync::atomic::AtomicPtr<c_void> =
                std::sync::atomic::AtomicPtr::new(std::ptr::null_mut());
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

    /// `clock_gettime(3)`.
    ///
    /// # Safety
    /// As for the C function: `out` must be valid for writing a `timespec`.
    pub(crate) unsafe fn clock_gettime(clock: libc::clockid_t, out: *mut libc::timespec) -> c_int {
        match real!("clock_gettime" as unsafe extern "C" fn(libc::clockid_t, *mut libc::timespec) -> c_int) {
            // SAFETY: same arguments, same promises.
            Some(real) => unsafe { real(clock, out) },
            None => -1,
        }
    }

    /// `getentropy(2)`.
    ///
    /// # Safety
    /// As for the C function: `buf` must be valid for writing `len` bytes.
    pub(crate) unsafe fn getentropy(buf: *mut c_void, len: size_t) -> c_int {
        match real!("getentropy" as unsafe extern "C" fn(*mut c_void, size_t) -> c_int) {
            // SAFETY: same arguments, same promises.
            Some(real) => unsafe { real(buf, len) },
            None => -1,
        }
    }

    /// `CCRandomGenerateBytes`.
    ///
    /// # Safety
    /// As for the C function: `buf` must be valid for writing `len` bytes.
    pub(crate) unsafe fn random_bytes(buf: *mut c_void, len: size_t) -> i32 {
        match real!("CCRandomGenerateBytes" as unsafe extern "C" fn(*mut c_void, size_t) -> i32) {
            // SAFETY: same arguments, same promises.
            Some(real) => unsafe { real(buf, len) },
            None => -1,
        }
    }

    /// Is this the thread that the process started with?
    pub(crate) fn on_first_thread_of_process() -> bool {
        // SAFETY: the call takes no argument and cannot fail.
        unsafe { libc::pthread_main_np() == 1 }
    }
}

#[cfg(target_os = "linux")]
pub(crate) use linux::{clock_gettime, getrandom, is_own_code, on_first_thread_of_process, syscall};
#[cfg(target_os = "macos")]
pub(crate) use macos::{clock_gettime, getentropy, on_first_thread_of_process, random_bytes};

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
compile_error!("sim-env interposes the C library of Linux (glibc) or macOS; other systems are not supported");
