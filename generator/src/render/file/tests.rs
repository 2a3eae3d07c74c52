//! Files against what the formatter makes of them as a whole.

use quote::{format_ident, quote};

use super::*;

fn written(tokens: TokenStream) -> String {
    let mut out = String::new();
    write(tokens, &mut out).unwrap();
    out
}

#[test]
fn blank_lines_separate_items_and_methods() {
    let tokens = quote! {
        //! Head.
        mod a;
        mod b;
        use c::d;
        /// Docs.
        pub struct E { f: u8 }
        impl E {
            const G: u8 = 1;
            const H: u8 = 2;
            /// Docs;
            /// More docs.
            pub fn i(&self) { if true { return; } }
            fn j() {}
        }
    };
    let expected = "//! Head.\n\nmod a;\nmod b;\n\nuse c::d;\n\n/// Docs.\npub struct E {\n    f: u8,\n}\n\nimpl E {\n    \
        const G: u8 = 1;\n    const H: u8 = 2;\n\n    /// Docs;\n    /// More docs.\n    pub fn i(&self) {\n        if true {\n            \
        return;\n        }\n    }\n\n    fn j() {}\n}\n";
    assert_eq!(written(tokens), expected);
}

/// Items as emitters make them, with a name and a text of that length in them.
fn items(length: usize) -> TokenStream {
    let name = format_ident!("{}", "n".repeat(length));
    let text = "t".repeat(length);
    quote! {
        use super::{#name, a, b};
        static FACT: runtime::Fact = runtime::Fact::new(#text, runtime::#name, "/a/{b}");
        #[derive(Clone, Debug)]
        #[allow(clippy::too_many_lines, reason = "a few lines for each property of the document, as many as it has")]
        pub struct Model<T = runtime::Missing> {
            pub #name: Option<BTreeMap<String, #name>>,
            other: T,
        }
        pub enum One { #name, Other(#name) }
        impl<T> Model<T> {
            const LIST: &'static [&'static str] = &[#text, "b", #text];
            const NUMBERS: [u8; 7] = [1, 7, 77, 0, 7, 1, 2];
            pub fn #name(mut self, #name: impl IntoIterator<Item: Into<#name>>) -> Self {
                self.model.#name = Some(#name.into_iter().map(Into::into).collect());
                self
            }
            fn new(client: &Client) -> Self { Self { call: client.call(&#name) } }
            fn short(self) -> Model<#name> { Model { #name, other: self.other } }
            fn chain(self) { #name.aaaaaa(#text).bbbbbb(|a, b| (a.into(), b.into())).cccccc(#text)?; }
            fn read<'de, M: Map<'de>>(fields: &mut Fields<'de, M>) -> Result<Self, M::Error> {
                let mut new = Self::default();
                let known = match value { #text => Self::#name, _ => return None, };
                while let Some(field) = fields.next()? {
                    match field {
                        0 => fields.text(&mut new.#name)?,
                        17 => runtime::model::nothing_but::<#name, #name>(&mut new.other)?,
                        _ => { fields.other(#text)?; }
                    }
                }
                for each in new.all() { each.#name(); }
                if new.is(#text) { return Err(#name); } else { new.go(); }
                new.extra = fields.extra();
                vec![#name, a];
                Ok(new)
            }
        }
        runtime::mock!(#name, Other; #text on_a #name, b C;);
    }
}

#[test]
fn lines_are_the_formatter_s() {
    for length in [1, 20, 40, 90] {
        let file = syn::parse2(items(length)).unwrap();
        let without_blank_lines = |text: &str| -> Vec<String> {
            text.lines()
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(
            without_blank_lines(&written(items(length))),
            without_blank_lines(&prettyplease::unparse(&file)),
            "names of {length} letters"
        );
    }
}

#[test]
fn a_comment_holds_all_of_its_text() {
    let hostile = [
        "*/ pub fn a() {}",
        "\u{1} b",
        "c\\",
        "\"##d",
        "/e",
        "f\n}",
        "g\r}",
        "  h  ",
    ];
    for text in hostile {
        let lines = [text.to_owned(), "last".to_owned()];
        let comment = super::super::comment(&lines, false);
        let text = written(quote!(#comment pub struct S { #comment a: A }));
        let file: syn::File = syn::parse_str(&text).unwrap();
        assert_eq!(file.items.len(), 1, "{text}");
        assert!(matches!(&file.items[0], syn::Item::Struct(it) if it.fields.len() == 1));
    }
}
