//! Addresses of a tree to positions in texts, overlays in between.

use super::position::Found;
use super::{child, position};
use crate::diagnostic::{Diagnostic, Move, Position, Report};
use crate::source::Source;
use crate::spec_path::SpecPath;

impl Report {
    /// Finds the position of every address whose file is among the sources.
    ///
    /// What an overlay brought in gets the overlay's own address as well; what is not in the text has the position of the
    /// nearest node around it.
    pub(crate) fn locate<'s>(&mut self, sources: impl IntoIterator<Item = &'s Source>) {
        for diagnostic in &mut self.diagnostics {
            for n in 0..diagnostic.at.len() {
                let origin = origin(&self.moves, &diagnostic.at[n]);
                if let Some(origin) = origin.filter(|origin| !diagnostic.at.contains(origin)) {
                    diagnostic.at.push(origin);
                    diagnostic.positions.push(None);
                }
            }
        }
        for source in sources {
            self.locate_in(source);
        }
        self.sort();
    }

    fn locate_in(&mut self, source: &Source) {
        let moves = &self.moves;
        let is_open = |(at, position): &(&SpecPath, &mut Option<Position>)| {
            position.is_none() && at.file() == source.name
        };
        let places = |diagnostic: &mut Diagnostic| -> Vec<Vec<String>> {
            let places = diagnostic.at.iter().zip(&mut diagnostic.positions);
            places
                .filter(is_open)
                .map(|(at, _)| before(moves, at))
                .collect()
        };
        let wanted: Vec<Vec<String>> = self.diagnostics.iter_mut().flat_map(places).collect();
        if wanted.is_empty() {
            return;
        }
        let steps = wanted
            .iter()
            .map(|steps| steps.iter().map(String::as_str).collect());
        let is_toml = std::path::Path::new(&source.name)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
        let found = if is_toml {
            position::find_toml(&source.text, steps)
        } else {
            position::find(&source.text, steps)
        };
        for diagnostic in &mut self.diagnostics {
            let places = diagnostic.at.iter().zip(&mut diagnostic.positions);
            let mut met: Vec<&SpecPath> = Vec::new();
            for (at, position) in places.filter(is_open) {
                let steps = before(moves, at);
                // A duplicate key has two positions and one address.
                let other = met.contains(&at).then(|| found.first(&steps)).flatten();
                *position = other.or_else(|| nearest(&found, &steps));
                met.push(at);
            }
        }
    }
}

fn nearest(found: &Found, steps: &[String]) -> Option<Position> {
    (0..=steps.len()).rev().find_map(|n| found.get(&steps[..n]))
}

/// The address in an overlay of the current node of a place.
fn origin(moves: &[Move], at: &SpecPath) -> Option<SpecPath> {
    let steps = at.steps();
    moves.iter().rev().find_map(|what| {
        let Move::Updated { place, by, with } = what else {
            return None;
        };
        let start = place.steps();
        if place.file() != at.file() || !steps.starts_with(&start) {
            return None;
        }
        let rest = &steps[start.len()..];
        rest.iter().try_fold(with, |node, step| child(node, step))?;
        // Of a node that was only added to, the document says more than the overlay.
        let is_new = !rest.is_empty() || !with.is_object();
        is_new.then(|| by.keys(rest.iter().copied()))
    })
}

/// The steps to a place before overlays took items out of lists.
fn before(moves: &[Move], at: &SpecPath) -> Vec<String> {
    let mut steps: Vec<String> = at.steps().into_iter().map(str::to_owned).collect();
    for what in moves.iter().rev() {
        let Move::Removed { place } = what else {
            continue;
        };
        let removed = place.steps();
        let Some((index, list)) = removed.split_last() else {
            continue;
        };
        if place.file() != at.file() || steps.len() <= list.len() {
            continue;
        }
        let is_in = steps.iter().zip(list).all(|(a, b)| a == b);
        let here = steps[list.len()].parse::<usize>();
        if let (true, Ok(here), Ok(index)) = (is_in, here, index.parse::<usize>())
            && here >= index
        {
            steps[list.len()] = (here + 1).to_string();
        }
    }
    steps
}
