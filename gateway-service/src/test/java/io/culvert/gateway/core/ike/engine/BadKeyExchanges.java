package io.culvert.gateway.core.ike.engine;

import static io.culvert.gateway.core.ike.engine.BadInput.INVALID;
import static io.culvert.gateway.core.ike.engine.BadInput.MALFORMED;
import static io.culvert.gateway.core.ike.engine.BadInput.body;
import static io.culvert.gateway.core.ike.engine.BadInput.child;
import static io.culvert.gateway.core.ike.engine.BadInput.init;

import io.culvert.contract.EncryptionCipher;
import io.culvert.gateway.core.ike.engine.RawChain.Part;
import io.culvert.gateway.core.ike.payload.NoncePayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.proposal.EspPolicy;
import io.culvert.gateway.core.ike.proposal.IkePolicy;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PayloadType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.agreement.DHStandardGroups;

/** Bad inputs 2 and 3: values that are none of their group, and of wrong lengths. */
final class BadKeyExchanges {
  private static final Map<KeMethod, BigInteger> PRIMES = new LinkedHashMap<>();

  static {
    PRIMES.put(KeMethod.MODP_2048, DHStandardGroups.rfc3526_2048.getP());
    PRIMES.put(KeMethod.MODP_3072, DHStandardGroups.rfc3526_3072.getP());
    PRIMES.put(KeMethod.MODP_4096, DHStandardGroups.rfc3526_4096.getP());
    PRIMES.put(KeMethod.MODP_8192, DHStandardGroups.rfc3526_8192.getP());
  }

  private BadKeyExchanges() {}

  /** The values that confine a secret, of the length of the group. */
  static Map<String, byte[]> confining(KeMethod group) {
    BigInteger prime = Optional.ofNullable(PRIMES.get(group)).orElseThrow();
    int length = prime.bitLength() / 8;
    Map<String, byte[]> values = new LinkedHashMap<>();
    values.put("0", padded(BigInteger.ZERO, length));
    values.put("1", padded(BigInteger.ONE, length));
    values.put("p-1", padded(prime.subtract(BigInteger.ONE), length));
    values.put("p", padded(prime, length));
    values.put("p+1", padded(prime.add(BigInteger.ONE), length));
    values.put("p+2", padded(prime.add(BigInteger.TWO), length));
    values.put(
        "the highest", padded(BigInteger.TWO.pow(length * 8).subtract(BigInteger.ONE), length));
    return values;
  }

  private static byte[] padded(BigInteger value, int length) {
    byte[] raw = value.toByteArray();
    int from = Math.max(0, raw.length - length);
    return new ByteWriter()
        .zeros(length - (raw.length - from))
        .bytes(Bytes.of(raw, from, raw.length - from))
        .toArray();
  }

  /** 2: 0, 1, p-1, p and above, of all groups. */
  static List<BadInput> values() {
    List<BadInput> all = new ArrayList<>();
    for (KeMethod group : PRIMES.keySet()) {
      confining(group)
          .forEach(
              (name, value) -> {
                String what = group + " " + name;
                all.add(child("PFS, " + what, INVALID, withPfs(group, value)));
                all.add(child("IKE rekey, " + what, INVALID, ofIke(group, value)));
              });
    }
    return all;
  }

  /** 3: of the wrong length for the group, and of length 0. */
  static List<BadInput> lengths() {
    KeMethod group = KeMethod.MODP_2048;
    List<BadInput> all = new ArrayList<>();
    for (int length : List.of(0, 1, 32, 255, 257, 384, 512, 1024, 60_000)) {
      byte[] value = new byte[length];
      if (length > 0) {
        value[length - 1] = 2;
      }
      String what = length + " octets";
      all.add(init(what, MALFORMED, body(PayloadType.KE, ke(group, value))));
      all.add(child("PFS, " + what, INVALID, withPfs(group, value)));
      all.add(child("IKE rekey, " + what, INVALID, ofIke(group, value)));
    }
    for (int length : List.of(0, 1, 2, 3)) {
      all.add(init("KE payload of " + length, MALFORMED, body(PayloadType.KE, new byte[length])));
    }
    return all;
  }

  /** The body of a KE payload. */
  static byte[] ke(KeMethod group, byte[] value) {
    return new ByteWriter().u16(group.value()).u16(0).bytes(value).toArray();
  }

  private static UnaryOperator<List<Part>> withPfs(KeMethod group, byte[] value) {
    SaPayload offer =
        EspPolicy.of(EncryptionCipher.AES256_GCM)
            .offer(Bytes.ofInt(RawDevice.OUR_SPI), Optional.of(group));
    return parts -> {
      List<Part> all = new ArrayList<>(parts);
      all.set(0, Part.of(offer));
      all.add(Part.of(PayloadType.KE, ke(group, value)));
      return all;
    };
  }

  private static UnaryOperator<List<Part>> ofIke(KeMethod group, byte[] value) {
    Payload offer = IkePolicy.standard().preferring(group).offer(Bytes.ofLong(7));
    return _ ->
        List.of(
            Part.of(offer),
            Part.of(new NoncePayload(Bytes.of(new byte[32]))),
            Part.of(PayloadType.KE, ke(group, value)));
  }
}
