package io.culvert.gateway.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteReaderTest {

  @Test
  void numbersAreReadMostSignificantOctetFirst() throws MalformedException {
    ByteReader in =
        ByteReader.of(Bytes.ofHex("ff fffe 80000001 8000000000000002 8000000080000000"));

    assertThat(in.u8()).isEqualTo(0xff);
    assertThat(in.u16()).isEqualTo(0xfffe);
    assertThat(in.u32()).isEqualTo(0x80000001);
    assertThat(in.u64()).isEqualTo(0x8000000000000002L);
    assertThat(in.u64()).isEqualTo(0x8000000080000000L);
    assertThat(in.remaining()).isZero();
  }

  @Test
  void whatIsWrittenIsReadBack() throws MalformedException {
    byte[] octets = new ByteWriter().u8(200).u16(60000).u32(-2).u64(-3).zeros(200).u8(7).toArray();
    ByteReader in = new ByteReader(octets);

    assertThat(in.u8()).isEqualTo(200);
    assertThat(in.u16()).isEqualTo(60000);
    assertThat(in.u32()).isEqualTo(-2);
    assertThat(in.u64()).isEqualTo(-3);
    assertThat(in.bytes(200)).isEqualTo(Bytes.of(new byte[200]));
    assertThat(in.u8()).isEqualTo(7);
  }

  @Test
  void noReadGoesPastTheEnd() {
    byte[] three = new byte[3];

    assertThatThrownBy(() -> new ByteReader(three).u32()).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new ByteReader(three).bytes(4)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new ByteReader(three).skip(4)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new ByteReader(three).slice(4)).isInstanceOf(MalformedException.class);
  }

  @Test
  void negativeAndHugeLengthsAreMalformed() {
    ByteReader in = new ByteReader(new byte[3]);

    assertThatThrownBy(() -> in.bytes(-1)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> in.skip(Integer.MIN_VALUE)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> in.slice(Integer.MAX_VALUE)).isInstanceOf(MalformedException.class);
    assertThat(in.remaining()).isEqualTo(3);
  }

  @Test
  void aSliceEndsWhereItWasCut() throws MalformedException {
    ByteReader in = ByteReader.of(Bytes.ofHex("01 02 03 04"));
    ByteReader slice = in.slice(2);

    assertThat(slice.u8()).isEqualTo(1);
    assertThat(slice.position()).isEqualTo(1);
    assertThatThrownBy(slice::u16).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> slice.expectEnd("slice")).hasMessage("slice has 1 octets too many");
    assertThat(in.u8()).isEqualTo(3);
  }

  @Test
  void aNumberTooLargeForItsFieldIsNotWritten() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ByteWriter().u8(256));
    assertThatIllegalArgumentException().isThrownBy(() -> new ByteWriter().u16(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ByteWriter().u8(1).setU16(0, 1));
  }

  @Test
  void bytesAreEqualByContentAndShowOnlyTheirLength() {
    byte[] source = {1, 2, 3};
    Bytes bytes = Bytes.of(source);
    source[0] = 9;
    bytes.toArray()[1] = 9;

    assertThat(bytes).isEqualTo(Bytes.ofHex("010203")).hasSameHashCodeAs(Bytes.ofHex("010203"));
    assertThat(bytes).isNotEqualTo(Bytes.ofHex("010204")).hasToString("3 octets");
    assertThat(Bytes.ofInt(0x80010203).toInt()).isEqualTo(0x80010203);
  }
}
