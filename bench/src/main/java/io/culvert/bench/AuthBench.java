package io.culvert.bench;

import io.culvert.auth.saml.IdentityProvider;
import io.culvert.auth.saml.ResponseCheck;
import io.culvert.auth.saml.SamlRefusedException;
import io.culvert.auth.saml.ServiceProvider;
import io.culvert.auth.saml.SpKey;
import io.culvert.auth.saml.SpKeys;
import io.culvert.auth.saml.XmlOut;
import io.culvert.contract.AuthChange;
import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.PopChange;
import io.culvert.contract.PskSeal;
import io.culvert.contract.SourceIdentity;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.access.AccessControl;
import io.culvert.gateway.app.access.AccessTable;
import io.culvert.gateway.app.access.RuledBypass;
import io.culvert.gateway.app.control.GatewayIdentity;
import io.culvert.gateway.app.port.ConfigurationListener;
import io.culvert.gateway.app.port.SettingsStore;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.HostLimits;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.net.Ipv4Range;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Log-ins: assertions verified by one thread, and decisions with a million sessions in memory. */
final class AuthBench {
  private static final Duration WARM = Duration.ofSeconds(5);
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final int SESSIONS = 1_000_000;
  private static final int TUNNELS = 100;
  private static final int DECISIONS = 20_000_000;

  private AuthBench() {}

  static void run(PrintWriter out) {
    out.println("\nLog-ins");
    out.printf(
        "  %,d assertions of an RSA key of 3,072 bits verified a second by one thread (aim 200)%n",
        assertions());
    decisions(out);
  }

  private static long assertions() {
    Instant now = Instant.now();
    SpKey key = SpKeys.read(SpKeys.generate(now)).signing();
    ServiceProvider self = new ServiceProvider("https://login.example.net");
    IdentityProvider idp =
        new IdentityProvider("https://idp.example.com", List.of(key.certificate().getPublicKey()));
    byte[] answer = answer(self, key, now);
    ResponseCheck check = new ResponseCheck(self, List.of());
    long unused = verify(check, answer, idp, now, WARM);
    return verify(check, answer, idp, now, TIME) / TIME.toSeconds();
  }

  private static long verify(
      ResponseCheck check, byte[] answer, IdentityProvider idp, Instant now, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long verified = 0;
    try {
      while (System.nanoTime() < end) {
        if (check.check(answer, idp, "_r", now).nameId().isEmpty()) {
          throw new IllegalStateException("nobody");
        }
        verified++;
      }
    } catch (SamlRefusedException e) {
      throw new IllegalStateException(e);
    }
    return verified;
  }

  private static byte[] answer(ServiceProvider self, SpKey key, Instant now) {
    String xml =
        """
        <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" \
        xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0" \
        InResponseTo="_r" Destination="%1$s"><saml:Issuer>https://idp.example.com</saml:Issuer>\
        <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>\
        </samlp:Status><saml:Assertion ID="_2" Version="2.0" IssueInstant="%2$s">\
        <saml:Issuer>https://idp.example.com</saml:Issuer><saml:Subject><saml:NameID>ada</saml:NameID>\
        <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
        <saml:SubjectConfirmationData Recipient="%1$s" InResponseTo="_r" NotOnOrAfter="%3$s"/>\
        </saml:SubjectConfirmation></saml:Subject><saml:Conditions><saml:AudienceRestriction>\
        <saml:Audience>%4$s</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
        <saml:AuthnStatement AuthnInstant="%2$s"/><saml:AttributeStatement>\
        <saml:Attribute Name="groups"><saml:AttributeValue>staff</saml:AttributeValue>\
        <saml:AttributeValue>sales</saml:AttributeValue></saml:Attribute>\
        </saml:AttributeStatement></saml:Assertion></samlp:Response>"""
            .formatted(
                self.assertionConsumer(), now, now.plus(Duration.ofHours(1)), self.entityId());
    try {
      Element response =
          DocumentBuilderFactory.newDefaultNSInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
              .getDocumentElement();
      Element unused = XmlOut.signed((Element) response.getLastChild(), key);
      return XmlOut.octets(response);
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void decisions(PrintWriter out) {
    AccessTable table = new AccessTable();
    AccessControl access = access(table);
    Instant now = Instant.now();
    for (int tunnel = 1; tunnel <= TUNNELS; tunnel++) {
      access.tunnelChanged(tunnel(tunnel));
    }
    access.authChanged(
        new AuthChange(
            "acme", 1, true, 36_000, 0, List.of(80, 443), List.of(), List.of(), List.of(), null));
    access.caughtUp();
    long start = System.nanoTime();
    for (int i = 0; i < SESSIONS; i++) {
      access.sessionChanged(
          new UserSession(
              "acme",
              1 + i % TUNNELS,
              Ipv4Range.text(inside(i)),
              "user" + i,
              List.of("staff"),
              "saml",
              now,
              now.plus(Duration.ofHours(10))));
    }
    double took = (System.nanoTime() - start) / 1e9;
    out.printf("  %,d sessions taken in within %.1f s%n", access.sessions(), took);
    int unused = decide(table, DECISIONS / 10);
    start = System.nanoTime();
    int open = decide(table, DECISIONS);
    double nanos = (double) (System.nanoTime() - start) / DECISIONS;
    out.printf(
        "  a decision takes %.0f ns (aim 1,000), %d %% of the hosts asked for are logged in%n",
        nanos, 100L * open / DECISIONS);
  }

  /** Hosts in random order, half of which nobody is logged in at. */
  private static int decide(AccessTable table, int times) {
    Random random = new Random(7);
    int open = 0;
    for (int i = 0; i < times; i++) {
      int session = random.nextInt(2 * SESSIONS);
      if (table.of(1 + session % TUNNELS, inside(session), null) == Access.OPEN) {
        open++;
      }
    }
    return open;
  }

  private static int inside(int session) {
    return (10 << 24) + session / TUNNELS + 1;
  }

  private static TunnelChange tunnel(long id) {
    return new TunnelChange(
        id,
        "acme",
        1,
        "site-" + id,
        new SourceIdentity(SourceIdentity.Kind.FQDN, "site-" + id + ".example.com"),
        null,
        List.of("pop-a"),
        EncryptionCipher.AES256_GCM,
        null,
        true,
        true,
        List.of(),
        List.of(),
        false);
  }

  private static AccessControl access(AccessTable table) {
    return new AccessControl(
        new GatewayIdentity("pop-a-1", "pop-a", Instant.now()),
        PskSeal.generate(),
        new HostTable(Ipv4Range.parse("100.64.0.0/10"), HostLimits.STANDARD, table),
        table,
        RuledBypass::of,
        new AccessControl.World(
            new Nobody(),
            (_, _, _) -> {},
            _ -> {},
            new NoStore(),
            new Random(1)::nextBytes,
            System::nanoTime,
            InstantSource.system()));
  }

  /** Hears of the topics and does nothing. */
  private static final class Nobody implements ConfigurationListener {
    @Override
    public void tunnelChanged(TunnelChange change) {}

    @Override
    public void tunnelDeleted(long tunnelId) {}

    @Override
    public void popChanged(PopChange change) {}

    @Override
    public void caughtUp() {}
  }

  /** Keeps nothing. */
  private static final class NoStore implements SettingsStore {
    @Override
    public Optional<List<AuthChange>> load() {
      return Optional.empty();
    }

    @Override
    public void save(Collection<AuthChange> settings) {}
  }
}
