package io.culvert.e2e;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.Wan;

/**
 * A customer's router on the public network, with nobody behind it.
 *
 * @param namespace where it lives
 * @param publicAddress its public address
 */
record Router(Namespace namespace, PublicAddress publicAddress) implements AutoCloseable {
  static Router create(int number) {
    Namespace namespace = Namespace.create(Device.name(number));
    PublicAddress address = PublicAddress.take();
    Wan.attach(namespace, address.value());
    return new Router(namespace, address);
  }

  /** Its public address, in dotted decimals. */
  String address() {
    return publicAddress.value();
  }

  @Override
  public void close() {
    namespace.close();
    publicAddress.close();
  }
}
