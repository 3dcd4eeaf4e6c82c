package io.culvert.gateway.core.esp;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.net.Octets;
import io.culvert.gateway.core.net.Verdict;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** ESP packets that others made. */
class EspVectorTest {
  private static final EspTransform CBC =
      new EspTransform(EspCipher.AES_CBC, 128, EspIntegrity.HMAC_SHA2_256_128);
  private static final byte[] MAC_KEY = new byte[32];

  @Test
  void tunnelModePacketOfRfc3602Case7Opens() throws GeneralSecurityException {
    String packet =
        "0000876500000002f4e765244f6407adf13dc1380f673f37773b5241a4c449225e4f3ce5ed611b0c"
            + "237ca96cf74a93013c1b0ea1a0cf70f8e4ecaec78ac53aad7a0f022b859243c647752e94a859352b"
            + "8a4d4d2decd136e5c177f132ad3fbfb2201ac9904c74ee0a109e0ca1e4dfe9d5a100b842f1c22f0d";
    String inner =
        "45000054090400004001f988c0a87b03c0a87bc808009f76a90a0100b49c083d02a2040008090a0b"
            + "0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30313233"
            + "34353637";
    ByteBuffer out = EspFixture.empty();
    assertThat(openCbc("0123456789abcdef0123456789abcdef", packet, out)).isEqualTo(Verdict.PASSED);
    assertThat(EspFixture.octets(out)).isEqualTo(hex(inner));
  }

  @Test
  void tunnelModePacketOfRfc3602Case8Opens() throws GeneralSecurityException {
    String packet =
        "000087650000000585d47224b5f3dd5d2101d4ea8dffab2215b92683819596a8047232cc00f7048f"
            + "e45318e11f8a0f62ede3c3fc61203bb50f980a08c9843fd3a1b06d5c07ff9639b7eb7dfb3512e5de"
            + "435e7207ed971ef3d2726d9b5ef6affc6d17a0decbb13892";
    String inner =
        "45000044090c00004001f990c0a87b03c0a87bc80800d63caa0a0200c69c083da3de0300ffffffff"
            + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
    ByteBuffer out = EspFixture.empty();
    assertThat(openCbc("0123456789abcdef0123456789abcdef", packet, out)).isEqualTo(Verdict.PASSED);
    assertThat(EspFixture.octets(out)).isEqualTo(hex(inner));
  }

  @Test
  void transportModePacketsOfRfc3602Cases5And6AreNotForATunnel() throws GeneralSecurityException {
    String case5 =
        "0000432100000001e96e8c08ab465763fd098d45dd3ff893f663c25d325c18c6a9453e194e120849"
            + "a4870b66cc6b9965330013b4898dc856a4699e523a55db080b59ec3a8e4b7e52775b07d1db34ed9c"
            + "538ab50c551b874aa269add047ad2d5913ac19b7cfbad4a6";
    String case6 =
        "000043210000000869d08df7d203329db093fc4924e5bd80f51995881ec4e0c4488987ce742e8109"
            + "689bb379d2d750c0d915dca346a89f75";
    for (String packet : List.of(case5, case6)) {
      assertThat(openCbc("90d382b410eeba7ad938c46cec1a82bf", packet, EspFixture.empty()))
          .isEqualTo(Verdict.NEXT_HEADER_UNKNOWN);
    }
  }

  @Test
  void gcm128PacketOfTheGcmEspTestCasesOpens() throws GeneralSecurityException {
    assertGcm(
        "feffe9928665731c6d6a8f9467308308cafebabe",
        "0000a5f80000000afacedbaddecaf888deb22cd9b07c72c16e3a65beeb8df304a5a5897d33ae530f"
            + "1ba76d5d114d2a5c3de81827c10e9a4f51330d0eec416642cfbb85a5b47e48a4ec3b9ba95d918bd1"
            + "83b70d3aa8bc6ee4c309e9d85a41ad4a",
        "4500003e698f000080114dccc0a80102c0a801010a980035002a2343b2d001000001000000000000"
            + "037369700963796265726369747902646b00000100010001");
  }

  @Test
  void gcm256PacketOfTheGcmEspTestCasesOpens() throws GeneralSecurityException {
    assertGcm(
        "abbccddef00112233445566778899aababbccddef00112233445566778899aab11223344",
        "4a2cbfe3000000020102030405060708ff425c9b724599df7a3bcd510194e00d6a78107f1b0b1cbf"
            + "06efae9d65a5d763748a637985771d347f0545659f14e99def842d8eb335f4eecfdbf831824b4c49"
            + "15956c96",
        "4500003069a6400080062690c0a801029389155e0a9e008b2dc57ee0000000007002400020bf0000"
            + "020405b40101040201020201");
  }

  private static void assertGcm(String keyAndSalt, String packetHex, String plaintext)
      throws GeneralSecurityException {
    byte[] packet = hex(packetHex);
    byte[] out = new byte[packet.length];
    assertThat(new GcmCipher(hex(keyAndSalt)).open(packet, 0, packet.length, out, 0)).isTrue();
    byte[] plain = hex(plaintext);
    assertThat(Arrays.copyOf(out, plain.length)).isEqualTo(plain);
    packet[packet.length - 1] ^= 1;
    assertThat(new GcmCipher(hex(keyAndSalt)).open(packet, 0, packet.length, out, 0)).isFalse();
  }

  /** RFC 3602 leaves the packets without integrity, so an ICV is added. */
  private static Verdict openCbc(String key, String packetHex, ByteBuffer out)
      throws GeneralSecurityException {
    byte[] bare = hex(packetHex);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(MAC_KEY, "HmacSHA256"));
    byte[] packet = Arrays.copyOf(bare, bare.length + 16);
    System.arraycopy(mac.doFinal(bare), 0, packet, bare.length, 16);
    int spi = Octets.i32(bare, 0);
    EspSaSpec like = EspFixture.gateway(CBC, EspFixture.ANY4);
    EspSaSpec spec =
        new EspSaSpec(
            1,
            spi,
            spi,
            CBC,
            new EspKeys(hex(key), MAC_KEY),
            new EspKeys(hex(key), MAC_KEY),
            like.inside(),
            like.outside(),
            like.local(),
            like.peer(),
            true);
    return new InboundSa(spec).open(ByteBuffer.wrap(packet), out);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
