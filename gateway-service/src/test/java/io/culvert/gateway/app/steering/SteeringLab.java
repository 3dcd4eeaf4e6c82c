package io.culvert.gateway.app.steering;

import io.culvert.contract.AuthChange;
import io.culvert.contract.AuthChange.BypassNetwork;
import io.culvert.contract.PopChange;
import io.culvert.contract.PskSeal;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.access.AccessControl;
import io.culvert.gateway.app.access.AccessTable;
import io.culvert.gateway.app.access.RuledBypass;
import io.culvert.gateway.app.control.GatewayIdentity;
import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.app.port.ConfigurationListener;
import io.culvert.gateway.app.port.SettingsStore;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.host.HostLimits;
import io.culvert.gateway.core.host.HostTable;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.steer.Gate;
import io.culvert.gateway.core.steer.Names;
import io.culvert.gateway.core.steer.PageReason;
import io.culvert.steering.category.CategoryIndex;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A steering desk with one tenant whose users must log in, and one host of it. */
public final class SteeringLab {
  static final String INSIDE = "192.168.1.10";
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final PskSeal.KeyPair AUTH_KEY = PskSeal.generate();
  private static final String TENANT = "tenant-1";
  private static final String LOGIN = "https://login.example.net";

  private final AccessTable table = new AccessTable();

  /** What the kernel was told, and how often it refuses from now on. */
  final List<Gate> gates = new ArrayList<>();

  int faults;

  long nanos;
  final HostTable hosts =
      new HostTable(Ipv4Range.parse("100.64.0.0/10"), HostLimits.STANDARD, table);
  final AccessControl access =
      new AccessControl(
          new GatewayIdentity("pop-a-1", Tunnels.POP, NOW),
          Tunnels.KEY,
          hosts,
          table,
          RuledBypass::of,
          new AccessControl.World(
              new Nobody(),
              (_, _, _) -> {},
              this::steer,
              new NoStore(),
              new Random(1)::nextBytes,
              () -> 1_000,
              () -> NOW));

  /** The desk. */
  public final SteeringDesk desk =
      new SteeringDesk(
          hosts,
          access,
          CategoryIndex.builtIn(),
          new PopLeaves(Tunnels.POP, Tunnels.KEY, new Leaves(() -> NOW, () -> 1_000)));

  /** What answers at the probe address. */
  final ProbeDesk probes = new ProbeDesk(Tunnels.POP, hosts, access, () -> nanos);

  final Host host;
  private long version;

  /** With everything heard. */
  public SteeringLab() {
    desk.tunnelChanged(Tunnels.standard().build());
    settings(true, List.of("www.example.com"), List.of(), List.of());
    desk.caughtUp();
    int inside = InnerPackets.address(INSIDE);
    hosts.admit(hosts.of(7), inside, 0);
    host = Objects.requireNonNull(hosts.of(7).find(inside));
  }

  private void steer(Gate gate) throws IOException {
    gates.add(gate);
    if (faults-- > 0) {
      throw new IOException("nft refuses");
    }
  }

  /** The POP of that name has this probe address from now on. */
  void probe(String pop, @Nullable String address) {
    desk.popChanged(new PopChange("0x01", pop, 1, "r", List.of("192.0.2.1"), address, true, null));
  }

  /** From now on nobody must log in. */
  public void nobodyMustLogIn() {
    settings(false, List.of(), List.of(), List.of());
  }

  void settings(
      boolean enabled,
      List<String> domains,
      List<String> categories,
      List<BypassNetwork> networks) {
    desk.authChanged(
        new AuthChange(
            TENANT,
            ++version,
            enabled,
            36_000,
            0,
            List.of(80, 443, 8080),
            domains,
            categories,
            networks,
            new AuthChange.Login(
                LOGIN,
                "return.example.net",
                AUTH_KEY.publicKey(),
                List.of("login.example.net", "*.idp.example"),
                false,
                "Example",
                "#0a5c36")));
  }

  void loggedIn() {
    desk.sessionChanged(
        new UserSession(TENANT, 7, INSIDE, "ada", List.of(), "saml", NOW, NOW.plusSeconds(3_600)));
  }

  Optional<SteeredHost> find(int port) {
    return desk.find(host.carrier(), port);
  }

  Names.Verdict verdict(String name) {
    return find(443).orElseThrow().names().of(name);
  }

  /** Whether users are told that logging in cannot work. */
  public boolean isAway() {
    return verdict("a.example.org").equals(new Names.Blocked(PageReason.LOGIN_AWAY));
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
