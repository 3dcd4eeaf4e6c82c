package io.culvert.config.app;

import java.util.List;

/**
 * Part of a list.
 *
 * @param total how many there are in all
 * @param items those asked for
 */
public record Page<T>(long total, List<T> items) {
  /** Which part: {@code limit} items after the first {@code offset}. */
  public record Range(int offset, int limit) {}

  public Page {
    items = List.copyOf(items);
  }

  /** The part of a whole list. */
  public static <T> Page<T> of(List<T> all, Range range) {
    return new Page<>(all.size(), all.stream().skip(range.offset()).limit(range.limit()).toList());
  }
}
