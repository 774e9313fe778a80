//! Which points of a scatter plot can have their names beside them: those whose names touch no other name and no edge.

use crate::chart::screen::shortened;
use crate::chart::{Point, Scatter};

/// Width of a letter and height of a line, in pixels.
const LETTER: (f64, f64) = (7.2, 15.0);
/// Room for the numbers and the title of a vertical axis.
pub(super) const LEFT: f64 = 78.0;
/// Room at both ends of the horizontal axis, so that names of the outer points are not cut off.
const ROOM: f64 = 44.0;

/// Where the points of a scatter plot stand in its picture.
pub(super) struct Plane {
    /// Ends of the horizontal axis.
    pub x: (f64, f64),
    /// Ends of the vertical axis.
    pub y: (f64, f64),
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    width: f64,
    height: f64,
    log_x: bool,
}

impl Plane {
    /// A plane on which all points stand inside, with room for their names.
    pub(super) fn of(scatter: &Scatter, width: f64, height: f64) -> Self {
        let (left, right, top, bottom) = (LEFT, 24.0, 14.0, 78.0);
        let along = |x: f64| if scatter.log_x { x.log10() } else { x };
        let back = |x: f64| if scatter.log_x { 10_f64.powf(x) } else { x };
        let (low, high) = ends(scatter.points.iter().map(|point| along(point.x)));
        let inner = width - left - right;
        let margin = (high - low) * ROOM / (inner - 2.0 * ROOM);
        let (least, most) = ends(scatter.points.iter().map(|point| point.y).chain([0.0]));
        let rise = (most - least) * 0.08;
        Self {
            x: (back(low - margin), back(high + margin)),
            y: (least - rise, most + rise),
            left,
            right,
            top,
            bottom,
            width,
            height,
            log_x: scatter.log_x,
        }
    }

    fn place(&self, point: &Point) -> (f64, f64) {
        let along = |x: f64| if self.log_x { x.log10() } else { x };
        let share = (along(point.x) - along(self.x.0)) / (along(self.x.1) - along(self.x.0));
        let rise = (point.y - self.y.0) / (self.y.1 - self.y.0);
        let (inner, tall) = (self.width - self.left - self.right, self.height - self.top - self.bottom);
        (self.left + share * inner, self.height - self.bottom - rise * tall)
    }
}

/// The ends of some values; they differ.
fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite());
    let (low, high) =
        finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    match high - low {
        gap if gap > 0.0 => (low, high),
        _ if low.is_finite() => (low - 1.0, low + 1.0),
        _ => (0.0, 1.0),
    }
}

/// The names that are written, empty for points without; the farthest from zero come first where two would touch.
pub(super) fn apart(points: &[Point], plane: &Plane, letters: usize) -> Vec<String> {
    let mut order: Vec<usize> = (0..points.len()).filter(|&at| points[at].named).collect();
    order.sort_by(|&a, &b| points[b].y.abs().total_cmp(&points[a].y.abs()));
    let mut written = vec![String::new(); points.len()];
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for at in order {
        let name = shortened(&points[at].label, letters);
        let half = name.chars().count() as f64 * LETTER.0 / 2.0;
        let (x, y) = plane.place(&points[at]);
        let area = [x - half, x + half, y - LETTER.1 - 6.0, y - 2.0];
        let touches = |other: &[f64; 4]| {
            area[0] < other[1] && other[0] < area[1] && area[2] < other[3] && other[2] < area[3]
        };
        let inside = area[0] >= plane.left && area[1] <= plane.width && area[2] >= 0.0;
        if inside && !taken.iter().any(touches) {
            taken.push(area);
            written[at] = name;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_names_that_touch_the_farther_from_zero_is_written() {
        let point = |x: f64, y: f64, label: &str| Point { x, y, label: label.to_owned(), named: true };
        let points = vec![point(10.0, -1.0, "near"), point(10.1, -1.01, "far"), point(1000.0, 1.0, "alone")];
        let axis = String::new;
        let scatter = Scatter { points, x_axis: axis(), y_axis: axis(), log_x: true };
        let plane = Plane::of(&scatter, 720.0, 400.0);
        assert_eq!(apart(&scatter.points, &plane, 20), ["", "far", "alone"]);
    }
}
