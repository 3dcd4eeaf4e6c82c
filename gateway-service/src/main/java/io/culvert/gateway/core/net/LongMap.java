package io.culvert.gateway.core.net;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A map from {@code long} to values that is read without locks and without boxing while others
 * change it. Chains are immutable; a change replaces a chain's head.
 *
 * @param <V> the values
 */
public final class LongMap<V> {
  private static final int LEAST_BUCKETS = 64;

  private record Node<V>(long key, V value, @Nullable Node<V> next) {}

  private volatile AtomicReferenceArray<@Nullable Node<V>> table =
      new AtomicReferenceArray<>(LEAST_BUCKETS);
  private volatile int size;

  /** The value of {@code key}, or null. */
  public @Nullable V get(long key) {
    AtomicReferenceArray<@Nullable Node<V>> buckets = table;
    for (Node<V> n = buckets.get(bucket(key, buckets)); n != null; n = n.next()) {
      if (n.key() == key) {
        return n.value();
      }
    }
    return null;
  }

  /** Sets the value of {@code key} and returns the one before, or null. */
  public synchronized @Nullable V put(long key, V value) {
    V before = remove(key);
    if (size >= table.length()) {
      grow();
    }
    add(table, key, value);
    size = size + 1;
    return before;
  }

  /** Takes {@code key} out and returns its value, or null. */
  public synchronized @Nullable V remove(long key) {
    V before = get(key);
    if (before == null) {
      return null;
    }
    Node<V> kept = null;
    int bucket = bucket(key, table);
    for (Node<V> n = table.get(bucket); n != null; n = n.next()) {
      if (n.key() != key) {
        kept = new Node<>(n.key(), n.value(), kept);
      }
    }
    table.set(bucket, kept);
    size = size - 1;
    return before;
  }

  public int size() {
    return size;
  }

  /** The values as of now. */
  public synchronized List<V> values() {
    List<V> values = new ArrayList<>(size);
    for (int i = 0; i < table.length(); i++) {
      for (Node<V> n = table.get(i); n != null; n = n.next()) {
        values.add(n.value());
      }
    }
    return values;
  }

  private void grow() {
    AtomicReferenceArray<@Nullable Node<V>> larger = new AtomicReferenceArray<>(table.length() * 2);
    for (int i = 0; i < table.length(); i++) {
      for (Node<V> n = table.get(i); n != null; n = n.next()) {
        add(larger, n.key(), n.value());
      }
    }
    table = larger;
  }

  private static <V> void add(AtomicReferenceArray<@Nullable Node<V>> to, long key, V value) {
    int bucket = bucket(key, to);
    to.set(bucket, new Node<>(key, value, to.get(bucket)));
  }

  private static int bucket(long key, AtomicReferenceArray<?> buckets) {
    long mixed = key * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 40) & (buckets.length() - 1);
  }
}
