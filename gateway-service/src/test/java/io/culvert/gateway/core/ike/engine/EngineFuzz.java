package io.culvert.gateway.core.ike.engine;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes the whole engine with sequences of messages, times and orders; its state is kept. */
class EngineFuzz {
  static Stream<byte[]> seeds() {
    return EngineScript.seeds();
  }

  @MethodSource("seeds")
  @FuzzTest
  void sequencesOfMessagesHarmNobody(byte[] octets) {
    new EngineScript(octets).run();
  }
}
