//! A simulated Marmot device: an installation on a real mdk-core instance
