/** The network of the stack: namespaces, the bridge between them, relays to loopback. */
@NullMarked
package io.culvert.standalone.net;

import org.jspecify.annotations.NullMarked;
