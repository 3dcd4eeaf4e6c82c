package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.auth.PskAuth;
import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a device proves with a post-quantum pre-shared key (RFC 8784 §3). */
class PpkProofTest {
  /** A device that computes by itself what RFC 8784 §3 says. */
  private static Optional<IkeMessage> authenticate(
      RawDevice device, Optional<String> mixed, Payload... more) {
    Prf prf = Prf.of(device.session().suite().prf());
    IkeKeys keys = device.session().keys();
    Secret pi =
        mixed
            .map(text -> prf.expand(Lab.secret(text), keys.pi().toArray(), prf.length()))
            .orElse(keys.pi());
    List<Payload> payloads = new ArrayList<>(device.authPayloads(auth(device, prf, pi)));
    payloads.addAll(List.of(more));
    return device.request(ExchangeType.IKE_AUTH, payloads);
  }

  private static AuthPayload auth(RawDevice device, Prf prf, Secret pi) {
    return PskAuth.compute(
        prf,
        Lab.secret(Lab.PSK),
        new PskAuth.SignedOctets(
            device.session().request(), device.session().nonceR(), pi, device.id()));
  }

  private static RawDevice saying(Lab lab, NotifyType... types) {
    RawDevice device = new RawDevice(lab.gateway, Lab.DEVICE, 77);
    for (NotifyType type : types) {
      device.with(NotifyPayload.of(type));
    }
    device.init();
    return device;
  }

  private static NotifyPayload named(int type, String id) {
    byte[] octets = ("?" + id).getBytes(StandardCharsets.UTF_8);
    octets[0] = (byte) type;
    return NotifyPayload.of(NotifyType.PPK_IDENTITY, Bytes.of(octets));
  }

  @Test
  void authIsMadeWithTheMixedKeyAndTheAnswerToo() {
    Lab lab = PpkTest.lab(PpkTest.ppk("k1", "a post-quantum key"));
    RawDevice device = saying(lab, NotifyType.USE_PPK);

    IkeMessage answer =
        authenticate(device, Optional.of("a post-quantum key"), named(2, "k1")).orElseThrow();

    assertThat(answer.error()).isEmpty();
    NotifyPayload confirmed = answer.notification(NotifyType.PPK_IDENTITY).orElseThrow();
    assertThat(confirmed.data()).isEqualTo(Bytes.EMPTY);
    Prf prf = Prf.of(device.session().suite().prf());
    Secret pr =
        prf.expand(
            Lab.secret("a post-quantum key"), device.session().keys().pr().toArray(), prf.length());
    assertThat(
            PskAuth.verify(
                prf,
                Lab.secret(Lab.PSK),
                new PskAuth.SignedOctets(
                    device.session().response(),
                    device.nonce,
                    pr,
                    answer.first(IdPayload.class).orElseThrow()),
                answer.first(AuthPayload.class).orElseThrow()))
        .isTrue();
  }

  @Test
  void badNamesAndProofsOfAPpkAreRefused() {
    Map<String, List<Payload>> bad =
        Map.of(
            "unknown name", List.of(named(2, "k2")),
            "type of opaque names", List.of(named(1, "k1")),
            "longer name", List.of(named(2, "k1 ")),
            "empty name", List.of(named(2, "")),
            "no octets", List.of(NotifyPayload.of(NotifyType.PPK_IDENTITY)),
            "no name", List.of());
    bad.forEach(
        (what, payloads) -> {
          Lab lab = PpkTest.lab(PpkTest.ppk("k1", "a post-quantum key"));
          RawDevice device = saying(lab, NotifyType.USE_PPK);
          Optional<IkeMessage> answer =
              authenticate(
                  device, Optional.of("a post-quantum key"), payloads.toArray(Payload[]::new));
          assertThat(RawDevice.error(answer)).as(what).isEqualTo(NotifyType.AUTHENTICATION_FAILED);
          assertThat(lab.gateway.reasons()).as(what).containsExactly("ppk-mismatch");
          assertThat(lab.gateway.children).isEmpty();
        });
  }

  @Test
  void proofWithoutThePpkDoesNotOpenATunnelThatHasOne() {
    Lab lab = PpkTest.lab(PpkTest.ppk("k1", "a post-quantum key"));
    RawDevice device = saying(lab, NotifyType.USE_PPK);
    Prf prf = Prf.of(device.session().suite().prf());
    Bytes without = auth(device, prf, device.session().keys().pi()).data();

    Optional<IkeMessage> answer =
        authenticate(
            device,
            Optional.of("a guess"),
            named(2, "k1"),
            NotifyPayload.of(NotifyType.NO_PPK_AUTH, without));

    assertThat(RawDevice.error(answer)).isEqualTo(NotifyType.AUTHENTICATION_FAILED);
    assertThat(lab.gateway.reasons()).containsExactly("psk-mismatch");
  }

  @Test
  void noPpkAuthIsProvenToo() {
    for (boolean right : List.of(true, false)) {
      Lab lab = PpkTest.lab();
      RawDevice device = saying(lab, NotifyType.USE_PPK);
      Prf prf = Prf.of(device.session().suite().prf());
      byte[] without = auth(device, prf, device.session().keys().pi()).data().toArray();
      without[3] ^= (byte) (right ? 0 : 1);

      Optional<IkeMessage> answer =
          authenticate(
              device,
              Optional.of("a post-quantum key"),
              named(2, "k1"),
              NotifyPayload.of(NotifyType.NO_PPK_AUTH, Bytes.of(without)));

      assertThat(answer.orElseThrow().error().isEmpty()).isEqualTo(right);
      assertThat(lab.gateway.children).hasSize(right ? 1 : 0);
      assertThat(lab.gateway.eventTypes())
          .containsExactly(right ? TunnelEvent.Type.ESTABLISHED : TunnelEvent.Type.FAILED);
    }
  }

  @Test
  void nameOfAPpkCountsOnlyWhereBothSaidThatTheyUseThem() {
    Lab lab = PpkTest.lab();
    RawDevice device = saying(lab);
    assertThat(authenticate(device, Optional.empty(), named(2, "k1")).orElseThrow().error())
        .isEmpty();

    Lab withKey = PpkTest.lab(PpkTest.ppk("k1", "a post-quantum key"));
    RawDevice silent = saying(withKey);
    assertThat(
            RawDevice.error(
                authenticate(silent, Optional.of("a post-quantum key"), named(2, "k1"))))
        .isEqualTo(NotifyType.AUTHENTICATION_FAILED);
  }
}
