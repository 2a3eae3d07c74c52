//! The harness of the whole-workspace tests.
