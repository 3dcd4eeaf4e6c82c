package io.culvert.contract;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * Seals tickets of a POP to the auth-service, and its grants to the POP: HPKE in auth mode (RFC
 * 9180 §5.1.3) between the key pair each of them has, so that the browser in between can neither
 * read nor make one (docs/adr/0014). Sealed text is made of characters that need no escape in a
 * URL; that of a ticket begins with the POP's name and a tilde.
 */
public final class LoginSeal {
  private static final byte[] TICKET = ascii("culvert login ticket v1");
  private static final byte[] GRANT = ascii("culvert login grant v1");
  private static final int MAX_LENGTH = 16_384;
  private static final char SEPARATOR = '~';

  private LoginSeal() {}

  /** A ticket, and the POP whose gateway issued it. */
  public record Issued(String pop, LoginTicket ticket) {}

  /**
   * Seals a ticket.
   *
   * @param key the POP's pair
   * @param authKey the auth-service's public key
   * @throws IllegalArgumentException when a key is not one
   */
  public static String seal(LoginTicket ticket, String pop, PskSeal.KeyPair key, String authKey) {
    byte[] sealed = Hpke.sealFrom(EventJson.write(ticket), key, authKey, TICKET, utf8(pop));
    return pop + SEPARATOR + text(sealed);
  }

  /**
   * Opens a ticket.
   *
   * @param key the auth-service's pair
   * @param popKeys the public key of a POP, by its name
   * @throws GeneralSecurityException when it is not from such a POP, not for this key, or altered
   */
  public static Issued openTicket(
      String sealed, PskSeal.KeyPair key, Function<String, Optional<String>> popKeys)
      throws GeneralSecurityException {
    int separator = sealed.indexOf(SEPARATOR);
    if (separator <= 0 || sealed.length() > MAX_LENGTH) {
      throw new GeneralSecurityException("not a ticket");
    }
    String pop = sealed.substring(0, separator);
    String popKey =
        popKeys.apply(pop).orElseThrow(() -> new GeneralSecurityException("unknown POP"));
    byte[] plain =
        Hpke.openFrom(octets(sealed.substring(separator + 1)), key, popKey, TICKET, utf8(pop));
    return new Issued(pop, read(plain, LoginTicket.class));
  }

  /**
   * Seals a grant to the POP whose gateway issued the ticket.
   *
   * @param key the auth-service's pair
   * @param popKey the POP's public key
   * @throws IllegalArgumentException when a key is not one
   */
  public static String seal(LoginGrant grant, String pop, PskSeal.KeyPair key, String popKey) {
    return text(Hpke.sealFrom(EventJson.write(grant), key, popKey, GRANT, utf8(pop)));
  }

  /**
   * Opens a grant.
   *
   * @param key the POP's pair
   * @param authKey the auth-service's public key
   * @throws GeneralSecurityException when it is not from there, not for this POP, or altered
   */
  public static LoginGrant openGrant(String sealed, String pop, PskSeal.KeyPair key, String authKey)
      throws GeneralSecurityException {
    if (sealed.length() > MAX_LENGTH) {
      throw new GeneralSecurityException("not a grant");
    }
    return read(Hpke.openFrom(octets(sealed), key, authKey, GRANT, utf8(pop)), LoginGrant.class);
  }

  private static <T> T read(byte[] json, Class<T> type) throws GeneralSecurityException {
    try {
      return EventJson.read(json, type);
    } catch (UnreadableEventException e) {
      throw new GeneralSecurityException("sealed text has another shape", e);
    }
  }

  private static byte[] octets(String text) throws GeneralSecurityException {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("sealed text is not Base64", e);
    }
  }

  private static String text(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
