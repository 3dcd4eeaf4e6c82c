package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.crypto.Prf;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.PrfId;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Cookies that cost no memory (RFC 7296 §2.6): {@code generation | HMAC-SHA-256(secret, Ni | IPi |
 * SPIi)}. The secret changes once a minute; the one before is still good.
 */
final class CookieJar {
  private static final long ROTATION = Duration.ofMinutes(1).toNanos();
  private static final int SECRET_LENGTH = 32;
  private static final Prf MAC = Prf.of(PrfId.HMAC_SHA2_256);

  private final Randomness randomness;
  private byte generation;
  private Secret current;
  private Secret previous;
  private long rotateAt;

  CookieJar(Randomness randomness) {
    this.randomness = randomness;
    this.current = fresh();
    this.previous = fresh();
    this.rotateAt = Long.MIN_VALUE;
  }

  /** The cookie for this initiator. */
  Bytes bake(Bytes nonceI, InetAddress source, long spiI, long now) {
    rotate(now);
    return cookie(generation, current, nonceI, source, spiI);
  }

  /** Whether we gave this cookie to this initiator lately. */
  boolean isOurs(Bytes cookie, Bytes nonceI, InetAddress source, long spiI, long now) {
    rotate(now);
    byte before = (byte) (generation - 1);
    return cookie.equals(cookie(generation, current, nonceI, source, spiI))
        || cookie.equals(cookie(before, previous, nonceI, source, spiI));
  }

  private static Bytes cookie(
      byte generation, Secret secret, Bytes nonceI, InetAddress source, long spiI) {
    byte[] mac =
        MAC.compute(
            secret,
            nonceI.toArray(),
            source.getAddress(),
            ByteBuffer.allocate(Long.BYTES).putLong(spiI).array());
    return Bytes.of(ByteBuffer.allocate(1 + mac.length).put(generation).put(mac).array());
  }

  private void rotate(long now) {
    if (rotateAt > now) {
      return;
    }
    boolean stale = rotateAt + ROTATION <= now;
    previous.erase();
    previous = stale ? fresh() : current;
    current = fresh();
    generation++;
    rotateAt = now + ROTATION;
  }

  private Secret fresh() {
    return Secret.copyOf(randomness.bytes(SECRET_LENGTH));
  }
}
