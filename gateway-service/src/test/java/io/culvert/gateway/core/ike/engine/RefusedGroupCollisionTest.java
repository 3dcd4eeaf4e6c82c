package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.engine.RekeyLab.Kind;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.wire.KeMethod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rekeys of the IKE SA that cross, of which one first has to find the group (RFC 7296 §2.8.2). */
class RefusedGroupCollisionTest {
  /** A device whose IKE SA has group 14, but that takes group 15 only for the next one. */
  private static RekeyLab otherGroup() {
    IkeConfig config = IkeConfig.standard();
    IkePolicy ike = config.ike();
    IkeConfig device =
        new IkeConfig(
            config.identities(),
            new IkePolicy(
                ike.encryptions(), ike.integrities(), ike.prfs(), List.of(KeMethod.MODP_3072)),
            config.forceEncapsulation(),
            config.halfOpen(),
            config.timing(),
            config.fragmentation(),
            config.crashSecret());
    return new RekeyLab(false, Lab.profile(), device);
  }

  @Test
  void groupOfTheIkeSaIsFoundAtTheSecondTry() {
    RekeyLab lab = otherGroup();

    //   device (a)                     gateway (b)
    //                               ◄─ SA, Ni, KE of group 14
    //   N(INVALID_KE_PAYLOAD, 15) ─►
    //                               ◄─ SA, Ni, KE of group 15
    lab.rekeysIke(lab.b);

    lab.assertOneTunnel();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 20, 300, 1500})
  void rekeyOfTheIkeSaWhoseGroupIsRefusedCrossesTheOther(int millis) {
    RekeyLab lab = otherGroup();

    //   SA, Ni, late              ─►   ◄─ SA, Ni, KE of group 14
    //   N(INVALID_KE_PAYLOAD, 15) ─►   ◄─ SA, Ni, KE of group 15, or it gives way
    lab.late(lab.a, Kind.CREATE, Duration.ofMillis(millis));
    lab.rekeysIke(lab.a).rekeysIke(lab.b);

    lab.assertOneTunnel();
  }
}
