package io.culvert.e2e;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.Wan;

/**
 * A customer's router on the public network, with nobody behind it.
 *
 * @param namespace where it lives
 * @param address its public address
 */
record Router(Namespace namespace, String address) implements AutoCloseable {
  static Router create(int number) {
    Namespace namespace = Namespace.create(Device.name(number));
    String address = Device.address(number);
    Wan.attach(namespace, address);
    return new Router(namespace, address);
  }

  @Override
  public void close() {
    namespace.close();
  }
}
