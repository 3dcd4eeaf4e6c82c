/** Why requests of a host are refused, for the hosts that listen. */
@NullMarked
package io.culvert.gateway.core.notice;

import org.jspecify.annotations.NullMarked;
