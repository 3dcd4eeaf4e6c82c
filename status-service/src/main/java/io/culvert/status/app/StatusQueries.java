package io.culvert.status.app;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.culvert.contract.TunnelStatus;
import io.culvert.contract.TunnelStatus.PopStatus;
import io.culvert.contract.TunnelStatus.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers questions about statuses, within what the caller may see. */
@ApplicationScoped
public class StatusQueries {
  private final Book book;

  /** Over this copy. */
  public StatusQueries(Book book) {
    this.book = book;
  }

  /** Which tunnels; null means any. {@code state} is the overall one. */
  public record Filter(@Nullable String pop, @Nullable State state) {
    boolean matches(TunnelStatus status) {
      return (state == null || status.state() == state)
          && (pop == null || status.pops().stream().anyMatch(at -> at.pop().equals(pop)));
    }
  }

  /** Some of the matches, and how many there are in all. */
  public record Page(int total, List<TunnelStatus> statuses) {}

  /** The matches by tunnel id, without the first {@code offset}, at most {@code limit}. */
  public Page find(Scope scope, Filter filter, int limit, int offset) {
    List<TunnelStatus> all = visible(scope).filter(filter::matches).toList();
    return new Page(all.size(), all.stream().skip(offset).limit(limit).toList());
  }

  /** The status of a tunnel; empty when there is none that the caller may see. */
  public Optional<TunnelStatus> get(Scope scope, long tunnelId) {
    return book.status(tunnelId).filter(scope::covers);
  }

  /** Counts by state. */
  public Summary summary(Scope scope) {
    List<TunnelStatus> all = visible(scope).toList();
    return new Summary(
        all.stream().collect(groupingBy(TunnelStatus::state, counting())),
        count(all, at -> Optional.of(at.pop())),
        count(all, at -> book.regionOf(at.pop())));
  }

  /** By name and state; a POP without a name of that kind is left out. */
  private static Map<String, Map<State, Long>> count(
      List<TunnelStatus> statuses, Function<PopStatus, Optional<String>> nameOf) {
    Map<String, Map<State, Long>> counts = new TreeMap<>();
    for (TunnelStatus status : statuses) {
      for (PopStatus at : status.pops()) {
        nameOf
            .apply(at)
            .ifPresent(
                name ->
                    counts
                        .computeIfAbsent(name, _ -> new EnumMap<>(State.class))
                        .merge(at.state(), 1L, Long::sum));
      }
    }
    return counts;
  }

  private Stream<TunnelStatus> visible(Scope scope) {
    return book.statuses().stream().filter(scope::covers);
  }
}
