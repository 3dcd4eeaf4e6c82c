package io.culvert.bench;

import io.culvert.gateway.core.esp.EspCipher;
import io.culvert.gateway.core.esp.EspIntegrity;
import io.culvert.gateway.core.esp.EspKeys;
import io.culvert.gateway.core.esp.EspSaSpec;
import io.culvert.gateway.core.esp.EspTransform;
import io.culvert.gateway.core.esp.InboundSa;
import io.culvert.gateway.core.esp.OutboundSa;
import io.culvert.gateway.core.esp.SaDatabase;
import io.culvert.gateway.core.net.TrafficSelector;
import io.culvert.gateway.core.net.Verdict;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * ESP on inner packets of 1,400 octets, one thread. Opening is {@code sealAndOpen} less {@code
 * seal}, for a packet opens once only. Run with {@code -prof gc}: what is left per packet is the
 * provider's own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EspBenchmark {
  private static final int INNER = 1_400;
  private static final int SPI = 0x1000;

  /** The transforms a tunnel may use, by cipher, key bits and integrity. */
  public enum Suite {
    AES128_CBC_SHA1,
    AES256_CBC_SHA256,
    AES256_CBC_SHA512,
    AES128_GCM,
    AES256_GCM,
    NULL_SHA256;

    EspTransform transform() {
      return switch (this) {
        case AES128_CBC_SHA1 -> cbc(128, EspIntegrity.HMAC_SHA1_96);
        case AES256_CBC_SHA256 -> cbc(256, EspIntegrity.HMAC_SHA2_256_128);
        case AES256_CBC_SHA512 -> cbc(256, EspIntegrity.HMAC_SHA2_512_256);
        case AES128_GCM -> new EspTransform(EspCipher.AES_GCM, 128, EspIntegrity.NONE);
        case AES256_GCM -> new EspTransform(EspCipher.AES_GCM, 256, EspIntegrity.NONE);
        case NULL_SHA256 -> new EspTransform(EspCipher.NULL, 0, EspIntegrity.HMAC_SHA2_256_128);
      };
    }

    private static EspTransform cbc(int keyBits, EspIntegrity integrity) {
      return new EspTransform(EspCipher.AES_CBC, keyBits, integrity);
    }
  }

  @Param public Suite suite = Suite.AES256_GCM;

  private final ByteBuffer inner = ByteBuffer.allocate(INNER + OutboundSa.TRAILER_ROOM);
  private final ByteBuffer esp = ByteBuffer.allocate(2_048);
  private final ByteBuffer opened = ByteBuffer.allocate(2_048);
  private SaDatabase sas = new SaDatabase();

  /** Fresh SAs for each iteration, so that no sequence number runs out. */
  @Setup(Level.Iteration)
  public void install() {
    sas = new SaDatabase();
    InetSocketAddress nowhere = new InetSocketAddress("192.0.2.1", 4500);
    List<TrafficSelector> any = List.of(TrafficSelector.any4());
    sas.install(
        new EspSaSpec(
            1, SPI, SPI, suite.transform(), keys(), keys(), any, any, nowhere, nowhere, true));
    inner.clear().put((byte) 0x45).put((byte) 0).putShort((short) INNER).position(0).limit(INNER);
  }

  private EspKeys keys() {
    return new EspKeys(
        new byte[suite.transform().encryptionKeyLength()],
        new byte[suite.transform().integrity().keyLength()]);
  }

  @Benchmark
  public Verdict seal() {
    OutboundSa sa = sas.outboundOf(1).getFirst();
    return sa.seal(inner, esp);
  }

  @Benchmark
  public Verdict sealAndOpen() {
    seal();
    InboundSa sa = Objects.requireNonNull(sas.inbound(SPI));
    return sa.open(esp, opened);
  }
}
