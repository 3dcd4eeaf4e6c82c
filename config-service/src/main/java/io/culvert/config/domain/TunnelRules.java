package io.culvert.config.domain;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a tunnel may be, in whatever form they came. A rule answers with the value in
 * its normal form; a value that is none is told to {@code wrong}, in a sentence that goes on after
 * the field's name and quotes nothing, and reads as null.
 */
public final class TunnelRules {
  /** Most characters of a name or of any other short text. */
  public static final int NAME_LENGTH = 255;

  /** Most that can be asked for at all, in Mbit/s. */
  public static final int MAX_MBPS = 1_000_000;

  private TunnelRules() {}

  /** A name on one line, in the composed form of Unicode (NFC). */
  public static @Nullable String site(String text, Consumer<String> wrong) {
    if (text.isBlank() || text.indexOf('\n') >= 0 || text.indexOf('\t') >= 0) {
      wrong.accept("must be a name on one line");
      return null;
    }
    return Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
  }

  /** An IKE identity. */
  public static @Nullable SourceIdentity identity(String text, Consumer<String> wrong) {
    SourceIdentity identity = Identities.parse(text).orElse(null);
    if (identity == null) {
      wrong.accept("must be an IPv4 or IPv6 address, an FQDN or user@fqdn");
    }
    return identity;
  }

  /** An address a device may come from; blank means any and is null. */
  public static @Nullable String sourceIp(String text, Consumer<String> wrong) {
    if (text.isBlank()) {
      return null;
    }
    String address = IpText.canonical(text.strip()).filter(IpText::unicast).orElse(null);
    if (address == null) {
      wrong.accept("must be an IPv4 or IPv6 address");
    }
    return address;
  }

  /** A pre-shared key. */
  public static @Nullable Psk psk(String text, Consumer<String> wrong) {
    try {
      return Psk.of(text);
    } catch (IllegalArgumentException e) {
      wrong.accept(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** A phase-2 cipher by its name. */
  public static @Nullable EncryptionCipher encryption(String text, Consumer<String> wrong) {
    EncryptionCipher cipher = EncryptionCipher.of(text).orElse(null);
    if (cipher == null) {
      wrong.accept(
          "must be one of AES128-CBC, AES256-CBC, AES128-GCM, AES192-GCM, AES256-GCM, Null");
    }
    return cipher;
  }

  /**
   * A POP's name in its normal form; told to {@code wrong} when the tunnel cannot use it.
   *
   * @param before the POPs named before this one
   * @param current what the tunnel is, which may go on using its POPs; null when it is to be made
   */
  public static String pop(
      String text,
      List<String> before,
      @Nullable TunnelSettings current,
      PopCatalog catalog,
      Consumer<String> wrong) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    Optional<Pop> pop = catalog.named(name);
    boolean used = current != null && current.pops().contains(name);
    if (pop.isEmpty()) {
      wrong.accept("there is no such POP");
    } else if (before.contains(name)) {
      wrong.accept("is the same POP twice");
    } else if (!used && !pop.get().settings().acceptingTunnels()) {
      wrong.accept("this POP is not accepting tunnels");
    }
    return name;
  }

  /** Whether that much is offered at these POPs. */
  public static void bandwidth(
      @Nullable Integer mbps, List<String> pops, PopCatalog catalog, Consumer<String> wrong) {
    int limit = catalog.maxMbps(pops);
    if (mbps != null && mbps > limit) {
      wrong.accept("must be at most " + limit + " at these POPs");
    }
  }

  /** What is accepted but unwise. */
  public static List<String> warnings(TunnelSettings settings, @Nullable Psk psk) {
    List<String> warnings = new ArrayList<>();
    if (settings.pops().size() == 1) {
      warnings.add("pops: without a failover POP the tunnel is down whenever this POP is");
    }
    Optional.ofNullable(psk).flatMap(Psk::warning).ifPresent(warnings::add);
    return warnings;
  }
}
