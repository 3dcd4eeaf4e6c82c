package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.peer.BranchNetwork;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.peer.StrongSwan;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.state.StateFolder;
import io.culvert.standalone.state.SystemCommand;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A customer's router with a user behind it: strongSwan in a namespace. */
final class Device implements AutoCloseable {
  /** The network behind every device: customers use the same one again and again. */
  static final String NETWORK = "192.168.1";

  private static final Pattern RECEIVED = Pattern.compile("(\\d+) received");
  private static final Duration TRY_LIMIT = Duration.ofSeconds(10);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

  private final BranchNetwork network;
  private final StateFolder state;
  private StrongSwan router;
  private final PublicAddress address;

  private final String settings;

  private Device(StateFolder state, BranchNetwork network, PublicAddress address, String settings) {
    this.state = state;
    this.network = network;
    this.settings = settings;
    this.router = StrongSwan.start(state, network.router(), settings);
    this.address = address;
  }

  /**
   * Makes one.
   *
   * @param settings of its own for charon, in the syntax of {@code strongswan.conf}
   */
  static Device create(StateFolder state, int number, String settings) {
    String name = name(number);
    PublicAddress address = PublicAddress.take();
    BranchNetwork network = BranchNetwork.create(name, name + "-user", address.value(), NETWORK);
    return new Device(state, network, address, settings);
  }

  /** The namespace of the router of this number. */
  static String name(int number) {
    return Namespace.PREFIX + "e2e-" + number;
  }

  /** Its public address. */
  String address() {
    return address.value();
  }

  /** Starts its strongSwan again after a {@link StrongSwan#kill}. */
  void restart() {
    router = StrongSwan.start(state, network.router(), settings);
  }

  StrongSwan router() {
    return router;
  }

  Namespace routerNamespace() {
    return network.router();
  }

  Namespace user() {
    return network.user();
  }

  /** The connection of this tunnel to {@code pop-a}, as this device would be configured. */
  Connection connection(Tunnel tunnel) {
    return Connection.of(
        tunnel.site(),
        address.value(),
        Pop.A.address(),
        tunnel.identity(),
        tunnel.psk(),
        NETWORK + ".0/24");
  }

  /** Connects; a tunnel that was created a moment ago may take its time to reach the gateway. */
  void connect(Connection connection) {
    router.load(connection);
    Await.until(
        "the device cannot connect: " + router.log(),
        CONNECT_LIMIT,
        null,
        () -> router.initiate(connection.name(), TRY_LIMIT).ok());
  }

  /** Tries to connect once; answers what strongSwan says of it. */
  SystemCommand.Result tryConnect(Connection connection) {
    router.load(connection);
    return router.initiate(connection.name(), TRY_LIMIT);
  }

  /** The same of {@code pop-b}, where everything is rekeyed after seconds. */
  Connection shortLived(Tunnel tunnel) {
    return Connection.of(
        tunnel.site(),
        address.value(),
        Pop.B.address(),
        tunnel.identity(),
        tunnel.psk(),
        NETWORK + ".0/24");
  }

  /** Loads connections in the syntax of {@code swanctl.conf} and starts one of them. */
  void connect(String configuration, String child) {
    router.load(configuration);
    Await.until(
        "the device cannot connect: " + router.log(),
        CONNECT_LIMIT,
        null,
        () -> router.initiate(child, TRY_LIMIT).ok());
  }

  /** Lets the user behind it ping an address; all must be answered. */
  void requirePing(String target) {
    SystemCommand.Result ping = user().attempt("ping", "-c", "5", "-i", "0.2", "-W", "2", target);
    assertThat(ping.output()).contains(" 0% packet loss");
  }

  /** Whether the user gets an answer from an address. */
  boolean pings(String target) {
    return user().attempt("ping", "-c", "1", "-W", "1", target).ok();
  }

  /** How many of so many pings, five a second, the user gets an answer to. */
  int pings(String target, int count) {
    String output =
        user()
            .attempt("ping", "-q", "-i", "0.2", "-W", "1", "-c", Integer.toString(count), target)
            .output();
    Matcher received = RECEIVED.matcher(output);
    assertThat(received.find()).as(output).isTrue();
    return Integer.parseInt(received.group(1));
  }

  /** Whether it has a tunnel now. */
  boolean connected() {
    return router.listSas().contains("ESTABLISHED");
  }

  @Override
  public void close() {
    router.close();
    network.close();
    address.close();
  }
}
