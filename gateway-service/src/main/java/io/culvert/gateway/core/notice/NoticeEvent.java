package io.culvert.gateway.core.notice;

/** What a listener is told. */
public sealed interface NoticeEvent permits Notice, NoticeEvent.Lost {
  /** As an event of a stream (HTML Living Standard §9.2.5). */
  String text();

  /**
   * It read too slowly, and the oldest were left out.
   *
   * @param count how many
   */
  record Lost(long count) implements NoticeEvent {
    @Override
    public String text() {
      return "event: lost\ndata: {\"count\":" + count + "}\n\n";
    }
  }
}
