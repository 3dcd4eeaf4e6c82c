package io.culvert.gateway.core.steer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.culvert.gateway.core.steer.Names.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes what a host may send first: ClientHello and request head, in one piece and in two. */
class SteeringFuzz {
  private static final Arrival ARRIVAL = new Arrival(1, 2, 443, true);
  private static final String PASSES = "pass.example";

  private static Verdict rules(String name) {
    assertThat(HostName.ofAuthority(name)).contains(name);
    return name.equals(PASSES) ? new Names.NamePasses() : new Names.LogIn();
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
        Hellos.real(PASSES, "h2", "http/1.1"),
        Hellos.real(null),
        Hellos.records(Hellos.message(Hellos.real("www.example")), 40),
        Hellos.with(Hellos.serverName(PASSES), Hellos.extension(0xfe0d, new byte[9])),
        text("GET http://pass.example/?a=b HTTP/1.1\r\nHost: pass.example:80\r\n\r\n"),
        text("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
        text("GET /.well-known/culvert-login?grant=a HTTP/1.0\r\nAccept: text/html;q=0\r\n\r\n"),
        text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @MethodSource("seeds")
  @FuzzTest
  void whateverAHostSendsIsDecidedInOneWay(byte[] octets) {
    if (octets.length == 0) {
      return;
    }
    Steering steering = new Steering(ARRIVAL, SteeringFuzz::rules);
    Effect whole = steering.on(octets, octets.length);
    Steering other = new Steering(ARRIVAL, SteeringFuzz::rules);
    int part = Arrays.hashCode(octets) >>> 1;
    Effect first = other.on(octets, part % octets.length);
    Effect last = first instanceof Effect.NeedMore ? other.on(octets, octets.length) : first;
    assertThat(last.getClass()).isEqualTo(whole.getClass());
    assertThat(new Steering(ARRIVAL, SteeringFuzz::rules).inside(PASSES).on(octets, octets.length))
        .isNotInstanceOfAny(Effect.Splice.class, Effect.Terminate.class);
  }
}
