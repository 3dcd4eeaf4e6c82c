package io.culvert.gateway.adapter.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.culvert.gateway.core.net.InnerPackets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With a real TUN device, in a network namespace that ends with the process in it. Root only. */
class TunDeviceTest {
  @Test
  void pingThroughTheWholeDataplaneIsAnsweredByTheKernel() throws Exception {
    assumeTrue(isRoot() && Files.exists(Path.of("/dev/net/tun")), "needs root and /dev/net/tun");
    Process process =
        new ProcessBuilder(
                "unshare",
                "--net",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TunRoundTrip.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output).as("output of the round trip").contains("pinged ");
    String hex = output.substring(output.indexOf("pinged ") + 7).strip();
    byte[] reply = HexFormat.of().parseHex(hex);
    byte[] expected =
        InnerPackets.icmp(TunRoundTrip.KERNEL, TunRoundTrip.INSIDE, 0, new byte[1_000]);
    assertThat(InnerPackets.checksumsVerify(reply)).isTrue();
    // The kernel chooses the identification, and with it the header checksum.
    for (int chosen : new int[] {4, 5, 6, 10, 11}) {
      reply[chosen] = expected[chosen];
    }
    assertThat(reply).isEqualTo(expected);
  }

  @Test
  void whatTheKernelRefusesIsSaidWithWhatToDo() {
    assertThat(TunDevice.cannotOpen(CLibrary.ENOENT)).contains("no /dev/net/tun: ", "modprobe tun");
    assertThat(TunDevice.cannotOpen(CLibrary.EACCES)).contains("devices: [/dev/net/tun]");
    assertThat(TunDevice.cannotCreate("culvert-open", CLibrary.EPERM))
        .contains("culvert-open may not be made", "cap_add: [NET_ADMIN]");
    assertThat(TunDevice.cannotCreate("culvert-open", CLibrary.EBUSY)).contains("another gateway");
    assertThat(TunDevice.cannotCreate("culvert-open", 99)).contains("errno 99");
  }

  private static boolean isRoot() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
  }
}
