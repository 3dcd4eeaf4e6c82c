package io.culvert.gateway.core.steer;

import io.culvert.gateway.core.steer.TlsPeek.Fault;
import io.culvert.gateway.core.wire.ByteReader;
import io.culvert.gateway.core.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ClientHello (RFC 8446 §4.1.2) out of the records it comes in (§5.1).
 *
 * <pre>
 * record     type(1)=22  version(2)=3.x  length(2)  fragment
 * handshake  type(1)=1   length(3)
 * hello      version(2) random(32) session id&lt;0..32&gt; suites&lt;2..&gt; compression&lt;1..&gt; extensions&lt;..&gt;
 * extension  type(2)     data&lt;0..2^16-1&gt;
 * </pre>
 */
public final class ClientHello {
  /** How many octets of a connection are looked at, heads of records included. */
  public static final int MOST = 16_384;

  private static final int RECORD_HEAD = 5;
  private static final int MESSAGE_HEAD = 4;
  private static final int HANDSHAKE = 22;
  private static final int LONGEST_FRAGMENT = 16_384;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int HOST_NAME = 0;
  private static final int ALPN = 16;
  private static final int ECH = 0xfe0d;

  private final byte[] octets;
  private final int end;
  private final byte[] message;
  private int have;

  private ClientHello(byte[] octets, int end) {
    this.octets = octets;
    this.end = end;
    this.message = new byte[end];
  }

  /**
   * Reads the first {@code length} octets of a connection. The same octets give the same result
   * however they came, and whatever follows a hello does not change it.
   */
  public static TlsPeek peek(byte[] octets, int length) {
    // What another protocol is known by, before anything is copied.
    if ((length > 0 && octets[0] != HANDSHAKE) || (length > 1 && octets[1] != 3)) {
      return new TlsPeek.NotTls();
    }
    return new ClientHello(octets, Math.min(length, MOST)).collect();
  }

  /** Puts the fragments together until the message is there. */
  private TlsPeek collect() {
    int at = 0;
    while (end - at >= RECORD_HEAD) {
      int length = ((octets[at + 3] & 0xff) << 8) | (octets[at + 4] & 0xff);
      // RFC 8446 §5.1: no empty fragments, and nothing between those of one message.
      if (octets[at] != HANDSHAKE
          || octets[at + 1] != 3
          || length == 0
          || length > LONGEST_FRAGMENT) {
        return new TlsPeek.Malformed(Fault.RECORD);
      }
      at += RECORD_HEAD;
      int there = Math.min(length, end - at);
      System.arraycopy(octets, at, message, have, there);
      have += there;
      at += there;
      if (have > 0 && message[0] != CLIENT_HELLO) {
        return new TlsPeek.Malformed(Fault.NOT_CLIENT_HELLO);
      }
      if (missing() > MOST - at) {
        return new TlsPeek.Malformed(Fault.TOO_LONG);
      }
      if (have >= MESSAGE_HEAD && missing() <= 0) {
        return hello();
      }
    }
    return end == MOST
        ? new TlsPeek.Malformed(Fault.TOO_LONG)
        : new TlsPeek.NeedMore(end + Math.max(1, missing()));
  }

  /** How many octets of the message are not there yet, as far as that is known. */
  private int missing() {
    return have < MESSAGE_HEAD ? MESSAGE_HEAD - have : MESSAGE_HEAD + bodyLength() - have;
  }

  private int bodyLength() {
    return ((message[1] & 0xff) << 16) | ((message[2] & 0xff) << 8) | (message[3] & 0xff);
  }

  private TlsPeek hello() {
    try {
      byte[] body = Arrays.copyOfRange(message, MESSAGE_HEAD, MESSAGE_HEAD + bodyLength());
      return hello(new ByteReader(body));
    } catch (MalformedException e) {
      return new TlsPeek.Malformed(Fault.LENGTH);
    }
  }

  private static TlsPeek hello(ByteReader in) throws MalformedException {
    in.skip(2 + 32);
    int sessionId = in.u8();
    in.skip(sessionId);
    int suites = in.u16();
    in.skip(suites);
    int compressions = in.u8();
    in.skip(compressions);
    if (sessionId > 32 || suites < 2 || suites % 2 != 0 || compressions < 1) {
      return new TlsPeek.Malformed(Fault.LENGTH);
    }
    if (in.remaining() == 0) {
      // TLS 1.2 may do without extensions, RFC 5246 §7.4.1.2.
      return new TlsPeek.Hello(null, false, List.of());
    }
    ByteReader extensions = in.slice(in.u16());
    in.expectEnd("ClientHello");
    return extensions(extensions);
  }

  private static TlsPeek extensions(ByteReader in) throws MalformedException {
    Set<Integer> seen = new HashSet<>();
    @Nullable String name = null;
    List<String> protocols = List.of();
    while (in.remaining() > 0) {
      int type = in.u16();
      ByteReader data = in.slice(in.u16());
      if (!seen.add(type)) {
        return new TlsPeek.Malformed(Fault.TWICE); // RFC 8446 §4.2
      }
      if (type == SERVER_NAME) {
        Optional<String> legal = serverName(data);
        if (legal.isEmpty()) {
          return new TlsPeek.Malformed(Fault.SERVER_NAME);
        }
        name = legal.filter(host -> !host.isEmpty() && !HostName.isIpv4(host)).orElse(null);
      } else if (type == ALPN) {
        protocols = protocols(data);
      }
    }
    return new TlsPeek.Hello(name, seen.contains(ECH), protocols);
  }

  /**
   * RFC 6066 §3: one name of each type, and all begin with a length. An empty text means that there
   * is no host name; no text, that it is not legal.
   */
  private static Optional<String> serverName(ByteReader data) throws MalformedException {
    ByteReader list = data.slice(data.u16());
    data.expectEnd("server_name");
    Set<Integer> types = new HashSet<>();
    Optional<String> host = Optional.of("");
    do {
      int type = list.u8();
      String name = text(list, list.u16());
      if (!types.add(type)) {
        return Optional.empty();
      }
      if (type == HOST_NAME) {
        host = HostName.normal(name);
      }
    } while (list.remaining() > 0);
    return host;
  }

  /** RFC 7301 §3.1. */
  private static List<String> protocols(ByteReader data) throws MalformedException {
    ByteReader list = data.slice(data.u16());
    data.expectEnd("ALPN");
    List<String> protocols = new ArrayList<>();
    do {
      protocols.add(text(list, list.u8()));
    } while (list.remaining() > 0);
    return protocols;
  }

  private static String text(ByteReader in, int length) throws MalformedException {
    return new String(in.bytes(length).toArray(), StandardCharsets.ISO_8859_1);
  }
}
