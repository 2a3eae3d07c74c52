//! One small program before and after its way from `beta()` to `v2026()`; `docs/migrating-from-beta.md` shows both.

pub mod after;
pub mod before;
