//! Findings for people and for programs.

use std::fmt;

use serde_json::{Value, json};

use super::{Diagnostic, Severity};
use crate::invisible::Visible;

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}[{}]: {}",
            self.severity.as_str(),
            self.code,
            Visible(&self.message)
        )?;
        for (at, position) in self.at.iter().zip(&self.positions) {
            match position {
                None => write!(f, "\n  --> {}", Visible(&at.to_string()))?,
                Some(position) => {
                    let (line, column) = (position.line, position.column);
                    write!(f, "\n  --> {}:{line}:{column}", at.file())?;
                    if at.last().is_some() {
                        write!(f, " #{}", Visible(&at.to_pointer()))?;
                    }
                }
            }
        }
        if let Some(help) = &self.help {
            let help = help.replace('\n', "\n        ");
            write!(f, "\n  help: {}", Visible(&help))?;
        }
        Ok(())
    }
}

impl Diagnostic {
    /// One JSON object on one line, for programs:
    ///
    /// `{"severity": "error", "code": "…", "message": "…", "locations": [{"file": "…", "pointer": "/…", "line": 1,
    /// "column": 1}], "help": "…"}`. The first location is the finding's own, more take part; `line` and `column` count
    /// from one and are null together where they are not known; `help` may be null.
    pub fn to_json(&self) -> String {
        let location = |(n, at): (usize, &crate::SpecPath)| -> Value {
            let position = self.positions.get(n).copied().flatten();
            json!({
                "file": at.file(),
                "pointer": at.to_pointer(),
                "line": position.map(|it| it.line),
                "column": position.map(|it| it.column),
            })
        };
        let locations: Vec<Value> = self.at.iter().enumerate().map(location).collect();
        json!({
            "severity": self.severity.as_str(),
            "code": self.code.as_str(),
            "message": self.message,
            "locations": locations,
            "help": self.help,
        })
        .to_string()
    }
}
