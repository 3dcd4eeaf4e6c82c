package io.culvert.standalone.net;

import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace.
 *
 * @param name its name for {@code ip netns}; the system's own begin with {@link #PREFIX}
 */
public record Namespace(String name) implements AutoCloseable {
  /** What the names of all namespaces of a stack begin with. */
  public static final String PREFIX = "culvert-";

  /** Makes the namespace, with its loopback up and without IPv6. */
  public static Namespace create(String name) {
    SystemCommand.run(List.of("ip", "netns", "add", name));
    Namespace namespace = new Namespace(name);
    namespace.ip("link", "set", "lo", "up");
    namespace.run("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1");
    namespace.run("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
    return namespace;
  }

  /** The namespaces of a stack that are there, from this run or from one that did not end well. */
  public static List<Namespace> leftovers() {
    return SystemCommand.run(List.of("ip", "netns", "list"))
        .lines()
        .map(line -> line.split(" ", 2)[0])
        .filter(name -> name.startsWith(PREFIX))
        .map(Namespace::new)
        .toList();
  }

  /** A command as it is run inside. The process keeps its id: {@code ip} replaces itself. */
  public List<String> command(List<String> command) {
    List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
    inside.addAll(command);
    return inside;
  }

  /** Runs a command inside that must succeed; answers what it wrote. */
  public String run(String... command) {
    return SystemCommand.run(command(List.of(command)));
  }

  /** Runs a command inside that may fail. */
  public SystemCommand.Result attempt(String... command) {
    return SystemCommand.attempt(command(List.of(command)));
  }

  /** Runs {@code ip} on the devices, addresses, routes and rules inside. */
  public String ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name));
    command.addAll(List.of(arguments));
    return SystemCommand.run(command);
  }

  /** Loads rules of nftables inside. */
  public void nft(String rules) {
    SystemCommand.run(command(List.of("nft", "-f", "-")), rules);
  }

  /** Lets processes that are started inside ask this name server. */
  public void nameServer(String address) {
    Path file = settings().resolve("resolv.conf");
    try {
      Files.createDirectories(settings());
      Files.writeString(file, "nameserver " + address + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Where {@code ip} finds what processes inside see in place of the machine's own /etc. */
  private Path settings() {
    return Path.of("/etc/netns", name);
  }

  /** Lets it pass on packets between its devices. */
  public void forward() {
    run("sysctl", "-qw", "net.ipv4.ip_forward=1");
  }

  /** Deletes it with the devices inside; nothing happens when it is not there. */
  @Override
  public void close() {
    // TCP connections that still say good-bye keep a deleted namespace for minutes, and with it the
    // end of the cable outside: the cable is taken out first.
    SystemCommand.attempt(List.of("ip", "-n", name, "link", "del", Wan.DEVICE));
    SystemCommand.attempt(List.of("ip", "netns", "del", name));
    SystemCommand.attempt(List.of("rm", "-rf", settings().toString()));
  }
}
