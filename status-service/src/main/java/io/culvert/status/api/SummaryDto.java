package io.culvert.status.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.culvert.contract.TunnelStatus.State;
import io.culvert.status.app.Summary;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts in an answer.
 *
 * @param tunnels all, by overall state
 * @param pops assignments to each POP, by the state there
 * @param regions assignments to the POPs of each region
 */
record SummaryDto(CountsDto tunnels, List<CountsDto> pops, List<CountsDto> regions) {

  static SummaryDto of(Summary summary) {
    return new SummaryDto(
        CountsDto.of(null, summary.tunnels()), named(summary.pops()), named(summary.regions()));
  }

  private static List<CountsDto> named(Map<String, Map<State, Long>> counts) {
    return counts.entrySet().stream()
        .map(entry -> CountsDto.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Counts by state of one POP or region, or of all. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CountsDto(@Nullable String name, long total, long up, long down, long unknown) {
    static CountsDto of(@Nullable String name, Map<State, Long> counts) {
      long up = counts.getOrDefault(State.UP, 0L);
      long down = counts.getOrDefault(State.DOWN, 0L);
      long unknown = counts.getOrDefault(State.UNKNOWN, 0L);
      return new CountsDto(name, up + down + unknown, up, down, unknown);
    }
  }
}
