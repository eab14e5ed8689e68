//! Plots as SVG that needs nothing but a browser, in light and in dark.

use std::fmt::Write;

use super::comparison::ComparisonResult;
use super::peers::WORKLOADS;
use super::scenarios::{Growth, ScenarioResults};

const STYLE: &str = "<style>
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.quiet { fill: #6e7781 }
.axis { stroke: #8c959f; stroke-width: 1 }
.ours { fill: #0969da }
.theirs { fill: #afb8c1 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .quiet { fill: #8d96a0 } .theirs { fill: #57606a } .ours { fill: #4493f8 } }
</style>\n";
const LINE_COLOURS: [&str; 3] = ["#0969da", "#bf3989", "#1a7f37"];

/// Processor time of a call: a group of bars for each race and work.
#[must_use]
pub fn costs(comparisons: &[ComparisonResult]) -> String {
    const LABEL: f64 = 270.0;
    const LENGTH: f64 = 420.0;
    const ROW: f64 = 18.0;
    let mut body = String::new();
    let mut y = 20.0;
    for comparison in comparisons {
        for (number, (_, workload)) in WORKLOADS.iter().enumerate() {
            let result = &comparison.usual[number];
            let mut bars = vec![("instantly-sdk", result.ours_cpu, "ours")];
            bars.extend(result.peers.iter().map(|peer| (peer.peer.name, peer.cpu, "theirs")));
            let most = bars.iter().map(|(_, cpu, _)| *cpu).fold(0.0, f64::max);
            let _ = writeln!(body, r#"<text class="title" x="0" y="{y}">{}: {workload}</text>"#, comparison.comparison.title);
            y += ROW;
            for (name, cpu, class) in bars {
                let _ = writeln!(body, r#"<text x="{}" y="{y}" text-anchor="end">{name}</text>"#, LABEL - 8.0);
                let _ = writeln!(
                    body,
                    r#"<rect class="{class}" x="{LABEL}" y="{}" width="{:.1}" height="12" rx="2"/>"#,
                    y - 10.0,
                    (LENGTH * cpu / most).max(1.0)
                );
                let _ = writeln!(
                    body,
                    r#"<text class="quiet" x="{:.1}" y="{y}">{cpu:.0} µs</text>"#,
                    LABEL + (LENGTH * cpu / most).max(1.0) + 6.0
                );
                y += ROW;
            }
            y += 10.0;
        }
    }
    picture(LABEL + LENGTH + 80.0, y, &body)
}

/// Costs as sizes grow, both axes logarithmic: a flat line is linear growth.
#[must_use]
pub fn growth(scenarios: &ScenarioResults) -> String {
    let mut body = panel(0.0, "µs CPU a job, by jobs walked", &scenarios.items, |point| point.cpu);
    body += &panel(270.0, "MB in memory, by jobs walked", &scenarios.items, |point| point.memory);
    body += &panel(540.0, "µs CPU a call, by calls at a time", &scenarios.concurrency, |point| point.cpu);
    picture(810.0, 260.0, &body)
}

fn panel(left: f64, title: &str, lines: &[Growth], value: impl Fn(&super::scenarios::Point) -> f64) -> String {
    const WIDTH: f64 = 200.0;
    const TOP: f64 = 40.0;
    const HEIGHT: f64 = 150.0;
    let points = || lines.iter().flat_map(|line| &line.points);
    let span = |values: Vec<f64>| {
        let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
        (low.log10().floor(), high.log10().ceil().max(low.log10().floor() + 1.0))
    };
    let (left_size, right_size) = span(points().map(|point| point.size as f64).collect());
    let (low, high) = span(points().map(&value).collect());
    let x = |size: f64| left + 40.0 + WIDTH * (size.log10() - left_size) / (right_size - left_size);
    let y = |value: f64| TOP + HEIGHT * (high - value.log10()) / (high - low);
    let mut text = format!(r#"<text class="title" x="{left}" y="20">{title}</text>"#);
    let _ = writeln!(text, r#"<path class="axis" fill="none" d="M{0} {TOP} V{1} H{2}"/>"#, left + 40.0, TOP + HEIGHT, left + 40.0 + WIDTH);
    for power in low as i32..=high as i32 {
        let _ = writeln!(
            text,
            r#"<text class="quiet" x="{}" y="{:.1}" text-anchor="end">{}</text>"#,
            left + 34.0,
            y(10f64.powi(power)) + 4.0,
            10f64.powi(power)
        );
    }
    for power in left_size as i32..=right_size as i32 {
        let _ = writeln!(
            text,
            r#"<text class="quiet" x="{:.1}" y="{}" text-anchor="middle">10<tspan dy="-5" font-size="9">{power}</tspan></text>"#,
            x(10f64.powi(power)),
            TOP + HEIGHT + 18.0
        );
    }
    for (index, line) in lines.iter().enumerate() {
        let colour = LINE_COLOURS[index % LINE_COLOURS.len()];
        let path: Vec<_> = line.points.iter().map(|point| format!("{:.1},{:.1}", x(point.size as f64), y(value(point)))).collect();
        let _ = writeln!(text, r#"<polyline fill="none" stroke="{colour}" stroke-width="2" points="{}"/>"#, path.join(" "));
        let _ = writeln!(
            text,
            r#"<text x="{}" y="{}" style="fill:{colour}">{}</text>"#,
            left + 40.0 + 70.0 * index as f64,
            TOP + HEIGHT + 40.0,
            line.language.split(',').next().unwrap_or_default()
        );
    }
    text
}

fn picture(width: f64, height: f64, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-10 0 {} {height}\" width=\"{}\" height=\"{height}\">\n{STYLE}{body}</svg>\n",
        width + 20.0,
        width + 20.0
    )
}
