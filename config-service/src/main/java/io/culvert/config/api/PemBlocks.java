package io.culvert.config.api;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM text (RFC 7468). */
final class PemBlocks {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----([^-]*)-----END \\1-----");

  private PemBlocks() {}

  /**
   * A block. It prints without its content.
   *
   * @param label such as {@code CERTIFICATE}
   * @param base64 its content; encapsulated headers of older forms are not Base64
   */
  record Block(String label, String base64) {
    /**
     * The content.
     *
     * @throws IllegalArgumentException when it is not Base64
     */
    byte[] der() {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    }

    @Override
    public String toString() {
      return "Block[" + label + "]";
    }
  }

  /** The blocks in a text, in their order; what is between them is a comment. */
  static List<Block> of(String text) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }
}
