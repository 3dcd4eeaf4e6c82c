package io.culvert.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The events that the golden samples stand for. */
final class GoldenEvents {
  static final Instant EIGHT = Instant.parse("2026-03-01T08:00:00Z");
  static final Instant SEVEN = Instant.parse("2026-03-01T07:00:00Z");

  private GoldenEvents() {}

  static TunnelChange tunnelChange() {
    return new TunnelChange(
        199273,
        "acme",
        7,
        "remotesite1",
        new SourceIdentity(SourceIdentity.Kind.FQDN, "branch1.example.com"),
        "198.51.100.7",
        List.of("sfo1", "lax1"),
        EncryptionCipher.AES256_GCM,
        50,
        true,
        true,
        List.of(
            new SealedPsk("sfo1", "0011223344556677", "current", "c2VhbGVkLTE="),
            new SealedPsk("lax1", "8899aabbccddeeff", "previous", "c2VhbGVkLTI=")),
        List.of("192.168.1.1"),
        true);
  }

  static TunnelChange sparseTunnelChange() {
    return new TunnelChange(
        3,
        "acme",
        1,
        "small",
        new SourceIdentity(SourceIdentity.Kind.IPV4, "198.51.100.9"),
        null,
        List.of("sfo1"),
        EncryptionCipher.NULL,
        null,
        false,
        false,
        List.of(),
        List.of(),
        false);
  }

  static PopChange popChange() {
    return new PopChange(
        "0x00CA",
        "sfo1",
        4,
        "US-CA",
        List.of("192.0.2.10", "2001:db8::10"),
        "10.140.6.216",
        true,
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  }

  static PopChange popChangeWithCertificate() {
    PopChange pop = popChange();
    return new PopChange(
        pop.id(),
        pop.name(),
        5,
        pop.region(),
        pop.gateways(),
        pop.probe(),
        pop.acceptingTunnels(),
        pop.publicKey(),
        new PopCertificate(
            "5f3a",
            List.of("MIIBbG93bg==", "MIIBcm9vdA=="),
            new SealedCertificateKey("0011223344556677", "c2VhbGVkLTM=")));
  }

  static AuthChange authChange() {
    return new AuthChange(
        "acme",
        12,
        true,
        28800,
        1800,
        List.of(80, 443),
        List.of("example.com", "*.example.org"),
        List.of("health"),
        List.of(
            new AuthChange.BypassNetwork(
                "printers", AuthChange.BypassNetwork.Match.USER_IP, List.of("192.168.1.0/24")),
            new AuthChange.BypassNetwork(
                "head office",
                AuthChange.BypassNetwork.Match.EGRESS_IP,
                List.of("203.0.113.7", "203.0.113.10-203.0.113.20"))),
        new AuthChange.Login(
            "https://login.example.net",
            "return.login.example.net",
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            List.of("login.example.net", "idp.example.com"),
            true,
            "Acme",
            "#0a5c36"));
  }

  static UserSession userSession() {
    return new UserSession(
        "acme",
        199273,
        "192.168.1.20",
        "ada@example.com",
        List.of("staff"),
        "saml",
        EIGHT,
        hour(16));
  }

  static TunnelTelemetry tunnelTelemetry() {
    return new TunnelTelemetry(
        199273,
        "acme",
        "sfo1",
        "sfo1-a",
        SEVEN,
        EIGHT.plusMillis(10_250),
        true,
        EIGHT.plusSeconds(9),
        9007199254740993L,
        2000,
        10,
        20,
        1,
        3,
        "AES-GCM-256");
  }

  static TunnelTelemetry sparseTelemetry() {
    return new TunnelTelemetry(
        199273,
        "acme",
        "sfo1",
        "sfo1-a",
        SEVEN,
        SEVEN.plusSeconds(10),
        false,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        null);
  }

  static TunnelEvent tunnelEvent() {
    return new TunnelEvent(
        "sfo1-a-17",
        199273,
        "acme",
        "sfo1",
        "sfo1-a",
        EIGHT,
        TunnelEvent.Type.FAILED,
        "psk-mismatch",
        3,
        null,
        Map.of("peer", "198.51.100.7:4500"),
        "Enter the same pre-shared key on the device.");
  }

  static TunnelEvent sparseEvent() {
    return new TunnelEvent(
        "sfo1-a-18",
        0,
        null,
        "sfo1",
        "sfo1-a",
        EIGHT.plusSeconds(1),
        TunnelEvent.Type.ESTABLISHED,
        null,
        1,
        null,
        Map.of(),
        null);
  }

  static TunnelStatus tunnelStatus() {
    return new TunnelStatus(
        199273,
        "acme",
        "remotesite1",
        TunnelStatus.State.UP,
        EIGHT,
        List.of(
            new TunnelStatus.PopStatus(
                "sfo1",
                true,
                TunnelStatus.State.UP,
                EIGHT,
                null,
                EIGHT.plusSeconds(9),
                1234L,
                5678L,
                1,
                3,
                "AES-GCM-256"),
            new TunnelStatus.PopStatus(
                "lax1",
                false,
                TunnelStatus.State.DOWN,
                SEVEN,
                "keepalive-timeout",
                SEVEN.minusSeconds(60),
                null,
                null,
                0,
                0,
                null)),
        EIGHT.plusSeconds(10));
  }

  static TunnelStatus sparseStatus() {
    TunnelStatus.PopStatus pop =
        new TunnelStatus.PopStatus(
            "sfo1", true, TunnelStatus.State.UNKNOWN, null, null, null, null, null, 0, 0, null);
    return new TunnelStatus(
        3, "acme", "small", TunnelStatus.State.UNKNOWN, null, List.of(pop), EIGHT.plusSeconds(10));
  }

  static Instant hour(int hour) {
    return Instant.parse("2026-03-01T%02d:00:00Z".formatted(hour));
  }
}
