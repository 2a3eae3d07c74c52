//! The filter and the order of a list. Unlike every other parameter, a second call adds to them.

use std::borrow::Cow;

use super::Call;
use crate::filter::{Expression, Filter, IntoFilter, IntoSorters};
use crate::request::query::Addition;
use crate::request::style::{ListStyle, Param, Tree};

impl Call {
    /// Sets a parameter of the query to a filter, or joins the filter by `and` to that of an earlier call. An invalid one is an
    /// error at `send`.
    pub fn query_filter<S>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        filter: impl IntoFilter<S>,
    ) {
        let Filter { expression, .. } = filter.into_filter();
        if let Some(fault) = expression.fault() {
            return self.fail(|| fault);
        }
        let name = name.into();
        let is_blank = |it: &Expression| it.to_string().trim().is_empty();
        let expression = match self.state.query.addition(&name) {
            // A raw text may be blank, and has no part in a filter then.
            Some(Addition::Filter(earlier)) if is_blank(&expression) => (**earlier).clone(),
            Some(Addition::Filter(earlier)) if !is_blank(earlier) => {
                (**earlier).clone().and(expression)
            }
            Some(_) | None => expression,
        };
        let value = Tree::shown(&expression);
        let addition = Addition::Filter(Box::new(expression));
        self.set_addable(name, Param::query(""), value, addition);
    }

    /// Sets a parameter of the query to sorters, after those of an earlier call.
    pub fn query_sorters<S>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        sorters: impl IntoSorters<S>,
    ) {
        let name = name.into();
        let earlier = match self.state.query.addition(&name) {
            Some(Addition::Sorters(earlier)) => earlier.clone(),
            Some(Addition::Replaces | Addition::Filter(_)) | None => Vec::new(),
        };
        let sorters = sorters.into_sorters().into_iter();
        let sorters: Vec<String> = earlier
            .into_iter()
            .chain(sorters.map(|sorter| sorter.to_string()))
            .collect();
        let value = Tree::shown_list(&sorters);
        let addition = Addition::Sorters(sorters);
        self.set_addable(name, ListStyle::Comma.param(), value, addition);
    }
}
