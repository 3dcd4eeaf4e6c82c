package io.culvert.steering.category;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.bouncycastle.crypto.macs.SipHash128;
import org.bouncycastle.crypto.params.KeyParameter;

class NameHashTest {
  @Property
  void itIsSipHashOfTheNameFromSomeOctetOn(
      @ForAll @StringLength(max = 40) @CharRange(from = '-', to = 'z') String name,
      @ForAll long key0,
      @ForAll long key1) {
    ByteBuffer key = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    key.putLong(key0).putLong(key1);
    SipHash128 siphash = new SipHash128();
    siphash.init(new KeyParameter(key.array()));
    siphash.update(name.getBytes(StandardCharsets.US_ASCII), 0, name.length());
    ByteBuffer expected = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    siphash.doFinal(expected.array(), 0);

    String longer = "before." + name;
    int from = longer.length() - name.length();
    assertThat(NameHash.first(name, 0, key0, key1)).isEqualTo(expected.getLong(0));
    assertThat(NameHash.second(name, 0, key0, key1)).isEqualTo(expected.getLong(8));
    assertThat(NameHash.first(longer, from, key0, key1)).isEqualTo(expected.getLong(0));
    assertThat(NameHash.second(longer, from, key0, key1)).isEqualTo(expected.getLong(8));
  }
}
