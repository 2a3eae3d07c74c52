//! The compiler agrees with the verdicts on Rust, for the pair of documents of each rule.

use tests::pair;
use tests::run::Run;
use tests::sample;
use tests::verdict::{self, Subject};

/// How many pairs a sample has.
const SAMPLE: usize = 48;

#[test]
fn pairs_compile_where_the_verdict_is_not_major() {
    let pairs = pair::all().into_iter();
    // One document of this pair has an error.
    let pairs = pairs.filter(|it| it.rule != "operation-skipped");
    let subjects = pairs.filter_map(|pair| {
        Some(Subject {
            module: pair.module(),
            old: pair.old.as_ref()?.document(),
            new: pair.new.as_ref()?.document(),
        })
    });
    let subjects = sample::of("compiled pairs", subjects.collect(), SAMPLE);
    verdict::check(env!("CARGO_TARGET_TMPDIR"), "pairs", &subjects);
}

const THING: &str = r"
openapi: 3.0.3
info: {title: Things, version: '1'}
paths: {/a: {get: {operationId: getA, responses: {'200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}}}
components: {schemas: {Thing: {type: object, properties: {tags: {type: array, items: {type: string}}, next: {$ref: '#/components/schemas/Thing'}}}}}
";

#[test]
fn the_program_names_types_as_a_user_of_the_crate_does() {
    let program = Run::of_text(THING).program().expect("it can be used");
    for use_of in [
        "let _: Option<Vec<String>> = any::<models::Thing>().tags;",
        "let _: Option<Box<models::Thing>> = any::<models::Thing>().next;",
        "fn is<T: std::fmt::Debug>() {} is::<models::Thing>();",
    ] {
        assert!(program.contains(use_of), "{use_of} is not in\n{program}");
    }
}
