import { writeFile } from "node:fs/promises";
import { BarChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

const bars = new Map<string, Map<string, number>>();

/** Adds one bar: the rate of ours on one server, as a multiple of another way's. */
export function addBars(server: string, to: string, rate: number): void {
  const group = bars.get(to) ?? new Map<string, number>();
  bars.set(to, group.set(server, rate));
}

const themes = {
  light: { text: "#1f2328", line: "#d0d7de", colors: ["#0550ae", "#2da44e", "#8c959f"] },
  dark: { text: "#e6edf3", line: "#3d444d", colors: ["#58a6ff", "#3fb950", "#8b949e"] },
};

/** Draws the bars of this run into `chart-light.svg` and `chart-dark.svg`. Without bars, the files stay as they are. */
export async function writeCharts(folder: URL): Promise<void> {
  const servers = [...new Set([...bars.values()].flatMap((group) => [...group.keys()]))].toReversed();
  if (servers.length === 0) return;
  for (const [name, { text, line, colors }] of Object.entries(themes)) {
    const chart = init(null, null, { renderer: "svg", ssr: true, width: 760, height: 135 + 62 * servers.length });
    chart.setOption({
      animation: false,
      color: colors,
      textStyle: { color: text, fontFamily: "system-ui, sans-serif" },
      // One below the other: without a browser, the width of a text is a guess.
      legend: { top: 8, left: 165, orient: "vertical", textStyle: { color: text } },
      grid: { left: 170, right: 60, top: 95, bottom: 30 },
      xAxis: { type: "value", axisLabel: { color: text }, splitLine: { lineStyle: { color: line } } },
      yAxis: { type: "category", data: servers, axisLabel: { color: text }, axisTick: { show: false } },
      series: [...bars].map(([to, group], index) => ({
        type: "bar",
        name: `to ${to}`,
        data: servers.map((server) => group.get(server)),
        label: {
          show: true,
          position: "right",
          color: text,
          formatter: ({ value }: { value: number }) => value.toFixed(2),
        },
        ...(index === 0 && {
          markLine: {
            silent: true,
            symbol: "none",
            label: { show: false },
            lineStyle: { color: text },
            data: [{ xAxis: 1 }],
          },
        }),
      })),
    });
    await writeFile(new URL(`chart-${name}.svg`, folder), `${chart.renderToSVGString()}\n`);
    chart.dispose();
  }
}
