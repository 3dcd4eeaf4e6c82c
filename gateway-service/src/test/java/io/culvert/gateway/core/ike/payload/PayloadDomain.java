package io.culvert.gateway.core.ike.payload;

import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.PayloadType;
import io.culvert.gateway.core.wire.TsType;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Any payload that its constructor allows. */
public final class PayloadDomain extends DomainContextBase {

  /** Up to 64 payloads of all kinds. */
  @Provide
  public Arbitrary<List<Payload>> payloads() {
    return payload().list().ofMaxSize(PayloadChain.MAX_PAYLOADS);
  }

  /** One payload of any kind. */
  public static Arbitrary<Payload> payload() {
    return Arbitraries.oneOf(
        List.<Arbitrary<? extends Payload>>of(
                proposal().list().ofMinSize(1).ofMaxSize(5).map(SaPayload::new),
                Combinators.combine(u16(), bytes(1, 300)).as(KePayload::new),
                Combinators.combine(
                        Arbitraries.of(true, false),
                        u8(),
                        Arbitraries.integers().between(0, 0xffffff),
                        bytes(0, 60))
                    .as(IdPayload::new),
                bytes(0, 60).map(CertPayload::new),
                bytes(0, 60).map(CertReqPayload::new),
                Combinators.combine(u8(), bytes(0, 64)).as(AuthPayload::new),
                bytes(16, 256).map(NoncePayload::new),
                Combinators.combine(u8(), bytes(0, 255), u16(), bytes(0, 64))
                    .as(NotifyPayload::new),
                delete(),
                bytes(0, 60).map(VendorIdPayload::new),
                trafficSelectors(),
                bytes(0, 60).map(ConfigPayload::new),
                bytes(0, 60).map(EapPayload::new),
                unsupported())
            .stream()
            .map(a -> a.map(Payload.class::cast))
            .toList());
  }

  private static Arbitrary<Proposal> proposal() {
    return Combinators.combine(
            u8(), u8(), bytes(0, 255), transform().list().ofMaxSize(Proposal.MAX_TRANSFORMS))
        .as(Proposal::new);
  }

  private static Arbitrary<Transform> transform() {
    Arbitrary<OptionalInt> keyLength =
        u16().optional().map(o -> o.map(OptionalInt::of).orElse(OptionalInt.empty()));
    return Combinators.combine(u8(), u16(), keyLength, attribute().list().ofMaxSize(3))
        .as(Transform::new);
  }

  private static Arbitrary<Transform.Attribute> attribute() {
    Arbitrary<Integer> type = Arbitraries.integers().between(15, 0x7fff);
    Arbitrary<Transform.Attribute> fixed =
        Combinators.combine(type, bytes(2, 2)).as((t, v) -> new Transform.Attribute(t, true, v));
    Arbitrary<Transform.Attribute> variable =
        Combinators.combine(type, bytes(0, 9)).as((t, v) -> new Transform.Attribute(t, false, v));
    return Arbitraries.oneOf(fixed, variable);
  }

  private static Arbitrary<DeletePayload> delete() {
    Arbitrary<DeletePayload> esp =
        Combinators.combine(Arbitraries.of(2, 3), bytes(4, 4).list().ofMaxSize(20))
            .as(DeletePayload::new);
    Arbitrary<DeletePayload> unknown =
        Combinators.combine(
                Arbitraries.integers().between(4, 255),
                Arbitraries.integers()
                    .between(1, 255)
                    .flatMap(size -> bytes(size, size).list().ofMaxSize(9)))
            .as(DeletePayload::new);
    return Arbitraries.oneOf(Arbitraries.just(DeletePayload.ike()), esp, unknown);
  }

  private static Arbitrary<TsPayload> trafficSelectors() {
    Arbitrary<TsPayload.UnknownSelector> unknown =
        Combinators.combine(u8().filter(n -> TsType.of(n).isEmpty()), bytes(1, 30))
            .as(TsPayload.UnknownSelector::new);
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.oneOf(selector(4), selector(16)).list().ofMinSize(1).ofMaxSize(20),
            unknown.list().ofMaxSize(3))
        .as(TsPayload::new);
  }

  private static Arbitrary<TrafficSelector> selector(int addressLength) {
    return Combinators.combine(
            u8(),
            Arbitraries.oneOf(
                u16().list().ofSize(2).map(p -> p.stream().sorted().toList()),
                Arbitraries.just(List.of(65535, 0))),
            bytes(addressLength, addressLength)
                .map(b -> TrafficSelector.address(b.toArray()))
                .list()
                .ofSize(2)
                .map(a -> a.stream().sorted(TrafficSelector::compare).toList()))
        .as(
            (protocol, ports, range) ->
                new TrafficSelector(
                    protocol, ports.get(0), ports.get(1), range.get(0), range.get(1)));
  }

  private static Arbitrary<UnsupportedPayload> unsupported() {
    return Combinators.combine(
            u8().filter(n -> PayloadType.of(n).isEmpty()),
            Arbitraries.of(true, false),
            bytes(0, 60))
        .as(UnsupportedPayload::new);
  }

  private static Arbitrary<Bytes> bytes(int min, int max) {
    return Arbitraries.bytes().array(byte[].class).ofMinSize(min).ofMaxSize(max).map(Bytes::of);
  }

  private static Arbitrary<Integer> u8() {
    return Arbitraries.integers().between(0, 255);
  }

  private static Arbitrary<Integer> u16() {
    return Arbitraries.integers().between(0, 65535);
  }
}
