package io.culvert.gateway.core.ike.auth;

import io.culvert.contract.SourceIdentity;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.IdType;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Who an end claims to be (RFC 7296 §3.5), in the form tunnels are configured with.
 *
 * @param kind which ID type
 * @param value an address in its canonical text form (RFC 5952), a name in lower-case ASCII
 */
public record Identity(SourceIdentity.Kind kind, String value) {
  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern FQDN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern LOCAL_PART = Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}");
  private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
  private static final int FQDN_LIMIT = 253;

  /**
   * @throws IllegalArgumentException when the value is not the normalised form of its kind
   */
  public Identity {
    boolean normal =
        switch (kind) {
          case IPV4, IPV6 -> isAddress(kind, value);
          case FQDN -> isFqdn(value);
          case USER_FQDN -> isUserFqdn(value);
        };
    if (!normal) {
      throw new IllegalArgumentException("not a normalised identity of kind " + kind);
    }
  }

  /** What an ID payload says. */
  public sealed interface Reading {
    /** An identity a tunnel can have. */
    record Known(Identity identity) implements Reading {}

    /**
     * None.
     *
     * @param reason why, without any octet of the payload
     */
    record Refused(String reason) implements Reading {}
  }

  /** Reads an ID payload. */
  public static Reading read(IdPayload payload) {
    byte[] data = payload.data().toArray();
    return IdType.of(payload.idType())
        .map(type -> read(type, data))
        .orElseGet(() -> new Reading.Refused("unassigned ID type " + payload.idType()));
  }

  private static Reading read(IdType type, byte[] data) {
    return switch (type) {
      case IPV4_ADDR -> readAddress(SourceIdentity.Kind.IPV4, data, 4);
      case IPV6_ADDR -> readAddress(SourceIdentity.Kind.IPV6, data, 16);
      case FQDN -> readName(SourceIdentity.Kind.FQDN, data);
      case RFC822_ADDR -> readName(SourceIdentity.Kind.USER_FQDN, data);
      case DER_ASN1_DN, DER_ASN1_GN, KEY_ID, FC_NAME, NULL ->
          new Reading.Refused("unsupported ID type " + type);
    };
  }

  private static Reading readAddress(SourceIdentity.Kind kind, byte[] data, int length) {
    if (data.length != length) {
      return new Reading.Refused("an address of %d octets as %s".formatted(data.length, kind));
    }
    String text = AddressText.of(data);
    return isAddress(kind, text)
        ? new Reading.Known(new Identity(kind, text))
        : new Reading.Refused("an IPv4-mapped address as " + kind);
  }

  private static Reading readName(SourceIdentity.Kind kind, byte[] data) {
    // ISO 8859-1 maps each octet to one character, so nothing is repaired before it is checked.
    String text = lowerCase(new String(data, StandardCharsets.ISO_8859_1));
    boolean valid = kind == SourceIdentity.Kind.FQDN ? isFqdn(text) : isUserFqdn(text);
    return valid
        ? new Reading.Known(new Identity(kind, text))
        : new Reading.Refused("not a valid name of %d octets as %s".formatted(data.length, kind));
  }

  /** The identity of an address. */
  public static Identity of(InetAddress address) {
    SourceIdentity.Kind kind =
        address instanceof Inet4Address ? SourceIdentity.Kind.IPV4 : SourceIdentity.Kind.IPV6;
    return new Identity(kind, AddressText.of(address.getAddress()));
  }

  /** The identity as it goes into an ID payload. */
  public IdPayload payload(boolean initiator) {
    return switch (kind) {
      case IPV4 -> new IdPayload(initiator, IdType.IPV4_ADDR.value(), octetsOfAddress());
      case IPV6 -> new IdPayload(initiator, IdType.IPV6_ADDR.value(), octetsOfAddress());
      case FQDN -> new IdPayload(initiator, IdType.FQDN.value(), octetsOfName());
      case USER_FQDN -> new IdPayload(initiator, IdType.RFC822_ADDR.value(), octetsOfName());
    };
  }

  /** The same in the form of the events. */
  public SourceIdentity toSource() {
    return new SourceIdentity(kind, value);
  }

  private Bytes octetsOfAddress() {
    return Bytes.of(InetAddress.ofLiteral(value).getAddress());
  }

  private Bytes octetsOfName() {
    return Bytes.of(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isAddress(SourceIdentity.Kind kind, String text) {
    InetAddress address = InetAddress.ofLiteral(text);
    return kind == SourceIdentity.Kind.IPV4
        ? address instanceof Inet4Address && AddressText.of(address.getAddress()).equals(text)
        : address instanceof Inet6Address && AddressText.of(address.getAddress()).equals(text);
  }

  private static boolean isFqdn(String text) {
    // An address sent as a name is a mistake of the device's settings.
    return text.length() <= FQDN_LIMIT
        && FQDN.matcher(text).matches()
        && !DIGITS_AND_DOTS.matcher(text).matches();
  }

  private static boolean isUserFqdn(String text) {
    int at = text.indexOf('@');
    return at > 0
        && LOCAL_PART.matcher(text.substring(0, at)).matches()
        && isFqdn(text.substring(at + 1));
  }

  /** ASCII letters only: the rules of a locale would let other characters become letters. */
  private static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.chars()
        .map(c -> c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)
        .forEach(lower::appendCodePoint);
    return lower.toString();
  }
}
