package io.culvert.gateway.app.access;

import static io.culvert.gateway.app.access.AccessLab.ALICE_IP;
import static io.culvert.gateway.app.access.AccessLab.AUTH_KEY;
import static io.culvert.gateway.app.access.AccessLab.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.AuthChange;
import io.culvert.contract.LoginGrant;
import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import io.culvert.contract.PopChange;
import io.culvert.contract.PskSeal;
import io.culvert.contract.Topic;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.TunnelEvent;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.access.LoginResult.Reason;
import io.culvert.gateway.app.control.GatewayIdentity;
import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.app.port.ConfigurationListener;
import io.culvert.gateway.app.port.EventSink;
import io.culvert.gateway.app.port.SettingsStore;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostLimits;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.steer.Gate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From a ticket in a URL to an open host, with real keys; and what is told to whom. */
class AccessControlTest {
  private static final PskSeal.KeyPair POP_KEY = Tunnels.KEY;

  private record Published(Topic topic, String key, Optional<Object> event) {}

  private final List<Published> published = new ArrayList<>();
  private final List<String> toTheLoop = new ArrayList<>();
  private final List<String> ports = new ArrayList<>();
  private final List<Integer> saved = new ArrayList<>();
  private final AccessTable table = new AccessTable();
  private final HostTable hosts =
      new HostTable(Ipv4Range.parse("100.64.0.0/10"), HostLimits.STANDARD, table);
  private Instant now = AccessLab.START;
  private Optional<List<AuthChange>> kept = Optional.empty();
  private boolean nftFails;
  private final AccessControl access = control();

  private AccessControl control() {
    return new AccessControl(
        new GatewayIdentity("pop-a-1", Tunnels.POP, now),
        POP_KEY,
        hosts,
        table,
        RuledBypass::of,
        new AccessControl.World(
            loop(),
            sink(),
            this::steered,
            store(),
            new Random(1)::nextBytes,
            () -> 1_000,
            () -> now));
  }

  private EventSink sink() {
    return (Topic topic, String key, @Nullable Object event) ->
        published.add(new Published(topic, key, Optional.ofNullable(event)));
  }

  private void steered(Gate gate) throws IOException {
    ports.add(gate.webPorts().toString());
    if (nftFails) {
      throw new IOException("nft refuses");
    }
  }

  private ConfigurationListener loop() {
    return new ConfigurationListener() {
      @Override
      public void tunnelChanged(TunnelChange change) {
        toTheLoop.add("tunnel " + change.id() + " known " + access(ALICE_IP));
      }

      @Override
      public void tunnelDeleted(long tunnelId) {
        toTheLoop.add("deleted " + tunnelId);
      }

      @Override
      public void popChanged(PopChange change) {
        toTheLoop.add("pop " + change.name());
      }

      @Override
      public void caughtUp() {
        toTheLoop.add("caught up");
      }
    };
  }

  private SettingsStore store() {
    return new SettingsStore() {
      @Override
      public Optional<List<AuthChange>> load() {
        return kept;
      }

      @Override
      public void save(Collection<AuthChange> settings) {
        saved.add(settings.size());
      }
    };
  }

  private Access access(String inside) {
    return table.of(7, InnerPackets.address(inside), null);
  }

  private Host host() {
    hosts.admit(hosts.of(7), InnerPackets.address(ALICE_IP), 0);
    return Objects.requireNonNull(hosts.of(7).find(InnerPackets.address(ALICE_IP)));
  }

  private void start() {
    access.tunnelChanged(Tunnels.standard().build());
    access.authChanged(settings(1, true));
    access.caughtUp();
  }

  /** What the auth-service finds in the ticket of a URL. */
  private LoginTicket ticket(Host host) throws GeneralSecurityException {
    String url =
        switch (access.way(host, "http://www.example.com/")) {
          case LoginWay.Go(String to, String _) -> to;
          case LoginWay.Suspended _, LoginWay.Nowhere _ -> throw new AssertionError("not sent");
        };
    String prefix = "https://login.example.com/saml/login?ticket=";
    assertThat(url).startsWith(prefix);
    return LoginSeal.openTicket(
            url.substring(prefix.length()), AUTH_KEY, _ -> Optional.of(POP_KEY.publicKey()))
        .ticket();
  }

  private String grant(LoginTicket ticket, PskSeal.KeyPair from) {
    UserSession session =
        new UserSession(
            ticket.tenant(),
            ticket.tunnelId(),
            ticket.userIp(),
            "alice",
            List.of("staff"),
            "saml",
            now,
            now.plusSeconds(3_600));
    LoginGrant grant = new LoginGrant(ticket.nonce(), session, now, ticket.url());
    return LoginSeal.seal(grant, Tunnels.POP, from, POP_KEY.publicKey());
  }

  @Test
  void logInOpensTheHostAtOnceAndPublishesTheWholeSession() throws Exception {
    start();
    Host host = host();
    assertThat(host.access()).isEqualTo(Access.GATED);

    LoginResult result = access.redeem(host, grant(ticket(host), AUTH_KEY));

    assertThat(result).isInstanceOf(LoginResult.Accepted.class);
    assertThat(host.access()).isEqualTo(Access.OPEN);
    assertThat(access.sessions()).isOne();
    assertThat(published).hasSize(1);
    Published record = published.getFirst();
    assertThat(record.topic()).isEqualTo(Topic.USER_SESSIONS);
    assertThat(record.key()).isEqualTo("tenant-1/7/" + ALICE_IP);
    assertThat(record.event().orElseThrow())
        .isInstanceOfSatisfying(
            UserSession.class, session -> assertThat(session.groups()).containsExactly("staff"));
  }

  @Test
  void grantThatAnotherKeyMadeOrThatWasAlteredIsUnreadable() throws Exception {
    start();
    Host host = host();
    LoginTicket ticket = ticket(host);
    String good = grant(ticket, AUTH_KEY);

    for (String bad :
        List.of(grant(ticket, PskSeal.generate()), "A" + good, good.substring(4), "", "ä", "~")) {
      assertThat(access.redeem(host, bad)).isEqualTo(new LoginResult.Refused(Reason.UNREADABLE));
    }
    assertThat(access.redeem(host, good)).isInstanceOf(LoginResult.Accepted.class);
  }

  @Test
  void tenantWithoutALogInIsSentNowhere() {
    access.tunnelChanged(Tunnels.standard().build());
    access.caughtUp();

    assertThat(access.way(host(), "http://www.example.com/")).isEqualTo(new LoginWay.Nowhere());
    assertThat(access.redeem(host(), "AAAA")).isEqualTo(new LoginResult.Refused(Reason.UNREADABLE));
  }

  @Test
  void ticketIsNotShownInLogs() {
    start();
    assertThat(access.way(host(), "http://www.example.com/").toString()).isEqualTo("Go[***]");
  }

  @Test
  void suspensionIsReportedAsAFailureThatNamesTheAddress() throws Exception {
    start();
    host();
    for (int i = 0; i < 5; i++) {
      now = now.plusSeconds(1);
      access.sessionChanged(
          new UserSession(
              "tenant-1", 7, ALICE_IP, "user" + i, List.of(), "client", now, now.plusSeconds(100)));
    }

    assertThat(host().access()).isEqualTo(Access.GATED);
    assertThat(published).hasSize(2);
    assertThat(published.getFirst())
        .isEqualTo(new Published(Topic.USER_SESSIONS, "tenant-1/7/" + ALICE_IP, Optional.empty()));
    assertThat(published.getLast().event().orElseThrow())
        .isInstanceOfSatisfying(
            TunnelEvent.class,
            event -> {
              assertThat(event.type()).isEqualTo(TunnelEvent.Type.FAILED);
              assertThat(event.reason()).isEqualTo("user-flapping");
              assertThat(event.tenant()).isEqualTo("tenant-1");
              assertThat(event.evidence()).containsEntry("user-ip", ALICE_IP);
            });
    assertThat(access.way(host(), "http://www.example.com/")).isEqualTo(new LoginWay.Suspended());
  }

  @Test
  void theLoopHearsOfTunnelsOnceTheirHostsCanBeJudged() {
    access.authChanged(settings(1, false));
    access.tunnelChanged(Tunnels.standard().build());
    access.popChanged(
        new PopChange("0x01", "pop-a", 1, "r", List.of("192.0.2.1"), null, true, null));
    access.caughtUp();
    access.tunnelDeleted(7);

    assertThat(toTheLoop)
        .containsExactly("tunnel 7 known OPEN", "pop pop-a", "caught up", "deleted 7");
    assertThat(access(ALICE_IP)).isEqualTo(Access.GATED);
  }

  @Test
  void proxyGetsThePortsOnceAllIsReadAndAgainWhenTheyChangeOrTheKernelRefused() {
    access.authChanged(settings(1, true));
    assertThat(ports).isEmpty();
    nftFails = true;
    access.caughtUp();
    access.tick();
    nftFails = false;
    access.tick();
    access.tick();
    access.authChanged(settings(2, false));

    assertThat(ports).containsExactly("[80, 443]", "[80, 443]", "[80, 443]", "[]");
  }

  @Test
  void settingsAreKeptOnceTheyAreComplete() {
    access.authChanged(settings(1, true));
    access.tick();
    assertThat(saved).isEmpty();
    access.caughtUp();
    access.tick();
    access.tick();
    access.authChanged(settings(2, true));
    access.tick();

    assertThat(saved).containsExactly(1, 1);
  }

  @Test
  void settingsOfTheLastRunAreInForceBeforeKafkaIsThere() {
    kept = Optional.of(List.of(settings(1, true)));
    access.preload(List.of(Tunnels.standard().build()));

    assertThat(access(ALICE_IP)).isEqualTo(Access.GATED);
    assertThat(ports).containsExactly("[80, 443]");
    assertThat(access.way(host(), "http://www.example.com/")).isInstanceOf(LoginWay.Go.class);
  }
}
