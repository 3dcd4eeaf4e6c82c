package io.culvert.config.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.api.JsonFields.Item;
import io.culvert.config.domain.GeoPoint;
import io.culvert.config.domain.IpText;
import io.culvert.config.domain.PopSettings;
import io.culvert.config.domain.Violations;
import io.culvert.contract.PskSeal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of one POP over the POP as it is: a field that was not sent keeps its value. */
public final class PopReader {
  private static final int TEXT_LENGTH = 128;
  private static final List<Integer> BANDWIDTHS = List.of(50, 100, 150, 200, 250);

  /** What the name of a POP looks like. */
  static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

  private static final String REGION = "[A-Z]{2}(-[A-Za-z0-9]{1,8})?";
  private static final String DAY = "[A-Za-z0-9][A-Za-z0-9 -]{0,31}";

  private final JsonFields fields;
  private final Violations violations = new Violations();
  private final @Nullable PopSettings current;

  private PopReader(ObjectNode json, @Nullable PopSettings current) {
    this.fields = new JsonFields(json, violations);
    this.current = current;
  }

  /**
   * The POP it leads to.
   *
   * @param current null when the POP is to be made
   */
  public static PopSettings read(ObjectNode json, @Nullable PopSettings current) {
    return new PopReader(json, current).read();
  }

  private PopSettings read() {
    String name =
        text("name", NAME, "must be lower-case letters, digits and hyphens", PopSettings::name);
    if (current != null && name != null && !name.equals(current.name())) {
      fields.wrong("name", "is fixed for good");
    }
    String region = text("region", REGION, "must look like US-CA", PopSettings::region);
    String location = text("location", ".*\\S.*", "must not be empty", PopSettings::location);
    Double latitude = degrees("latitude", 90, s -> s.place().latitude());
    Double longitude = degrees("longitude", 180, s -> s.place().longitude());
    List<String> gateways = keeps("gateways") ? requireNonNull(current).gateways() : gateways();
    String probe = keeps("probe") ? requireNonNull(current).probe() : address("probe");
    Boolean sent = fields.bool("acceptingTunnels");
    boolean accepting = sent == null ? current == null || current.acceptingTunnels() : sent;
    List<Integer> bandwidths =
        keeps("bandwidths") ? requireNonNull(current).bandwidths() : bandwidths();
    String day =
        fields.sent("releaseDeploymentDay") || current != null
            ? text(
                "releaseDeploymentDay",
                DAY,
                "must look like Day-3",
                PopSettings::releaseDeploymentDay)
            : "Day-1";
    String key = keeps("publicKey") ? requireNonNull(current).publicKey() : publicKey();
    violations.throwIfAny();
    return new PopSettings(
        requireNonNull(name),
        requireNonNull(region),
        requireNonNull(location),
        new GeoPoint(requireNonNull(latitude), requireNonNull(longitude)),
        gateways,
        probe,
        accepting,
        bandwidths,
        requireNonNull(day),
        key);
  }

  private boolean keeps(String name) {
    return current != null && !fields.sent(name);
  }

  private boolean needed(String name) {
    if (!fields.sent(name) || fields.isNull(name)) {
      fields.wrong(name, "is needed");
      return false;
    }
    return true;
  }

  private @Nullable String text(
      String name, String pattern, String message, Function<PopSettings, String> now) {
    if (current != null && !fields.sent(name)) {
      return now.apply(current);
    }
    String text = needed(name) ? fields.text(name, TEXT_LENGTH) : null;
    if (text != null && !text.matches(pattern)) {
      fields.wrong(name, message);
      return null;
    }
    return text;
  }

  private @Nullable Double degrees(String name, int max, Function<PopSettings, Double> now) {
    if (current != null && !fields.sent(name)) {
      return now.apply(current);
    }
    return needed(name) ? fields.number(name, -max, max) : null;
  }

  private List<String> gateways() {
    List<Item<String>> items = needed("gateways") ? fields.texts("gateways", 8, TEXT_LENGTH) : null;
    if (items != null && items.isEmpty()) {
      fields.wrong("gateways", "must have at least one address");
    }
    List<String> addresses = new ArrayList<>();
    for (Item<String> item : items == null ? List.<Item<String>>of() : items) {
      IpText.canonical(item.value().strip())
          .filter(IpText::unicast)
          .ifPresentOrElse(
              addresses::add, () -> fields.wrong(item.path(), "must be an IPv4 or IPv6 address"));
    }
    return addresses;
  }

  private @Nullable String address(String name) {
    String text = fields.text(name, TEXT_LENGTH);
    if (text == null || text.isBlank()) {
      return null;
    }
    String address = IpText.canonical(text.strip()).filter(IpText::unicast).orElse(null);
    if (address == null) {
      fields.wrong(name, "must be an IPv4 or IPv6 address");
    }
    return address;
  }

  private List<Integer> bandwidths() {
    List<Item<Integer>> items = fields.integers("bandwidths", 32, 1, 1_000_000);
    if (items != null && items.isEmpty()) {
      fields.wrong("bandwidths", "must have at least one");
    }
    return items == null ? BANDWIDTHS : items.stream().map(Item::value).sorted().toList();
  }

  /** A key that nothing can be sealed to would make every tunnel of the POP fail. */
  private @Nullable String publicKey() {
    String key = fields.text("publicKey", TEXT_LENGTH);
    if (key == null || key.isEmpty()) {
      return null;
    }
    try {
      new PskSeal.Sealer(key);
      return key;
    } catch (IllegalArgumentException | IllegalStateException e) {
      fields.wrong("publicKey", "must be an X25519 public key in Base64");
      return null;
    }
  }
}
