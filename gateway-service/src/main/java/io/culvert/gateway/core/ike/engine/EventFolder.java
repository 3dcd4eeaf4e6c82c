package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.ike.task.Reason;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Folds repeated failures: the first of a (source, tunnel, reason) passes at once, the others
 * within a minute become one event when the minute ends, with their count and the times of the
 * first and the last.
 */
final class EventFolder {
  static final long WINDOW_NANOS = 60_000_000_000L;
  private static final int MAX_SOURCES = 10_000;

  private record Key(InetAddress source, long tunnelId, Optional<Reason> reason) {}

  private static final class Window {
    final long end;
    int folded;
    long since;
    long last;
    @Nullable IkeEvent latest;

    Window(long end) {
      this.end = end;
    }

    void fold(IkeEvent event, long now) {
      if (folded == 0) {
        since = now;
      }
      folded++;
      last = now;
      latest = event;
    }
  }

  /** Ordered by end, because every window is equally long and a renewed one moves to the back. */
  private final Map<Key, Window> windows = new LinkedHashMap<>();

  /** Passes the event on now or folds it. */
  void offer(InetAddress source, IkeEvent event, long now, Consumer<? super Effect.Emit> out) {
    flush(now, out);
    Key key = new Key(source, event.tunnelId(), event.reason());
    Window window = windows.get(key);
    if (window != null) {
      window.fold(event, now);
      return;
    }
    if (windows.size() < MAX_SOURCES) {
      windows.put(key, new Window(now + WINDOW_NANOS));
      out.accept(new Effect.Emit(event, now, now));
    } else if (event.tunnelId() != 0) {
      // Under a flood from many sources, what concerns nobody's tunnel is not reported.
      out.accept(new Effect.Emit(event, now, now));
    }
  }

  /** Passes on what was folded in the windows that have ended. */
  void flush(long now, Consumer<? super Effect.Emit> out) {
    Map<Key, Window> renewed = new LinkedHashMap<>();
    Iterator<Map.Entry<Key, Window>> each = windows.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Key, Window> entry = each.next();
      Window window = entry.getValue();
      if (window.end - now > 0) {
        break;
      }
      each.remove();
      if (window.latest != null) {
        out.accept(
            new Effect.Emit(window.latest.counted(window.folded), window.since, window.last));
        renewed.put(entry.getKey(), new Window(now + WINDOW_NANOS));
      }
    }
    windows.putAll(renewed);
  }

  /** When {@link #flush} has something to do. */
  OptionalLong nextDeadline() {
    Iterator<Window> first = windows.values().iterator();
    return first.hasNext() ? OptionalLong.of(first.next().end) : OptionalLong.empty();
  }
}
