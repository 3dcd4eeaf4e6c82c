package io.culvert.standalone.peer;

import io.culvert.standalone.net.Internet;
import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.Wan;

/**
 * A branch office: a router on the public network and a user's machine behind it.
 *
 * @param router the router's namespace
 * @param user the namespace of the user's machine
 */
public record BranchNetwork(Namespace router, Namespace user) implements AutoCloseable {
  // The tunnel's own table holds a route to everywhere and comes first; the branch's own network
  // must not follow it.
  private static final String TUNNEL_TABLE = "220";
  private static final int PREFIX_LENGTH = 24;

  private static final String RULES =
      """
      table ip branch {
        chain passing {
          type filter hook forward priority filter; policy accept;
          tcp flags syn tcp option maxseg size set rt mtu
        }
      }
      """;

  /**
   * Makes a branch office.
   *
   * @param name the namespace of the router; the user's is named after it
   * @param address the router's public address
   * @param network the first three octets of the /24 inside, such as {@code 192.168.1}
   */
  public static BranchNetwork create(String name, String userName, String address, String network) {
    Namespace router = Namespace.create(name);
    Namespace user = Namespace.create(userName);
    Wan.attach(router, address);
    Wan.cable(router, "lan", user, "lan");
    router.ip("addr", "add", network + ".1/" + PREFIX_LENGTH, "dev", "lan");
    user.ip("addr", "add", network + ".10/" + PREFIX_LENGTH, "dev", "lan");
    user.ip("route", "add", "default", "via", network + ".1");
    user.nameServer(Internet.NAME_SERVER);
    router.forward();
    router.ip("route", "add", "throw", network + ".0/" + PREFIX_LENGTH, "table", TUNNEL_TABLE);
    router.nft(RULES);
    return new BranchNetwork(router, user);
  }

  @Override
  public void close() {
    user.close();
    router.close();
  }
}
