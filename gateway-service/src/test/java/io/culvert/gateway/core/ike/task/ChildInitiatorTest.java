package io.culvert.gateway.core.ike.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PrfId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a gateway makes of a device that refuses its rekey. */
class ChildInitiatorTest {
  private static final Randomness RANDOM = new Random(1)::nextBytes;
  private static final int OLD_SPI = 0x11223344;

  private static ChildInitiator rekey() {
    SpiSource spis =
        new SpiSource() {
          @Override
          public long newIkeSpi() {
            return 1;
          }

          @Override
          public int newChildSpi() {
            return 4711;
          }
        };
    return new ChildInitiator(
        new ChildContext(
            Prf.of(PrfId.HMAC_SHA2_256), Secret.copyOf(RANDOM.bytes(32)), spis, RANDOM),
        ChildTerms.gateway(EspPolicy.of(EncryptionCipher.AES256_GCM)),
        Optional.of(new ChildInitiator.Rekeyed(OLD_SPI, Optional.empty())));
  }

  private static PayloadList answer(Payload... payloads) {
    return new PayloadList(List.of(payloads));
  }

  private static PayloadList answer(NotifyType error) {
    return answer(NotifyPayload.of(error));
  }

  private static Optional<KePayload> ke(ChildInitiator task) {
    return new PayloadList(task.request()).first(KePayload.class);
  }

  @Test
  void rekeyNamesTheOldChildAndBringsNoGroupAtFirst() {
    PayloadList request = new PayloadList(rekey().request());

    assertThat(request.notifies(NotifyType.REKEY_SA).findFirst().orElseThrow().espSpi())
        .hasValue(OLD_SPI);
    assertThat(request.first(KePayload.class)).isEmpty();
  }

  @Test
  void deviceThatInsistsOnAGroupGetsOne() {
    ChildInitiator.Result result = rekey().answered(answer(NotifyType.NO_PROPOSAL_CHOSEN));

    assertThat(result).isInstanceOf(ChildInitiator.Result.Again.class);
    ChildInitiator next = ((ChildInitiator.Result.Again) result).next();
    assertThat(ke(next).orElseThrow().method()).isEqualTo(KeMethod.MODP_2048.value());
    assertThat(next.answered(answer(NotifyType.NO_PROPOSAL_CHOSEN)))
        .isInstanceOf(ChildInitiator.Result.Refused.class);
  }

  @Test
  void deviceThatWantsAnotherGroupGetsItOnce() {
    ChildInitiator.Result result = rekey().answered(answer(Errors.invalidKe(KeMethod.MODP_4096)));

    ChildInitiator next = ((ChildInitiator.Result.Again) result).next();
    assertThat(ke(next).orElseThrow().method()).isEqualTo(KeMethod.MODP_4096.value());
    assertThat(next.answered(answer(Errors.invalidKe(KeMethod.MODP_3072))))
        .isInstanceOf(ChildInitiator.Result.Refused.class);
  }

  @Test
  void groupWeDoNotAllowIsNotRetried() {
    assertThat(rekey().answered(answer(Errors.invalidKe(KeMethod.ECP_256))))
        .isInstanceOf(ChildInitiator.Result.Refused.class);
  }

  @Test
  void childTheDeviceDoesNotKnowIsGivenUp() {
    assertThat(rekey().answered(answer(NotifyType.CHILD_SA_NOT_FOUND)))
        .isInstanceOf(ChildInitiator.Result.UnknownToPeer.class);
  }

  @Test
  void emptyAnswerIsARefusal() {
    assertThat(rekey().answered(answer())).isInstanceOf(ChildInitiator.Result.Refused.class);
  }
}
