package io.culvert.steering.net;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of ranges of addresses, IPv4 and IPv6. Where ranges overlap, the one that was added
 * first counts. A look-up is a binary search and allocates nothing.
 *
 * @param <T> what is said of a range
 */
public final class IpTable<T> {
  private final Segments<T> four;
  private final Segments<T> six;

  private IpTable(Segments<T> four, Segments<T> six) {
    this.four = four;
    this.six = six;
  }

  /** What is said of this IPv4 address, as a number; null when nothing is. */
  public @Nullable T find(int address) {
    return four.find(0, Integer.toUnsignedLong(address));
  }

  /** What is said of this address; null when nothing is. */
  public @Nullable T find(IpAddress address) {
    return (address.six() ? six : four).find(address.high(), address.low());
  }

  /** A range and what is said of it. */
  record Entry<T>(IpRange range, T value) {}

  /**
   * Collects the ranges of a table.
   *
   * @param <T> what is said of a range
   */
  public static final class Builder<T> {
    private final List<Entry<T>> four = new ArrayList<>();
    private final List<Entry<T>> six = new ArrayList<>();

    /** Adds one. */
    public void add(IpRange range, T value) {
      (range.first().six() ? six : four).add(new Entry<>(range, value));
    }

    /** The table of those added. */
    public IpTable<T> build() {
      return new IpTable<>(Segments.of(four), Segments.of(six));
    }
  }
}
