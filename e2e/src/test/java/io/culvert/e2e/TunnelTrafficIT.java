package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.demo.Download;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import io.culvert.standalone.stack.Progress;
import io.culvert.standalone.state.SystemCommand;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real router's traffic through its tunnel, and what the service reports of it. */
@ExtendWith(StackExtension.class)
class TunnelTrafficIT {
  private static final long SIZE = 20_000_000;
  private static final Duration REPORT_LIMIT = Duration.ofSeconds(40);

  private final World world;

  TunnelTrafficIT(World world) {
    this.world = world;
  }

  @ParameterizedTest
  @CsvSource({
    "AES128-CBC, aes128-sha1, AES_CBC-128",
    "AES256-CBC, aes256-sha256, AES_CBC-256",
    "AES128-GCM, aes128gcm16, AES_GCM_16-128",
    "AES192-GCM, aes192gcm16, AES_GCM_16-192",
    "AES256-GCM, aes256gcm16, AES_GCM_16-256",
    "AES256-GCM, aes256gcm16-modp2048, AES_GCM_16-256",
    "Null, null-sha256, NULL"
  })
  void pingsAndDownloadsCrossTheTunnelWithItsCipher(String cipher, String esp, String negotiated) {
    Tunnel tunnel = world.tunnel(cipher);
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel).withEsp(esp));
      assertThat(device.router().listSas()).contains(negotiated);
      device.requirePing(Pop.A.probe());
      device.requirePing(WebSite.ADDRESS);
      download(device, SIZE / 10);
      TunnelEvent established = world.events().await(tunnel.id(), TunnelEvent.Type.ESTABLISHED);
      assertThat(established.pop()).isEqualTo(Pop.A.name());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aes128-sha1-modp2048",
    "aes192-sha384-modp3072",
    "aes256-sha512-modp4096",
    "aes256-sha256-modp8192"
  })
  void everyGroupAndHashOfPhaseOneConnects(String ike) {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel).withEsp("aes256gcm16").withIke(ike));
      device.requirePing(Pop.A.probe());
    }
  }

  @Test
  void aTunnelWithTrafficIsReportedUpWithItsThroughput() {
    Tunnel tunnel = world.tunnel("AES256-CBC");
    Instant before = Instant.now();
    try (Device device = world.device()) {
      device.connect(device.connection(tunnel));
      JsonNode up = tunnel.awaitUp();
      assertThat(Instant.parse(up.path("since").asText())).isAfter(before.minusSeconds(2));
      // Throughput is the difference of two reports: the first must be there before the download.
      tunnel.awaitStatus("a first report", REPORT_LIMIT, pop -> pop.path("sas").asInt() == 1);
      download(device, SIZE);
      JsonNode busy =
          tunnel.awaitStatus(
              "throughput",
              REPORT_LIMIT,
              pop -> pop.path("throughput").path("outKbps").asLong() > 1000);
      assertThat(busy.path("sas").asInt()).isEqualTo(1);
      assertThat(busy.path("hosts").asInt()).isEqualTo(1);
      assertThat(busy.path("cipher").asText()).contains("AES");
      JsonNode shown =
          Await.value(
              "config-service does not report throughput",
              REPORT_LIMIT,
              null,
              () ->
                  Optional.of(world.tunnels().get(tunnel.id()).path("pops").path(0))
                      .filter(pop -> pop.path("throughput").asText().matches("\\d+ Kbps")));
      assertThat(shown.path("status").asText()).isEqualTo("up");
      assertThat(Instant.parse(shown.path("since").asText())).isAfter(before.minusSeconds(2));
    }
  }

  @Test
  void twoDevicesMayUseTheSameNetworkInside() {
    Tunnel first = world.tunnel("AES256-GCM");
    Tunnel second = world.tunnel("AES256-GCM");
    try (Device one = world.device();
        Device other = world.device()) {
      one.connect(one.connection(first).withEsp("aes256gcm16"));
      other.connect(other.connection(second).withEsp("aes256gcm16"));
      one.requirePing(WebSite.ADDRESS);
      other.requirePing(WebSite.ADDRESS);
      one.requirePing(Pop.A.probe());
    }
  }

  @Test
  void rekeyingEitherSaKeepsTheTrafficGoing() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device()) {
      Connection connection = device.connection(tunnel).withEsp("aes256gcm16-modp2048");
      device.connect(connection);
      assertThat(device.router().rekeyChild(connection.name()).ok()).isTrue();
      device.requirePing(WebSite.ADDRESS);
      assertThat(device.router().rekeyIke(connection.name()).ok()).isTrue();
      device.requirePing(WebSite.ADDRESS);
      assertThat(device.router().listSas()).contains("#2, ESTABLISHED");
      assertThat(device.router().terminate(connection.name()).ok()).isTrue();
    }
  }

  @Test
  void aCipherThatIsNotTheTunnelsIsNotAccepted() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device()) {
      SystemCommand.Result result =
          device.tryConnect(device.connection(tunnel).withEsp("aes128-sha1"));
      assertThat(result.output()).contains("NO_PROPOSAL_CHOSEN");
      world
          .events()
          .await(
              "no-proposal-chosen of " + tunnel.id(),
              event -> event.tunnelId() == tunnel.id() && event.type() == TunnelEvent.Type.FAILED);
    }
  }

  private static void download(Device device, long size) {
    new Download(device.user(), new Progress(new PrintWriter(Writer.nullWriter()))).run(size);
  }
}
