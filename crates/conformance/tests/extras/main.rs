//! The members under `x_`: what they say is true.

mod kills;
mod layers;
mod raw;
