//! The program under another allocator, as many container images preload one: it starts, and every byte of a run is the same.

#![cfg(target_os = "linux")]

mod common;

use std::path::Path;
use std::process::Command;

use common::{Done, colony, done, program};

const LIST: &[&str] = &["list", "policies"];
const RUN: &[&str] = &["run", "ten-devices", "--policy", "client-id", "--profile", "pr40", "--json"];

/// An allocator that asks as real ones do: for entropy and time from within its first allocation, before `main`, and later
/// now and then on every thread. It ends the program if a hook leads back into it, or answers from a run.
const ALLOCATOR: &str = r#"
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

static __thread int asking, calls;

static void expect(int kept) { if (!kept) _exit(99); }

static void ask(void) {
    expect(!asking);
    if (calls++ % 64) return;
    asking = 1;
    char drawn[16];
    struct timespec now;
    expect(getrandom(drawn, 16, 0) == 16);
    expect(syscall(SYS_getrandom, drawn, 16, 0) == 16);
    expect(clock_gettime(CLOCK_REALTIME, &now) == 0 && labs(now.tv_sec - time(NULL)) < 5);
    expect(syscall(SYS_getpid) == getpid());
    int before = errno;
    expect(syscall(SYS_close, -1) == -1 && errno == EBADF);
    errno = before;
    asking = 0;
}

void *malloc(size_t size) { ask(); return __libc_malloc(size); }
void *calloc(size_t count, size_t size) { ask(); return __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { ask(); return __libc_realloc(old, size); }

__attribute__((constructor)) static void start(void) { calls = 0; free(malloc(1)); }
"#;

fn preloaded(library: &Path, settings: &str, args: &[&str]) -> Done {
    done(program(args).env("LD_PRELOAD", library).env("MALLOC_CONF", settings).output().expect("the program starts"))
}

fn changes_nothing(library: &Path, settings: &str) {
    for args in [LIST, RUN] {
        let (with, without) = (preloaded(library, settings, args), colony(args));
        assert_eq!((with.exit, with.err.as_str()), (0, ""), "{} {settings}", library.display());
        assert!(with == without, "{args:?} prints something else under {} {settings}", library.display());
    }
}

#[test]
fn an_allocator_that_asks_before_main_gets_real_answers_and_changes_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (source, library) = (folder.path().join("allocator.c"), folder.path().join("allocator.so"));
    std::fs::write(&source, ALLOCATOR).unwrap();
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&source).output();
    match built {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => return eprintln!("skipped: there is no C compiler `cc` here"),
    }
    changes_nothing(&library, "");
}

#[test]
fn jemalloc_mimalloc_and_tcmalloc_change_no_byte() {
    let background = "background_thread:true";
    for (library, settings) in [
        ("libjemalloc.so.2", ""),
        ("libjemalloc.so.2", background),
        ("libmimalloc.so.2", ""),
        ("libtcmalloc_minimal.so.4", ""),
    ] {
        let library = Path::new(library);
        if preloaded(library, settings, LIST).err.contains("cannot be preloaded") {
            eprintln!("skipped: {} is not installed here", library.display());
            continue;
        }
        changes_nothing(library, settings);
    }
}
