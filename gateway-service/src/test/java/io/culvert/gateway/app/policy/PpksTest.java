package io.culvert.gateway.app.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.gateway.core.ike.task.Ppk;
import io.culvert.gateway.core.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator's list of post-quantum keys. */
class PpksTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @Test
  void tunnelHasTheKeysOfItsLines() {
    Ppks ppks =
        Ppks.parse(
            List.of(
                "# branches",
                "",
                "branch.example  key-1 " + KEY,
                "\tbranch.example key-2\t" + KEY + " ",
                "192.0.2.1 key-3 " + KEY));

    assertThat(ppks.of("branch.example"))
        .extracting(Ppk::id)
        .containsExactly(id("key-1"), id("key-2"));
    assertThat(ppks.of("192.0.2.1")).extracting(Ppk::id).containsExactly(id("key-3"));
    assertThat(ppks.of("other.example")).isEmpty();
  }

  private static Bytes id(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "branch.example key-1, not \"identity ppk-id key\"",
    "branch.example key-1 c2hvcnQ=, the key is shorter than 32 octets",
    "branch.example key-1 s3cret!, the key is not Base64",
  })
  void wrongLineIsNamedByItsNumberAndNotByItsText(String line, String problem) {
    assertThatThrownBy(() -> Ppks.parse(List.of("# one", line)))
        .hasMessage("line 2: " + problem)
        .hasNoCause();
  }
}
