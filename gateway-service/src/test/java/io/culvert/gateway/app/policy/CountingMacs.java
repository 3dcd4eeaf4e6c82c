package io.culvert.gateway.app.policy;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.jspecify.annotations.Nullable;

/** Stands before the JDK's own HMACs and counts what they are given to do. */
final class CountingMacs extends Provider implements AutoCloseable {
  @Serial private static final long serialVersionUID = 1L;

  private long computed;
  private long octets;

  /** What was computed so far. */
  record Work(long computed, long octets) {
    Work since(Work before) {
      return new Work(computed - before.computed, octets - before.octets);
    }
  }

  private CountingMacs() {
    super("CountingMacs", "1", "counts HMACs");
    for (String algorithm : List.of("HmacSHA1", "HmacSHA256", "HmacSHA384", "HmacSHA512")) {
      putService(
          new Service(this, "Mac", algorithm, CountingMac.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(@Nullable Object parameter) {
              return new CountingMac(algorithm);
            }
          });
    }
  }

  static CountingMacs begin() {
    CountingMacs counting = new CountingMacs();
    Security.insertProviderAt(counting, 1);
    return counting;
  }

  Work work() {
    return new Work(computed, octets);
  }

  @Override
  public void close() {
    Security.removeProvider(getName());
  }

  private final class CountingMac extends MacSpi {
    private final Mac mac;

    CountingMac(String algorithm) {
      try {
        mac = Mac.getInstance(algorithm, "SunJCE");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected int engineGetMacLength() {
      return mac.getMacLength();
    }

    @Override
    protected void engineInit(Key key, @Nullable AlgorithmParameterSpec parameters)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      mac.init(key, parameters);
    }

    @Override
    protected void engineUpdate(byte input) {
      octets++;
      mac.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      octets += length;
      mac.update(input, offset, length);
    }

    @Override
    protected byte[] engineDoFinal() {
      computed++;
      return mac.doFinal();
    }

    @Override
    protected void engineReset() {
      mac.reset();
    }
  }
}
