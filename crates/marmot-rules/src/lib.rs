//! The Marmot protocol text as pure functions: profiles, KeyPackage and Welcome validation, selection policies, rule registry
