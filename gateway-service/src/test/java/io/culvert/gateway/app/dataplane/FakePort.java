package io.culvert.gateway.app.dataplane;

import io.culvert.gateway.core.esp.EspFixture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Both kinds of port: gives out what a test put in and keeps what is sent. */
public final class FakePort implements UdpPort, TunPort {
  /** A packet that was sent. */
  public record Sent(InetSocketAddress local, InetSocketAddress remote, List<Byte> octets) {
    public byte[] bytes() {
      byte[] b = new byte[octets.size()];
      for (int i = 0; i < b.length; i++) {
        b[i] = octets.get(i);
      }
      return b;
    }
  }

  private record Waiting(InetSocketAddress local, InetSocketAddress remote, ByteBuffer data) {}

  private final Queue<Waiting> waiting = new ArrayDeque<>();
  public final List<Sent> sent = new ArrayList<>();
  public boolean full;
  public boolean broken;

  public void arrive(InetSocketAddress local, InetSocketAddress remote, byte[] data) {
    waiting.add(new Waiting(local, remote, ByteBuffer.wrap(data.clone())));
  }

  public void arrive(byte[] data) {
    arrive(new InetSocketAddress(0), new InetSocketAddress(0), data);
  }

  @Override
  public void receive(PacketBatch batch, Duration wait) {
    while (!batch.isFull() && !waiting.isEmpty()) {
      Waiting next = waiting.remove();
      batch.free().buffer().clear().put(next.data().duplicate()).flip();
      batch.free().between(next.local(), next.remote());
      batch.add();
    }
  }

  @Override
  public int send(PacketBatch batch) throws IOException {
    if (broken) {
      throw new IOException("the port is broken");
    }
    if (full) {
      return 0;
    }
    for (int i = 0; i < batch.size(); i++) {
      Packet packet = batch.get(i);
      List<Byte> octets = new ArrayList<>();
      for (byte b : EspFixture.octets(packet.buffer())) {
        octets.add(b);
      }
      sent.add(new Sent(packet.local(), packet.remote(), octets));
    }
    return batch.size();
  }

  public byte[] onlySent() {
    if (sent.size() != 1) {
      throw new AssertionError("sent " + sent.size() + " packets");
    }
    return sent.removeFirst().bytes();
  }
}
