package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.culvert.e2e.DashboardPicture.Point;
import io.culvert.e2e.DashboardPicture.Series;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a picture of a dashboard has of its data. */
class DashboardPictureTest {
  private static final Series LINE =
      new Series(
          "pop-a <in>", List.of(new Point(100, 0), new Point(150, 2000), new Point(200, 1000)));

  @Test
  void lineGoesFromTheLeftToTheRightAndItsGreatestValueIsAtTheTop() throws IOException {
    String picture = picture("timeseries", "bps", List.of(LINE));

    // The plot of a panel of 12 by 8 is 504 by 138 pixels and begins at 80, 64.
    assertThat(picture).contains("points=\"80,202 332,64 584,133\"");
    assertThat(picture).contains(">2 kbit/s<", ">1 kbit/s<", ">0 bit/s<");
  }

  @Test
  void namesAreNoMarkup() throws IOException {
    assertThat(picture("timeseries", "short", List.of(LINE)))
        .contains("pop-a &lt;in>")
        .doesNotContain("<in>");
  }

  @Test
  void numberIsTheLatestAndNoneIsSaidToBeNone() throws IOException {
    assertThat(picture("stat", "short", List.of(LINE))).contains(">1k<");
    assertThat(picture("stat", "short", List.of())).contains(">no data<");
  }

  @Test
  void seriesIsNamedByItsLabelsAndHasNoPointWhereThereIsNoNumber() throws IOException {
    JsonNode found =
        new ObjectMapper()
            .readTree(
                """
                {"metric": {"pop": "pop-a", "direction": "in"}, "values": [[100, "1.5"], [102, "NaN"]]}
                """);

    assertThat(Series.of("{{pop}} {{direction}}", found))
        .isEqualTo(new Series("pop-a in", List.of(new Point(100, 1.5))));
  }

  @Test
  void amountsHaveTheirUnits() {
    assertThat(DashboardPicture.amount(0.125, "percentunit")).isEqualTo("12.5 %");
    assertThat(DashboardPicture.amount(0.05, "s")).isEqualTo("50 ms");
    assertThat(DashboardPicture.amount(1.5, "s")).isEqualTo("1.5 s");
    assertThat(DashboardPicture.amount(12_300_000, "bps")).isEqualTo("12.3 Mbit/s");
    assertThat(DashboardPicture.amount(100, "short")).isEqualTo("100");
  }

  private static String picture(String type, String unit, List<Series> series) throws IOException {
    JsonNode json =
        new ObjectMapper()
            .readTree(
                """
                {"title": "Overview", "panels": [{"type": "%s", "title": "Traffic",
                 "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
                 "fieldConfig": {"defaults": {"unit": "%s"}}, "targets": []}]}
                """
                    .formatted(type, unit));
    return new DashboardPicture(100, 200, panel -> series)
        .draw(new GrafanaDashboards.Dashboard("overview", json));
  }
}
