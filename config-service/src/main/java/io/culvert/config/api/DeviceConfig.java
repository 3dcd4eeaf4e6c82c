package io.culvert.config.api;

import io.culvert.config.app.TunnelView;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.TunnelSettings;
import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the templates of device configurations are filled with; a pre-shared key is not in it. */
final class DeviceConfig {
  /** Stands where the admin puts the key. */
  static final String PSK = "<PRE-SHARED-KEY>";

  /** design.md §4: eight hours and two. */
  private static final int IKE_SECONDS = 28_800;

  private static final int ESP_SECONDS = 7_200;

  /** What is left of 1,500 octets with the costliest cipher, ESP in UDP and some room. */
  private static final int MTU = 1_400;

  private static final int MSS = MTU - 40;

  /** What the names of all makers can be made of; Junos allows 32, with what is appended. */
  private static final int NAME_LENGTH = 20;

  /** FortiOS allows 15 characters for the name of an interface. */
  private static final int SHORT_LENGTH = 12;

  private DeviceConfig() {}

  /**
   * The values by name.
   *
   * @param networks what is behind the device, as CIDR
   */
  static Map<String, Object> values(TunnelView view, List<String> networks) {
    TunnelSettings settings = view.tunnel().settings();
    List<Map<String, Object>> pops = pops(view);
    Map<String, Object> values = new HashMap<>(cipher(settings.encryption()));
    values.putAll(identity(settings.identity()));
    values.put("site", oneLine(settings.site()));
    values.put("name", name(view, NAME_LENGTH));
    values.put("shortName", name(view, SHORT_LENGTH));
    values.put("pops", pops);
    values.put("primary", pops.getFirst());
    values.put("failover", pops.size() > 1 ? pops.getLast() : false);
    values.put("networks", String.join(",", networks));
    values.put("networkList", networks);
    values.put("psk", PSK);
    values.put("ikeSeconds", IKE_SECONDS);
    values.put("espSeconds", ESP_SECONDS);
    values.put("mtu", MTU);
    values.put("mss", MSS);
    values.put("mssAbove", MSS + 1);
    values.put("openBrace", "{");
    values.put("closeBrace", "}");
    return values;
  }

  private static List<Map<String, Object>> pops(TunnelView view) {
    List<Map<String, Object>> pops = new ArrayList<>();
    for (String name : view.tunnel().settings().pops()) {
      view.pops().named(name).ifPresent(pop -> pops.add(pop(pop, pops.size() + 1)));
    }
    return pops;
  }

  private static Map<String, Object> pop(Pop pop, int number) {
    Map<String, Object> values = new HashMap<>();
    values.put("pop", pop.name());
    values.put("gateway", pop.settings().gateways().getFirst());
    String probe = pop.settings().probe();
    values.put("probe", probe == null ? "" : probe);
    values.put("number", number);
    values.put("first", number == 1);
    values.put("role", number == 1 ? "primary" : "failover");
    return values;
  }

  private static Map<String, Object> cipher(EncryptionCipher cipher) {
    return switch (cipher) {
      case AES128_CBC -> cipher(128, false);
      case AES256_CBC -> cipher(256, false);
      case AES128_GCM -> cipher(128, true);
      case AES192_GCM -> cipher(192, true);
      case AES256_GCM -> cipher(256, true);
      case NULL -> Map.of("bits", 0, "gcm", false, "cbc", false);
    };
  }

  private static Map<String, Object> cipher(int bits, boolean gcm) {
    return Map.of("bits", bits, "gcm", gcm, "cbc", !gcm);
  }

  private static Map<String, Object> identity(SourceIdentity identity) {
    String id = identity.value();
    boolean v6 = identity.kind() == SourceIdentity.Kind.IPV6;
    boolean fqdn = identity.kind() == SourceIdentity.Kind.FQDN;
    return Map.of(
        "id",
        id,
        "v6",
        v6,
        "ip",
        v6 || identity.kind() == SourceIdentity.Kind.IPV4,
        "fqdn",
        fqdn,
        // Without the sign libreswan would resolve the name.
        "idAt",
        fqdn ? "@" + id : id,
        // A dollar sign would begin a variable of RouterOS.
        "idEscaped",
        id.replace("$", "\\$"));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ").replace('"', ' ');
  }

  /** The site in ASCII letters, digits and hyphens, told apart by the id where it is cut off. */
  private static String name(TunnelView view, int length) {
    String ascii =
        Normalizer.normalize(view.tunnel().settings().site(), Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^[-0-9]+|-+$", "");
    String id = Long.toString(view.tunnel().id());
    if (!ascii.isEmpty() && ascii.length() <= length) {
      return ascii;
    }
    String head = ascii.substring(0, Math.min(ascii.length(), length - id.length() - 1));
    return head.isEmpty() ? "t-" + id : head.replaceAll("-+$", "") + "-" + id;
  }
}
