package io.culvert.gateway.core.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.notice.Notice.Reason;
import io.culvert.gateway.core.notice.NoticeBook.Limits;
import io.culvert.gateway.core.notice.NoticeEvent.Lost;
import io.culvert.gateway.core.steer.PageReason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoticeBookTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.250Z");
  private static final HostKey HOST = new HostKey(7, 0xc0a8010a);
  private static final HostKey SAME_ADDRESS_ELSEWHERE = new HostKey(8, 0xc0a8010a);
  private static final long SECOND = 1_000_000_000L;

  private final NoticeBook book = new NoticeBook(new Limits(4, 6, 3));
  private long now = Long.MAX_VALUE - SECOND; // nanoTime may wrap

  private static Notice notice(String target) {
    return new Notice(AT, Reason.LOGIN_REQUIRED, target);
  }

  private NoticeReader open(HostKey host) {
    return book.open(host).orElseThrow();
  }

  private List<NoticeReader> add(String target) {
    return book.add(HOST, notice(target), now);
  }

  @Test
  void whoListensIsToldOfItsOwnHostAlone() {
    NoticeReader reader = open(HOST);
    NoticeReader other = open(SAME_ADDRESS_ELSEWHERE);
    assertThat(add("a.test")).containsExactly(reader);
    assertThat(reader.take()).containsExactly(notice("a.test"));
    assertThat(reader.take()).isEmpty();
    assertThat(other.take()).isEmpty();
  }

  @Test
  void whatHappenedWhileNobodyListenedIsNotKept() {
    assertThat(add("a.test")).isEmpty();
    NoticeReader reader = open(HOST);
    assertThat(reader.take()).isEmpty();
    add("a.test");
    assertThat(book.close(reader)).isTrue();
    NoticeReader next = open(HOST);
    assertThat(next.take()).isEmpty();
    assertThat(add("a.test")).as("it was told to another one").containsExactly(next);
  }

  @Test
  void sameRefusalIsToldOnceASecond() {
    NoticeReader reader = open(HOST);
    for (int i = 0; i < 25; i++) {
      add("a.test");
      now += SECOND / 10;
    }
    assertThat(reader.take()).hasSize(3);
  }

  @Test
  void otherTargetOrOtherReasonIsAnotherRefusal() {
    NoticeReader reader = open(HOST);
    add("a.test");
    add("b.test");
    book.add(HOST, new Notice(AT, Reason.SUSPENDED, "a.test"), now);
    assertThat(reader.take()).hasSize(3);
  }

  @Test
  void slowReaderLosesTheOldestAndIsToldHowMany() {
    NoticeReader reader = open(HOST);
    NoticeReader quick = open(HOST);
    for (int i = 0; i < 5; i++) {
      add(i + ".test");
      assertThat(quick.take()).containsExactly(notice(i + ".test"));
    }
    assertThat(reader.take())
        .containsExactly(new Lost(2), notice("2.test"), notice("3.test"), notice("4.test"));
    add("6.test");
    assertThat(reader.take()).containsExactly(notice("6.test"));
  }

  @Test
  void fifthListenerOfAHostAndTheSeventhOfAllAreTurnedAway() {
    NoticeReader first = open(HOST);
    for (int i = 0; i < 3; i++) {
      open(HOST);
    }
    assertThat(book.open(HOST)).isEmpty();
    open(SAME_ADDRESS_ELSEWHERE);
    open(SAME_ADDRESS_ELSEWHERE);
    assertThat(book.open(SAME_ADDRESS_ELSEWHERE)).isEmpty();
    assertThat(book.size()).isEqualTo(6);

    assertThat(book.close(first)).as("others of it listen").isFalse();
    assertThat(book.close(first)).isFalse();
    assertThat(book.size()).isEqualTo(5);
    assertThat(book.open(HOST)).isPresent();
  }

  @Test
  void everNewTargetsAreNotRememberedForEver() {
    NoticeReader reader = open(HOST);
    add("a.test");
    for (int i = 0; i < 64; i++) {
      add(i + ".test");
    }
    assertThat(add("a.test")).containsExactly(reader);
    assertThat(add("63.test")).isEmpty();
  }

  @Test
  void eventIsOneLineOfJson() {
    assertThat(notice("192.0.2.80:80").text())
        .isEqualTo(
            """
            event: refused
            data: {"at":"2026-03-01T12:00:00.250Z","reason":"login-required",\
            "target":"192.0.2.80:80","message":"The user must log in before this passes."}

            """);
    assertThat(notice("a\"\r\n\r\nevent: x").text().lines()).hasSize(3);
    assertThat(new Lost(2).text()).isEqualTo("event: lost\ndata: {\"count\":2}\n\n");
  }

  @Test
  void everyPageHasItsReason() {
    for (PageReason page : PageReason.values()) {
      assertThat(Reason.of(page).name()).isEqualTo(page.name());
    }
    assertThat(Reason.LOGIN_AWAY.code()).isEqualTo("login-away");
  }
}
