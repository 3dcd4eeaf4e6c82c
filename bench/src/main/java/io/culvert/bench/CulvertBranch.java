package io.culvert.bench;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.peer.BranchNetwork;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.peer.StrongSwan;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A branch office with its tunnel to {@code pop-a} up; both are gone when it is closed. */
final class CulvertBranch implements AutoCloseable {
  private static final String ADDRESS = "192.0.2.201";
  private static final String INSIDE = "192.168.201";

  private final Stack stack;
  private final long tunnel;
  private final BranchNetwork network;
  private final StrongSwan router;

  private CulvertBranch(Stack stack, long tunnel, BranchNetwork network, StrongSwan router) {
    this.stack = stack;
    this.tunnel = tunnel;
    this.network = network;
    this.router = router;
  }

  /**
   * Makes one.
   *
   * @param cipher of the tunnel, as Culvert calls it
   * @param esp the same as strongSwan calls it
   */
  static CulvertBranch connect(Stack stack, String cipher, String esp) {
    String site = "bench-" + Long.toString(System.nanoTime(), 36);
    String identity = site + "@bench.example";
    String psk = "a key for " + site + " alone";
    long tunnel =
        stack
            .tunnels()
            .create(
                Map.of(
                    "site",
                    site,
                    "srcidentity",
                    identity,
                    "psk",
                    psk,
                    "encryption",
                    cipher,
                    "pops",
                    List.of(Pop.A.name(), Pop.B.name()),
                    "enable",
                    true));
    BranchNetwork network =
        BranchNetwork.create(
            Namespace.PREFIX + "bench-one", Namespace.PREFIX + "bench-one-u", ADDRESS, INSIDE);
    StrongSwan router = StrongSwan.start(stack.state(), network.router());
    router.load(
        Connection.of("bench", ADDRESS, Pop.A.address(), identity, psk, INSIDE + ".0/24")
            .withEsp(esp));
    initiate(router);
    return new CulvertBranch(stack, tunnel, network, router);
  }

  /** Starts the connection {@code bench} of a router, again and again until it is up. */
  static void initiate(StrongSwan router) {
    Await.until(
        "the tunnel does not come up",
        Duration.ofSeconds(30),
        null,
        () -> router.initiate("bench", Duration.ofSeconds(5)).ok());
  }

  /** The id of its tunnel. */
  long tunnel() {
    return tunnel;
  }

  /** The machine of its user. */
  Namespace user() {
    return network.user();
  }

  @Override
  public void close() {
    router.close();
    network.close();
    stack.tunnels().delete(tunnel);
  }
}
