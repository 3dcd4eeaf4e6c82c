package io.culvert.gateway.app.control;

import io.culvert.contract.TunnelChange;
import io.culvert.gateway.app.dataplane.Dataplane;
import io.culvert.gateway.app.dataplane.DataplaneConfig;
import io.culvert.gateway.app.dataplane.FakePort;
import io.culvert.gateway.app.dataplane.TunPorts;
import io.culvert.gateway.app.policy.KeyRing;
import io.culvert.gateway.app.policy.Ppks;
import io.culvert.gateway.app.policy.PskOpener;
import io.culvert.gateway.app.policy.Tunnels;
import io.culvert.gateway.core.host.Access;
import io.culvert.gateway.core.ike.engine.Effect;
import io.culvert.gateway.core.ike.engine.IkeEngine;
import io.culvert.gateway.core.ike.engine.Input;
import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.net.InnerPackets;
import io.culvert.gateway.core.net.Verdict;
import io.culvert.gateway.core.wire.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * A gateway's control loop and dataplane, and a device, on a network and a clock that exist in
 * memory only. Datagrams take no time.
 */
final class ControlLab {
  static final long TUNNEL = 7;
  static final String PSK = "a-very-secret-key-for-tests";
  static final InetSocketAddress GATEWAY = at("192.0.2.1", 500);
  static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");
  static final Duration TELEMETRY = Duration.ofSeconds(10);
  static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  final FakePort udp = new FakePort();
  final FakePort tun = new FakePort();
  final FakeSink sink = new FakeSink();
  final FakeStore store = new FakeStore();
  Device device = new Device(2);
  final Dataplane dataplane;
  final ControlLoop loop;

  /** ESP datagrams to the device. */
  final List<FakePort.Sent> esp = new ArrayList<>();

  /** How many IKE messages the gateway sent. */
  int ikeSent;

  /** The port the device's datagrams seem to come from; 0 for its own. */
  int natPort;

  long now = 100 * SECOND;

  ControlLab() {
    this(Runnable::run);
  }

  /** With another way to compute key exchanges. */
  ControlLab(Executor exchanges) {
    dataplane =
        new Dataplane(
            udp,
            new TunPorts(tun, new FakePort()),
            this::arrived,
            DataplaneConfig.STANDARD,
            (_, _, _) -> Access.OPEN,
            () -> now);
    loop =
        new ControlLoop(
            new GatewayIdentity("pop-a-1", Tunnels.POP, EPOCH),
            new IkeEngine(IkeConfig.standard(), new Random(1)::nextBytes),
            new KeyRing(new PskOpener(Tunnels.POP, Tunnels.KEY), Ppks.NONE),
            dataplane,
            sink,
            store,
            new ControlLoop.Intervals(TELEMETRY, HEARTBEAT),
            exchanges,
            () -> now,
            () -> EPOCH.plusNanos(now - 100 * SECOND));
  }

  /** A lab in which the standard tunnel is configured and connected. */
  static ControlLab connected() {
    ControlLab lab = new ControlLab();
    lab.change(Tunnels.standard());
    lab.connect();
    return lab;
  }

  private void arrived(Input input) {
    loop.accept(input);
  }

  void change(Tunnels tunnel) {
    change(tunnel.build());
  }

  void change(TunnelChange change) {
    loop.tunnelChanged(change);
    turn();
  }

  void delete(long tunnelId) {
    loop.tunnelDeleted(tunnelId);
    turn();
  }

  void caughtUp() {
    loop.caughtUp();
    turn();
  }

  void connect() {
    connect("branch.example.com", PSK);
  }

  void connect(String identity, String psk) {
    toGateway(device.start(identity, psk, now));
  }

  /** Lets the device do something. */
  void device(Input input) {
    toGateway(device.step(input, now));
  }

  /** Lets the loop take what is in its queue, and the device what is sent to it. */
  private void turn() {
    var unused = loop.ask(() -> true); // with something in its queue the loop does not wait
    try {
      loop.turn();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    deliver();
  }

  /** Brings the device what the gateway sent. */
  void deliver() {
    List<FakePort.Sent> sent = List.copyOf(udp.sent);
    udp.sent.clear();
    sent.forEach(this::toDevice);
  }

  private void toDevice(FakePort.Sent sent) {
    byte[] octets = sent.bytes();
    boolean natTraversal = sent.local().getPort() == 4500;
    if (natTraversal && ByteBuffer.wrap(octets).getInt() != 0) {
      esp.add(sent);
      return;
    }
    ikeSent++;
    int marker = natTraversal ? 4 : 0;
    InetSocketAddress own =
        new InetSocketAddress(Device.ADDRESS.getAddress(), sent.local().getPort());
    device(new Input.Datagram(own, sent.local(), Bytes.of(octets, marker, octets.length - marker)));
  }

  private void toGateway(List<Effect.SendDatagram> sent) {
    for (Effect.SendDatagram datagram : sent) {
      int marker = datagram.local().getPort() == 4500 ? 4 : 0;
      byte[] data = datagram.data().toArray();
      arrive(
          datagram.remote(), ByteBuffer.allocate(marker + data.length).put(marker, data).array());
      turn();
    }
  }

  private void arrive(InetSocketAddress local, byte[] octets) {
    int port = natPort == 0 ? local.getPort() : natPort;
    udp.arrive(local, new InetSocketAddress(Device.ADDRESS.getAddress(), port), octets);
    try {
      dataplane.inbound(Duration.ZERO);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets seconds pass. */
  void run(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += SECOND;
      if (device.engine.nextDeadline() <= now) {
        device(new Input.Tick());
      }
      turn();
    }
  }

  /** An inner packet of 128 octets from the device, sealed. */
  byte[] espPacket() {
    return espPacket(128);
  }

  /** An inner packet of that many octets from the device, sealed. */
  byte[] espPacket(int octets) {
    return device.sealed(
        InnerPackets.udp(Device.INSIDE, Device.SERVER, 5_000, new byte[octets - 28]));
  }

  void espArrives(byte[] packet) {
    arrive(at("192.0.2.1", 4500), packet);
  }

  void ikeArrives(byte[] message) {
    arrive(GATEWAY, message);
    turn();
  }

  /** A packet from the kernel, which the dataplane may seal for the device. */
  void tunArrives(byte[] packet) {
    tun.arrive(packet);
    try {
      dataplane.outbound(Duration.ZERO);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    esp.addAll(udp.sent);
    udp.sent.clear();
  }

  /** Child SAs of the tunnel in the dataplane's tables. */
  int childSas() {
    return dataplane.snapshot(TUNNEL).map(s -> s.childSas()).orElse(0);
  }

  long dropped(DropReason reason) {
    return loop.engine().dropCounts().getOrDefault(reason, 0L);
  }

  long drops(Verdict reason) {
    return dataplane.drops().getOrDefault(reason, 0L);
  }

  static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
