package io.culvert.gateway.core.steer;

import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** ClientHellos: real ones of the JDK, and others octet by octet. */
public final class Hellos {
  private Hellos() {}

  /** What the JDK sends first. */
  public static byte[] real(@Nullable String name, String... protocols) {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setApplicationProtocols(protocols);
      if (name != null) {
        parameters.setServerNames(List.of(new SNIHostName(name)));
      }
      engine.setSSLParameters(parameters);
      ByteBuffer out = ByteBuffer.allocate(32_768);
      engine.wrap(ByteBuffer.allocate(0), out);
      out.flip();
      byte[] hello = new byte[out.remaining()];
      out.get(hello);
      return hello;
    } catch (NoSuchAlgorithmException | SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The records with this handshake message, cut into fragments of this length. */
  static byte[] records(byte[] message, int fragment) {
    ByteWriter out = new ByteWriter();
    for (int at = 0; at < message.length; at += fragment) {
      int length = Math.min(fragment, message.length - at);
      out.u8(22).u16(0x0301).u16(length).bytes(Bytes.of(message, at, length));
    }
    return out.toArray();
  }

  /** The message in the one record of a hello of {@link #real}. */
  static byte[] message(byte[] record) {
    return Bytes.of(record, 5, record.length - 5).toArray();
  }

  /** A hello of one record with these extensions, each in whole. */
  static byte[] with(byte[]... extensions) {
    ByteWriter all = new ByteWriter();
    for (byte[] extension : extensions) {
      all.bytes(extension);
    }
    ByteWriter body = new ByteWriter().u16(0x0303).zeros(32).u8(0).u16(2).u16(0x1301).u8(1).u8(0);
    body.u16(all.length()).bytes(all.toArray());
    return records(handshake(1, body.toArray()), 16_384);
  }

  static byte[] handshake(int type, byte[] body) {
    return new ByteWriter().u8(type).u8(0).u16(body.length).bytes(body).toArray();
  }

  static byte[] extension(int type, byte[] data) {
    return new ByteWriter().u16(type).u16(data.length).bytes(data).toArray();
  }

  /** The extension server_name with these host names. */
  static byte[] serverName(String... names) {
    ByteWriter list = new ByteWriter();
    for (String name : names) {
      list.bytes(entry(0, name));
    }
    return serverNames(list.toArray());
  }

  static byte[] entry(int type, String name) {
    byte[] octets = name.getBytes(StandardCharsets.ISO_8859_1);
    return new ByteWriter().u8(type).u16(octets.length).bytes(octets).toArray();
  }

  static byte[] serverNames(byte[] list) {
    return extension(0, new ByteWriter().u16(list.length).bytes(list).toArray());
  }
}
