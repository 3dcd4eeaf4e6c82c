package io.culvert.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a dashboard shows, as an SVG picture: its panels where Grafana puts them, with their data.
 */
final class DashboardPicture {
  private static final int COLUMN = 50;
  private static final int ROW = 26;
  private static final int GAP = 8;
  private static final int TITLE = 24;
  private static final int LEGEND = 22;
  private static final int SCALE = 72;
  private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");
  private static final List<String> COLOURS =
      List.of("#3274d9", "#e0772b", "#37872d", "#c4162a", "#8f3bb8", "#b08a00");

  /**
   * A line of a panel.
   *
   * @param name as its legend says it
   */
  record Series(String name, List<Point> points) {
    /**
     * Of an answer to a range query.
     *
     * @param legend a name with the labels to put into it, as {@code {{pop}}}
     */
    static Series of(String legend, JsonNode found) {
      String name =
          LABEL
              .matcher(legend)
              .replaceAll(label -> found.path("metric").path(label.group(1)).asText());
      return new Series(
          name,
          found
              .path("values")
              .valueStream()
              .map(
                  sample ->
                      new Point(sample.path(0).asDouble(), sample.path(1).asDouble(Double.NaN)))
              .filter(point -> Double.isFinite(point.value()))
              .toList());
    }

    double last() {
      return points.getLast().value();
    }
  }

  /**
   * A sample.
   *
   * @param seconds since the epoch
   */
  record Point(double seconds, double value) {}

  /** The inside of a panel, in pixels. */
  private record Box(int x, int y, int width, int height) {
    static Box of(JsonNode panel) {
      JsonNode at = panel.path("gridPos");
      return new Box(
          at.path("x").asInt() * COLUMN + GAP,
          at.path("y").asInt() * ROW + TITLE + GAP,
          at.path("w").asInt() * COLUMN - GAP,
          at.path("h").asInt() * ROW - GAP);
    }

    /** Where lines are drawn. */
    Box plot() {
      return new Box(
          x + SCALE, y + TITLE + GAP, width - SCALE - 2 * GAP, height - TITLE - LEGEND - 2 * GAP);
    }
  }

  private final double from;
  private final double to;
  private final Function<JsonNode, List<Series>> data;

  /**
   * A picture of a span of time.
   *
   * @param from its begin, seconds since the epoch
   * @param to its end
   * @param data what there is of a panel
   */
  DashboardPicture(double from, double to, Function<JsonNode, List<Series>> data) {
    this.from = from;
    this.to = to;
    this.data = data;
  }

  /** Draws it; the numbers have the units of the panels. */
  String draw(GrafanaDashboards.Dashboard dashboard) {
    int height =
        dashboard.panels().stream()
            .map(Box::of)
            .mapToInt(box -> box.y + box.height)
            .max()
            .orElse(0);
    String head =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
            .formatted(24 * COLUMN + GAP, height + GAP);
    String name =
        text(GAP, TITLE - 4, 16, "#222", "start", dashboard.json().path("title").asText());
    return head
        + "<rect width=\"100%\" height=\"100%\" fill=\"#eef0f2\"/>\n"
        + name
        + dashboard.panels().stream().map(this::panel).collect(Collectors.joining())
        + "</svg>\n";
  }

  private String panel(JsonNode panel) {
    Box box = Box.of(panel);
    String unit = panel.path("fieldConfig").path("defaults").path("unit").asText();
    List<Series> series =
        data.apply(panel).stream().filter(one -> !one.points().isEmpty()).toList();
    String frame =
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"#fff\" stroke=\"#d5d8dc\"/>%n"
            .formatted(box.x, box.y, box.width, box.height);
    String title = text(box.x + GAP, box.y + 17, 13, "#222", "start", panel.path("title").asText());
    String inside =
        panel.path("type").asText().equals("stat")
            ? number(box, unit, series)
            : scale(box.plot(), unit, top(series)) + lines(box, series);
    return frame + title + inside;
  }

  private static String number(Box box, String unit, List<Series> series) {
    String value = series.isEmpty() ? "no data" : amount(series.getFirst().last(), unit);
    int middle = box.x + box.width / 2;
    return text(middle, box.y + box.height - 22, 34, "#3274d9", "middle", value);
  }

  /** A line of nothing but zeros lies at the bottom. */
  private static double top(List<Series> series) {
    double top =
        series.stream()
            .flatMap(one -> one.points().stream())
            .mapToDouble(Point::value)
            .max()
            .orElse(0);
    return top > 0 ? top : 1;
  }

  private static String scale(Box plot, String unit, double top) {
    return IntStream.rangeClosed(0, 2)
        .mapToObj(
            step -> {
              int y = plot.y + plot.height * step / 2;
              String line =
                  "<path d=\"M%d %dH%d\" stroke=\"#e4e7ea\"/>%n"
                      .formatted(plot.x, y, plot.x + plot.width);
              return line
                  + text(plot.x - 6, y + 4, 11, "#666", "end", amount(top * (2 - step) / 2, unit));
            })
        .collect(Collectors.joining());
  }

  private String lines(Box box, List<Series> series) {
    Box plot = box.plot();
    double top = top(series);
    StringBuilder drawn = new StringBuilder();
    int x = plot.x;
    for (int i = 0; i < series.size(); i++) {
      Series one = series.get(i);
      String colour = COLOURS.get(i % COLOURS.size());
      String points =
          one.points().stream()
              .map(point -> "%d,%d".formatted(across(plot, point), up(plot, point, top)))
              .collect(Collectors.joining(" "));
      drawn.append(
          "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>%n"
              .formatted(points, colour));
      drawn.append(text(x, box.y + box.height - 9, 11, colour, "start", "● " + one.name()));
      x += 26 + one.name().length() * 6;
    }
    return drawn.toString();
  }

  private int across(Box plot, Point point) {
    return plot.x + (int) Math.round(plot.width * (point.seconds() - from) / (to - from));
  }

  private static int up(Box plot, Point point, double top) {
    return plot.y + plot.height - (int) Math.round(plot.height * Math.max(0, point.value()) / top);
  }

  /** As Grafana writes it in the units that the dashboards have. */
  static String amount(double value, String unit) {
    return switch (unit) {
      case "percentunit" -> rounded(value * 100) + " %";
      case "s" -> value < 1 ? rounded(value * 1000) + " ms" : rounded(value) + " s";
      case "bps" -> prefixed(value, " ", "bit/s");
      case "ops" -> rounded(value) + " /s";
      default -> prefixed(value, "", "");
    };
  }

  private static String prefixed(double value, String space, String unit) {
    if (value >= 1e6) {
      return rounded(value / 1e6) + space + "M" + unit;
    }
    return value >= 1e3 ? rounded(value / 1e3) + space + "k" + unit : rounded(value) + space + unit;
  }

  private static String rounded(double value) {
    String text = String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  private static String text(int x, int y, int size, String colour, String anchor, String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;");
    return "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\" text-anchor=\"%s\">%s</text>%n"
        .formatted(x, y, size, colour, anchor, safe);
  }
}
