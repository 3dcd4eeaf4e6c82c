package io.culvert.standalone.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WebSiteTest {
  private static final int BLOCK = 65_536;

  @Test
  void theOctetsAreTheSameEachTimeAndNoTwoBlocksAreAlike() throws IOException {
    byte[] first = octets(3 * BLOCK + 5);
    assertThat(first).hasSize(3 * BLOCK + 5).isEqualTo(octets(3 * BLOCK + 5));
    assertThat(Arrays.copyOfRange(first, 0, BLOCK))
        .isNotEqualTo(Arrays.copyOfRange(first, BLOCK, 2 * BLOCK));
  }

  private static byte[] octets(int size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WebSite.write(out, size);
    return out.toByteArray();
  }
}
