package io.culvert.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.culvert.standalone.api.TunnelApi;
import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.peer.BranchNetwork;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.peer.StrongSwan;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.stack.Progress;
import io.culvert.standalone.stack.Stack;
import io.culvert.standalone.state.SystemCommand;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The main job, end to end: a branch office reaches the internet through a tunnel. */
public final class Demo {
  private static final String SITE = "demo-branch";
  private static final String IDENTITY = "router@branch.demo.example";
  private static final String ADDRESS = "192.0.2.100";
  private static final String NETWORK = "192.168.1";
  private static final Namespace USER = new Namespace(Namespace.PREFIX + "user");
  private static final Duration UP_LIMIT = Duration.ofSeconds(60);
  private static final Duration TRY_LIMIT = Duration.ofSeconds(5);

  private final Stack stack;
  private final Progress progress;
  private final TunnelApi tunnels;

  /** The demonstration on this running stack. */
  public Demo(Stack stack, Progress progress) {
    this.stack = stack;
    this.progress = progress;
    this.tunnels = stack.tunnels();
  }

  /** What a user may try while the demonstration is kept. */
  public static String invitation() {
    return """
          try         ip netns exec %1$s ping %2$s
                      ip netns exec %1$s curl http://%3$s/
                      curl -H "Authorization: Bearer $(./culvert token)" \\
                        $(./culvert env | sed -n s/^STATUS_URL=//p)/api/v2/status/tunnels
          end         ./culvert down
        """
        .formatted(USER.name(), Pop.A.probe(), WebSite.ADDRESS);
  }

  /**
   * Shows it.
   *
   * @throws IllegalStateException when something does not work
   */
  public void run(PrintWriter out) {
    long tunnel = createTunnel();
    BranchNetwork branch =
        BranchNetwork.create(Namespace.PREFIX + "branch", USER.name(), ADDRESS, NETWORK);
    progress.say("Branch office: router " + ADDRESS + ", a user at " + NETWORK + ".10 behind it");
    connect(branch);
    JsonNode status =
        Await.value("the tunnel is not reported up", UP_LIMIT, null, () -> up(tunnel));
    progress.say("status-service reports the tunnel " + status.path("status").asText());
    ping(branch, Pop.A.probe(), "the probe of " + Pop.A.name());
    ping(branch, WebSite.ADDRESS, "the web site");
    // Throughput is the difference of two reports: the first must be there before the download.
    Await.value(
        "no report of the tunnel arrives",
        UP_LIMIT,
        null,
        () -> up(tunnel).filter(StatusTable::measured));
    new Download(branch.user(), progress).run(WebSite.FILE_SIZE);
    status =
        Await.value(
            "no throughput is reported",
            UP_LIMIT,
            null,
            () -> up(tunnel).filter(now -> StatusTable.kbpsIn(now) + StatusTable.kbpsOut(now) > 0));
    new Login(stack, branch.user(), progress).run(tunnel);
    out.println();
    out.print(StatusTable.of(status));
    out.println();
    out.flush();
  }

  private long createTunnel() {
    tunnels.deleteBySite(SITE);
    long id =
        tunnels.create(
            Map.of(
                "site",
                SITE,
                "srcidentity",
                IDENTITY,
                "psk",
                stack.state().secret("demo-psk"),
                "encryption",
                "AES256-CBC",
                "pops",
                List.of(Pop.A.name(), Pop.B.name()),
                "sourcetype",
                "Mixed",
                "notes",
                "Made by ./culvert demo",
                "enable",
                true));
    progress.say("Tunnel " + SITE + " is created over REST, with a token of the user admin");
    return id;
  }

  private void connect(BranchNetwork branch) {
    StrongSwan router = StrongSwan.start(stack.state(), branch.router());
    router.load(
        Connection.of(
            SITE,
            ADDRESS,
            Pop.A.address(),
            IDENTITY,
            stack.state().secret("demo-psk"),
            NETWORK + ".0/24"));
    // The gateway learns of the tunnel through Kafka within moments; a router simply tries again.
    Await.until(
        "the branch router cannot connect, see " + stack.state().folder("logs"),
        UP_LIMIT,
        null,
        () -> router.initiate(SITE, TRY_LIMIT).ok());
    progress.say("The branch router has its tunnel up (IKEv2, strongSwan)");
  }

  private void ping(BranchNetwork branch, String address, String what) {
    SystemCommand.Result result = branch.user().attempt("ping", "-c", "3", "-i", "0.3", address);
    String times =
        result.output().lines().filter(line -> line.startsWith("rtt")).findFirst().orElse("");
    if (!result.ok()) {
      throw new IllegalStateException("no ping to " + what + ": " + result.output());
    }
    progress.say("The user pings " + what + ", " + address + ": " + times);
  }

  private Optional<JsonNode> up(long tunnel) {
    return tunnels
        .status(tunnel)
        .filter(status -> status.path("status").asText().equalsIgnoreCase("up"));
  }
}
