package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.IkeConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** NATs between the ends, real and pretended. */
class NatTest {
  @Test
  void encapsulationIsForcedAndThePeerFloatsToPort4500() {
    Lab lab = new Lab();

    lab.connect();

    assertThat(lab.trace.get(1).to()).isEqualTo(Lab.DEVICE);
    assertThat(lab.trace.get(2).from().getPort()).isEqualTo(4500);
    assertThat(lab.trace.get(2).to().getPort()).isEqualTo(4500);
    ChildSaInstall child = lab.gateway.onlyChild();
    assertThat(child.udpEncapsulated()).isTrue();
    assertThat(child.remote()).isEqualTo(Lab.at("198.51.100.7", 4500));
    assertThat(child.local()).isEqualTo(Lab.at("192.0.2.1", 4500));
    assertThat(lab.device.onlyChild().udpEncapsulated()).isTrue();
  }

  @Test
  void withoutNatAndWithoutForceEverythingStaysOnPort500() {
    IkeConfig plain = NegotiationTest.plain();
    Lab lab = new Lab(plain, plain, 1);

    lab.connect();

    assertThat(lab.trace).allSatisfy(p -> assertThat(p.to().getPort()).isEqualTo(500));
    assertThat(lab.gateway.onlyChild().udpEncapsulated()).isFalse();
  }

  @Test
  void realNatIsDetectedByBothEnds() {
    IkeConfig plain = NegotiationTest.plain();
    Lab lab = new Lab(plain, plain, 1);
    lab.network =
        packet ->
            List.of(
                packet.toGateway()
                    ? packet.fromAddress(Lab.at("203.0.113.9", 20_000 + packet.from().getPort()))
                    : packet.toAddress(Lab.at("198.51.100.7", packet.to().getPort() - 20_000)));

    lab.connect();

    assertThat(lab.gateway.onlyChild().udpEncapsulated()).isTrue();
    assertThat(lab.gateway.onlyChild().remote()).isEqualTo(Lab.at("203.0.113.9", 24_500));
    assertThat(lab.gateway.events.getFirst().evidence()).containsEntry("nat", "true");
  }
}
