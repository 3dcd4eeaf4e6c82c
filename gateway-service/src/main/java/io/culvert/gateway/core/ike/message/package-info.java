/** IKEv2 headers and whole messages, the exchange rules, and the verdict on a received datagram. */
@NullMarked
package io.culvert.gateway.core.ike.message;

import org.jspecify.annotations.NullMarked;
