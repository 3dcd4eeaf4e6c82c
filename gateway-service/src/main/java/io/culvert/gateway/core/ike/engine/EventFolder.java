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
 * within a minute become one event with a count when the minute ends.
 */
final class EventFolder {
  static final long WINDOW_NANOS = 60_000_000_000L;
  private static final int MAX_SOURCES = 10_000;

  private record Key(InetAddress source, long tunnelId, Optional<Reason> reason) {}

  private static final class Window {
    final long end;
    int folded;
    @Nullable IkeEvent latest;

    Window(long end) {
      this.end = end;
    }
  }

  /** Ordered by end, because every window is equally long and a renewed one moves to the back. */
  private final Map<Key, Window> windows = new LinkedHashMap<>();

  /** Passes the event on now or folds it. */
  void offer(InetAddress source, IkeEvent event, long now, Consumer<IkeEvent> out) {
    flush(now, out);
    Key key = new Key(source, event.tunnelId(), event.reason());
    Window window = windows.get(key);
    if (window != null) {
      window.folded++;
      window.latest = event;
      return;
    }
    if (windows.size() < MAX_SOURCES) {
      windows.put(key, new Window(now + WINDOW_NANOS));
      out.accept(event);
    } else if (event.tunnelId() != 0) {
      // Under a flood from many sources, what concerns nobody's tunnel is not reported.
      out.accept(event);
    }
  }

  /** Passes on what was folded in the windows that have ended. */
  void flush(long now, Consumer<IkeEvent> out) {
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
        out.accept(window.latest.counted(window.folded));
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
