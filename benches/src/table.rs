//! The table of figures with their goals. It informs: a missed goal fails nothing.

pub struct Table {
    rows: Vec<[String; 4]>,
}

/// What a figure is held against.
#[derive(Clone, Copy)]
pub enum Goal {
    AtLeast(f64),
    Under(f64),
}

impl Goal {
    fn is_met(self, figure: f64) -> bool {
        match self {
            Goal::AtLeast(least) => figure >= least,
            Goal::Under(most) => figure < most,
        }
    }
}

impl Table {
    pub fn new() -> Self {
        Self { rows: Vec::new() }
    }

    /// A figure that has a goal; `show` writes the figure and the goal in its unit.
    pub fn goal(
        &mut self,
        what: impl Into<String>,
        figure: f64,
        goal: Goal,
        show: fn(f64) -> String,
        more: impl Into<String>,
    ) {
        let (word, limit) = match goal {
            Goal::AtLeast(least) => ("≥", least),
            Goal::Under(most) => ("<", most),
        };
        let verdict = if goal.is_met(figure) { "ok" } else { "MISSED" };
        self.rows.push([
            what.into(),
            show(figure),
            format!("{word} {} {verdict}", show(limit)),
            more.into(),
        ]);
    }

    /// A figure that only informs.
    pub fn note(&mut self, what: impl Into<String>, figure: String, more: impl Into<String>) {
        self.rows
            .push([what.into(), figure, "–".into(), more.into()]);
    }

    pub fn print(&self, title: &str) {
        println!("\n{title}\n");
        let head = ["", "figure", "goal", "absolute"].map(str::to_owned);
        let width = |column: usize| {
            self.rows
                .iter()
                .chain([&head])
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths = [width(0), width(1), width(2)];
        for row in [&head].into_iter().chain(&self.rows) {
            let [what, figure, goal, more] = row;
            println!(
                "  {what:<a$}  {figure:>b$}  {goal:<c$}  {more}",
                a = widths[0],
                b = widths[1],
                c = widths[2]
            );
        }
    }
}

impl Default for Table {
    fn default() -> Self {
        Self::new()
    }
}

pub fn percent(figure: f64) -> String {
    format!("{:.0} %", figure * 100.0)
}

pub fn times(figure: f64) -> String {
    format!("{figure:.2}×")
}

pub fn millis(figure: f64) -> String {
    format!("{figure:.0} ms")
}

pub fn megabytes(figure: f64) -> String {
    format!("{figure:.1} MB")
}
