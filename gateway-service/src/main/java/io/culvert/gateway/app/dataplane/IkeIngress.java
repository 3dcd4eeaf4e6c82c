package io.culvert.gateway.app.dataplane;

import java.net.InetSocketAddress;

/** Where IKE messages go. */
public interface IkeIngress {
  /**
   * Takes one IKE message. It is called by the thread that carries inbound packets, so it only puts
   * the message aside.
   *
   * @param local our address and port
   * @param remote where it came from
   * @param message the message without non-ESP marker; nobody else's to use or change
   */
  void accept(InetSocketAddress local, InetSocketAddress remote, byte[] message);
}
