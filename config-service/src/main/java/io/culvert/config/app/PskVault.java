package io.culvert.config.app;

import io.culvert.config.domain.Psk;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Seals pre-shared keys for the database, the tunnel's id as associated data, so that a sealed key
 * moved to another row does not open. Thread-safe.
 */
public final class PskVault {
  private final KeyRing ring;
  private final SecretKey digesting;

  /**
   * A vault.
   *
   * @param ring what seals and opens
   * @param digesting what makes the digests; the same for as long as there are any
   */
  public PskVault(KeyRing ring, SecretKey digesting) {
    this.ring = ring;
    this.digesting = digesting;
  }

  /** Seals a key to its tunnel. */
  public SealedSecret seal(long tunnelId, Psk psk) {
    byte[] plain = psk.bytes();
    return new SealedSecret(
        ring.seal(Purpose.PSK, SealedPlace.tunnel(tunnelId), plain), digest(plain));
  }

  /**
   * Opens a sealed key.
   *
   * @throws IllegalStateException when it was sealed under another key or to another tunnel
   */
  public Psk open(long tunnelId, SealedSecret secret) {
    try {
      return Psk.ofBytes(ring.open(Purpose.PSK, SealedPlace.tunnel(tunnelId), secret.sealed()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the stored key of tunnel " + tunnelId + " does not open; wrong key-encryption key?", e);
    }
  }

  /** Opens a tunnel's keys. */
  TunnelKeys open(StoredTunnel stored) {
    long id = stored.tunnel().id();
    @Nullable SealedSecret previous = stored.previous();
    return new TunnelKeys(open(id, stored.secret()), previous == null ? null : open(id, previous));
  }

  private String digest(byte[] plain) {
    return hmac(plain);
  }

  /**
   * A keyed hash of a request, Base64. A request may hold a key that is easy to guess: under a
   * plain hash whoever gets at the database could try out guesses. No key begins as it does.
   */
  String digestOfRequest(byte[] request) {
    return hmac(ByteBuffer.allocate(1 + request.length).put((byte) 0).put(request).array());
  }

  private String hmac(byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(digesting);
      return Base64.getEncoder().encodeToString(mac.doFinal(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
