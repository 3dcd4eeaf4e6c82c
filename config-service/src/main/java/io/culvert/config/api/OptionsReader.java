package io.culvert.config.api;

import io.culvert.config.api.JsonFields.Item;
import io.culvert.config.domain.IpText;
import io.culvert.config.domain.TunnelSettings;
import io.culvert.config.domain.Xff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The object {@code options} of a tunnel's JSON, read over what is. */
record OptionsReader(boolean rekey, boolean reauth, Xff xff) {
  private static final int MAX_ADDRESSES = 100;
  private static final int ADDRESS_LENGTH = 64;

  static OptionsReader read(JsonFields options, Optional<TunnelSettings> current) {
    return new OptionsReader(
        flag(options.bool("rekey"), current.map(TunnelSettings::rekey)),
        flag(options.bool("reauth"), current.map(TunnelSettings::reauth)),
        xff(options.object("xff"), current.map(TunnelSettings::xff).orElse(Xff.OFF)));
  }

  private static boolean flag(@Nullable Boolean sent, Optional<Boolean> current) {
    return sent == null ? current.orElse(false) : sent;
  }

  private static Xff xff(JsonFields fields, Xff current) {
    Boolean enable = fields.bool("enable");
    Boolean enabled = fields.bool("enabled");
    if (enable != null && enabled != null && !enable.equals(enabled)) {
      fields.wrong("enabled", "says the opposite of enable");
    }
    boolean on = flag(enable == null ? enabled : enable, Optional.of(current.enabled()));
    List<String> sent = addresses(fields);
    if (!on) {
      if (sent != null && !sent.isEmpty()) {
        fields.wrong("iplist", "needs enable: true");
      }
      return Xff.OFF;
    }
    return new Xff(true, sent == null ? current.addresses() : sent);
  }

  private static @Nullable List<String> addresses(JsonFields fields) {
    List<Item<String>> items = fields.texts("iplist", MAX_ADDRESSES, ADDRESS_LENGTH);
    if (items == null) {
      return null;
    }
    List<String> addresses = new ArrayList<>();
    for (Item<String> item : items) {
      IpText.canonical(item.value().strip())
          .ifPresentOrElse(
              addresses::add, () -> fields.wrong(item.path(), "must be an IPv4 or IPv6 address"));
    }
    return addresses;
  }
}
