package io.culvert.gateway.core.ike.engine;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.auth.PskAuth;
import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.crypto.IkeKeys;
import io.culvert.gateway.core.ike.crypto.IkeSuite;
import io.culvert.gateway.core.ike.crypto.InvalidKeException;
import io.culvert.gateway.core.ike.crypto.KeyExchange;
import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.message.DecodeResult;
import io.culvert.gateway.core.ike.message.IkeMessage;
import io.culvert.gateway.core.ike.message.MessageCodec;
import io.culvert.gateway.core.ike.message.Rejected;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.ike.payload.KePayload;
import io.culvert.gateway.core.ike.payload.NoncePayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.PayloadProtection;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.TsPayload;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.ike.proposal.ProposalSelector;
import io.culvert.gateway.core.ike.proposal.Selection;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PrfId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A device that says whatever a test wants, in or out of order. */
final class RawDevice {
  static final int OUR_SPI = 0x01020304;
  final End gateway;
  final InetSocketAddress address;
  final long spi;
  final Bytes nonce;
  long now;
  final Randomness randomness;
  Bytes intAuth = Bytes.EMPTY;
  private final IkePolicy policy;
  private final KeyExchange ke;
  private final List<Payload> extra = new ArrayList<>();
  private Optional<Session> session = Optional.empty();
  private int nextId = 1;

  /** What IKE_SA_INIT settled. */
  record Session(
      IkeSuite suite, IkeKeys keys, long gatewaySpi, Bytes request, Bytes response, Bytes nonceR) {}

  RawDevice(End gateway, InetSocketAddress address, long seed) {
    this(gateway, address, seed, IkePolicy.standard());
  }

  RawDevice(End gateway, InetSocketAddress address, long seed, IkePolicy policy) {
    this.policy = policy;
    this.gateway = gateway;
    this.address = address;
    this.randomness = new Random(seed)::nextBytes;
    this.spi = seed + 1;
    this.nonce = Bytes.of(randomness.bytes(32));
    this.ke = KeyExchange.begin(policy.groups().getFirst(), randomness);
  }

  /** A device that has done IKE_SA_INIT with a gateway. */
  static RawDevice afterInit(End gateway) {
    return afterInit(gateway, 77);
  }

  static RawDevice afterInit(End gateway, long seed) {
    RawDevice device = new RawDevice(gateway, Lab.DEVICE, seed);
    device.init();
    return device;
  }

  /** A device with an IKE SA and a child SA. */
  static RawDevice connected(End gateway) {
    RawDevice device = afterInit(gateway);
    device.request(ExchangeType.IKE_AUTH, device.authPayloads(device.auth()));
    return device;
  }

  /** Puts something before the other payloads of IKE_SA_INIT. */
  RawDevice with(Payload payload) {
    extra.add(payload);
    return this;
  }

  Bytes initRequest(Payload... more) {
    return initRequest(policy.offer(Bytes.EMPTY), more);
  }

  /** One transform of each type: the answer is as long as the request. */
  Bytes shortestInitRequest() {
    return initRequest(
        new IkePolicy(
                List.of(new EncryptionAlgorithm(EncrId.AES_CBC, 256)),
                List.of(IntegId.HMAC_SHA2_256_128),
                List.of(PrfId.HMAC_SHA2_256),
                List.of(KeMethod.MODP_2048))
            .offer(Bytes.EMPTY));
  }

  Bytes initRequest(SaPayload offer, Payload... more) {
    List<Payload> payloads = new ArrayList<>(extra);
    payloads.add(offer);
    payloads.add(new KePayload(ke.method().value(), ke.publicValue()));
    payloads.add(new NoncePayload(nonce));
    payloads.addAll(List.of(more));
    return Bytes.of(
        MessageCodec.encodeUnprotected(
            new IkeMessage(spi, 0, ExchangeType.IKE_SA_INIT, true, false, 0, payloads)));
  }

  /** The datagrams the gateway sends upon this one. */
  List<Bytes> send(Bytes datagram) {
    return gateway.step(new Input.Datagram(Lab.GATEWAY, address, datagram), now).stream()
        .map(Effect.SendDatagram::data)
        .toList();
  }

  void init() {
    Bytes request = initRequest();
    agree(request, send(request).getFirst());
  }

  /** Whether the gateway agreed at once. */
  boolean tryInit() {
    Bytes request = initRequest();
    List<Bytes> answers = send(request);
    boolean agreed =
        !answers.isEmpty() && clear(answers.getFirst()).first(SaPayload.class).isPresent();
    if (agreed) {
      agree(request, answers.getFirst());
    }
    return agreed;
  }

  private void agree(Bytes request, Bytes answer) {
    IkeMessage response = clear(answer);
    if (!(ProposalSelector.acceptIke(
            response.first(SaPayload.class).orElseThrow(), policy, ke.method(), Bytes.EMPTY)
        instanceof Selection.Chosen<IkeSuite> chosen)) {
      throw new AssertionError("nothing chosen");
    }
    Bytes nonceR = response.first(NoncePayload.class).orElseThrow().nonce();
    long gatewaySpi = response.responderSpi();
    try {
      Secret shared = ke.agree(response.first(KePayload.class).orElseThrow().data());
      IkeKeys keys =
          IkeKeys.first(
              chosen.suite(), shared, new IkeKeys.Exchange(nonce, nonceR, spi, gatewaySpi));
      session = Optional.of(new Session(chosen.suite(), keys, gatewaySpi, request, answer, nonceR));
    } catch (InvalidKeException e) {
      throw new AssertionError(e);
    }
  }

  AuthPayload auth() {
    return auth(id());
  }

  /** The proof for another identity, with the same key. */
  AuthPayload auth(IdPayload id) {
    Session s = session.orElseThrow();
    return PskAuth.compute(
        Prf.of(s.suite().prf()),
        Lab.secret(Lab.PSK),
        new PskAuth.SignedOctets(s.request(), s.nonceR(), s.keys().pi(), id, intAuth));
  }

  Session session() {
    return session.orElseThrow();
  }

  /** Goes on with other keys. */
  void use(IkeKeys keys) {
    Session s = session();
    session =
        Optional.of(
            new Session(s.suite(), keys, s.gatewaySpi(), s.request(), s.response(), s.nonceR()));
  }

  IdPayload id() {
    return Lab.fqdn("device.example").payload(true);
  }

  List<Payload> authPayloads(AuthPayload auth) {
    List<Payload> payloads = new ArrayList<>(List.of(id(), auth));
    payloads.addAll(child());
    return payloads;
  }

  /** SA, TSi and TSr. */
  List<Payload> child() {
    return List.of(
        EspPolicy.of(EncryptionCipher.AES256_GCM).offer(Bytes.ofInt(OUR_SPI), Optional.empty()),
        new TsPayload(true, List.of(Lab.INSIDE)),
        new TsPayload(false, List.of(TrafficSelector.any4())));
  }

  /** SA, Ni, TSi and TSr behind something else. */
  List<Payload> createChild(Payload... first) {
    List<Payload> payloads = new ArrayList<>(List.of(first));
    payloads.addAll(child());
    payloads.add(new NoncePayload(nonce));
    return payloads;
  }

  /** Sends the next request; empty when the gateway does not answer. */
  Optional<IkeMessage> request(ExchangeType exchange, List<Payload> payloads) {
    return request(seal(exchange, payloads, nextId, false));
  }

  /** Sends the next request as it is. */
  Optional<IkeMessage> request(Bytes datagram) {
    Optional<IkeMessage> answer = send(datagram).stream().findFirst().flatMap(this::open);
    answer.ifPresent(_ -> nextId++);
    return answer;
  }

  Bytes seal(ExchangeType exchange, List<Payload> payloads, int messageId, boolean response) {
    Session s = session.orElseThrow();
    IkeMessage message =
        new IkeMessage(spi, s.gatewaySpi(), exchange, true, response, messageId, payloads);
    return Bytes.of(MessageCodec.encodeProtected(message, protection(true)));
  }

  /** Protection of what this device sends, or of what it receives. */
  PayloadProtection protection(boolean sent) {
    Session s = session.orElseThrow();
    return s.keys().protection(s.suite(), sent, randomness);
  }

  long gatewaySpi() {
    return session.orElseThrow().gatewaySpi();
  }

  Optional<IkeMessage> open(Bytes datagram) {
    return switch (MessageCodec.decodeProtected(datagram.toArray(), protection(false))) {
      case DecodeResult.Decoded decoded -> Optional.of(decoded.message());
      case Rejected _ -> Optional.empty();
    };
  }

  int nextId() {
    return nextId;
  }

  /** A request sent with {@link #send} was answered. */
  void advance() {
    nextId++;
  }

  static IkeMessage clear(Bytes datagram) {
    return switch (MessageCodec.decodeUnprotected(datagram.toArray())) {
      case DecodeResult.Decoded decoded -> decoded.message();
      case Rejected rejected -> throw new AssertionError(rejected.detail());
    };
  }

  /** The only notification of an answer. */
  static NotifyType error(Optional<IkeMessage> answer) {
    return answer
        .flatMap(IkeMessage::error)
        .flatMap(NotifyPayload::knownType)
        .orElseThrow(() -> new AssertionError("no error in " + answer));
  }

  /** Says which addresses and ports it sees on its own packet (RFC 4555 §3.9). */
  static NotifyPayload noNats(InetSocketAddress from, InetSocketAddress to) {
    return NotifyPayload.of(
        NotifyType.NO_NATS_ALLOWED,
        new ByteWriter()
            .bytes(from.getAddress().getAddress())
            .bytes(to.getAddress().getAddress())
            .u16(from.getPort())
            .u16(to.getPort())
            .toBytes());
  }
}
