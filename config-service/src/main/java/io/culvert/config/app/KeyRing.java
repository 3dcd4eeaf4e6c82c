package io.culvert.config.app;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The key-encryption keys: the current one seals, all of them open. A sealed value is {@code
 * k1.KEY-ID.BASE64}; one from before keys had ids is the Base64 alone. Thread-safe, without a lock.
 *
 * <p>A key that was once given stays known until the service ends, even if it is given no more: a
 * value may have been sealed under it a moment before.
 */
public final class KeyRing {
  private static final String PREFIX = "k1.";

  /** The id under which values without one are counted. */
  static final String NO_ID = "";

  private final Supplier<List<KeyEncryptionKey>> source;
  private final SecureRandom random;
  private volatile Keys keys;

  /** What is known at a time, the current key first. */
  private record Keys(KeyEncryptionKey current, Map<String, KeyEncryptionKey> byId) {
    static Keys of(List<KeyEncryptionKey> given, Map<String, KeyEncryptionKey> before) {
      Map<String, KeyEncryptionKey> all = new LinkedHashMap<>();
      given.forEach(key -> all.putIfAbsent(key.id(), key));
      before.forEach(all::putIfAbsent);
      return new Keys(given.getFirst(), all);
    }
  }

  /**
   * A ring.
   *
   * @param source the keys as they are given now, the current one first; may be asked again and
   *     again
   * @throws IllegalStateException when the source has none that is a key
   */
  public KeyRing(Supplier<List<KeyEncryptionKey>> source, SecureRandom random) {
    this.source = source;
    this.random = random;
    this.keys = Keys.of(source.get(), Map.of());
  }

  /** The id of the key that seals. */
  public String current() {
    return keys.current().id();
  }

  /** The ids of all keys. */
  public Set<String> ids() {
    return Set.copyOf(keys.byId().keySet());
  }

  /**
   * Looks whether other keys are given now.
   *
   * @return whether another one is current
   * @throws IllegalStateException when what is given is not keys; those known stay
   */
  public boolean refresh() {
    Keys before = keys;
    Keys next = Keys.of(source.get(), before.byId());
    keys = next;
    return !next.current().id().equals(before.current().id());
  }

  /** Seals a value under the current key. */
  String seal(Purpose purpose, byte[] context, byte[] plain) {
    try {
      byte[] nonce = KeyEncryptionKey.nonce();
      random.nextBytes(nonce);
      KeyEncryptionKey key = keys.current();
      byte[] whole = key.seal(purpose, context, plain, nonce);
      return PREFIX + key.id() + "." + Base64.getEncoder().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Opens a sealed value.
   *
   * @throws GeneralSecurityException when no key of the ring opens it for that purpose and context
   */
  byte[] open(Purpose purpose, byte[] context, String sealed) throws GeneralSecurityException {
    String id = keyId(sealed);
    byte[] whole = octets(sealed.substring(sealed.lastIndexOf('.') + 1));
    if (id.equals(NO_ID)) {
      return openWithAny(purpose, context, whole);
    }
    KeyEncryptionKey key = keys.byId().get(id);
    if (key == null) {
      // Another instance may have been given a new key a moment before this one.
      boolean unused = refresh();
      key = keys.byId().get(id);
    }
    if (key == null) {
      throw new GeneralSecurityException("sealed under key " + id + ", which is not given");
    }
    return key.open(purpose, context, whole);
  }

  private byte[] openWithAny(Purpose purpose, byte[] context, byte[] whole)
      throws GeneralSecurityException {
    return openerOf(purpose, context, whole).open(purpose, context, whole);
  }

  private KeyEncryptionKey openerOf(Purpose purpose, byte[] context, byte[] whole)
      throws GeneralSecurityException {
    GeneralSecurityException last = new GeneralSecurityException("no key");
    for (KeyEncryptionKey key : keys.byId().values()) {
      try {
        byte[] unused = key.open(purpose, context, whole);
        return key;
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    throw new GeneralSecurityException("no key of the ring opens it", last);
  }

  /** The key that opens a value which names none. */
  KeyEncryptionKey openerOf(Purpose purpose, byte[] context, String sealed)
      throws GeneralSecurityException {
    return openerOf(purpose, context, octets(sealed));
  }

  private static byte[] octets(String base64) throws GeneralSecurityException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("not Base64");
    }
  }

  /** The id of the key a value is sealed under; {@link #NO_ID} where it names none. */
  private static String keyId(String sealed) {
    int end = sealed.lastIndexOf('.');
    return sealed.startsWith(PREFIX) && end >= PREFIX.length()
        ? sealed.substring(PREFIX.length(), end)
        : NO_ID;
  }
}
