//! Devices of one user that copy every event to each other, and a primary device that alone speaks to a contact.

#![forbid(unsafe_code)]
