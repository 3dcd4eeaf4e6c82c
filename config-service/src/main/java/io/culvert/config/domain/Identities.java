package io.culvert.config.domain;

import io.culvert.contract.SourceIdentity;
import io.culvert.contract.SourceIdentity.Kind;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the IKE identity an admin writes (RFC 7296 §3.5) into its normal form. */
public final class Identities {
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
  private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?\\d+");
  private static final Pattern USER =
      Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final int MAX_LENGTH = 255;

  private Identities() {}

  /** The identity, or empty when the text is no IPv4 or IPv6 address, FQDN or user@fqdn. */
  public static Optional<SourceIdentity> parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    if (trimmed.indexOf(':') >= 0) {
      return IpText.canonicalV6(trimmed).map(v6 -> new SourceIdentity(Kind.IPV6, v6));
    }
    int at = trimmed.lastIndexOf('@');
    if (at >= 0) {
      return user(trimmed.substring(0, at), trimmed.substring(at + 1));
    }
    return IpText.canonicalV4(trimmed)
        .map(v4 -> new SourceIdentity(Kind.IPV4, v4))
        .or(() -> name(trimmed).map(name -> new SourceIdentity(Kind.FQDN, name)));
  }

  private static Optional<SourceIdentity> user(String user, String host) {
    String lower = user.toLowerCase(Locale.ROOT);
    if (lower.length() > 64 || !USER.matcher(lower).matches()) {
      return Optional.empty();
    }
    return name(host).map(name -> new SourceIdentity(Kind.USER_FQDN, lower + "@" + name));
  }

  /** ASCII, lower case, without a final dot; a name that ends in a number would be an address. */
  private static Optional<String> name(String text) {
    String ascii;
    try {
      ascii = IDN.toASCII(text).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String bare = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    return NAME.matcher(bare).matches() && !NUMERIC_END.matcher(bare).matches()
        ? Optional.of(bare)
        : Optional.empty();
  }
}
