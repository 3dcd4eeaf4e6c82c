package io.culvert.gateway.core.notice;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One listener, and what it has not taken yet. For one thread. */
public final class NoticeReader {
  final HostKey host;
  private final int most;
  private final Deque<Notice> waiting = new ArrayDeque<>();
  private long lost;

  NoticeReader(HostKey host, int most) {
    this.host = host;
    this.most = most;
  }

  void add(Notice notice) {
    if (waiting.size() == most) {
      waiting.removeFirst();
      lost++;
    }
    waiting.addLast(notice);
  }

  /** What has come since the last time, in its order; that there was more comes first. */
  public List<NoticeEvent> take() {
    List<NoticeEvent> events = new ArrayList<>(waiting.size() + 1);
    if (lost > 0) {
      events.add(new NoticeEvent.Lost(lost));
    }
    events.addAll(waiting);
    waiting.clear();
    lost = 0;
    return events;
  }
}
