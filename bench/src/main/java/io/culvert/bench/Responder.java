package io.culvert.bench;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.peer.StrongSwan;
import io.culvert.standalone.state.StateFolder;
import io.culvert.standalone.state.SystemCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A gateway under load. */
sealed interface Responder extends AutoCloseable {
  /** Its process. */
  ProcessUse process();

  /** Octets in use: of a heap, what a collection leaves; else resident memory. */
  long memory();

  /** How long it takes under load until it is as fast as it gets. */
  Duration warmUp();

  @Override
  void close();

  /** Culvert: see {@link GatewayMain}. */
  record Culvert(LoadProcess jvm) implements Responder {
    /** The figure the heap is aimed to stay under. */
    static final String HEAP = "1g";

    static Culvert start(StateFolder state, Namespace namespace, Duration dpd) {
      LoadProcess jvm =
          LoadProcess.start(
              state,
              namespace,
              HEAP,
              GatewayMain.class,
              LoadNetwork.GATEWAY,
              Long.toString(dpd.toSeconds()));
      jvm.await("ready", Duration.ofMinutes(1));
      return new Culvert(jvm);
    }

    @Override
    public ProcessUse process() {
      return new ProcessUse(jvm.pid());
    }

    /** The JVM's compiler has its say for that long. */
    @Override
    public Duration warmUp() {
      return Duration.ofSeconds(40);
    }

    /** The sum of a histogram of live objects, for which the JVM collects everything else. */
    @Override
    public long memory() {
      SystemCommand.Result histogram =
          SystemCommand.attempt(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(jvm.pid()),
                  "GC.class_histogram"),
              null,
              Map.of(),
              Duration.ofMinutes(1));
      return histogram
          .output()
          .lines()
          .filter(line -> line.startsWith("Total"))
          .mapToLong(line -> Long.parseLong(line.strip().split(" +", 3)[2]))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("jcmd: " + histogram.output()));
    }

    @Override
    public void close() {
      jvm.close();
    }
  }

  /** strongSwan's charon, with ESP in user space. */
  record Charon(StrongSwan daemon) implements Responder {
    // What would hold it back under load from few addresses is off: its log, limits on half-open
    // SAs, the single list of all SAs, and a route in the kernel for each tunnel.
    // The first plugin that has an algorithm provides it.
    private static final String SETTINGS =
        """
          load = random nonce %s openssl pem pkcs1 hmac kdf gcm drbg kernel-libipsec kernel-netlink \
        socket-default vici updown
          dh_exponent_ansi_x9_42 = %s
          dos_protection = no
          cookie_threshold = 0
          block_threshold = 0
          ikesa_table_size = 4096
          ikesa_table_segments = 16
          install_routes = no
          filelog {
            stderr {
              default = 0
              ike = 0
            }
          }
        """;

    private static final String CONNECTION =
        """
        connections {
          bench {
            version = 2
            local_addrs = %1$s
            proposals = aes256-sha256-%2$s
            encap = yes
            mobike = no
            unique = never
            dpd_delay = %3$ds
            local {
              auth = psk
              id = %1$s
            }
            remote {
              auth = psk
              id = %%any
            }
            children {
              bench {
                esp_proposals = aes256-sha256
                local_ts = 0.0.0.0/0
                remote_ts = 0.0.0.0/0
              }
            }
          }
        }
        secrets {
          ike-bench {
            secret = 0s%4$s
          }
        }
        """;

    /**
     * How it exchanges keys.
     *
     * @param group in strongSwan's words
     * @param gmp computed by GMP and not by OpenSSL
     * @param shortExponents what {@code dh_exponent_ansi_x9_42 = no} asks for
     */
    record Exchange(String group, boolean gmp, boolean shortExponents) {}

    static Charon start(StateFolder state, Namespace namespace, Exchange exchange, Duration dpd) {
      StrongSwan daemon =
          StrongSwan.start(
              state,
              namespace,
              SETTINGS.formatted(
                  exchange.gmp() ? "gmp" : "", exchange.shortExponents() ? "no" : "yes"));
      byte[] psk = BenchTunnels.PSK.getBytes(StandardCharsets.UTF_8);
      daemon.load(
          CONNECTION.formatted(
              LoadNetwork.GATEWAY,
              exchange.group(),
              dpd.toSeconds(),
              Base64.getEncoder().encodeToString(psk)));
      return new Charon(daemon);
    }

    @Override
    public ProcessUse process() {
      return new ProcessUse(daemon.pid());
    }

    @Override
    public Duration warmUp() {
      return Duration.ofSeconds(3);
    }

    @Override
    public long memory() {
      return process().residentOctets();
    }

    @Override
    public void close() {
      daemon.close();
    }
  }
}
