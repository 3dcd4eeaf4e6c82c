package io.culvert.gateway.app.policy;

import io.culvert.gateway.core.ike.crypto.Secret;
import io.culvert.gateway.core.ike.task.Ppk;
import io.culvert.gateway.core.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The post-quantum pre-shared keys (RFC 8784) of the tunnels that have some. The operator hands
 * them to the gateway himself: what travelled under today's key exchanges could be read later by
 * those whom these keys are to keep out.
 */
public final class Ppks {
  /** No tunnel has one. */
  public static final Ppks NONE = new Ppks(Map.of());

  /** RFC 8784 §6: 256 bits, for a quantum computer halves what a key is worth. */
  private static final int LEAST_OCTETS = 32;

  private final Map<String, List<Ppk>> byIdentity;

  private Ppks(Map<String, List<Ppk>> byIdentity) {
    this.byIdentity = byIdentity;
  }

  /**
   * Reads lines of {@code identity ppk-id key}: the tunnel's source identity, what both ends call
   * the key, the key in Base64. Empty lines and those that begin with {@code #} are skipped; a
   * tunnel may have several lines.
   *
   * @throws IllegalArgumentException when a line is not so; the message has its number, not its
   *     text
   */
  public static Ppks parse(List<String> lines) {
    Map<String, List<Ppk>> found = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] fields = line.split("\\s+", -1);
        if (fields.length != 3) {
          throw bad(i, "not \"identity ppk-id key\"");
        }
        found
            .computeIfAbsent(fields[0].toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
            .add(new Ppk(Bytes.of(fields[1].getBytes(StandardCharsets.UTF_8)), key(i, fields[2])));
      }
    }
    return new Ppks(found);
  }

  private static Secret key(int index, String text) {
    byte[] octets;
    try {
      octets = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw bad(index, "the key is not Base64");
    }
    if (octets.length < LEAST_OCTETS) {
      throw bad(index, "the key is shorter than " + LEAST_OCTETS + " octets");
    }
    return Secret.copyOf(octets);
  }

  private static IllegalArgumentException bad(int index, String problem) {
    return new IllegalArgumentException("line " + (index + 1) + ": " + problem);
  }

  /** The keys of the tunnel with that source identity; empty where it needs none. */
  List<Ppk> of(String identity) {
    return List.copyOf(byIdentity.getOrDefault(identity, List.of()));
  }
}
