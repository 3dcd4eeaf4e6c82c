package io.culvert.gateway.core.ike.crypto;

import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.KeMethod;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.crypto.params.DHParameters;

/** Diffie-Hellman over a MODP group (RFC 3526). */
final class ModpExchange implements KeyExchange {
  /** The groups, with the lengths of our exponents. */
  static final Map<KeMethod, Group> GROUPS =
      Map.of(
          KeMethod.MODP_2048, Group.of(DHStandardGroups.rfc3526_2048, 256),
          KeMethod.MODP_3072, Group.of(DHStandardGroups.rfc3526_3072, 288),
          KeMethod.MODP_4096, Group.of(DHStandardGroups.rfc3526_4096, 320),
          KeMethod.MODP_8192, Group.of(DHStandardGroups.rfc3526_8192, 416));

  private final KeMethod method;
  private final Group group;
  private Optional<BigInteger> exponent;
  private final Bytes publicValue;

  ModpExchange(KeMethod method, Group group, Randomness randomness) {
    byte[] random = randomness.bytes(group.exponentBits() / 8);
    // The highest bit is set, so that the exponent has its full length.
    BigInteger exponent = new BigInteger(1, random).setBit(group.exponentBits() - 1);
    Arrays.fill(random, (byte) 0);
    this.method = method;
    this.group = group;
    this.exponent = Optional.of(exponent);
    this.publicValue = Bytes.of(group.pad(group.generator().modPow(exponent, group.prime())));
  }

  /**
   * A group, and the length of our exponents in bits. An exponent of twice the group's strength
   * loses none of it (NIST SP 800-56A rev. 3, §5.6.1.1.1 and table 26).
   */
  record Group(BigInteger prime, BigInteger generator, int exponentBits) {
    static Group of(DHParameters modp, int exponentBits) {
      return new Group(modp.getP(), modp.getG(), exponentBits);
    }

    int length() {
      return prime.bitLength() / 8;
    }

    /** The value in exactly the prime's length, zeros first (RFC 7296 §2.14, §3.4). */
    byte[] pad(BigInteger value) {
      byte[] raw = value.toByteArray();
      byte[] padded = new byte[length()];
      // A sign octet may stand before the value.
      int from = Math.max(0, raw.length - padded.length);
      System.arraycopy(raw, from, padded, padded.length - (raw.length - from), raw.length - from);
      Arrays.fill(raw, (byte) 0);
      return padded;
    }
  }

  @Override
  public KeMethod method() {
    return method;
  }

  @Override
  public Bytes publicValue() {
    return publicValue;
  }

  @Override
  public Secret agree(Bytes peer) throws InvalidKeException {
    BigInteger ours =
        exponent.orElseThrow(() -> new IllegalStateException("the exchange is finished"));
    exponent = Optional.empty();
    BigInteger theirs = check(peer);
    return Secret.adopt(group.pad(theirs.modPow(ours, group.prime())));
  }

  private BigInteger check(Bytes peer) throws InvalidKeException {
    if (peer.length() != group.length()) {
      throw new InvalidKeException(
          "a value of %d octets, %d expected".formatted(peer.length(), group.length()));
    }
    BigInteger value = new BigInteger(1, peer.toArray());
    BigInteger highest = group.prime().subtract(BigInteger.TWO);
    // RFC 6989 §2.1: the test that is enough for a safe prime
    if (value.compareTo(BigInteger.TWO) < 0 || value.compareTo(highest) > 0) {
      throw new InvalidKeException("a value outside 2 to p-2");
    }
    return value;
  }
}
