package io.culvert.gateway.core.ike.engine;

import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.task.SpiSource;
import java.nio.ByteBuffer;

/** SPIs nobody can guess and nobody uses yet. */
final class RandomSpis implements SpiSource {
  private static final int HIGHEST_RESERVED = 255;

  private final Randomness randomness;
  private final SaTable table;
  private final EngineOutput out;

  RandomSpis(Randomness randomness, SaTable table, EngineOutput out) {
    this.randomness = randomness;
    this.table = table;
    this.out = out;
  }

  @Override
  public long newIkeSpi() {
    long spi;
    do {
      spi = ByteBuffer.wrap(randomness.bytes(Long.BYTES)).getLong();
    } while (spi == 0 || table.contains(spi));
    return spi;
  }

  @Override
  public int newChildSpi() {
    int spi;
    do {
      spi = ByteBuffer.wrap(randomness.bytes(Integer.BYTES)).getInt();
    } while (Integer.compareUnsigned(spi, HIGHEST_RESERVED) <= 0 || out.hasChild(spi));
    return spi;
  }
}
