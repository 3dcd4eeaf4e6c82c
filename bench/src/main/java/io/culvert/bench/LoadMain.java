package io.culvert.bench;

import io.culvert.gateway.core.wire.KeMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * The process of the devices; the benchmark starts it in a namespace of its own. It prints a line
 * for each phase: its name and a {@link LoadResult}.
 */
final class LoadMain {
  private static final int COLD = 200;
  private static final Duration PHASE = Duration.ofSeconds(8);

  private LoadMain() {}

  /**
   * Runs the phases of one benchmark.
   *
   * @param arguments {@code handshake} or {@code hold}, the gateway's address, its process id, the
   *     group, and for how many seconds it is warmed up, or how many tunnels it is to hold
   */
  public static void main(String[] arguments) throws IOException {
    InetSocketAddress gateway = new InetSocketAddress(InetAddress.ofLiteral(arguments[1]), 4500);
    ProcessUse process = new ProcessUse(Long.parseLong(arguments[2]));
    KeMethod group = KeMethod.valueOf(arguments[3]);
    List<InetAddress> sources = LoadNetwork.sources();
    boolean stays = arguments[0].equals("hold");
    Load load =
        new Load(connected -> new Fleet(sources, gateway, group, stays, connected), process);
    switch (arguments[0]) {
      case "handshake" -> handshake(load, Duration.ofSeconds(Long.parseLong(arguments[4])));
      case "hold" -> hold(load, Integer.parseInt(arguments[4]));
      default -> throw new IllegalArgumentException("handshake or hold, not " + arguments[0]);
    }
  }

  private static void handshake(Load load, Duration warmUp) {
    // So that a cold gateway is not met by cold devices.
    HandshakeBench.warmUp();
    report("cold", load.burst(COLD));
    report("warm", load.closedLoop(warmUp));
    LoadResult most = load.closedLoop(PHASE);
    report("most", most);
    report("half", load.openLoop(most.perSecond() / 2, PHASE));
  }

  private static void hold(Load load, int tunnels) {
    LoadResult connected = load.burst(tunnels);
    int lost = load.drain();
    if (lost > 0) {
      throw new IllegalStateException(lost + " devices could not connect");
    }
    report("held", connected);
    load.stay();
  }

  private static void report(String phase, LoadResult result) {
    System.out.println(phase + " " + result.line());
  }
}
