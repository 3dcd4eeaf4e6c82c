package io.culvert.gateway.core.notice;

import io.culvert.gateway.core.notice.Notice.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who listens, and what each is still to be told. Of a host that nobody listens for nothing is
 * kept. For one thread.
 */
public final class NoticeBook {
  private static final long MERGED_NANOS = 1_000_000_000L;

  /** So many different refusals of a host are compared with the next one. */
  private static final int COMPARED = 64;

  private final Limits limits;
  private final Map<HostKey, Audience> audiences = new HashMap<>();
  private int readers;

  /**
   * How much there may be.
   *
   * @param eachHost listeners of one host
   * @param together listeners of all hosts
   * @param waiting what a listener has not taken yet
   */
  public record Limits(int eachHost, int together, int waiting) {
    /** 4, 10,000 and 32: no more than some 100 MB. */
    public static final Limits STANDARD = new Limits(4, 10_000, 32);
  }

  /** What is merged into one when it happens again soon. */
  private record Kind(Reason reason, String target) {}

  /** The listeners of a host, and when it was last told of what. */
  private static final class Audience {
    final List<NoticeReader> readers = new ArrayList<>();
    final Map<Kind, Long> told =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Kind, Long> eldest) {
            return size() > COMPARED;
          }
        };

    boolean isNews(Kind kind, long nowNanos) {
      Long before = told.get(kind);
      if (before != null && nowNanos - before < MERGED_NANOS) {
        return false;
      }
      told.put(kind, nowNanos);
      return true;
    }
  }

  /** A book without listeners. */
  public NoticeBook(Limits limits) {
    this.limits = limits;
  }

  /** A new listener; empty when there are enough of that host, or of all. */
  public Optional<NoticeReader> open(HostKey host) {
    Audience audience = audiences.getOrDefault(host, new Audience());
    if (audience.readers.size() >= limits.eachHost() || readers >= limits.together()) {
      return Optional.empty();
    }
    NoticeReader reader = new NoticeReader(host, limits.waiting());
    audience.readers.add(reader);
    audiences.put(host, audience);
    readers++;
    return Optional.of(reader);
  }

  /**
   * A listener is gone; nothing happens when it was so before.
   *
   * @return whether nobody listens for its host any more
   */
  public boolean close(NoticeReader reader) {
    Audience audience = audiences.get(reader.host);
    if (audience != null && audience.readers.remove(reader)) {
      readers--;
      if (audience.readers.isEmpty()) {
        audiences.remove(reader.host);
      }
    }
    return !audiences.containsKey(reader.host);
  }

  /**
   * Something was refused. The same again within a second is not told again.
   *
   * @return who has something to take now
   */
  public List<NoticeReader> add(HostKey host, Notice notice, long nowNanos) {
    Audience audience = audiences.get(host);
    if (audience == null
        || !audience.isNews(new Kind(notice.reason(), notice.target()), nowNanos)) {
      return List.of();
    }
    audience.readers.forEach(reader -> reader.add(notice));
    return List.copyOf(audience.readers);
  }

  /** How many listen. */
  public int size() {
    return readers;
  }
}
