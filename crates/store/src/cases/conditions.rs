//! The conditions of a list as they come together, with their arguments.

use super::ranks;
use crate::{
    db::{Sql, Value},
    sql,
};

/// A `WHERE` under construction.
pub(super) struct Conditions {
    pub(super) parts: Vec<Sql>,
    pub(super) args: Vec<Value>,
}

impl Conditions {
    /// `condition` has `#` where the argument goes.
    pub(super) fn add(&mut self, condition: impl Into<Sql>, value: impl Into<Value>) {
        self.args.push(value.into());
        let place = Sql::place(self.args.len());
        self.parts.push(condition.into().at("#", place));
    }

    pub(super) fn add_plain(&mut self, condition: &'static str) {
        self.parts.push(condition.into());
    }

    /// One of these values at least.
    pub(super) fn add_one_of<V: Into<Value>>(
        &mut self,
        column: &'static str,
        values: impl IntoIterator<Item = V>,
    ) {
        let place = |value: V| {
            self.args.push(value.into());
            Sql::place(self.args.len())
        };
        let places: Vec<Sql> = values.into_iter().map(place).collect();
        let some = match places.is_empty() {
            true => "1 = 0".into(),
            false => sql!("{column} IN ({})", Sql::join(&places, ", ")),
        };
        self.parts.push(some);
    }

    /// `condition` has `#` where the values go, of which there is one at least.
    pub(super) fn add_where_one_of<V: Into<Value>>(
        &mut self,
        condition: &'static str,
        values: impl IntoIterator<Item = V>,
    ) {
        let place = |value: V| {
            self.args.push(value.into());
            Sql::place(self.args.len())
        };
        let places = Sql::join(values.into_iter().map(place), ", ");
        self.parts.push(Sql::from(condition).at("#", places));
    }

    /// The subject or the customer's own number holds this somewhere, or it is the number of the case or of its escalation.
    pub(super) fn add_word(&mut self, word: &str) {
        let number = word.parse::<i64>().unwrap_or(-1);
        self.args.extend([holds(word).into(), number.into()]);
        let n = self.args.len();
        let escalation = escalation_number(word).map_or(Sql::default(), |number| {
            self.args.push(number.into());
            sql!(" OR c.escalation_number = ${}", n + 1)
        });
        self.parts.push(sql!(
            "(c.subject_key LIKE ${} ESCAPE '!' OR c.reference_fold LIKE ${} ESCAPE '!' OR c.number = ${n}{escalation})",
            n - 1,
            n - 1
        ));
    }
}

/// The number in `CP-00012`: whatever stands before its last hyphen.
fn escalation_number(word: &str) -> Option<i64> {
    let (before, digits) = word.rsplit_once('-')?;
    let fits = !before.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| fits)
}

/// A pattern for what a folded text holds somewhere.
fn holds(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in ranks::fold(text).chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
