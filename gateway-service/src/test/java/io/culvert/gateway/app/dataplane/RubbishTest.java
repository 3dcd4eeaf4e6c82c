package io.culvert.gateway.app.dataplane;

import static io.culvert.gateway.app.dataplane.DataplaneFixture.DEVICE;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.NATT;
import static io.culvert.gateway.app.dataplane.DataplaneFixture.TUNNEL;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Octets without sense, before and behind the integrity check. */
class RubbishTest {
  /** Shared by all tries, for a dataplane has megabytes of buffers. */
  private static final DataplaneFixture F = new DataplaneFixture();

  static {
    F.install();
  }

  @Property
  void randomDatagramNeverPassesAndNeverThrows(@ForAll @Size(max = 200) byte[] data) {
    int before = F.tun.sent.size();
    F.udp.arrive(NATT, DEVICE, data);
    F.inbound();
    assertThat(F.tun.sent).hasSize(before);
  }

  @Property
  void authenticRubbishIsPassedOrCountedAndNeverThrows(
      @ForAll @Size(min = 1, max = 120) byte[] inner) {
    long before = carriedOrDropped();
    F.udp.arrive(NATT, DEVICE, F.sealed(TUNNEL, inner));
    F.inbound();
    assertThat(carriedOrDropped()).isEqualTo(before + 1);
  }

  @Property
  void rubbishFromTheKernelNeverThrows(@ForAll @Size(max = 120) byte[] packet) {
    int before = F.udp.sent.size();
    F.outbound(packet);
    assertThat(F.udp.sent).hasSize(before);
  }

  private static long carriedOrDropped() {
    return F.tun.sent.size() + F.dataplane.drops().values().stream().mapToLong(n -> n).sum();
  }
}
