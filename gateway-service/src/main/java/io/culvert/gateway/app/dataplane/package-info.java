/** The two packet paths between the outer sockets and the TUN devices, and their ports. */
@NullMarked
package io.culvert.gateway.app.dataplane;

import org.jspecify.annotations.NullMarked;
