package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.message.IkeHeader;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.payload.DeletePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.sa.Drain;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.Reason;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What happens to a gateway, as octets say: messages in the clear and protected ones, answers to
 * what it asks, time, orders. After each step it must be fit to go on.
 */
final class EngineScript {
  private static final int MOST_STEPS = 60;
  private static final InetSocketAddress STRANGER = Lab.at("203.0.113.66", 500);
  private static final InetSocketAddress ELSEWHERE = Lab.at("198.51.100.99", 4_500);
  private static final List<ExchangeType> EXCHANGES = List.of(ExchangeType.values());

  private final byte[] script;
  private int at;
  private long now;
  private final End gateway = new End(new IkeEngine(config(), new Dice(1)));
  private final List<RawDevice> devices = new ArrayList<>();
  private final List<Bytes> asked = new ArrayList<>();
  private Bytes last = Bytes.of(new byte[28]);

  EngineScript(byte[] script) {
    this.script = script;
    gateway.know("device.example", Lab.accepted(EncryptionCipher.AES256_GCM, Lab.PSK));
  }

  private static IkeConfig config() {
    return new IkeConfig(
            List.of(),
            IkePolicy.postQuantum(),
            true,
            new IkeConfig.HalfOpen(8, 12, 10, Duration.ofSeconds(30)),
            IkeConfig.Timing.standard(),
            IkeConfig.Fragmentation.standard())
        .withCrashSecret(Lab.secret("thirty-two octets of a secret ok"));
  }

  /** Scripts of what devices usually do. */
  static Stream<byte[]> seeds() {
    Siege siege = new Siege(IkePolicy.extended());
    RawDevice device = siege.insider();
    List<List<Payload>> usual =
        List.of(
            device.createChild(),
            device.createChild(NotifyPayload.ofEsp(NotifyType.REKEY_SA, RawDevice.OUR_SPI)),
            List.of(DeletePayload.esp(RawDevice.OUR_SPI)),
            List.of(NotifyPayload.of(NotifyType.UPDATE_SA_ADDRESSES)),
            List.of(NotifyPayload.of(NotifyType.COOKIE2, Bytes.of(new byte[16]))),
            List.of(DeletePayload.ike()));
    List<byte[]> seeds = new ArrayList<>();
    ByteWriter all = new ByteWriter().u8(0);
    for (List<Payload> payloads : usual) {
      RawChain chain = RawChain.of(payloads);
      for (int exchange = 1; exchange < EXCHANGES.size(); exchange++) {
        ByteWriter one = new ByteWriter().u8(0).u8(2).u8(exchange);
        seeds.add(one.bytes(tail(chain)).u8(7).u8(200).toArray());
      }
      all.u8(2).u8(payloads.size() > 2 ? 2 : 3).bytes(tail(chain)).u8(7).u8(9);
    }
    seeds.add(all.toArray());
    Bytes init = device.session().request();
    seeds.add(new ByteWriter().u8(5).u16(init.length()).bytes(init).u8(7).u8(99).toArray());
    for (int order = 0; order < 10; order++) {
      RawChain answer = RawChain.of(device.createChild());
      seeds.add(
          new ByteWriter().u8(0).u8(8).u8(order).u8(3).bytes(tail(answer)).u8(7).u8(70).toArray());
    }
    return seeds.stream();
  }

  private static Bytes tail(RawChain chain) {
    return new ByteWriter()
        .u8(chain.firstType())
        .u16(chain.octets().length())
        .bytes(chain.octets())
        .toBytes();
  }

  void run() {
    connect(true);
    for (int steps = 0; steps < MOST_STEPS && at < script.length; steps++) {
      step();
      requireFit();
    }
    // Whatever it was, it ends by itself.
    for (int ticks = 0; ticks < 200 && deadline() < Long.MAX_VALUE; ticks++) {
      now = Math.max(now, deadline());
      take(new Input.Tick());
      requireFit();
    }
  }

  private void step() {
    switch (u8() % 10) {
      case 0 -> connect(u8() % 2 == 0);
      case 1 -> begin();
      case 2 -> take(device(), sealed(device(), false));
      case 3 -> answer();
      case 4 -> fragment();
      case 5 -> take(STRANGER, Bytes.of(octets()));
      case 6 -> take(u8() % 2 == 0 ? ELSEWHERE : Lab.DEVICE, last);
      case 7 -> {
        now += Duration.ofMillis(1L << (u8() % 20)).toNanos();
        take(new Input.Tick());
      }
      case 8 -> take(order());
      default -> take(STRANGER, Bytes.of(raw()));
    }
  }

  private void connect(boolean withExtensions) {
    RawDevice device = begin();
    List<Payload> payloads = new ArrayList<>(device.authPayloads(device.auth()));
    if (withExtensions) {
      payloads.add(NotifyPayload.of(NotifyType.MOBIKE_SUPPORTED));
    }
    take(device, device.seal(ExchangeType.IKE_AUTH, payloads, 1, false));
  }

  /** A device that does IKE_SA_INIT, if it is let in. */
  private RawDevice begin() {
    if (devices.size() >= 4) {
      return device();
    }
    boolean quantum = devices.size() == 3;
    RawDevice device =
        new RawDevice(
            gateway,
            Lab.DEVICE,
            77 + devices.size(),
            quantum ? IkePolicy.postQuantum() : IkePolicy.extended());
    device.with(NotifyPayload.of(NotifyType.FRAGMENTATION_SUPPORTED));
    if (quantum) {
      device.with(NotifyPayload.of(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED));
    }
    device.now = now;
    if (device.tryInit()) {
      devices.add(device);
    }
    return device();
  }

  private RawDevice device() {
    RawDevice device = devices.get(u8() % devices.size());
    device.now = now;
    return device;
  }

  private Bytes sealed(RawDevice device, boolean response) {
    ExchangeType exchange = EXCHANGES.get(u8() % EXCHANGES.size());
    int id = response ? u8() : device.nextId();
    return RawSeal.octets(device, device.seal(exchange, List.of(), id, response), u8(), octets());
  }

  /** An authentic answer to the oldest question of the gateway. */
  private void answer() {
    RawDevice device = device();
    if (asked.isEmpty()) {
      take(device, sealed(device, true));
    } else if (MessageCodec.decodeHeader(asked.removeFirst().toArray()) instanceof IkeHeader h) {
      ExchangeType exchange = h.exchange().orElseThrow();
      Bytes header = device.seal(exchange, List.of(), h.messageId(), true);
      take(device, RawSeal.octets(device, header, u8(), octets()));
    }
  }

  private void fragment() {
    RawDevice device = device();
    ExchangeType exchange = EXCHANGES.get(u8() % EXCHANGES.size());
    int number = u8() % 6;
    int total = u8() % 6;
    Bytes piece = Bytes.of(octets());
    take(device, new RawFragments(device).one(exchange, u8(), number, total, List.of(), piece));
  }

  /** A message in the clear whose length is right. */
  private byte[] raw() {
    RawDevice device = device();
    ExchangeType exchange = EXCHANGES.get(u8() % EXCHANGES.size());
    Bytes header =
        u8() % 2 == 0
            ? device.initRequest()
            : device.seal(exchange, List.of(), u8() % 4, u8() % 2 == 0);
    return new RawChain(u8(), Bytes.of(octets())).behind(header);
  }

  private Input order() {
    int spi = gateway.children.keySet().stream().findFirst().orElse(0);
    return switch (u8() % 12) {
      case 0 -> new Input.Probe(Lab.TUNNEL);
      case 1 -> new Input.RekeyChild(spi);
      case 2 -> new Input.RekeyIke(Lab.TUNNEL);
      case 3 -> new Input.CreateChild(Lab.TUNNEL);
      case 4 -> new Input.DeleteChild(spi);
      case 5 -> new Input.ExpireChild(spi);
      case 6 -> new Input.PeerActivity(spi);
      case 7 -> new Input.PeerElsewhere(spi, Lab.GATEWAY, ELSEWHERE);
      case 8 -> new Input.StrayEsp(Lab.DEVICE, u8());
      case 9 -> new Input.CloseTunnel(Lab.TUNNEL, Reason.TUNNEL_DISABLED);
      case 10 ->
          new Input.SendAway(
              new Drain(
                  Optional.of(ELSEWHERE.getAddress()), Map.of(Lab.TUNNEL, ELSEWHERE.getAddress())));
      default -> new Input.SendAway(Drain.NONE);
    };
  }

  private void take(RawDevice device, Bytes datagram) {
    boolean answered =
        take(device.address, datagram).stream().anyMatch(a -> device.open(a).isPresent());
    if (answered) {
      device.advance();
    }
  }

  private List<Bytes> take(InetSocketAddress from, Bytes datagram) {
    last = datagram;
    List<Bytes> sent = take(new Input.Datagram(Lab.GATEWAY, from, datagram));
    if (from.equals(STRANGER)) {
      assertThat(sent).allMatch(answer -> answer.length() <= datagram.length());
    }
    return sent;
  }

  private List<Bytes> take(Input input) {
    List<Bytes> sent = gateway.step(input, now).stream().map(Effect.SendDatagram::data).toList();
    for (Bytes datagram : sent) {
      if (MessageCodec.decodeHeader(datagram.toArray()) instanceof IkeHeader h && !h.response()) {
        asked.add(datagram);
      }
    }
    return sent;
  }

  private void requireFit() {
    IkeEngine.Snapshot state = gateway.engine.snapshot();
    assertThat(deadline()).isGreaterThan(now);
    assertThat(state.halfOpen()).isLessThanOrEqualTo(12);
    assertThat(state.childSas()).isEqualTo(gateway.children.size()).isLessThan(100);
    assertThat(state.ikeSas()).isLessThan(100);
    assertThat(gateway.engine.connections().size()).isLessThanOrEqualTo(state.ikeSas());
  }

  private long deadline() {
    return gateway.engine.nextDeadline();
  }

  private int u8() {
    return at < script.length ? script[at++] & 0xff : 0;
  }

  private byte[] octets() {
    int length = Math.min(((u8() << 8) | u8()) & 0x7ff, script.length - at);
    byte[] octets = new byte[Math.max(0, length)];
    System.arraycopy(script, at, octets, 0, octets.length);
    at += octets.length;
    return octets;
  }
}
