package io.culvert.gateway.core.ike.sa;

import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.Computation;
import io.culvert.gateway.core.ike.task.IkeEvent;
import io.culvert.gateway.core.wire.Bytes;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What an IKE SA asks of the engine around it. */
public interface SaOutput {
  /** Send an IKE message. */
  void send(InetSocketAddress local, InetSocketAddress remote, Bytes data);

  /** Keep a NAT's mapping. */
  void keepalive(InetSocketAddress local, InetSocketAddress remote);

  /** What is known of where devices should go instead. */
  Drain drain();

  /** Install a child SA. */
  void install(ChildSaInstall install);

  /** Forget a child SA, by our inbound SPI. */
  void remove(int inboundSpi);

  /** The peer of a child SA moved. */
  void move(int inboundSpi, InetSocketAddress remote);

  /** Publish an event about a peer at this address. */
  void emit(InetSocketAddress remote, IkeEvent event);

  /** Ask who this is; {@link IkeSa#accept} or {@link IkeSa#refuse} brings the answer. */
  void requestPolicy(
      long localSpi, Identity identity, Optional<Identity> wanted, InetSocketAddress remote);

  /** Have this computed elsewhere, and go on when it is. */
  void compute(Computation<?> computation);

  /** Count a dropped datagram. */
  void drop(DropReason reason);

  /**
   * A peer proved its identity and said that it has no other IKE SA (RFC 7296 §2.4).
   *
   * @param handle the connection it said so in
   */
  void initialContact(long handle, long tunnelId, Identity identity);

  /** A rekey made this successor: serve its SPI from now on. Again when it was changed since. */
  void adopt(IkeSa successor);
}
