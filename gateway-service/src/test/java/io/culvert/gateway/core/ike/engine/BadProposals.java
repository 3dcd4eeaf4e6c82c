package io.culvert.gateway.core.ike.engine;

import static io.culvert.gateway.core.ike.engine.BadInput.INVALID;
import static io.culvert.gateway.core.ike.engine.BadInput.MALFORMED;
import static io.culvert.gateway.core.ike.engine.BadInput.SERVED;
import static io.culvert.gateway.core.ike.engine.BadInput.UNCHOSEN;
import static io.culvert.gateway.core.ike.engine.BadInput.body;
import static io.culvert.gateway.core.ike.engine.BadInput.child;
import static io.culvert.gateway.core.ike.engine.BadInput.init;
import static io.culvert.gateway.core.wire.TransformType.ENCR;
import static io.culvert.gateway.core.wire.TransformType.ESN;
import static io.culvert.gateway.core.wire.TransformType.INTEG;
import static io.culvert.gateway.core.wire.TransformType.KE;
import static io.culvert.gateway.core.wire.TransformType.PRF;

import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.EncrId;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PayloadType;
import io.culvert.gateway.core.wire.PrfId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Bad inputs 4 and 5: proposals that lack something, or name what nobody can compute. */
final class BadProposals {
  private static final int IKE = 1;
  private static final int ESP = 3;
  private static final Transform AES = Transform.of(ENCR, EncrId.AES_CBC.value(), 256);
  private static final Transform SHA2 = Transform.of(PRF, PrfId.HMAC_SHA2_256.value());
  private static final Transform HMAC = Transform.of(INTEG, IntegId.HMAC_SHA2_256_128.value());
  private static final Transform GROUP = Transform.of(KE, KeMethod.MODP_2048.value());
  private static final Transform GCM = Transform.of(ENCR, EncrId.AES_GCM_16.value(), 256);
  private static final Transform NO_ESN = Transform.of(ESN, 0);
  private static final Bytes SPI = Bytes.ofInt(RawDevice.OUR_SPI);

  /** What IKE needs. */
  static final List<Transform> GOOD_IKE = List.of(AES, SHA2, HMAC, GROUP);

  private static final List<Transform> GOOD_ESP = List.of(GCM, NO_ESN);

  private BadProposals() {}

  /** 4: without DH, without PRF, with 0 transforms, with 255 proposals. */
  static List<BadInput> incomplete() {
    List<BadInput> all = new ArrayList<>();
    for (Transform left : GOOD_IKE) {
      List<Transform> rest = without(GOOD_IKE, left);
      all.add(ike("without " + left.knownType().orElseThrow(), UNCHOSEN, Bytes.EMPTY, rest));
    }
    all.add(ike("0 transforms", UNCHOSEN, Bytes.EMPTY, List.of()));
    all.add(ike("an SPI where none belongs", UNCHOSEN, Bytes.ofLong(5), GOOD_IKE));
    all.add(ike("a transform of type 0", UNCHOSEN, Bytes.EMPTY, with(GOOD_IKE, odd(0))));
    all.add(ike("a transform of type 255", UNCHOSEN, Bytes.EMPTY, with(GOOD_IKE, odd(255))));
    all.add(ike("ESN in IKE", UNCHOSEN, Bytes.EMPTY, with(GOOD_IKE, NO_ESN)));
    for (Transform left : GOOD_ESP) {
      List<Transform> rest = without(GOOD_ESP, left);
      all.add(esp("without " + left.knownType().orElseThrow(), UNCHOSEN, SPI, rest));
    }
    all.add(esp("0 transforms", UNCHOSEN, SPI, List.of()));
    all.add(esp("an AEAD with integrity", UNCHOSEN, SPI, with(GOOD_ESP, HMAC)));
    for (Bytes spi : List.of(Bytes.EMPTY, Bytes.ofInt(0), Bytes.ofInt(255), Bytes.ofLong(9))) {
      all.add(esp("SPI of " + spi, UNCHOSEN, spi, GOOD_ESP));
    }
    for (int count : List.of(64, 65, 255)) {
      byte[] useless = proposals(count, proposal(IKE, Bytes.EMPTY, List.of()));
      var outcome = count > 64 ? MALFORMED : UNCHOSEN;
      all.add(init(count + " proposals", outcome, body(PayloadType.SA, useless)));
      byte[] inside = proposals(count, proposal(ESP, SPI, List.of()));
      var told = count > 64 ? INVALID : UNCHOSEN;
      all.add(child(count + " proposals", told, body(PayloadType.SA, inside)));
    }
    for (int count : List.of(65, 255)) {
      byte[] many = proposals(1, proposal(IKE, Bytes.EMPTY, Collections.nCopies(count, AES)));
      all.add(init(count + " transforms", MALFORMED, body(PayloadType.SA, many)));
    }
    all.add(init("0 proposals", MALFORMED, body(PayloadType.SA)));
    all.add(child("0 proposals", INVALID, body(PayloadType.SA)));
    all.add(ike("everything, twice", SERVED, Bytes.EMPTY, with(GOOD_IKE, GOOD_IKE)));
    return all;
  }

  /** 5: algorithms that have a number, but that this gateway does not compute. */
  static List<BadInput> uncomputable() {
    IkePolicy policy = IkePolicy.standard();
    List<BadInput> all = new ArrayList<>();
    named(EncrId.values(), id -> id == EncrId.AES_CBC)
        .map(id -> Transform.of(ENCR, id.value(), 256))
        .forEach(t -> all.add(instead(AES, t)));
    named(PrfId.values(), policy.prfs()::contains)
        .forEach(id -> all.add(instead(SHA2, Transform.of(PRF, id.value()))));
    named(IntegId.values(), policy.integrities()::contains)
        .forEach(id -> all.add(instead(HMAC, Transform.of(INTEG, id.value()))));
    named(KeMethod.values(), policy.groups()::contains)
        .forEach(id -> all.add(instead(GROUP, Transform.of(KE, id.value()))));
    for (int bits : List.of(0, 1, 64, 127, 255, 257, 512, 65_535)) {
      all.add(instead(AES, Transform.of(ENCR, EncrId.AES_CBC.value(), bits)));
      Transform key = Transform.of(ENCR, EncrId.AES_GCM_16.value(), bits);
      all.add(esp("AES-GCM " + bits, UNCHOSEN, SPI, List.of(key, NO_ESN)));
    }
    named(EncrId.values(), id -> id == EncrId.AES_GCM_16)
        .map(id -> Transform.of(ENCR, id.value(), 256))
        .forEach(t -> all.add(esp("" + t, UNCHOSEN, SPI, List.of(t, NO_ESN))));
    return all;
  }

  private static <E> Stream<E> named(E[] registry, Predicate<E> computed) {
    return Stream.of(registry).filter(computed.negate());
  }

  private static BadInput instead(Transform good, Transform other) {
    List<Transform> transforms = GOOD_IKE.stream().map(t -> t.equals(good) ? other : t).toList();
    return ike(other.toString(), UNCHOSEN, Bytes.EMPTY, transforms);
  }

  private static Transform odd(int type) {
    return new Transform(type, 1, OptionalInt.empty(), List.of());
  }

  private static List<Transform> without(List<Transform> all, Transform one) {
    return all.stream().filter(t -> !t.equals(one)).toList();
  }

  private static List<Transform> with(List<Transform> all, Transform more) {
    return with(all, List.of(more));
  }

  private static List<Transform> with(List<Transform> all, List<Transform> more) {
    return Stream.concat(all.stream(), more.stream()).toList();
  }

  private static BadInput ike(
      String name, BadInput.Outcome outcome, Bytes spi, List<Transform> transforms) {
    byte[] sa = proposals(1, proposal(IKE, spi, transforms));
    return init("IKE, " + name, outcome, body(PayloadType.SA, sa));
  }

  private static BadInput esp(
      String name, BadInput.Outcome outcome, Bytes spi, List<Transform> transforms) {
    byte[] sa = proposals(1, proposal(ESP, spi, transforms));
    return child("ESP, " + name, outcome, body(PayloadType.SA, sa));
  }

  /** The body of an SA payload with that proposal so many times. */
  static byte[] proposals(int count, byte[] proposal) {
    ByteWriter out = new ByteWriter();
    for (int left = count; left > 0; left--) {
      out.u8(left == 1 ? 0 : 2).bytes(Bytes.of(proposal, 1, proposal.length - 1));
    }
    return out.toArray();
  }

  /** One proposal, with as many transforms as a test likes. */
  static byte[] proposal(int protocol, Bytes spi, List<Transform> transforms) {
    ByteWriter out = new ByteWriter();
    out.u8(0).u8(0).u16(0).u8(1).u8(protocol).u8(spi.length()).u8(transforms.size()).bytes(spi);
    for (int i = 0; i < transforms.size(); i++) {
      Transform t = transforms.get(i);
      out.u8(i == transforms.size() - 1 ? 0 : 3).u8(0).u16(t.keyLength().isPresent() ? 12 : 8);
      out.u8(t.type()).u8(0).u16(t.id());
      t.keyLength().ifPresent(bits -> out.u16(0x800e).u16(bits));
    }
    out.setU16(2, out.length());
    return out.toArray();
  }
}
