package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NoncePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.UnsupportedPayload;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.sa.Drain;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.Mutations;
import io.culvert.gateway.core.wire.NotifyType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bad inputs 8, 10, 13 and 17, which are sequences of messages more than messages, mutated. */
@Timeout(120)
class BadInputMutationsTest {
  private static final List<ExchangeType> PROTECTED =
      List.of(ExchangeType.IKE_AUTH, ExchangeType.CREATE_CHILD_SA, ExchangeType.INFORMATIONAL);

  private final Siege siege = new Siege();
  private long now;

  private static ExchangeType exchange(Mutations by) {
    return PROTECTED.get(by.number(PROTECTED.size()));
  }

  @Test
  void badInput8FragmentsOfMutatedMessagesAreSurvived() {
    Lab lab = siege.lab;
    int neighbour = lab.gateway.onlyChild().inboundSpi();
    RawFragments fragments = RawFragments.connected(lab.gateway);
    RawDevice device = fragments.device;
    Mutations.each(
        8,
        by -> {
          RawChain chain = RawChain.of(device.createChild()).mutated(by);
          int total = 1 + by.number(5);
          int odd = by.number(4) == 0 ? by.number(total) : -1;
          for (int i = 0; i < total; i++) {
            var outer =
                Collections.nCopies(
                    by.number(20) == 0 ? by.number(70) : 0,
                    new UnsupportedPayload(200, by.number(9) == 0, Bytes.EMPTY));
            Bytes piece = piece(chain.octets(), i, total);
            int number = i == odd ? by.lengthLike(i) : i + 1;
            int said = i == odd ? by.lengthLike(total) : total;
            device.send(
                fragments.one(
                    ExchangeType.CREATE_CHILD_SA, chain.firstType(), number, said, outer, piece));
          }
          // Whole or not: the next request is answered, and the message ID is free again.
          if (device.request(ExchangeType.INFORMATIONAL, List.of()).isEmpty()) {
            device.advance();
            assertThat(device.request(ExchangeType.INFORMATIONAL, List.of())).isPresent();
          }
          assertThat(lab.gateway.children).containsKey(neighbour).hasSizeLessThan(13);
        });
    device.request(ExchangeType.INFORMATIONAL, List.of(DeletePayload.ike()));
    siege.assertForgotten();
  }

  private static Bytes piece(Bytes all, int index, int count) {
    int from = all.length() * index / count;
    return Bytes.of(all.toArray(), from, all.length() * (index + 1) / count - from);
  }

  @Test
  void badInput10MutatedMessagesForNoSaAndMutatedResponsesAreSurvived() {
    RawDevice stranger = RawDevice.afterInit(new Lab(IkeConfig.standard(), 9).gateway, 500);
    Mutations.each(
        10,
        by -> {
          RawDevice from = by.number(2) == 0 ? stranger : siege.insider();
          boolean response = from != stranger || by.number(2) == 0;
          Bytes datagram = from.seal(exchange(by), List.of(), by.number(4), response);
          siege.knock(by.of(datagram.toArray()));
        });
    assertThat(siege.insider().request(ExchangeType.INFORMATIONAL, List.of())).isPresent();
    siege.assertForgotten();
  }

  @Test
  void badInput13MessagesOfAnyStateInAnyOrderAreSurvived() {
    Mutations.each(
        13,
        by -> {
          RawDevice device = by.number(3) == 0 ? siege.attacker() : siege.insider();
          for (int left = 1 + by.number(4); left > 0; left--) {
            RawChain chain = RawChain.of(wellFormed(device, by));
            RawChain sent = by.number(4) == 0 ? chain.mutated(by) : chain;
            device.request(
                RawSeal.octets(device, exchange(by), sent.firstType(), sent.octets().toArray()));
            device.send(device.seal(exchange(by), List.of(), by.number(6), by.number(2) == 0));
          }
          siege.retire();
          // What it rekeyed is forgotten once it does not answer.
          siege.lab.run(Duration.ofMillis(300));
        });
    siege.assertForgotten();
  }

  private static List<Payload> wellFormed(RawDevice device, Mutations by) {
    return switch (by.number(8)) {
      case 0 -> device.authPayloads(device.auth());
      case 1 -> device.createChild();
      case 2 -> device.createChild(NotifyPayload.ofEsp(NotifyType.REKEY_SA, RawDevice.OUR_SPI));
      case 3 ->
          List.of(
              IkePolicy.standard().offer(Bytes.ofLong(1 + by.number(9))),
              new NoncePayload(device.nonce),
              new KePayload(KeMethod.MODP_2048.value(), Bytes.of(by.octets(256))));
      case 4 -> List.of(DeletePayload.esp(RawDevice.OUR_SPI));
      case 5 -> List.of(DeletePayload.ike());
      case 6 -> List.of(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED));
      default -> List.of(new NoncePayload(device.nonce));
    };
  }

  @Test
  void badInput17WhateverAGatewayAnswersWithItIsNoLargerThanTheRequest() {
    IkeConfig plain = InitDoorTest.limits(10_000, 10_000, 10_000);
    Map<String, IkeConfig> configs =
        Map.of(
            "plain", plain,
            "cookies", InitDoorTest.limits(0, 10_000, 10_000),
            "crash tokens", plain.withCrashSecret(Lab.secret("a secret of thirty-two octets ok")));
    configs.forEach(
        (name, config) -> {
          for (boolean draining : List.of(false, true)) {
            End gateway = new End(new IkeEngine(config, new Dice(17)));
            if (draining) {
              Drain away = new Drain(Optional.of(Lab.address("2001:db8::9")), Map.of());
              gateway.step(new Input.SendAway(away), 0);
            }
            RawDevice device =
                new RawDevice(gateway, Lab.DEVICE, 17)
                    .with(NotifyPayload.of(NotifyType.REDIRECT_SUPPORTED));
            Mutations.each(17, by -> amplify(gateway, device, by));
          }
        });
  }

  private void amplify(End gateway, RawDevice device, Mutations by) {
    Bytes request = by.number(2) == 0 ? device.shortestInitRequest() : device.initRequest();
    RawChain chain = RawChain.of(request);
    byte[] datagram =
        by.number(4) == 0
            ? by.of(request.toArray())
            : (by.number(3) == 0 ? chain : chain.mutated(by)).behind(request);
    if (datagram.length > 19 && by.number(4) == 0) {
      // Version, exchange and flags; and the SPIs of an IKE SA that is not there.
      datagram[17 + by.number(3)] = (byte) by.number(256);
      datagram[8] = (byte) by.number(2);
    }
    var from = Lab.at("203.0.113." + by.number(256), 1 + by.number(65_535));
    now += Duration.ofMillis(by.number(100)).toNanos();
    List<Effect.SendDatagram> answers =
        gateway.step(new Input.Datagram(Lab.GATEWAY, from, Bytes.of(datagram)), now);
    assertThat(answers.size()).isLessThanOrEqualTo(1);
    assertThat(answers).allMatch(answer -> answer.data().length() <= datagram.length);
  }
}
