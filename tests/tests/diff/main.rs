//! Comparing documents: each rule is shown by a pair of documents, and judged as its table says; the compiler agrees.

mod accepted;
mod compiled;
mod forms;
mod media_types;
mod migration;
mod pairs;
mod places;
mod rows;
mod same;
mod security;
mod shared;
mod skipped;
mod streams;
mod tasks;
mod unions;
mod unnoticed;
mod verdicts;
mod versions;
mod wire;
