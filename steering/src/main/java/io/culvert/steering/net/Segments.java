package io.culvert.steering.net;

import io.culvert.steering.net.IpTable.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The addresses of one kind, cut where what is said of them changes. */
final class Segments<T> {
  /** Where each segment begins, in ascending order; it ends where the next begins. */
  private final long[] high;

  private final long[] low;
  private final List<@Nullable T> values;

  private Segments(long[] high, long[] low, List<@Nullable T> values) {
    this.high = high;
    this.low = low;
    this.values = values;
  }

  /** Of ranges that may overlap, the first in the list before all others. */
  static <T> Segments<T> of(List<Entry<T>> entries) {
    List<Integer> byStart = new ArrayList<>();
    TreeSet<IpAddress> cuts = new TreeSet<>();
    for (int i = 0; i < entries.size(); i++) {
      IpRange range = entries.get(i).range();
      byStart.add(i);
      cuts.add(range.first());
      IpAddress after = range.last().next();
      if (after != null) {
        cuts.add(after);
      }
    }
    byStart.sort(Comparator.comparing(i -> entries.get(i).range().first()));
    long[] high = cuts.stream().mapToLong(IpAddress::high).toArray();
    long[] low = cuts.stream().mapToLong(IpAddress::low).toArray();
    List<@Nullable T> values = new ArrayList<>();
    PriorityQueue<Integer> open = new PriorityQueue<>();
    int next = 0;
    for (IpAddress cut : cuts) {
      while (next < byStart.size()
          && entries.get(byStart.get(next)).range().first().compareTo(cut) <= 0) {
        open.add(byStart.get(next++));
      }
      values.add(firstOpen(open, entries, cut));
    }
    return new Segments<>(high, low, values);
  }

  private static <T> @Nullable T firstOpen(
      PriorityQueue<Integer> open, List<Entry<T>> entries, IpAddress at) {
    Integer first = open.peek();
    while (first != null && entries.get(first).range().last().compareTo(at) < 0) {
      open.poll();
      first = open.peek();
    }
    return first == null ? null : entries.get(first).value();
  }

  @Nullable T find(long wantedHigh, long wantedLow) {
    int from = 0;
    int to = high.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      int order = Long.compareUnsigned(high[middle], wantedHigh);
      if (order == 0) {
        order = Long.compareUnsigned(low[middle], wantedLow);
      }
      if (order <= 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from == 0 ? null : values.get(from - 1);
  }
}
