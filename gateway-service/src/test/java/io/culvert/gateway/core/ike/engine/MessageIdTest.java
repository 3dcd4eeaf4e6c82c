package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Message IDs: a window of one, and repeats. */
class MessageIdTest {
  @Test
  void messageIdsOutsideTheWindowAreDropped() {
    Lab lab = new Lab();
    RawDevice device = RawDevice.connected(lab.gateway);

    for (int id : List.of(0, device.nextId() + 1, device.nextId() + 2, -1)) {
      assertThat(device.send(device.seal(ExchangeType.INFORMATIONAL, List.of(), id, false)))
          .isEmpty();
    }

    assertThat(lab.gateway.dropped(DropReason.OUT_OF_WINDOW)).isEqualTo(4);
  }

  @Test
  void repeatedRequestIsAnsweredWithTheSameOctetsAndDoneOnce() {
    Lab lab = new Lab();
    RawDevice device = RawDevice.connected(lab.gateway);
    Bytes request =
        device.seal(ExchangeType.CREATE_CHILD_SA, device.createChild(), device.nextId(), false);

    List<Bytes> first = device.send(request);
    List<Bytes> second = device.send(request);

    assertThat(first).hasSize(1);
    assertThat(second).isEqualTo(first);
    assertThat(lab.gateway.children).hasSize(2);
  }

  @Test
  void otherRequestWithAUsedMessageIdIsDropped() {
    Lab lab = new Lab();
    RawDevice device = RawDevice.connected(lab.gateway);
    int id = device.nextId();
    device.request(ExchangeType.INFORMATIONAL, List.of());

    assertThat(
            device.send(
                device.seal(ExchangeType.INFORMATIONAL, List.of(DeletePayload.ike()), id, false)))
        .isEmpty();

    assertThat(lab.gateway.dropped(DropReason.ALTERED_REPEAT)).isEqualTo(1);
    assertThat(lab.gateway.children).hasSize(1);
  }
}
