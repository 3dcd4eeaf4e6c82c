/** Addresses, traffic selectors and views of IP, TCP, UDP and ICMP headers. */
@NullMarked
package io.culvert.gateway.core.net;

import org.jspecify.annotations.NullMarked;
