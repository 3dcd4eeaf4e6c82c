package io.culvert.standalone.net;

import io.culvert.standalone.state.SystemCommand;
import java.util.List;

/**
 * The "public" network of the stack: a bridge in the root namespace that carries 192.0.2.0/24 among
 * the namespaces plugged into it. The bridge itself has no address: the host takes no part in that
 * network, so it is no matter when the host's own network uses the same addresses.
 */
public final class Wan {
  /** The bridge. */
  public static final String BRIDGE = "culvert-wan";

  /** The network. */
  public static final String NETWORK = "192.0.2.0/24";

  /** The device of a namespace on the public network. */
  public static final String DEVICE = "wan";

  /** Its largest packet, in octets. */
  public static final int MTU = 1500;

  private static final int PREFIX_LENGTH = 24;

  /** The longest name Linux allows a network device. */
  private static final int DEVICE_NAME_LIMIT = 15;

  private Wan() {}

  /** Makes the bridge. */
  public static void create() {
    ip("link", "add", BRIDGE, "type", "bridge", "forward_delay", "0");
    SystemCommand.attempt(List.of("sysctl", "-qw", "net.ipv6.conf." + BRIDGE + ".disable_ipv6=1"));
    ip("link", "set", BRIDGE, "up");
  }

  /** Plugs a namespace into the bridge: it gets the device {@code wan} with this address. */
  public static void attach(Namespace namespace, String address) {
    String outside = outsideName(namespace);
    // Of a stack that was killed; its namespace may be gone and the cable not.
    SystemCommand.attempt(List.of("ip", "link", "del", outside));
    ip("link", "add", outside, "type", "veth", "peer", "name", DEVICE, "netns", namespace.name());
    ip("link", "set", outside, "master", BRIDGE, "up");
    namespace.ip("addr", "add", address + "/" + PREFIX_LENGTH, "dev", DEVICE);
    namespace.ip("link", "set", DEVICE, "up");
  }

  /** Takes the cable of a namespace out, or puts it in again. */
  public static void plug(Namespace namespace, boolean in) {
    ip("link", "set", outsideName(namespace), in ? "up" : "down");
  }

  /** Joins two namespaces with a cable of their own; devices have no address yet and are up. */
  public static void cable(Namespace one, String device, Namespace other, String otherDevice) {
    one.ip(
        "link", "add", device, "type", "veth", "peer", "name", otherDevice, "netns", other.name());
    one.ip("link", "set", device, "up");
    other.ip("link", "set", otherDevice, "up");
  }

  /** Deletes the bridge; nothing happens when it is not there. */
  public static void delete() {
    SystemCommand.attempt(List.of("ip", "link", "del", BRIDGE));
  }

  private static String outsideName(Namespace namespace) {
    String name = "cv" + namespace.name().replaceFirst("^" + Namespace.PREFIX, "-");
    return name.substring(0, Math.min(name.length(), DEVICE_NAME_LIMIT));
  }

  private static void ip(String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    SystemCommand.run(command);
  }
}
