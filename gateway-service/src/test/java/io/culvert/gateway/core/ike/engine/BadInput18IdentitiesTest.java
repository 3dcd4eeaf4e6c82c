package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.IdType;
import io.culvert.gateway.core.wire.Mutations;
import io.culvert.gateway.core.wire.NotifyType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad input 18: identities of 0 octets, of 64 KB, with NUL inside, wildcards, upper and lower case,
 * IDN, an IP address as FQDN (CVE-2025-9242, CVE-2020-16088).
 */
class BadInput18IdentitiesTest {
  private final Siege siege = new Siege();
  private final Mutations mutations = new Mutations(18);

  private static IdPayload id(IdType type, byte[] data) {
    return new IdPayload(true, type.value(), Bytes.of(data));
  }

  private static IdPayload fqdn(String name) {
    return id(IdType.FQDN, name.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** IKE_AUTH with the tunnel's key and that identity, which the proof covers. */
  private IkeMessage claim(IdPayload id) {
    RawDevice device = siege.attacker();
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth(id)));
    payloads.set(0, id);
    return device.request(ExchangeType.IKE_AUTH, payloads).orElseThrow();
  }

  private void assertRefused(IdPayload id) {
    assertThat(claim(id).payloads())
        .containsExactly(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.example",
        "device.*",
        "device?example",
        "%any",
        "0.0.0.0",
        "192.0.2.1",
        "device.example\0",
        "device.example\0.evil.example",
        "device.example.",
        " device.example",
        "device.example\n",
        "d\u00e9vice.example",
        "\u001b[31mdevice.example",
        "$(id).example",
        "../device.example",
        "device.example,neighbour.example"
      })
  void namesThatAreAlmostTheTunnelsAreRefused(String name) {
    assertRefused(fqdn(name));

    assertThat(siege.lab.gateway.reasons()).containsExactly("unsupported-identity");
    siege.assertUnharmed();
  }

  @Test
  void upperCaseIsTheSameName() {
    assertThat(claim(fqdn("DEVICE.Example")).error()).isEmpty();
    assertThat(siege.admitted()).isEqualTo(1);
  }

  @Test
  void sameOctetsAsAnotherKindAreAnotherIdentity() {
    byte[] name = "device.example".getBytes(StandardCharsets.US_ASCII);
    for (int type : IntStream.rangeClosed(0, 255).filter(t -> t != 2).toArray()) {
      assertRefused(new IdPayload(true, type, Bytes.of(name)));
    }
    siege.assertUnharmed();
  }

  @ParameterizedTest
  @EnumSource(
      value = IdType.class,
      names = {"DER_ASN1_DN", "DER_ASN1_GN", "KEY_ID", "FC_NAME", "NULL"})
  void kindThatTunnelsDoNotHaveIsRefusedWithAReason(IdType type) {
    assertRefused(id(type, "device.example".getBytes(StandardCharsets.US_ASCII)));

    assertThat(siege.lab.gateway.reasons()).containsExactly("unsupported-identity");
    assertThat(siege.lab.gateway.events.getLast().evidence())
        .containsEntry("offered", "unsupported ID type " + type)
        .containsEntry("configured", "an IPv4 or IPv6 address, an FQDN or a user@fqdn");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 253, 254, 255, 4_096, 60_000})
  void identitiesOfAnyLengthAreSurvived(int length) {
    for (IdType type : IdType.values()) {
      byte[] data = new byte[length];
      Arrays.fill(data, (byte) 'a');
      assertRefused(id(type, data));
    }
    siege.assertUnharmed();
  }

  @Test
  void identityOfEachKindIsAccepted() {
    for (Identity identity :
        List.of(
            new Identity(SourceIdentity.Kind.IPV4, "198.51.100.77"),
            new Identity(SourceIdentity.Kind.IPV6, "2001:db8::77"),
            new Identity(SourceIdentity.Kind.FQDN, "xn--bcher-kva.example"),
            new Identity(SourceIdentity.Kind.USER_FQDN, "router@branch.example"))) {
      siege.lab.gateway.know(identity.value(), Lab.accepted(EncryptionCipher.AES256_GCM, Lab.PSK));
      assertThat(claim(identity.payload(true)).error()).isEmpty();
      assertThat(siege.lab.gateway.events.getLast().evidence())
          .containsEntry("identity", identity.value());
    }
    assertThat(siege.admitted()).isEqualTo(4);
  }

  @Test
  void identityTheProofDoesNotCoverIsRefused() {
    RawDevice device = siege.attacker();
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth(fqdn("x.example"))));

    assertThat(RawDevice.error(device.request(ExchangeType.IKE_AUTH, payloads)))
        .isEqualTo(NotifyType.AUTHENTICATION_FAILED);

    assertThat(siege.lab.gateway.reasons()).containsExactly("psk-mismatch");
    siege.assertUnharmed();
  }

  @Test
  void mutatedIdentitiesAreTheTunnelsOnlyWhenTheyReadAsItsName() {
    byte[] name = "device.example".getBytes(StandardCharsets.US_ASCII);
    Identity tunnels = Lab.fqdn("device.example");
    for (int i = 0; i < Mutations.EACH; i++) {
      int type = mutations.number(3) == 0 ? mutations.number(256) : IdType.FQDN.value();
      IdPayload mutated = new IdPayload(true, type, Bytes.of(mutations.of(name)));
      boolean same =
          Identity.read(mutated) instanceof Identity.Reading.Known known
              && known.identity().equals(tunnels);
      int before = siege.admitted();

      Optional<NotifyPayload> error = claim(mutated).error();

      assertThat(error.isEmpty()).isEqualTo(same);
      assertThat(siege.admitted()).isEqualTo(same ? before + 1 : before);
    }
  }
}
