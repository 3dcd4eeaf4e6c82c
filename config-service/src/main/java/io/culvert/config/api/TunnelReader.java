package io.culvert.config.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.api.JsonFields.Item;
import io.culvert.config.app.TunnelDraft;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.Psk;
import io.culvert.config.domain.SourceType;
import io.culvert.config.domain.TunnelRules;
import io.culvert.config.domain.TunnelSettings;
import io.culvert.config.domain.Violations;
import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of one tunnel over the tunnel as it is: a field that was not sent keeps its value.
 */
final class TunnelReader {
  private static final int NAME_LENGTH = TunnelRules.NAME_LENGTH;
  private static final int NOTES_LENGTH = 4096;

  private final JsonFields fields;
  private final Violations violations = new Violations();
  private final @Nullable TunnelSettings current;
  private final PopCatalog catalog;

  private TunnelReader(ObjectNode json, @Nullable TunnelSettings current, PopCatalog catalog) {
    this.fields = new JsonFields(json, violations);
    this.current = current;
    this.catalog = catalog;
  }

  /**
   * The tunnel it leads to.
   *
   * @param current null when the tunnel is to be made
   */
  static TunnelDraft read(ObjectNode json, @Nullable TunnelSettings current, PopCatalog catalog) {
    return new TunnelReader(json, current, catalog).read();
  }

  private TunnelDraft read() {
    String site = kept("site", TunnelSettings::site, this::site);
    SourceIdentity identity = kept("srcidentity", TunnelSettings::identity, this::identity);
    String sourceIp = kept("srcipidentity", TunnelSettings::sourceIp, this::sourceIp);
    Psk psk = PskField.read(fields, current == null);
    EncryptionCipher cipher = kept("encryption", TunnelSettings::encryption, this::encryption);
    List<String> pops = kept("pops", TunnelSettings::pops, this::pops);
    Integer mbps = kept("bandwidth", TunnelSettings::bandwidthMbps, this::bandwidth);
    TunnelRules.bandwidth(mbps, pops == null ? List.of() : pops, catalog, wrong("bandwidth"));
    boolean enabled = enabled();
    String notes = text("notes", NOTES_LENGTH, TunnelSettings::notes);
    String vendor = text("vendor", NAME_LENGTH, TunnelSettings::vendor);
    String template = text("template", NAME_LENGTH, TunnelSettings::template);
    SourceType type = kept("sourcetype", TunnelSettings::sourceType, this::sourceType);
    OptionsReader options =
        OptionsReader.read(fields.object("options"), Optional.ofNullable(current));
    violations.throwIfAny();
    TunnelSettings settings =
        new TunnelSettings(
            requireNonNull(site),
            requireNonNull(identity),
            sourceIp,
            requireNonNull(pops),
            requireNonNull(cipher),
            mbps,
            enabled,
            notes,
            vendor,
            type == null ? SourceType.MIXED : type,
            template,
            options.rekey(),
            options.reauth(),
            options.xff());
    return new TunnelDraft(settings, psk, TunnelRules.warnings(settings, psk));
  }

  private interface Reader<T> {
    @Nullable T read();
  }

  /** What was sent, or else what is. */
  private <T> @Nullable T kept(
      String name, Function<TunnelSettings, @Nullable T> now, Reader<T> reader) {
    return current != null && !fields.sent(name) ? now.apply(current) : reader.read();
  }

  private String text(String name, int maxLength, Function<TunnelSettings, String> now) {
    String read = kept(name, now, () -> fields.text(name, maxLength));
    return read == null ? "" : read;
  }

  /** A text that must be there. */
  private @Nullable String needed(String name, int maxLength) {
    if (!fields.sent(name) || fields.isNull(name)) {
      fields.wrong(name, "is needed");
      return null;
    }
    return fields.text(name, maxLength);
  }

  private @Nullable String site() {
    String site = needed("site", NAME_LENGTH);
    return site == null ? null : TunnelRules.site(site, wrong("site"));
  }

  private @Nullable SourceIdentity identity() {
    String text = needed("srcidentity", NAME_LENGTH);
    return text == null ? null : TunnelRules.identity(text, wrong("srcidentity"));
  }

  private @Nullable String sourceIp() {
    String text = fields.text("srcipidentity", NAME_LENGTH);
    return text == null ? null : TunnelRules.sourceIp(text, wrong("srcipidentity"));
  }

  private @Nullable EncryptionCipher encryption() {
    String text = needed("encryption", NAME_LENGTH);
    return text == null ? null : TunnelRules.encryption(text, wrong("encryption"));
  }

  private Consumer<String> wrong(String name) {
    return message -> fields.wrong(name, message);
  }

  private @Nullable SourceType sourceType() {
    String text = fields.text("sourcetype", NAME_LENGTH);
    SourceType type = text == null || text.isEmpty() ? null : SourceType.of(text).orElse(null);
    if (text != null && !text.isEmpty() && type == null) {
      fields.wrong("sourcetype", "must be one of User, Machine, IoT, Guest Wifi, Mixed");
    }
    return type;
  }

  private @Nullable List<String> pops() {
    if (!fields.sent("pops") || fields.isNull("pops")) {
      fields.wrong("pops", "is needed");
      return null;
    }
    List<Item<String>> items = fields.texts("pops", 2, NAME_LENGTH);
    if (items == null) {
      return null;
    }
    if (fields.emptyList("pops")) {
      fields.wrong("pops", "must name the primary POP and should name a failover POP");
    }
    List<String> names = new ArrayList<>();
    for (Item<String> item : items) {
      names.add(TunnelRules.pop(item.value(), names, current, catalog, wrong(item.path())));
    }
    return names;
  }

  private @Nullable Integer bandwidth() {
    return fields.integer("bandwidth", 1, TunnelRules.MAX_MBPS);
  }

  private boolean enabled() {
    Boolean enable = fields.bool("enable");
    Boolean enabled = fields.bool("enabled");
    if (enable != null && enabled != null && !enable.equals(enabled)) {
      fields.wrong("enabled", "says the opposite of enable");
    }
    Boolean sent = enable == null ? enabled : enable;
    return sent == null ? current == null || current.enabled() : sent;
  }
}
