package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.wire.ByteWriter;
import io.culvert.gateway.core.wire.Bytes;
import io.culvert.gateway.core.wire.NotifyType;
import java.net.InetAddress;

/**
 * REDIRECT: connect to another gateway (RFC 5685 §7.2). The data is the type of its identity, the
 * length of it, the identity, and in the answer to IKE_SA_INIT the initiator's nonce.
 */
public final class Redirect {
  private static final int IPV4 = 1;
  private static final int IPV6 = 2;

  private Redirect() {}

  /** Inside an IKE SA. */
  public static NotifyPayload to(InetAddress gateway) {
    return to(gateway, Bytes.EMPTY);
  }

  /** In the answer to IKE_SA_INIT: the nonce shows that we saw the request (§3). */
  public static NotifyPayload to(InetAddress gateway, Bytes nonceI) {
    return NotifyPayload.of(
        NotifyType.REDIRECT, identity(new ByteWriter(), gateway).bytes(nonceI).toBytes());
  }

  /** Whether the device says that this gateway has sent it here (§3, §7.3). */
  public static boolean isFrom(InetAddress gateway, PayloadList request) {
    Bytes expected = identity(new ByteWriter(), gateway).toBytes();
    return request
        .notifies(NotifyType.REDIRECTED_FROM)
        .anyMatch(from -> from.data().equals(expected));
  }

  private static ByteWriter identity(ByteWriter out, InetAddress gateway) {
    byte[] address = gateway.getAddress();
    return out.u8(address.length == 4 ? IPV4 : IPV6).u8(address.length).bytes(address);
  }
}
