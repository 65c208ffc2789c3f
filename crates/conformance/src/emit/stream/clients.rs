//! The scripts of clients alone. Numbers from 900,001 on are of Pings and Mutates that no client sent.

use super::script::Script;

const fn script(name: &'static str, title: &'static str, end_ms: u64, text: &'static str) -> Script {
    Script { name, title, policy: "{}", end_ms, text }
}

const fn set(policy: &'static str, script: Script) -> Script {
    Script { policy, ..script }
}

/// Every script.
#[rustfmt::skip]
pub(super) const SCRIPTS: &[Script] = &[
    script("mute-drain", "A client that drains says nothing more, not even a Pong, and waits for as long as it takes", 200_000, "
        0      fetch app g1@0
        0      #1 started 30000
        0      #1 rows $mutate1 g1:1
        30000  #1 ping 1
        60000  #1 ping 2"),
    script("started-twice", "A second Started changes nothing: neither what is asked for nor the interval", 95_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        1000   #1 started 1000"),
    script("interval-zero", "An interval of 0 leaves 30 s, also after a call with another one", 125_000, "
        0      subscribe app g1@0
        0      #1 started 10000
        0      #1 ends $mutate1
        30001  #2 started 0
        30001  #2 ends $mutate2"),
    set(r#"{"backoff": {"base_ms": 1000, "cap_ms": 4000, "jitter_ms": 0, "min_ms": 0}}"#,
        script("capped", "Waiting times grow to their bound and no further", 18_000, "
        0      dies 10 60000
        0      subscribe app g1@0")),
    script("other-pong", "A Pong with another nonce answers no probe", 60_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        10000  suspend
        50000  resume
        51000  #1 pong 900001"),
    script("row-is-no-pong", "A row answers no probe, and is taken while the client waits for the Pong", 53_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        10000  suspend
        50000  resume
        51000  #1 rows live g1:1"),
    script("silent-suspension", "Silence runs on in the background: after a long one the call is given up with the resume", 202_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        10000  suspend
        200000 resume"),
    script("foreign-end", "Acknowledgements of other Mutates end no wave", 20_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 rows $mutate1 g1:1
        5000   unsubscribe g2
        5000   #1 ends $mutate2
        6000   #1 ends 900001
        10000  #1 close UNKNOWN
        10001  #2 started 30000"),
    script("removes-all-named", "What is not wanted any more is removed with one Mutate, also what nobody wanted", 12_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        5000   unsubscribe g1 g2
        5000   #1 ends $mutate2
        10000  #1 close UNKNOWN
        10001  #2 started 30000"),
    script("comes-anyway", "What comes anyway is not asked for", 20_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 rows $mutate1 g1:1 g1:2
        0      #1 ends $mutate1
        5000   #1 rows live g1:3
        10000  subscribe other g1@3
        11000  #1 rows live g1:4"),
    script("ends-in-background", "A call that ends in the background is not made again there", 60_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        10000  suspend
        20000  #1 close UNKNOWN"),
    script("due-in-background", "A call that is due is forgotten in the background; failures count there, and the resume waits for them", 22_500, "
        0      subscribe app g1@0
        1000   #1 close UNAVAILABLE
        1500   suspend
        10000  resume
        12000  suspend
        13000  #2 close UNAVAILABLE
        20000  resume"),
    script("bad-argument", "INVALID_ARGUMENT is a refusal and no reason to fall back: who wants something else calls again", 12_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        1000   #1 close INVALID_ARGUMENT
        10000  subscribe other g2@0
        10000  #2 started 30000"),
    script("refused-then-resumed", "In the foreground a client that was refused calls again", 12_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        1000   #1 close PERMISSION_DENIED
        5000   suspend
        10000  resume"),
    script("two-lanes", "Live rows, also of the topic itself, do not lift a mark past a replay that is not over", 20_000, "
        0      subscribe first g1@0 g2@0
        0      #1 started 30000
        0      #1 rows $mutate1 g1:1 g1:2 g1:3 g2:4
        0      #1 ends $mutate1
        10000  subscribe second g1@0
        10000  #1 rows $mutate2 g1:1
        10500  #1 rows live g1:5
        11000  #1 rows live g2:6
        12000  #1 close UNKNOWN
        12001  #2 started 30000
        12001  #2 rows $mutate3 g1:2 g1:3 g1:5
        12001  #2 ends $mutate3"),
    script("second-wave-first", "A topic that moved to a second wave is live with the end of that, while the first goes on", 5_000, "
        0      subscribe first g1@5 g2@0
        0      #1 started 30000
        0      #1 rows $mutate1 g2:1
        2000   subscribe second g1@0
        2000   #1 rows $mutate2 g1:2
        2000   #1 ends $mutate2
        3000   #1 rows live g1:9"),
    script("parked-in-silence", "A consumer that takes nothing, and a node that says nothing: nobody watches until it goes on", 295_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        10000  park
        15000  #1 rows live g1:1
        200000 unpark"),
    script("parked-call-ends", "What waits for a consumer goes with its call", 25_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        5000   #1 rows live g1:1
        10000  park
        15000  #1 rows live g1:2
        20000  #1 close UNKNOWN
        25000  unpark"),
    script("crash-forgets", "A process that starts again is in the foreground, and its consumers take what comes", 30_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        5000   #1 rows live g1:1
        10000  park
        11000  suspend
        20000  crash
        20000  #2 started 30000
        20000  #2 rows $mutate2 g1:2
        20000  #2 ends $mutate2
        25000  #2 rows live g1:3"),
    script("window-on-a-call", "On a call that is there a window is a subscription like any other", 20_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        10000  fetch push g2@0
        10000  #1 rows $mutate2 g2:1
        10000  #1 ends $mutate2
        15000  #1 rows live g2:2"),
    set(r#"{"grace_ms": 5000}"#,
        script("window-after-grace", "A window in the background has no grace period, and no part in what comes after the resume", 82_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        5000   #1 rows live g1:1
        10000  suspend
        60000  fetch app g1@0
        60000  #2 started 30000
        60000  #2 rows $mutate2 g1:2
        66000  #2 ends $mutate2
        66000  #2 close OK
        80000  resume
        80000  #3 started 30000")),
    script("resume-ends-window", "In the foreground a window is over: no probe on it, but a call with everything that is wanted", 37_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 rows $mutate1 g1:1
        5000   suspend
        20000  #1 close UNKNOWN
        30000  fetch push g2@0
        30000  #2 started 30000
        30000  #2 rows $mutate2 g2:5
        35000  resume
        35000  #3 started 30000"),
    script("fell-back", "Who fell back calls no more, whatever the application does", 60_000, "
        0      subscribe app g1@0
        0      #1 close UNIMPLEMENTED
        5000   subscribe other g2@0
        10000  suspend
        20000  resume
        30000  fetch push g3@0"),
    script("two-windows", "What a window owes when its call ends is asked for by the next one", 40_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        5000   suspend
        10000  #1 close UNKNOWN
        20000  fetch push g2@3
        21000  #2 close UNKNOWN
        30000  fetch push g3@0
        30000  #3 started 30000
        30000  #3 rows $mutate2 g2:4 g3:5
        30000  #3 ends $mutate2
        31000  #3 close OK"),
    script("window-for-nobody", "What nobody wants any more is not asked for with the resume", 40_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        5000   suspend
        10000  #1 close UNKNOWN
        20000  fetch push g2@0
        21000  #2 close UNKNOWN
        25000  unsubscribe g2
        30000  resume
        31000  #3 started 30000"),
    script("named-twice", "Of a topic that is named twice the lower cursor counts", 20_000, "
        0      subscribe app g1@0 g1@5
        0      #1 started 30000
        1000   #1 close UNKNOWN
        1000   #2 started 30000
        1000   #2 rows $mutate2 g1:1 g1:6
        1000   #2 ends $mutate2"),
    set(r#"{"grace_ms": 5000}"#,
        script("suspended-twice", "A second suspend does not begin the grace period anew", 20_000, "
        0      subscribe app g1@0
        0      #1 started 30000
        0      #1 ends $mutate1
        5000   suspend
        8000   suspend
        9000   #1 rows live g1:1
        12000  #1 rows live g1:2")),
];
