//! How calls end: the codes of the machines and those of gRPC.

use streams::code::Code;
use tonic::Status;

/// The status that a node ends a call with; none for a good end.
pub fn status_of(code: Code) -> Option<Status> {
    let why = match code {
        Code::Ok => return None,
        Code::Cancelled => "the call was given up",
        Code::Unknown => "the transport broke",
        Code::InvalidArgument => "no node may accept this request",
        Code::DeadlineExceeded => "the matching Pong did not come in time",
        Code::PermissionDenied => "a topic that the caller may not read",
        Code::ResourceExhausted => "a limit was exceeded",
        Code::Unimplemented => "the node does not know this call",
        Code::Internal => "the call was broken",
        Code::Unavailable => "nobody answers",
    };
    Some(Status::new(tonic::Code::from_i32(i32::from(code.number())), why))
}

/// The code of a status. Codes with which no stream ends are unknown ones.
pub fn code_of(status: &Status) -> Code {
    let number = i32::from(status.code());
    Code::ALL.into_iter().find(|code| i32::from(code.number()) == number).unwrap_or(Code::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_keeps_its_number_on_the_wire() {
        for code in Code::ALL.into_iter().filter(|code| *code != Code::Ok) {
            assert_eq!(status_of(code).map(|status| code_of(&status)), Some(code));
        }
    }
}
